"""What every family of checks looks at: one prepared view of a document, and the finding that it hands back.

All coordinates in this package are of the **reading**; `extractor.triage.find_ambiguities` returns to the text once.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from extractor.model.criterion import Criterion, Record
from extractor.model.document import Document, Span
from extractor.model.outline import Item, Outline
from extractor.model.review import AmbiguityKind, Proposal, Severity
from extractor.triage.phrases import Field, Hit, fields, scan

LONGEST_QUOTE = 200
_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n\s*\n|\n[ \t]{0,12}(?=[-*•·●▪]|\d{1,2}[.)]\s)")
_WORD_END = re.compile(r"[ \t]{0,3}+\S{1,30}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that a person must look at: `start` to `end` of the reading, before merging."""

    kind: AmbiguityKind
    start: int
    end: int
    message: str
    severity: Severity
    proposal: Proposal | None = None


@dataclass(frozen=True)
class Page:
    """A document with its outline and record, and the look-ups that the checks share."""

    document: Document
    outline: Outline
    record: Record

    @cached_property
    def text(self) -> str:
        return self.document.reading

    @cached_property
    def lower(self) -> str:
        """The reading in lower case, of the same length (a few capitals have a longer small form; those stay)."""
        lower = self.text.lower()
        if len(lower) == len(self.text):
            return lower
        return "".join(small if len(small := letter.lower()) == 1 else letter for letter in self.text)

    @cached_property
    def _hits(self) -> dict[str, list[Hit]]:
        found: dict[str, list[Hit]] = {}
        for hit in scan(self.lower):
            found.setdefault(hit.phrase.family, []).append(hit)
        return found

    def hits(self, family: str) -> list[Hit]:
        """The phrases of a family that the page holds, by position."""
        return self._hits.get(family, [])

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The lines of the page that are a known label and its value."""
        return tuple(fields(self.text))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(sorted(self.outline.items, key=lambda item: (item.start, -item.end)))

    @cached_property
    def _starts(self) -> list[int]:
        return [item.start for item in self.items]

    @cached_property
    def parents(self) -> frozenset[str]:
        """Ids of the items that have sub-items."""
        return frozenset(item.parent for item in self.items if item.parent is not None)

    def item_at(self, position: int) -> Item | None:
        """The innermost item that covers the position."""
        last = bisect_right(self._starts, position) - 1
        for index in range(last, max(-1, last - 8), -1):
            if self.items[index].end > position:
                return self.items[index]
        return None

    def is_aside(self, position: int) -> bool:
        """Does the position stand in a sentence below the lists that was left out?"""
        return any(start <= position < end for start, end in self.outline.asides)

    def line(self, position: int) -> tuple[int, int]:
        """The line that the position stands on."""
        end = self.text.find("\n", position)
        return self.text.rfind("\n", 0, position) + 1, len(self.text) if end < 0 else end

    def sentence(self, position: int) -> tuple[int, int]:
        """The sentence or list entry that the position stands in: never beyond its item, at most 600 characters each way."""
        item = self.item_at(position)
        low, high = (item.start, item.end) if item else self.line(position)
        low, high = max(low, position - 600), min(high, position + 600)
        for mark in _SENTENCE_END.finditer(self.text, low, high):
            if mark.end() <= position:
                low = mark.end()
            else:
                high = mark.start()
                break
        return self.trim(low, high)

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch without white space at its ends."""
        piece = self.text[start:end]
        return start + len(piece) - len(piece.lstrip()), max(start, end - len(piece) + len(piece.rstrip()))

    def words(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch without the half words at its ends."""
        if 0 < start < end and self.text[start - 1].isalnum() and self.text[start].isalnum():
            blank = self.text.find(" ", start, end)
            start = blank + 1 if blank >= 0 else start
        if end < len(self.text) and self.text[end - 1].isalnum() and self.text[end].isalnum():
            blank = self.text.rfind(" ", start, end)
            end = blank if blank > start else end
        return self.trim(start, end)

    def with_neighbours(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch with the words on either side of it, each at most 30 characters of its line."""
        low, high = self.line(start)
        before = self.text[max(low, start - 30) : start].rstrip().rfind(" ")
        after = _WORD_END.match(self.text, end, min(high, end + 32))
        return self.trim(max(low, start - 30) + before + 1, after.end() if after else end)

    def lines(self) -> Iterator[tuple[int, int]]:
        """Start and end of every line that is not empty."""
        start = 0
        for line in self.text.split("\n"):
            if line and not line.isspace():
                yield start, start + len(line)
            start += len(line) + 1

    def reading_of(self, span: Span) -> tuple[int, int]:
        """A span of the text as coordinates of the reading."""
        return self.document.to_reading(span.start, span.end)


def one_group(one: Criterion, other: Criterion) -> bool:
    """Whether one patient is judged by both criteria: same cohort, or one of them holds for all."""
    return one.cohort is None or other.cohort is None or one.cohort == other.cohort


def squeeze(text: str) -> str:
    """The words of a stretch in lower case with single blanks: what two places are compared by."""
    return _SPACE.sub(" ", text).strip().lower()
