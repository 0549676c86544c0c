"""An event as a row of its table, and back."""

import json
from collections.abc import Mapping

from extractor.decisions.event import Event, body_of, canonical

JSON_COLUMNS = ("before", "after", "snapshot", "versions")
COLUMNS = tuple(Event.model_fields)


def to_row(event: Event) -> dict[str, object]:
    """The event by column: models as canonical JSON, what is absent as None."""
    body = body_of(event)
    row = {column: body.get(column) for column in COLUMNS}
    texts = {column: canonical(row[column]) for column in JSON_COLUMNS if row[column] is not None}
    return row | texts | {"blind": int(event.blind)}


def from_row(row: Mapping[str, object]) -> dict[str, object]:
    """The body of the event that a row holds, its hash included. Raises ValueError for what `to_row` never writes."""
    body: dict[str, object] = {}
    for column, value in row.items():
        if value is not None:
            body[column] = _read(column, value)
    return body


def _read(column: str, value: object) -> object:
    if column == "blind" and value in (0, 1):
        return bool(value)
    if column in ("sequence", "supersedes") and isinstance(value, int):
        return value
    if column in ("blind", "sequence", "supersedes") or not isinstance(value, str):
        raise ValueError(f"the column {column} holds {type(value).__name__}")
    if column not in JSON_COLUMNS:
        return value
    read = json.loads(value)
    if canonical(read) != value:
        raise ValueError(f"the column {column} is not canonical JSON")
    return read
