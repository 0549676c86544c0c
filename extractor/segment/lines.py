"""The lines of a stretch of text: indentation, printed label, words; hard-wrapped lines are joined into pieces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.segment.labels import Label, read_label

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_TAB = 4
_WRAP_LEAST, _WRAP_MOST = 60, 135
_OPEN_END = re.compile(
    r"(?:[,(/–-]|\b(?:and|or|of|the|a|an|to|with|in|for|by|from|at|on|than|is|are|be|not))$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One line, or one hard-wrapped paragraph, or a part of one that states something of its own.

    `start` to `end` are its words without label and outer white space; `indent` counts columns before the label, `column`
    those before the words. `after_blank` says that a blank line stands above. `run_on` marks a piece that was cut out of a
    line; `line_start` is where its label or words begin.
    """

    start: int
    end: int
    indent: int
    column: int
    label: Label | None
    after_blank: bool
    line_start: int
    run_on: bool = False


def physical_lines(text: str, start: int, end: int) -> Iterator[Piece]:
    """The non-blank lines between `start` and `end`, each with its own label."""
    before: Label | None = None
    last = start
    for match in _LINE.finditer(text, start, end):
        first, raw = match.start(), match.group()
        words, stop = first + len(raw) - len(raw.lstrip()), first + len(raw.rstrip())
        if words >= stop:
            continue
        label = read_label(text, words, stop, before)
        body = label.end if label else words
        if label:
            before = label
        yield Piece(
            start=min(body, stop),
            end=stop,
            indent=_columns(text, first, words),
            column=_columns(text, first, body),
            label=label,
            after_blank=text.count("\n", last, first) > 1,
            line_start=words,
        )
        last = stop


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """The lines between `start` and `end`, hard-wrapped ones joined."""
    lines = list(physical_lines(text, start, end))
    wrap = _wrap_width(lines)
    joined: list[Piece] = []
    previous: Piece | None = None
    for line in lines:
        if previous is not None and joined and _continues(text, joined[-1], previous, line, wrap):
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
        previous = line
    return joined


def _join(first: Piece, second: Piece) -> Piece:
    start = first.start if first.start < first.end else second.start
    return Piece(start, second.end, first.indent, first.column, first.label, first.after_blank, first.line_start)


def _wrap_width(lines: list[Piece]) -> int:
    """The column at which the lines are wrapped, 0 if they are not."""
    longest = max((line.indent + line.end - line.line_start for line in lines), default=0)
    return longest if _WRAP_LEAST <= longest <= _WRAP_MOST else 0


def _continues(text: str, whole: Piece, previous: Piece, line: Piece, wrap: int) -> bool:
    """Is `line` the next line of the paragraph `whole`, whose last line so far is `previous`?"""
    if line.label is not None and not (previous.label is not line.label and _is_wrapped_number(text, previous, line, wrap)):
        return False
    if whole.start >= whole.end:
        return True
    if line.after_blank:
        return False
    if whole.label is not None and line.indent >= whole.column > whole.indent and whole.indent > 0:
        return text[whole.end - 1] != ":" or not text[line.start].isupper()
    ending = text[max(previous.start, previous.end - 12) : previous.end]
    small = text[line.start].islower() or text[line.start] in "(≥≤<>=&/,;)"
    if wrap and _reaches(text, previous, line, wrap) and not ending.endswith((":", ";")):
        return not ending.endswith(".") or small or line.column == whole.column
    return small and bool(_OPEN_END.search(ending))


def _is_wrapped_number(text: str, previous: Piece, line: Piece, wrap: int) -> bool:
    """A wrapped line that happens to start like a label ("... grade\\n2. No other"), told by its full line above."""
    if line.label is None or line.label.kind == "bullet" or line.after_blank or not wrap:
        return False
    if previous.label is not None and line.indent <= previous.indent:
        return False
    ending = text[max(previous.start, previous.end - 12) : previous.end]
    return line.indent == previous.column and _reaches(text, previous, line, wrap) and bool(_OPEN_END.search(ending))


def _reaches(text: str, previous: Piece, line: Piece, wrap: int) -> bool:
    """Would the first word of `line` not have fitted on the line before?"""
    space = text.find(" ", line.line_start, line.end)
    word = (space if space >= 0 else line.end) - line.line_start
    return previous.indent + previous.end - previous.line_start + 1 + word > wrap


def _columns(text: str, start: int, end: int) -> int:
    return end - start + (_TAB - 1) * text.count("\t", start, end)
