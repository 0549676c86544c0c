"""A source beside its question: the evidence in its place, what lies far from it folded away."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from extractor.review.cut import Mark, Piece, cut, shifted

OPEN_BEFORE = 350
LINES_BEFORE = 5
OPEN_AFTER = 600
FOLDED = 20_000
LONGEST_LINE = 2_000


class Fold(NamedTuple):
    """A stretch of a source. `lines` counts its lines, `questions` the other items whose evidence starts in it."""

    pieces: tuple[Piece, ...]
    lines: int
    questions: int


class Panel(NamedTuple):
    """The neighbourhood of one place: shown at once, and folded before and after it."""

    before: Fold
    shown: Fold
    after: Fold


class Marks:
    """The highlighted places of one source, found by position."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self.all = tuple(sorted(marks))
        self._starts = [mark.start for mark in self.all]
        self._longest = max((mark.end - mark.start for mark in self.all), default=0)

    def touching(self, start: int, end: int) -> list[Mark]:
        """The marks with a character in `start` to `end`, or that begin there."""
        first, last = bisect_left(self._starts, start - self._longest), bisect_left(self._starts, end)
        return [mark for mark in self.all[first:last] if mark.end > start or mark.start >= start]


def panel(text: str, marks: Marks, start: int, end: int, *, item: str) -> Panel:
    """The neighbourhood of characters `start` to `end` of a source, the marks of `item` as its own.

    Borders are those of lines where a line is not too long. Its size is bounded by that of the place, not of the source.
    """
    first = _some_lines_before(text, start)
    last = line_end(text, min(len(text), end + OPEN_AFTER))
    far_first = line_start(text, max(0, first - FOLDED))
    far_last = line_end(text, min(len(text), last + FOLDED))
    return Panel(
        before=_fold(text, marks, far_first, first, item),
        shown=_fold(text, marks, first, last, item),
        after=_fold(text, marks, last, far_last, item),
    )


def _some_lines_before(text: str, start: int) -> int:
    """A few lines before a place, or some words where its line is long: few enough that it shows without scrolling."""
    first = max(0, start - OPEN_BEFORE)
    place = start
    for _ in range(LINES_BEFORE):
        found = text.rfind("\n", first, place)
        if found < 0:
            break
        place = found
    if place < start:
        return place + 1
    return 0 if first == 0 else max(first, text.find(" ", first, start) + 1)


def line_start(text: str, place: int) -> int:
    """The start of the line that holds `place`, or `place` where the line is very long."""
    found = text.rfind("\n", max(0, place - LONGEST_LINE), place)
    return found + 1 if found >= 0 else (0 if place <= LONGEST_LINE else place)


def line_end(text: str, place: int) -> int:
    """The end of the line that holds `place`, its line end included, or `place` where the line is very long."""
    found = text.find("\n", place, place + LONGEST_LINE)
    return found + 1 if found >= 0 else (len(text) if len(text) - place <= LONGEST_LINE else place)


def _fold(text: str, marks: Marks, start: int, end: int, item: str) -> Fold:
    here = [mark._replace(level="own") if mark.item == item else mark for mark in marks.touching(start, end)]
    stretch = text[start:end]
    others = {mark.item for mark in here if start <= mark.start < end} - {item}
    lines = sum(1 for line in stretch.splitlines() if line.strip())
    return Fold(cut(stretch, shifted(here, start, end)), lines, len(others))
