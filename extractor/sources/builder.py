"""Assembles the text of a record together with the fields that stand in it."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.model.document import SourceField
from extractor.sources.text import well_formed


class Value(NamedTuple):
    """One value of a record. `text` is what is printed, `raw` what the format says where that differs.

    `note` is printed after the value in parentheses and is not part of the field ("ACTUAL" beside a date).
    """

    text: str
    note: str | None = None
    raw: str | None = None


_LINE_END = re.compile("\r\n?|[\n\v\f\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """The text with each run of white space collapsed to a single space."""
    return " ".join(text.split())


class PageBuilder:
    """Appends lines and remembers where values stand. Positions count code points of the finished text."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._fields: list[SourceField] = []

    def build(self) -> tuple[str, tuple[SourceField, ...]]:
        """The text, ending in one line end, and its fields in the order of the text."""
        return "".join(self._parts), tuple(self._fields)

    def blank(self) -> None:
        """Close the current block with an empty line (not twice, and not at the top)."""
        if self._parts and self._parts[-1] != "\n\n":
            self._parts[-1] = "\n\n"
            self._length += 1

    def heading(self, text: str) -> None:
        """A heading on a line of its own, set off by empty lines."""
        self.blank()
        self._add(text)
        self._add("\n")
        self.blank()

    def line(self, name: str, value: Value) -> None:
        """A value alone on its line."""
        if self._value(name, value):
            self._add("\n")

    def labelled(self, label: str, name: str, values: Iterable[Value]) -> None:
        """`Label: value` on one line; several values are set apart by semicolons."""
        self.labelled_parts(label, [(name, value) for value in values], "; ")

    def labelled_parts(self, label: str, parts: Sequence[tuple[str, Value]], separator: str) -> None:
        """`Label: first, second` on one line, each part a field of its own. Empty parts are left out."""
        kept = [(name, value) for name, value in parts if value.text.strip()]
        for number, (name, value) in enumerate(kept):
            self._add(separator if number else f"{label}: ")
            self._value(name, value)
        if kept:
            self._add("\n")

    def group(self, name: str, first: int) -> None:
        """Record the characters from position `first` to the end of the last line as a further field."""
        end = self._length - (1 if self._parts[-1] == "\n" else 0)
        self._fields.append(SourceField(name=name, start=first, end=end))

    def passage(self, label: str, name: str, text: str) -> None:
        """`Label: text` when the text is one line, else the label on a line and the text below it as it stands."""
        body = well_formed(_LINE_END.sub("\n", text).strip("\n").rstrip())
        if not body.strip():
            return
        if "\n" not in body:
            self.labelled(label, name, [Value(body)])
            return
        self._add(f"{label}:\n")
        self._field(name, body, None)
        self._add("\n")

    def section(self, heading: str, name: str, text: str) -> None:
        """A heading and a text below it, the lines of which stay as they stand. An empty text leaves no heading."""
        body = well_formed(_LINE_END.sub("\n", text).strip("\n").rstrip())
        if not body.strip():
            return
        self.heading(heading)
        self._field(name, body, None)
        self._add("\n")

    @property
    def position(self) -> int:
        """Where the next character will stand."""
        return self._length

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _field(self, name: str, text: str, raw: str | None) -> None:
        start = self._length
        self._add(text)
        self._fields.append(SourceField(name=name, start=start, end=self._length, value=raw))

    def _value(self, name: str, value: Value) -> bool:
        text = one_line(well_formed(value.text))
        if not text:
            return False
        self._field(name, text, value.raw)
        note = one_line(well_formed(value.note or ""))
        if note:
            self._add(f" ({note})")
        return True
