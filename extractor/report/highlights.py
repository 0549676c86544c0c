"""A page's whole text with all that was found in it highlighted: what was read, what disagrees, what is unclear."""

from collections.abc import Iterable
from typing import NamedTuple

from extractor.model.criterion import Record
from extractor.model.review import SEVERITIES, Ambiguity, Claim, Discrepancy
from extractor.report.stretches import cut, strongest

_READ = ("exclusion", "inclusion", "fact")


class Mark(NamedTuple):
    """A place to highlight. `level` is the severity of an entry of the report, or "inclusion", "exclusion" or "fact".

    An entry has a label ("D1") that the place points back to, and an anchor by which it is found.
    """

    start: int
    end: int
    level: str
    label: str = ""
    anchor: str = ""


class Piece(NamedTuple):
    """A stretch of text under the same marks. `anchors` begin at it, `ends` are the marks of entries that end with it."""

    text: str
    read: str
    severity: str
    anchors: tuple[str, ...]
    ends: tuple[Mark, ...]


class Found(NamedTuple):
    """What the report lists of one page, each with its label."""

    questions: tuple[tuple[str, Ambiguity], ...] = ()
    claims: tuple[tuple[str, Discrepancy, Claim], ...] = ()


def marks_of(record: Record, found: Found, letter: str) -> list[Mark]:
    """The places of a page: its criteria and facts, and what the report lists of it."""
    marks = [Mark(criterion.span.start, criterion.span.end, criterion.category) for criterion in record.criteria]
    marks += [Mark(fact.span.start, fact.span.end, "fact") for fact in record.facts]
    for label, flag in found.questions:
        marks.append(Mark(flag.span.start, flag.span.end, flag.severity, label, f"{label}-{letter}"))
    for label, item, claim in found.claims:
        if claim.span:
            marks.append(Mark(claim.span.start, claim.span.end, item.severity, label, f"{label}-{letter}"))
    return marks


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text in pieces, each under the same marks; together they are the whole text."""
    return [
        Piece(
            text=stretch.text,
            read=strongest(stretch.levels, _READ),
            severity=strongest(stretch.levels, SEVERITIES),
            anchors=tuple(mark.anchor for mark in stretch.starts if mark.label),
            ends=tuple(mark for mark in stretch.ends if mark.label),
        )
        for stretch in cut(text, marks)
    ]
