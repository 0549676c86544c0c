"""A text cut at the borders of its highlighted places."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.model.review import SEVERITIES
from extractor.report.stretches import cut as cut_at_marks
from extractor.report.stretches import strongest

LEVELS = ("own", *SEVERITIES)


class Mark(NamedTuple):
    """A highlighted place: characters `start` to `end` of a text, as evidence of the item `item`.

    `level` is the item's severity, or "own" for the item that is being looked at. `number` is its place in the queue.
    """

    start: int
    end: int
    level: str
    number: int
    item: str


class Piece(NamedTuple):
    """A stretch of text under the same marks. `level` is that of the strongest, "" for none.

    `starts` and `ends` are the marks that begin and end with it.
    """

    text: str
    level: str
    starts: tuple[Mark, ...]
    ends: tuple[Mark, ...]


def cut(text: str, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Cut `text` at every border of a mark. Marks may overlap and nest; together the pieces are the whole text."""
    return tuple(
        Piece(stretch.text, strongest(stretch.levels, LEVELS), stretch.starts, stretch.ends)
        for stretch in cut_at_marks(text, marks)
    )


def shifted(marks: Sequence[Mark], start: int, end: int) -> list[Mark]:
    """Marks of a text as marks of its characters `start` to `end`."""
    return [mark._replace(start=max(mark.start, start) - start, end=min(mark.end, end) - start) for mark in marks]
