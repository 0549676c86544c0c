"""Writes the text of a page the way it is laid out: blocks, line ends, list markers, superscripts."""

import re
from typing import NamedTuple

_NUMBER = re.compile(r"[ ]?[+\-−–]?\d{1,3}")
_WORD = re.compile(r"[^\W\d_]{4,}$")
_PRINTED_MARKER = re.compile(r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})[.)]|[-–—•·*✓✔✗✘✅❌☑☒])(?:\s|$)")


def opens_item(text: str) -> bool:
    """Whether the text begins with a marker of a list item."""
    return bool(_PRINTED_MARKER.match(text))


class Mark(NamedTuple):
    """A place in the text to which the writer can return."""

    parts: int
    lines: int
    space: bool
    last: str
    marker: str
    written: int


class Writer:
    """Text of one flow (the page, or one table cell). White space is collapsed; line ends are written when text follows."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._lines = 0  # line ends due before the next text
        self._space = False
        self._last = ""
        self._marker = ""
        self._depth = 0
        self.written = 0  # characters written, without line ends

    def text(self, text: str) -> None:
        """Text that flows on the current line."""
        flowing = " ".join(text.split())
        if not flowing:
            self._space = self._space or bool(text)
            return
        if self._lines or self._marker or not self._last:
            self._put(flowing)
        else:
            if self._space or text[0].isspace():
                flowing = f" {flowing}"
            self._parts.append(flowing)
            self._last = flowing[-1]
            self.written += len(flowing)
        self._space = text[-1].isspace()

    def preformatted(self, text: str) -> None:
        """Text whose line ends and spaces count."""
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if number:
                self.line_end()
            if line.strip():
                flowing = self._last and not self._lines and not self._marker
                self._put(" " + line.strip() if flowing and (self._space or line[0].isspace()) else line.rstrip())
            self._space = line[-1:].isspace()

    def line_end(self) -> None:
        """A line end inside a block (`<br>`); two of them leave an empty line."""
        self._lines = min(2, self._lines + 1)
        self._space = False

    def block(self, lines: int) -> None:
        """The border of a block: at least this many line ends (2: an empty line), in lists never more than one."""
        self._lines = max(self._lines, 1 if self._depth else lines)
        self._space = False

    def join(self) -> None:
        """What follows is the value of the label that was written last: both stand on one line, with a colon."""
        self._lines = 0
        if self._last and self._last not in ":?":
            self._parts.append(":")
            self._last = ":"
        self._space = True

    def begin_list(self) -> None:
        """The following items stand one level deeper."""
        self.block(2)
        self._depth += 1

    def end_list(self) -> None:
        """The end of the list that was begun last."""
        self._drop_marker()
        self._depth -= 1
        self.block(2)

    def item(self, marker: str) -> None:
        """The next text opens a list item with this marker ("-", "3.")."""
        self._drop_marker()
        self.block(1)
        self._marker = marker

    def item_end(self) -> None:
        """The end of a list item; an empty one leaves nothing but its number."""
        self._drop_marker()
        self.block(1)

    def raise_since(self, mark: Mark) -> None:
        """Mark what was written since as raised: "10" and "9" become "10^9", a footnote figure after a word "word^1".

        Units ("m2", "mm3") and anything that is no number stay as they are.
        """
        raised = "".join(self._parts[mark.parts :])
        if not _NUMBER.fullmatch(raised) or not mark.parts:
            return
        before = self._parts[mark.parts - 1]
        if before[-1:].isdigit() or before.endswith(")") or _WORD.search(before[-8:]):
            self._parts[mark.parts :] = ["^" + raised.strip()]

    def mark(self) -> Mark:
        """Where the writer stands now."""
        return Mark(len(self._parts), self._lines, self._space, self._last, self._marker, self.written)

    def since(self, mark: Mark) -> str:
        """What was written after the mark."""
        return "".join(self._parts[mark.parts :]).strip()

    def back_to(self, mark: Mark) -> None:
        """Forget what was written after the mark."""
        del self._parts[mark.parts :]
        _, self._lines, self._space, self._last, self._marker, self.written = mark
        self.block(1)

    def finished(self) -> str:
        """The text of the whole flow."""
        self._drop_marker()
        return "".join(self._parts).strip("\n").rstrip()

    def paste(self, text: str) -> None:
        """Lines that are already laid out, as a block."""
        self.block(1)
        for line in text.split("\n"):
            if line.strip():
                self._put(line)
            self.line_end()
        self._lines = min(self._lines, 1)

    def _put(self, text: str) -> None:
        if self._lines and self._last:
            self._parts.append("\n" * self._lines)
        if self._lines or self._marker or not self._last:
            self._open_line(text)
        self._lines = 0
        self._parts.append(text)
        self._last = text[-1]
        self.written += len(text)

    def _open_line(self, text: str) -> None:
        """Indent the line, two spaces a level; the marker of an item stands in the indent of its level."""
        marker, self._marker = self._marker, ""
        if not marker:
            indent = "  " * self._depth
        elif marker == "-" and _PRINTED_MARKER.match(text):
            indent = "  " * (self._depth - 1)  # the page prints a number or a tick of its own
        else:
            indent = "  " * (self._depth - 1) + marker + " "
        if indent:
            self._parts.append(indent)

    def _drop_marker(self) -> None:
        """An item that turned out empty: its bullet is nothing to see, its number is."""
        if self._marker and self._marker != "-":
            number, self._marker = self._marker, ""
            self._put(number)
        self._marker = ""
