"""Whether the chain of events is whole: every event as it was written, none missing, none added in between."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import ValidationError

from extractor.decisions.event import FIRST, Event, body_of, digest
from extractor.decisions.row import from_row

Row = Mapping[str, object]


class Break(NamedTuple):
    """The first event that does not hold (`sequence`, 0 for the head of the chain), and what is wrong with it."""

    sequence: int
    problem: str


class Audit(NamedTuple):
    """What an audit found; `broken` is None where the chain is whole. The counts are of the events before the break."""

    events: tuple[Event, ...]
    broken: Break | None


def audit(rows: Sequence[Row], head: tuple[int, str] | None) -> Audit:
    """Verify the chain over `rows` (in order of sequence, see `Store.rows`) and its head."""
    events: list[Event] = []
    previous = FIRST
    for place, row in enumerate(rows, start=1):
        problem = _problem(row, place, previous, rows[place] if place < len(rows) else None)
        if problem:
            return Audit(tuple(events), Break(place, problem))
        event = Event.model_validate(from_row(row))
        events.append(event)
        previous = event.hash
    return Audit(tuple(events), _at_head(head, len(rows), previous))


def follows(event: Event, before: Event | None) -> bool:
    """Whether `event` is as it was written and stands right behind `before` (None: it is the first)."""
    own = digest({key: value for key, value in body_of(event).items() if key != "hash"})
    place, previous = (before.sequence, before.hash) if before else (0, FIRST)
    return (event.sequence, event.previous, event.hash) == (place + 1, previous, own)


def _problem(row: Row, place: int, previous: str, following: Row | None) -> str | None:
    if row["sequence"] != place:
        return f"it is missing: event {row['sequence']} stands in its place"
    try:
        body = from_row(row)
        Event.model_validate(body)
    except (ValidationError, ValueError) as error:
        said = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        return f"it cannot be read: {said}"
    if row["previous"] != previous:
        return "it does not follow the event before it: one was removed, added or written anew"
    own = digest({key: value for key, value in body.items() if key != "hash"})
    if row["hash"] == own:
        return None
    if following is not None and following["previous"] == own:
        return "its hash was changed"
    return "it was changed after it was written"


def _at_head(head: tuple[int, str] | None, count: int, last: str) -> Break | None:
    if head is None:
        return Break(0, "the head of the chain is missing")
    sequence, hashed = head
    if sequence > count:
        return Break(count + 1, f"it is missing: {sequence - count} events were removed at the end")
    if sequence < count:
        return Break(sequence + 1, "it was added without the chain's head")
    return None if hashed == last else Break(count, "its hash is not that of the chain's head")
