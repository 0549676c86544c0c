"""Levels named as a list: "ECOG 0 or 1", "NYHA class II-IV", "FIGO stage IIB to IV", "Child-Pugh A or B".

A level list follows the name of a score with levels, behind a few linking words. It is a set of members, not a comparison.
"""

import re

from extractor.catalogue import Measurement
from extractor.criteria.item_text import ItemText
from extractor.model.criterion import Characteristic, Code, Concept
from extractor.model.document import Span
from extractor.model.values import Members

MAX_LEVELS = 10
ROMANS = ("0", "I", "II", "III", "IV", "V", "VI")

_LEVEL = r"(?:VI|IV|V|I{1,3}|[0-9])(?:[ ]?[A-Ca-c](?![a-z]))?"
_LINK = re.compile(
    r"(?:[\s:=,()]|\b(?:class(?:es|ification)?|stages?|grades?|status|scores?|levels?|performance|functional|disease|of|is|are"
    r"|between|from|should|must|be|at|either|a|PS)\b){0,14}+",
    re.IGNORECASE,
)
_LIST = re.compile(
    rf"(?P<first>{_LEVEL})(?P<rest>(?:\s?(?:,\s?(?:or|and)?|/|or|and|to|through|-|–|—)\s?(?:(?:class|stage|grade)\s)?{_LEVEL}){{0,6}})(?![\w%^]|[.,]\d|\s?(?:mg|g|x|×|times|%))"
)
_LETTERS = re.compile(r"(?P<first>[A-C])(?P<rest>(?:\s?(?:,\s?(?:or|and)?|/|or|and|to|-|–)\s?[A-C]){0,2})(?![\w-])")
_STEP = re.compile(
    rf"\s?(?P<joint>,\s?(?:or|and)?|/|or|and|to|through|-|–|—)\s?(?:(?:class|stage|grade)\s)?(?P<level>{_LEVEL}|[A-C])"
)
_SPAN_WORDS = frozenset({"to", "through", "-", "–", "—"})


def read_levels(item: ItemText, taken: list[Span]) -> tuple[Characteristic, ...]:
    """A set of members for each score that a level list follows, outside the places in `taken` (text coordinates)."""
    found = []
    for term in item.terms:
        row = term.row
        if not isinstance(row, Measurement) or not row.levels:
            continue
        link = _LINK.match(item.text, term.end)
        start = link.end() if link else term.end
        match = (_LETTERS if row.levels[:1] == "A" else _LIST).match(item.text, start)
        if match is None or start - term.end > 40:
            continue
        span, name = item.span(match.start(), match.end()), item.span(term.start, term.end)
        if any(overlap(span, other) for other in taken):
            continue
        found.append(_characteristic(row, name, span, _members(match["first"], match["rest"])))
    return tuple(found)


def overlap(first: Span, second: Span) -> bool:
    """Whether two spans share a character."""
    return first.start < second.end and second.start < first.end


def _characteristic(row: Measurement, name: Span, span: Span, members: tuple[str, ...]) -> Characteristic:
    code = Code(system="http://loinc.org", code=row.loinc, display=row.name) if row.loinc else None
    concept = Concept(text=name.quote, span=name, key=row.key, code=code)
    value = Members(members=members)
    return Characteristic(
        topic="score", concept=concept, value=value, span=span, confidence=("level-list", "catalogue-concept")
    )


def _members(first: str, rest: str) -> tuple[str, ...]:
    """The levels of a list, those between the ends of a range included ("II to IV" has III)."""
    members = [_plain(first)]
    for step in _STEP.finditer(rest):
        level = _plain(step["level"])
        if step["joint"].strip().lower() in _SPAN_WORDS:
            members += _between(members[-1], level)
        members.append(level)
    return tuple(dict.fromkeys(members))[:MAX_LEVELS]


def _plain(level: str) -> str:
    return level.replace(" ", "").upper()


def _between(low: str, high: str) -> list[str]:
    """Whole levels strictly between two ends of one notation."""
    notation = ROMANS if low.rstrip("ABC") in ROMANS[1:] else tuple("0123456789") if low[:1].isdigit() else tuple("ABC")
    ends = [level if notation[0] == "A" else level.rstrip("ABC") for level in (low, high)]
    if ends[0] not in notation or ends[1] not in notation:
        return []
    return list(notation[notation.index(ends[0]) + 1 : notation.index(ends[1])])
