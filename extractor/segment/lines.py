"""The lines of a stretch of text: indentation, printed label, words; hard-wrapped lines are joined into pieces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractor.segment.labels import Label, read_label

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_TAB, _ROW = 4, 12
_WRAP_LEAST, _WRAP_MOST = 45, 135
_OPEN_WORD = re.compile(r"\b(?:of|the|a|an|to|with|in|for|by|from|at|than|is|are|be)$", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:[,(/–-]|\b(?:and|or|of|the|a|an|to|with|in|for|by|from|at|on|than|is|are|be|not))$", re.IGNORECASE
)
_OPEN_NUMBER = re.compile(
    r"(?:[x×]|\b(?:most|least|above|below|under|over|within|between|until|about|section|grade|class|type|stage|day|week|visit))$",
    re.IGNORECASE,
)
_PROSE_LEAST = 45
_RULE = re.compile(
    r"[ \t]{0,8}\|[ \t]{0,8}\r?\n[ \t]{0,8}\|(?:[ \t]{0,8}:?-{2,60}+:?[ \t]{0,8}\|){1,20}+[ \t]{0,8}(?:\r?\n|\Z)"
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
        if words < stop and text[words] == "|":
            words, stop = _within_bars(text, words, stop)
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


def _within_bars(text: str, start: int, end: int) -> tuple[int, int]:
    """A row of a table in plain text ("| Age | 18 to 65 |") without the bars at its ends."""
    row = text[start:end]
    first = start + len(row) - len(row.lstrip("| \t"))
    return first, max(first, start + len(row.rstrip("| \t")))


def heads_table(text: str, line: Piece) -> bool:
    """Is the line the first row of a table in plain text, with a rule below it ("| --- | --- |")?"""
    return _RULE.match(text, line.end) is not None


def is_listed(text: str, line: Piece) -> bool:
    """Is the line an entry of a list: one with a label, or a row of a table in plain text?"""
    return line.label is not None or "|" in text[max(0, line.line_start - _ROW) : line.line_start].rpartition("\n")[2]


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """The lines between `start` and `end`, hard-wrapped ones joined."""
    lines = list(physical_lines(text, start, end))
    wrap, longest = _wrap_width(text, lines), max(map(_length, lines), default=0)
    joined: list[Piece] = []
    previous: Piece | None = None
    for line in lines:
        if previous is not None and joined and _continues(text, joined[-1], previous, line, wrap, longest):
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
        previous = line
    return joined


def _join(first: Piece, second: Piece) -> Piece:
    start = first.start if first.start < first.end else second.start
    return Piece(start, second.end, first.indent, first.column, first.label, first.after_blank, first.line_start)


def _wrap_width(text: str, lines: list[Piece]) -> int:
    """The column at which lines are wrapped, 0 if they are not: the length of lines that go on in small letters below."""
    lengths = [
        _length(first)
        for first, second in pairwise(lines)
        if second.label is None
        and not second.after_blank
        and text[second.start].islower()
        and text[first.end - 1] not in ".;:"
    ]
    width = max(lengths, default=0)
    full = sum(4 * length >= 3 * width for length in lengths)
    return width if len(lengths) > 1 and _WRAP_LEAST <= width <= _WRAP_MOST and 2 * full >= len(lengths) else 0


def _length(line: Piece) -> int:
    return line.indent + line.end - line.line_start


def _continues(text: str, whole: Piece, previous: Piece, line: Piece, wrap: int, longest: int) -> bool:
    """Is `line` the next line of the paragraph `whole`, whose last line so far is `previous`?"""
    if line.label is not None and not _is_wrapped_number(text, whole, previous, line, wrap):
        return False
    if whole.start >= whole.end:
        return True
    if line.after_blank:
        return False
    if whole.label is not None and line.indent >= whole.column > whole.indent:
        return text[whole.end - 1] != ":" or not text[line.start : line.end][:1].isupper()
    ending = text[max(previous.start, previous.end - 12) : previous.end]
    first = text[line.line_start : line.end][:1]
    small = first.islower() or (first != "" and first in "(≥≤<>=&/,;)")
    if wrap and _reaches(text, previous, line, wrap) and not ending.endswith((":", ";")):
        return not ending.endswith(".") or small or line.column == whole.column
    if (
        small
        and _is_prose(text, whole, previous, line)
        and longest <= _WRAP_MOST
        and _reaches(text, previous, line, longest)
    ):
        return True
    if small or first.isdigit():
        return bool(_OPEN_END.search(ending) or (first.isdigit() and _OPEN_NUMBER.search(ending)))
    return bool(_OPEN_WORD.search(ending))


def _is_prose(text: str, whole: Piece, previous: Piece, line: Piece) -> bool:
    """Does a long line without label begin like a sentence that `line` ends with a full stop?"""
    if whole.label is not None or not text[whole.start].isupper() or text[previous.end - 1] in ".;:!?":
        return False
    return _length(previous) >= _PROSE_LEAST and (text[line.end - 1] == "." or ". " in text[line.start : line.end])


def _is_wrapped_number(text: str, whole: Piece, previous: Piece, line: Piece, wrap: int) -> bool:
    """A wrapped line that happens to start like a label ("... at visit (day\\n0). The ..."), told by the text above it."""
    if line.label is None or line.after_blank:
        return False
    above = text[max(whole.start, previous.end - 120) : previous.end]
    if line.label.kind == "bullet":
        return _is_minus(text, line) and bool(_OPEN_WORD.search(above) or _OPEN_NUMBER.search(above))
    if line.indent != whole.column and not _OPEN_NUMBER.search(above):
        return False
    if line.label.text.endswith((")", ").")) and "(" not in line.label.text and above.count("(") > above.count(")"):
        return True
    return bool(wrap) and _reaches(text, previous, line, wrap) and bool(_OPEN_END.search(above))


def _is_minus(text: str, line: Piece) -> bool:
    """Does a hyphen stand right before a number, as the sign of one does ("worse than\\n-12 dB")?"""
    return (
        text[line.line_start] in "-−" and line.start == line.line_start + 1 and text[line.start : line.end][:1].isdecimal()
    )


def _reaches(text: str, previous: Piece, line: Piece, wrap: int) -> bool:
    """Would the first word of `line` not have fitted on the line before, which is no longer than wrapped lines are?"""
    space = text.find(" ", line.line_start, line.end)
    word = (space if space >= 0 else line.end) - line.line_start
    return wrap < _length(previous) + 1 + word and _length(previous) <= wrap + 2


def _columns(text: str, start: int, end: int) -> int:
    return end - start + (_TAB - 1) * text.count("\t", start, end)
