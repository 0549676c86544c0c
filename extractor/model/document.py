"""A source document: the text as it was read, what was repaired in it, and the way between the two.

Coordinates. Two texts exist for each document, both counted in Unicode code points:

* the **text** is what the source says, decoded, before any repair; every `Span` counts in it;
* the **reading** is the text after repairs; stages that read (segment, criteria, facts, triage) work on it with plain
  `(start, end)` pairs and call `Document.span` to return to the text.
"""

from bisect import bisect_right
from functools import cached_property
from typing import Literal

from pydantic import Field

from extractor.model.base import Frozen

Kind = Literal["registry", "navigator", "protocol", "unknown"]


class Span(Frozen):
    """Characters `start` (included) to `end` (excluded) of a document's text; `text[start:end] == quote`."""

    start: int
    end: int
    quote: str


class SourceField(Frozen):
    """A piece of the text whose meaning the source's own format states (an element of an XML record, a JSON key).

    `name` is the format's notion in our words ("nct_id", "minimum_age", "eligibility_criteria", "location" ...; listed in
    `extractor.sources`), `start` and `end` are coordinates of the **text**, `value` is the raw value where the printed words
    differ from it.
    """

    name: str
    start: int
    end: int
    value: str | None = None


class Source(Frozen):
    """What a source module takes from the bytes of one file, before repair.

    `omitted` counts what was left out of the text on purpose (hidden elements, comments, scripts, cookie banners), by kind.
    """

    path: str
    sha256: str
    media_type: str
    reader: str
    encoding: str | None
    text: str
    fields: tuple[SourceField, ...] = ()
    omitted: dict[str, int] = Field(default_factory=dict)


class Repair(Frozen):
    """One edit that turns the text into the reading: `before` stood at `span`, the reading has `after`.

    `rule` names the kind of repair; `doubtful` marks one that a person must confirm (it is then also an ambiguity).
    """

    rule: str
    span: Span
    before: str
    after: str
    doubtful: bool = False


class Document(Frozen):
    """A source after repair. `repairs` are sorted by position and do not overlap."""

    id: str
    path: str
    sha256: str
    media_type: str
    kind: Kind
    text: str
    reading: str
    repairs: tuple[Repair, ...] = ()
    fields: tuple[SourceField, ...] = ()
    omitted: dict[str, int] = Field(default_factory=dict)

    @cached_property
    def _edits(self) -> tuple[list[int], list[int], list[int], list[int]]:
        """Per repair: start and end in the reading, start and end in the text."""
        reading_starts, reading_ends, text_starts, text_ends = [], [], [], []
        shift = 0
        for repair in self.repairs:
            start = repair.span.start + shift
            reading_starts.append(start)
            reading_ends.append(start + len(repair.after))
            text_starts.append(repair.span.start)
            text_ends.append(repair.span.end)
            shift += len(repair.after) - (repair.span.end - repair.span.start)
        return reading_starts, reading_ends, text_starts, text_ends

    def to_text(self, start: int, end: int) -> tuple[int, int]:
        """Coordinates of the reading as coordinates of the text. Half of a repaired piece becomes the whole piece."""
        reading_starts, reading_ends, text_starts, text_ends = self._edits
        if not reading_starts:
            return start, end
        i = bisect_right(reading_starts, start) - 1
        if i < 0:
            first = start
        elif start < reading_ends[i]:
            first = text_starts[i]
        else:
            first = text_ends[i] + start - reading_ends[i]
        if end <= start:
            return first, first
        j = bisect_right(reading_starts, end - 1) - 1
        if j < 0:
            last = end
        elif end - 1 < reading_ends[j]:
            last = text_ends[j]
        else:
            last = text_ends[j] + end - reading_ends[j]
        return first, max(first, last)

    def to_reading(self, start: int, end: int) -> tuple[int, int]:
        """Coordinates of the text as coordinates of the reading. Half of a repaired piece becomes the whole piece."""
        reading_starts, reading_ends, text_starts, text_ends = self._edits
        if not reading_starts:
            return start, end
        i = bisect_right(text_starts, start) - 1
        if i < 0:
            first = start
        elif start < text_ends[i]:
            first = reading_starts[i]
        else:
            first = reading_ends[i] + start - text_ends[i]
        if end <= start:
            return first, first
        j = bisect_right(text_starts, end - 1) - 1
        if j < 0:
            last = end
        elif end - 1 < text_ends[j]:
            last = reading_ends[j]
        else:
            last = reading_ends[j] + end - text_ends[j]
        return first, max(first, last)

    def span(self, start: int, end: int) -> Span:
        """The span of the text on which characters `start` to `end` of the reading stand."""
        first, last = self.to_text(start, end) if self.repairs else (start, end)
        return Span(start=first, end=last, quote=self.text[first:last])
