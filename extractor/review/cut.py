"""A text cut at the borders of its highlighted places."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from extractor.report.words import visible

LEVELS = ("own", "high", "medium", "low")


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
    """Cut `text` at every border of a mark. Marks may overlap and nest; together the pieces are the whole text.

    A mark without characters becomes one of one character, so that it can be seen.
    """
    wide = sorted(_widened(mark, len(text)) for mark in marks) if text else []
    borders = sorted({0, len(text), *(mark.start for mark in wide), *(mark.end for mark in wide)})
    pieces = []
    waiting = list(reversed(wide))
    over: list[tuple[int, int, Mark]] = []  # a heap by level, so that the strongest stands first
    ending: dict[int, list[Mark]] = {}
    for mark in wide:
        ending.setdefault(mark.end, []).append(mark)
    for start, end in pairwise(borders):
        starts = []
        while waiting and waiting[-1].start == start:
            mark = waiting.pop()
            starts.append(mark)
            heappush(over, (LEVELS.index(mark.level), mark.end, mark))
        over = _drop_ended(over, start)
        level = over[0][2].level if over else ""
        pieces.append(Piece(visible(text[start:end]), level, tuple(starts), tuple(ending.get(end, ()))))
    return tuple(pieces)


def _drop_ended(over: list[tuple[int, int, Mark]], place: int) -> list[tuple[int, int, Mark]]:
    while over and over[0][1] <= place:
        heappop(over)
    return over


def _widened(mark: Mark, length: int) -> Mark:
    start = min(max(mark.start, 0), length - 1)
    return mark._replace(start=start, end=min(max(mark.end, start + 1), length))


def shifted(marks: Sequence[Mark], start: int, end: int) -> list[Mark]:
    """Marks of a text as marks of its characters `start` to `end`."""
    return [mark._replace(start=max(mark.start, start) - start, end=min(mark.end, end) - start) for mark in marks]
