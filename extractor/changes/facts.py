"""Which facts of the trial two versions of a page state differently."""

from collections import defaultdict
from collections.abc import Sequence

from extractor.changes.model import FactChange
from extractor.model.criterion import Fact, FactField, Record
from extractor.report.words import value_words

_Key = tuple[FactField, str | None]


def compare_facts(old: Record, new: Record) -> tuple[FactChange, ...]:
    """The fields, a cohort at a time, whose set of values differs; in the order of the new page, then of the old one."""
    before, after = _by_field(old), _by_field(new)
    changes = []
    for key in dict.fromkeys((*after, *before)):
        first, second = before.get(key, []), after.get(key, [])
        mine, theirs = _values(first), _values(second)
        if set(mine) == set(theirs):
            continue
        changes.append(
            FactChange(
                field=key[0],
                cohort=key[1],
                old=mine,
                new=theirs,
                old_spans=tuple(fact.span for fact in first),
                new_spans=tuple(fact.span for fact in second),
            )
        )
    return tuple(changes)


def _by_field(record: Record) -> dict[_Key, list[Fact]]:
    names = {cohort.id: cohort.name for cohort in record.cohorts}
    found: dict[_Key, list[Fact]] = defaultdict(list)
    for fact in record.facts:
        found[fact.field, names.get(fact.cohort or "")].append(fact)
    return found


def _values(facts: Sequence[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(value_words(fact.value).split()) for fact in facts))
