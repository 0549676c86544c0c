"""The changes between two runs as lines for a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.changes.model import CriterionChange, DocumentChange, FactChange, Kind, Place
from extractor.report.words import phrase, visible

_ORDER: dict[Kind, int] = {"added": 0, "removed": 1, "changed": 2, "moved": 3, "reread": 4, "reworded": 5}
_WIDEST = 160


def lines(changes: Sequence[DocumentChange]) -> Iterator[str]:
    """Page by page: facts, then criteria, those that change who may join first; what is as it was is only counted."""
    for change in changes:
        if change.status != "changed":
            said = {"same": "nothing changed", "added": "a new page", "removed": "no longer among the pages"}[change.status]
            yield f"{visible(change.name)}: {said}"
            continue
        yield f"{visible(change.name)}: {_summary(change)}"
        for fact in change.facts:
            yield f"  {_fact(fact)}"
        for criterion in sorted(change.criteria, key=lambda item: _ORDER[item.kind]):
            yield from _criterion(criterion)


def _summary(change: DocumentChange) -> str:
    count = Counter(item.kind for item in change.criteria)
    parts = [f"{len(change.facts)} {'fact' if len(change.facts) == 1 else 'facts'} changed"] if change.facts else []
    noun = "criterion" if len(change.criteria) == 1 else "criteria"
    kinds = [f"{count[kind]} {kind}" for kind in _ORDER if count[kind]]
    parts += [f"{noun}: {', '.join(kinds)}"] if kinds else []
    return "; ".join([*parts, f"{change.unchanged} as before"])


def _fact(fact: FactChange) -> str:
    where = f" ({fact.cohort})" if fact.cohort else ""
    sides = [", ".join(values) or "not stated" for values in (fact.old, fact.new)]
    return _line(f"{phrase(fact.field)}{where}: {sides[0]} -> {sides[1]}")


def _criterion(item: CriterionChange) -> Iterator[str]:
    place = item.new or item.old
    assert place is not None
    yield _line(f"  {item.kind:<9}{_where(place)}{place.text}")
    if item.kind == "moved" and item.old:
        yield _line(f"           from {_where(item.old)}")
    if item.kind in ("changed", "reworded") and item.old:
        yield _line(f"           before: {item.old.text}")
    for meaning in item.meaning:
        yield _line(f"           {meaning.old or 'not said'} -> {meaning.new or 'no longer said'}")


def _where(place: Place) -> str:
    return f"[{', '.join(filter(None, (place.category, place.cohort, place.label)))}] "


def _line(text: str) -> str:
    text = visible(text.rstrip())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
