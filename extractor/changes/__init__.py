"""What changed: two runs over versions of the same pages, compared by what they read.

A change of words that keeps the meaning is told apart from a change of the meaning, and both from a page that merely moved
its criteria about.
"""

from collections import defaultdict
from collections.abc import Sequence

from extractor.changes.criteria import compare_criteria, version_of
from extractor.changes.facts import compare_facts
from extractor.changes.model import CriterionChange, DocumentChange, FactChange, MeaningChange, Place
from extractor.model.criterion import Record

__all__ = ["CriterionChange", "DocumentChange", "FactChange", "MeaningChange", "Place", "compare_runs"]


def compare_runs(old: Sequence[Record], new: Sequence[Record]) -> tuple[DocumentChange, ...]:
    """How each page of the new run differs from its version in the old one; pages of the old run alone stand last.

    Pages correspond by file name, and where the name is new by the registry id that they state.
    """
    partners = _partners(old, new)
    changes = [_document(partner, record) for partner, record in zip(partners, new, strict=True)]
    taken = {id(partner) for partner in partners if partner is not None}
    changes += [
        DocumentChange(name=_name(record), status="removed", unchanged=0) for record in old if id(record) not in taken
    ]
    return tuple(changes)


def _partners(old: Sequence[Record], new: Sequence[Record]) -> list[Record | None]:
    """For each new record its earlier version, or None."""
    found: dict[int, Record] = {}
    for keys_of in (lambda record: {_name(record)}, _registry_ids):
        left: dict[str, list[Record]] = defaultdict(list)
        taken = {id(record) for record in found.values()}
        for record in old:
            for key in keys_of(record) if id(record) not in taken else ():
                left[key].append(record)
        for i, record in enumerate(new):
            candidates = [other for key in sorted(keys_of(record)) for other in left[key]] if i not in found else []
            free = [other for other in candidates if all(other is not partner for partner in found.values())]
            if free:
                found[i] = free[0]
    return [found.get(i) for i in range(len(new))]


def _name(record: Record) -> str:
    return record.document.path.replace("\\", "/").rpartition("/")[2]


def _registry_ids(record: Record) -> set[str]:
    return {str(fact.value) for fact in record.facts if fact.field == "registry_id"}


def _document(old: Record | None, new: Record) -> DocumentChange:
    if old is None:
        return DocumentChange(name=_name(new), status="added")
    facts = compare_facts(old, new)
    criteria, unchanged = compare_criteria(version_of(old), version_of(new))
    return DocumentChange(
        name=_name(new),
        status="changed" if facts or criteria else "same",
        facts=facts,
        criteria=criteria,
        unchanged=unchanged,
    )
