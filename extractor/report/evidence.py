"""Evidence in its page: a quote with the words around it, and a whole text cut into highlighted pieces."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.model.document import Span
from extractor.report.words import visible

CONTEXT = 90
LONGEST_QUOTE = 600
_RANK = {"high": 0, "medium": 1, "low": 2}


class Quote(NamedTuple):
    """Words of a page between the words that stand before and after them."""

    before: str
    quote: str
    after: str


class Mark(NamedTuple):
    """A place to highlight: coordinates of the text, the label that points back to its entry, and what it is.

    `kind` is "discrepancy", "ambiguity", "inclusion", "exclusion" or "fact"; only the first two have a severity and a label.
    """

    start: int
    end: int
    kind: str
    severity: str = ""
    label: str = ""
    anchor: str = ""


class Piece(NamedTuple):
    """A stretch of text under the same marks. `anchors` begin at it, `ends` are the marks that end with it."""

    text: str
    read: str
    severity: str
    anchors: tuple[str, ...]
    ends: tuple[Mark, ...]


def in_context(text: str, span: Span) -> Quote:
    """The quote of `span` with up to 90 characters of its line on either side; a long quote loses its middle."""
    first = max(text.rfind("\n", 0, span.start) + 1, span.start - CONTEXT)
    line_end = text.find("\n", span.end)
    last = min(line_end if line_end >= 0 else len(text), span.end + CONTEXT)
    before = ("…" if first > 0 and text[first - 1] != "\n" else "") + text[first : span.start]
    after = text[span.end : last] + ("…" if last < len(text) and text[last] != "\n" else "")
    return Quote(visible(before), visible(_shorten(span.quote)), visible(after))


def _shorten(quote: str) -> str:
    """The quote without its middle where it is long, and without empty lines."""
    if len(quote) > LONGEST_QUOTE:
        quote = f"{quote[: LONGEST_QUOTE // 2]} … {quote[-LONGEST_QUOTE // 2 :]}"
    return "\n".join(line.strip() for line in quote.split("\n") if line.strip()) if "\n" in quote else quote


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut `text` at every border of a mark. Marks may overlap and nest; together the pieces are the whole text.

    A mark without characters becomes a mark of one character, so that it can be seen.
    """
    wide = [_widened(mark, len(text)) for mark in marks if text]
    borders = sorted({0, len(text), *(mark.start for mark in wide), *(mark.end for mark in wide)})
    over: list[list[Mark]] = [[] for _ in borders]
    for mark in sorted(wide):
        for index in range(bisect_left(borders, mark.start), bisect_left(borders, mark.end)):
            over[index].append(mark)
    spans = zip(borders, borders[1:], over, strict=False)
    return [_piece(text[start:end], start, end, marks_here) for start, end, marks_here in spans]


def _widened(mark: Mark, length: int) -> Mark:
    start = min(max(mark.start, 0), length - 1)
    return mark._replace(start=start, end=min(max(mark.end, start + 1), length))


def _piece(text: str, start: int, end: int, marks: Sequence[Mark]) -> Piece:
    flagged = [mark for mark in marks if mark.severity]
    reads = [mark.kind for mark in marks if not mark.severity]
    return Piece(
        text=visible(text),
        read=next((kind for kind in ("exclusion", "inclusion", "fact") if kind in reads), ""),
        severity=min((mark.severity for mark in flagged), key=_RANK.__getitem__, default=""),
        anchors=tuple(mark.anchor for mark in flagged if mark.start == start),
        ends=tuple(mark for mark in flagged if mark.end == end),
    )
