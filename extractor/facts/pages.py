"""The parts of a document that speak of the trial: its titles, and the sentences of each kind of section."""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Literal

from extractor.facts.entries import split_label
from extractor.facts.lines import Line, PageLines
from extractor.facts.vocabulary import words
from extractor.model.document import Document
from extractor.model.outline import Outline

WORD = re.compile(r"\S+")
SENTENCE = re.compile(r"[^.;!?]++(?:[.;!?](?![ ]|$)[^.;!?]*+)*+[.;!?]?")
MAX_TITLE, MAX_PAGE, MAX_PASSAGE, MAX_SENTENCE = 500, 60_000, 6_000, 600

Part = Literal["title", "summary", "treatment", "location"]
PASSAGES: dict[str, Part] = {
    "brief_title": "title",
    "official_title": "title",
    "brief_summary": "summary",
    "detailed_description": "summary",
    "intervention_description": "treatment",
    "arm_description": "treatment",
    "arm_label": "treatment",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the reading with single spaces between them; `marks` and `places` map them back to where they stand."""

    text: str
    marks: list[int]
    places: list[int]

    def place(self, at: int) -> int:
        """Where character `at` of the passage stands in the reading."""
        i = bisect_right(self.marks, at) - 1
        return self.places[i] + at - self.marks[i]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in a part of the page: `text` with single spaces, standing at `offset` of its passage.

    `heads_page` marks the title that no label names.
    """

    part: Part
    text: str
    offset: int
    passage: Passage
    heads_page: bool = False

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Characters `start` to `end` of the sentence as coordinates of the reading."""
        return self.passage.place(self.offset + start), self.passage.place(self.offset + end - 1) + 1


def passage(reading: str, start: int, end: int) -> Passage:
    """The words of `reading[start:end]`."""
    marks, places, found, at = [], [], [], 0
    for match in WORD.finditer(reading, start, end):
        marks.append(at)
        places.append(match.start())
        found.append(match.group())
        at += len(match.group()) + 1
    return Passage(" ".join(found), marks, places)


def sentences(document: Document, outline: Outline, page: PageLines) -> list[Sentence]:
    """The sentences that speak of the trial: of a record, those of its titles and descriptions; of a page, those outside the
    criteria, without sections on risks, costs or questions. A title is one sentence.
    """
    if any(field.name in PASSAGES for field in document.fields):
        return _record_sentences(document)
    return _page_sentences(document, outline, page)


def _record_sentences(document: Document) -> list[Sentence]:
    found: list[Sentence] = []
    for field in document.fields:
        part = PASSAGES.get(field.name)
        if part is not None:
            start, end = document.to_reading(field.start, field.end)
            found += _split(part, passage(document.reading, start, min(end, start + MAX_PASSAGE)))
    return found


def _page_sentences(document: Document, outline: Outline, page: PageLines) -> list[Sentence]:
    titles = title_lines(document, outline, page.outside)
    found: list[Sentence] = []
    part: Part | None = "summary"
    headings = {section.start: section.heading for section in outline.sections if section.heading}
    for line in page.outside:
        if line.start > MAX_PAGE:
            break
        split = split_label(line)
        if split is not None and split[1] < len(line.text):
            if split[0] == "title":
                found += _split("title", passage(document.reading, line.start + split[1], line.end))
            continue
        heading = None if line in titles else _heading(line, headings)
        if heading is not None:
            part = _part(heading)
        elif line in titles:
            found += [replace(each, heads_page=True) for each in _split("title", _title(document, line))]
        elif part is not None:
            found += _split(part, passage(document.reading, line.start, line.end))
    return found


def title_lines(document: Document, outline: Outline, lines: list[Line]) -> list[Line]:
    """The line that heads a page, and the heading under it that repeats it in HTML; none if the page starts with a label or
    a criterion.
    """
    if not lines or document.reading[: lines[0].start].strip(" \t\r\n#-*•"):
        return []
    if not _is_title(lines[0]) or (len(lines) == 1 and not outline.items):
        return []
    named_twice = any(field.name == "page_title" for field in document.fields) and len(lines) > 1
    return [line for line in lines[: 2 if named_twice else 1] if _is_title(line)]


def _is_title(line: Line) -> bool:
    wordy = len(line.text.split()) >= 3 and len(line.text) <= MAX_TITLE and not line.text.endswith((":", ";", "."))
    return wordy and split_label(line) is None


def _title(document: Document, line: Line) -> Passage:
    """A title without the name of the site behind a bar."""
    cut = line.text.find(" | ")
    return passage(document.reading, line.start, line.start + cut if cut > 10 else line.end)


def _heading(line: Line, headings: dict[int, str]) -> str | None:
    """The heading that a line is: one of the outline's, or a short line with no sentence end that names a known part."""
    known = headings.get(line.start)
    if known is not None and line.text.startswith(known[:20]):
        return known
    if len(line.text) > 70 or line.text.endswith((".", ":", ";", ",")):
        return None
    lowered = line.text.casefold().rstrip("?")
    named = ("skipped_headings", "location_headings", "treatment_headings", "summary_headings")
    return line.text if any(lowered.startswith(word) for name in named for word in words(name)) else None


def _part(heading: str) -> Part | None:
    lowered = heading.casefold()
    if any(word in lowered for word in words("skipped_headings")):
        return None
    if any(word in lowered for word in words("location_headings")):
        return "location"
    return "treatment" if any(lowered.startswith(word) for word in words("treatment_headings")) else "summary"


def _split(part: Part, held: Passage) -> list[Sentence]:
    if part == "title":
        return [Sentence(part, held.text[:MAX_TITLE], 0, held)] if held.text else []
    found = []
    for match in SENTENCE.finditer(held.text):
        text = match.group().strip()
        if text and len(text) <= MAX_SENTENCE:
            found.append(Sentence(part, text, match.end() - len(match.group().lstrip()), held))
    return found
