"""Finding again, in a new run, what was decided in an earlier one.

An item that asks the same of the same words has the same id, and needs nothing from here. This module finds the others: the
same question that is told apart from its likes in another way, and the question whose quoted words have changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.decisions.event import Event, Said, Snapshot
from extractor.decisions.folding import fold
from extractor.decisions.item import Item

LIKE = 60
MOST_PAIRS = 60_000


class Origin(NamedTuple):
    """The id under which an item was decided before; `same` where its words are unchanged."""

    id: str
    same: bool


class _Asked(NamedTuple):
    """What two questions of one shelf are compared by; `topic` is "" where it names no concept."""

    topic: str
    quotes: tuple[str, ...]


class _Pair(NamedTuple):
    likeness: float
    at: int
    item: str
    earlier: str


def snapshot_of(item: Item) -> Snapshot:
    """The item as an event keeps it."""
    offer = item.offer
    return Snapshot(
        base=item.base,
        topic=item.topic,
        context=item.context,
        kind=item.kind,
        field=item.field,
        severity=item.severity,
        concept=item.concept,
        cohort=item.cohort,
        question=item.question,
        claims=tuple(
            Said(document=claim.document, value=claim.value, quote=claim.quote, before=claim.before, after=claim.after)
            for claim in item.claims
        ),
        proposal=offer.value if offer else None,
    )


def trace(items: Sequence[Item], events: Mapping[str, Sequence[Event]]) -> dict[str, Origin]:
    """The id under which an item's question was decided before its words changed, each id at most once.

    `events` are all events by item id. Once somebody acts on the item its events name the origin; before, it is looked for
    among the ids that this run no longer has and that no later event has taken the place of.
    """
    kept = dict(_named(items, events))
    current = {item.id for item in items}
    taken = {event.predecessor for own in events.values() for event in own if event.predecessor}
    vanished = {key: own[-1] for key, own in events.items() if key not in current and key not in taken}
    fresh = [item for item in items if item.id not in events]
    found = _unchanged(fresh, vanished)
    used = {origin.id for origin in found.values()}
    rest = {key: event for key, event in vanished.items() if key not in used}
    return kept | found | _changed([item for item in fresh if item.id not in found], rest)


def _named(items: Iterable[Item], events: Mapping[str, Sequence[Event]]) -> Iterator[tuple[str, Origin]]:
    for item in items:
        earlier = next((event.predecessor for event in events.get(item.id, ()) if event.predecessor), None)
        if earlier and earlier in events:
            snapshot = events[earlier][-1].snapshot
            yield item.id, Origin(earlier, (snapshot.base, snapshot.context) == (item.base, item.context))


def _unchanged(fresh: Iterable[Item], vanished: Mapping[str, Event]) -> dict[str, Origin]:
    """The same question and words, told apart by the words around them in one of the runs only."""
    known = {(event.snapshot.base, event.snapshot.context): key for key, event in vanished.items()}
    pairs = ((item.id, known.get((item.base, item.context))) for item in fresh)
    return {own: Origin(key, True) for own, key in pairs if key}


def _changed(fresh: Iterable[Item], vanished: Mapping[str, Event]) -> dict[str, Origin]:
    """The same question of other words, the likest first."""
    shelves: dict[tuple[str, ...], list[tuple[str, int, _Asked]]] = defaultdict(list)
    for key, event in vanished.items():
        shelves[_shelf(event.snapshot)].append((key, event.sequence, _asked(event.snapshot)))
    pairs: list[_Pair] = []
    left = MOST_PAIRS
    for item in fresh:
        snapshot = snapshot_of(item)
        now = _asked(snapshot)
        shelf = shelves.get(_shelf(snapshot), [])[:left]
        left -= len(shelf)
        scores = ((_likeness(now, before), at, item.id, key) for key, at, before in shelf)
        pairs += [_Pair(*score) for score in scores if score[0] > 0]
    return _matched(pairs)


def _matched(pairs: list[_Pair]) -> dict[str, Origin]:
    found: dict[str, Origin] = {}
    used: set[str] = set()
    for pair in sorted(pairs, key=lambda pair: (-pair.likeness, -pair.at, pair.item, pair.earlier)):
        if pair.item not in found and pair.earlier not in used:
            found[pair.item] = Origin(pair.earlier, False)
            used.add(pair.earlier)
    return found


def _shelf(snapshot: Snapshot) -> tuple[str, ...]:
    """What never changes with the words: the kind of question and the files."""
    return snapshot.kind, snapshot.field, *(claim.document.rsplit("/", 1)[-1] for claim in snapshot.claims)


def _asked(snapshot: Snapshot) -> _Asked:
    topic = snapshot.topic if snapshot.concept else ""
    return _Asked(topic, tuple(fold(claim.quote) for claim in snapshot.claims))


def _likeness(now: _Asked, before: _Asked) -> float:
    """How like the quotes are, 0 to 100; above where the two ask the same of one concept; 0: too unlike."""
    scores = [fuzz.ratio(a, b) for a, b in zip(now.quotes, before.quotes, strict=True) if a or b]
    mean = sum(scores) / len(scores) if scores else 100.0
    if now.topic and now.topic == before.topic:
        return 100 + mean
    return mean if mean >= LIKE else 0.0
