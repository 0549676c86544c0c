"""What pages say alike: folded away on the page, but never left out."""

from collections.abc import Sequence

from extractor.model.criterion import Record
from extractor.report.words import phrase, value_words, visible
from extractor.review.words import shorten


def agreed_facts(records: Sequence[Record], documents: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The facts on which two or more documents state the same values, as field and value, in the first one's order."""
    wanted = {document: facts_of(record) for record in records if (document := record.document.id) in documents}
    if len(wanted) < 2:
        return ()
    first, *others = (wanted[document] for document in dict.fromkeys(documents))
    return tuple(
        (visible(phrase(field)), shorten(visible(", ".join(sorted(values))), 300))
        for field, values in first.items()
        if all(other.get(field) == values for other in others)
    )


def facts_of(record: Record) -> dict[str, frozenset[str]]:
    """The values of every field that a record states of the trial as a whole, in words."""
    found: dict[str, set[str]] = {}
    for fact in record.facts:
        if fact.cohort is None:
            found.setdefault(fact.field, set()).add(" ".join(value_words(fact.value).split()))
    return {field: frozenset(values) for field, values in found.items()}
