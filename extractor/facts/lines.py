"""The lines of a reading: where each one stands, without its bullet, and which part of the page it belongs to."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from extractor.model.document import Document
from extractor.model.outline import Outline
from extractor.segment.fields import is_form_field

LINE = re.compile(r"[^\r\n]+")
LEAD = re.compile(r"[ \t\u00a0]*+(?:[-*•·‣▪►✓✔●○o][ \t\u00a0]++|#{1,6}[ \t]++)?+")


@dataclass(frozen=True, slots=True)
class Line:
    """Characters `start` to `end` of the reading: one line without bullet, heading marks and white space at its ends."""

    start: int
    end: int
    text: str


def lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of `text[start:end]` that hold something, in order."""
    found = []
    for match in LINE.finditer(text, start, len(text) if end is None else end):
        first = LEAD.match(text, match.start(), match.end())
        begin = first.end() if first else match.start()
        kept = text[begin : match.end()].rstrip()
        if kept:
            found.append(Line(begin, begin + len(kept), kept))
    return found


def eligibility_zones(outline: Outline) -> list[tuple[int, int]]:
    """Where criteria stand, as sorted, disjoint ranges of the reading."""
    spans = sorted(
        [(s.start, s.end) for s in outline.sections if s.role == "eligibility"] + [(i.start, i.end) for i in outline.items]
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page outside and inside the parts that hold criteria; a form's field inside counts as outside.

    `loose` are the lines inside that belong to no criterion: headings, and what stands behind the last list.
    """

    outside: list[Line]
    inside: list[Line]
    loose: list[Line]


def page_lines(document: Document, outline: Outline) -> PageLines:
    """The page's lines, by whether they stand where criteria do."""
    items = {item.start for item in outline.items}
    starts = [item.start for item in outline.items]
    ends = [0, *accumulate((item.end for item in outline.items), max)]
    form = False
    outside: list[Line] = []
    inside: list[Line] = []
    loose: list[Line] = []
    zones = eligibility_zones(outline)
    at = 0
    for line in lines(document.reading):
        while at < len(zones) and zones[at][1] <= line.start:
            at += 1
        held = at < len(zones) and zones[at][0] < line.end
        form = held and line.start not in items and is_form_field(line.text, below=form)
        (inside if held and not form else outside).append(line)
        if held and not form and ends[bisect_right(starts, line.end)] <= line.start:
            loose.append(line)
    return PageLines(outside, inside, loose)
