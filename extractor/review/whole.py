"""A whole source with every question marked in it; stretches without a question are folded away."""

from typing import NamedTuple

from extractor.review.cut import Piece, cut, shifted
from extractor.review.panel import Marks

CONTEXT_LINES = 2
SHORTEST_FOLD = 6
BLOCK = 4_000
LONGEST_PREVIEW = 90


class Block(NamedTuple):
    """A stretch of a source. A folded one has a `preview` of its first words and counts its lines."""

    pieces: tuple[Piece, ...]
    folded: bool
    lines: int
    preview: str


def blocks(text: str, marks: Marks) -> list[Block]:
    """The source in blocks, in order and without a gap: lines on or near a mark, and folded ones."""
    starts = _line_starts(text)
    near = _near_marks(starts, len(text), marks)
    found: list[Block] = []
    for first, last, flagged in _runs(near):
        start, end = starts[first], starts[last]
        if flagged or last - first < SHORTEST_FOLD:
            found += [_block(text, marks, low, high) for low, high in _split(starts, first, last)]
        else:
            found.append(_folded(text, start, end, last - first))
    return found


def _line_starts(text: str) -> list[int]:
    """Where each line starts, and the end of the text."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _near_marks(starts: list[int], length: int, marks: Marks) -> list[bool]:
    """For each line, whether a mark stands on it or on one nearby."""
    near = [False] * (len(starts) - 1)
    line = 0
    for mark in marks.all:
        while line + 1 < len(near) and starts[line + 1] <= mark.start:
            line += 1
        last = line
        while last + 1 < len(near) and starts[last + 1] < mark.end:
            last += 1
        for index in range(max(0, line - CONTEXT_LINES), min(len(near), last + 1 + CONTEXT_LINES)):
            near[index] = True
    return near


def _runs(flags: list[bool]) -> list[tuple[int, int, bool]]:
    """Runs of equal flags as first line, line behind the last, and flag."""
    runs: list[tuple[int, int, bool]] = []
    for index, flag in enumerate(flags):
        if runs and runs[-1][2] == flag:
            runs[-1] = (runs[-1][0], index + 1, flag)
        else:
            runs.append((index, index + 1, flag))
    return runs


def _split(starts: list[int], first: int, last: int) -> list[tuple[int, int]]:
    """A run of lines in blocks that a browser lays out one by one, as coordinates."""
    borders = [starts[first]]
    for index in range(first + 1, last):
        if starts[index] - borders[-1] >= BLOCK:
            borders.append(starts[index])
    return list(zip(borders, [*borders[1:], starts[last]], strict=True))


def _block(text: str, marks: Marks, start: int, end: int) -> Block:
    pieces = cut(text[start:end], shifted(marks.touching(start, end), start, end))
    return Block(pieces, False, 0, "")


def _folded(text: str, start: int, end: int, lines: int) -> Block:
    preview = " ".join(text[start : min(end, start + 4 * LONGEST_PREVIEW)].split())[:LONGEST_PREVIEW]
    return Block(cut(text[start:end], ()), True, lines, preview)
