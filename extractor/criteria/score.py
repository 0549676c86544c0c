"""Levels without a comparator: "ECOG 0 or 1", "NYHA class III/IV", "stage IIIB melanoma".

A list of levels becomes a closed set of members; only levels that the score has (`levels` of its catalogue row) are read.
Comparisons with levels ("grade 3 or higher", "ASA I-III") are quantities and read as such.
"""

import re
from bisect import bisect_right
from functools import cache
from itertools import pairwise

from extractor.catalogue import Measurement, TermMatch
from extractor.criteria.adjunct import caused
from extractor.criteria.concept import concept
from extractor.criteria.item_text import ItemText
from extractor.criteria.phrase import MAX_LEFT, Found, phrase_beside, whole_name
from extractor.model.criterion import Characteristic
from extractor.model.values import Members
from extractor.quantity import Quantity

_LEVEL = (
    r"(?:\d{1,3}(?:\.5)?[A-Da-d]?|[IVX]{1,4}[A-Da-d]?\d?|[A-C](?:[5-9]|1[0-5])|[A-E]|[TNF][0-4][a-c]?)(?![\w.]\d|\w|%|\+\d)"
)
_WORD = (
    r"(?:scores?|status|class(?:es)?|grades?|stages?|levels?|category|of|is|was|PS"
    r"|physical|performance|functional|either|with|(?-i:an?))"
)
_LEAD = re.compile(
    rf"(?:[\s:=,\[(]{{1,2}}{_WORD}\b){{0,4}}(?:\s\([^()]{{1,30}}\))?[\s:=\[(-]{{1,3}}(?:{_WORD}\s)?", re.IGNORECASE
)
_JOIN = re.compile(
    r"(?:\s?[/&-]\s?|\s?–\s?|,\s?(?:and/or\s|and\s|or\s)?|\s(?:and/or|and|or|to|through)\s)"
    r"(?:(?:stages?|grades?|class(?:es)?)\s)?",
    re.IGNORECASE,
)
_LEVELS = re.compile(_LEVEL)
_OPEN_END = re.compile(r"\?|_{2}|\.{3}|…|\[|\bx{1,2}\b", re.IGNORECASE)
_LEGEND = re.compile(
    r"\s?(?:correspond(?:s|ing)|mean(?:s|ing)|denot(?:es|ing)|indicat(?:es|ing)|is\sdefined|being)\b", re.IGNORECASE
)
_STAGED = re.compile(r"\b(?:stages?|grades?|class(?:es)?)\s(?=[IV1-5])", re.IGNORECASE)
_RANGE = re.compile(r"\s?[-–]\s?|\s(?:to|through)\s")
_ROMAN = ("0", "I", "II", "III", "IV", "V", "VI")
_LETTERS = "ABCDE"
MAX_LEVELS = 8
MAX_NAME = 80


def read_levels(item: ItemText) -> tuple[Characteristic, ...]:
    """The sets of levels of an item; what is already an explicit quantity is left out."""
    found: list[Characteristic] = []
    read: list[tuple[int, int]] = [(0, 0)]
    for term in item.terms:
        row = term.row
        if not isinstance(row, Measurement) or row.topic != "score" or term.end < read[-1][1]:
            continue
        levels = _after_term(item, term, row)
        if levels:
            found.append(_characteristic(item, whole_name(item, term), levels))
            read.append((levels[0].start(), levels[-1].end()))
    return (*found, *_staged(item, read))


def _after_term(item: ItemText, term: TermMatch, row: Measurement) -> tuple[re.Match[str], ...]:
    lead = _LEAD.match(item.text, term.end)
    levels = _list(item.text, lead.end()) if lead else ()
    if not levels or _taken(item, levels) or not all(_known(level[0], row.levels) for level in levels):
        return ()
    if _LEGEND.match(item.text, levels[-1].end()):
        return ()  # "ASA 1 corresponding to a healthy patient" tells what a level is
    return levels


def _staged(item: ItemText, read: list[tuple[int, int]]) -> list[Characteristic]:
    """Levels behind "stage", "grade" or "class" of something that the catalogue has no score for, outside `read`."""
    found = []
    for match in _STAGED.finditer(item.text):
        levels = _list(item.text, match.end())
        if not levels or _taken(item, levels) or _named(item, match.start()):
            continue
        if read[bisect_right(read, (levels[0].start(), len(item.text))) - 1][1] > levels[0].start():
            continue
        itself = Found(match.start(), match.end() - 1, None, "level-word")
        beside = phrase_beside(item.text, match.start(), levels[-1].end())
        ill = caused(item, max(0, match.start() - MAX_LEFT), beside[0]) if beside else None
        named = ill or (beside[0] if beside else itself)
        topic = named.term.row.topic if named.term else "observation"
        found.append(_characteristic(item, named, levels, topic=topic))
    return found


def _named(item: ItemText, position: int) -> bool:
    """Whether a measurement's name stands at `position`."""
    near = item.terms_between(position - MAX_NAME, position + 1)
    return any(term.end > position and isinstance(term.row, Measurement) for term in near)


def _list(text: str, position: int) -> tuple[re.Match[str], ...]:
    """The levels that stand in a row from `position` on; none where one of them is left open ("0 to ??")."""
    levels: list[re.Match[str]] = []
    while len(levels) < MAX_LEVELS and (level := _LEVELS.match(text, position)):
        levels.append(level)
        join = _JOIN.match(text, level.end())
        if join is None:
            break
        if _OPEN_END.match(text, join.end()):
            return ()
        position = join.end()
    return tuple(levels)


def _taken(item: ItemText, levels: tuple[re.Match[str], ...]) -> bool:
    """Whether an explicit quantity stands there, or a number that has a unit of its own."""
    start, end = levels[0].start(), levels[-1].end()
    return any(_claims(quantity) for quantity in item.quantities_between(start, end))


def _claims(quantity: Quantity) -> bool:
    return quantity.explicit or quantity.unit not in (None, "{score}")


@cache
def _ladder(levels: str) -> tuple[str, str]:
    low, _, high = levels.lstrip("-").partition("-")
    return low, high


def _rank(level: str) -> int | None:
    """The place of a level on its ladder: the number of "2", "II", "2b", "T2"; None for letters."""
    plain = re.sub(r"[A-Da-d]\d?$", "", level) if len(level) > 1 else level
    plain = re.sub(r"^[A-Z](?=\d)", "", plain)
    if plain.split(".")[0].isdigit():
        return int(plain.split(".")[0])
    return _ROMAN.index(plain) if plain in _ROMAN else None


def _known(level: str, levels: str | None) -> bool:
    """Whether a score has this level."""
    if not levels:
        return False
    low, high = _ladder(levels)
    rank, first, last = _rank(level), _rank(low), _rank(high)
    if first is None or last is None:
        return rank is None and low[:1] <= level <= high[:1]
    return rank is not None and first <= rank <= last


def _members(text: str, levels: tuple[re.Match[str], ...]) -> tuple[str, ...]:
    """The levels with those between the ends of a range filled in, in order of mention."""
    members = [levels[0][0].upper()]
    for before, after in pairwise(levels):
        if _RANGE.fullmatch(text, before.end(), after.start()):
            members.extend(_between(before[0].upper(), after[0].upper()))
        members.append(after[0].upper())
    return tuple(dict.fromkeys(members))


def _between(low: str, high: str) -> tuple[str, ...]:
    """Whole levels strictly between two ends of one notation ("IIB to IV" has III)."""
    if low in _LETTERS and high in _LETTERS:
        return tuple(_LETTERS[_LETTERS.index(low) + 1 : _LETTERS.index(high)])
    first, last = low.rstrip(_LETTERS), high.rstrip(_LETTERS)
    if first.isdigit() and last.isdigit():
        return tuple(str(level) for level in range(int(first) + 1, int(last)))
    if first in _ROMAN and last in _ROMAN:
        return _ROMAN[_ROMAN.index(first) + 1 : _ROMAN.index(last)]
    return ()


def _characteristic(item: ItemText, at: Found, levels: tuple[re.Match[str], ...], *, topic: str = "score") -> Characteristic:
    return Characteristic(
        topic=topic,
        concept=concept(item, at),
        value=Members(members=_members(item.text, levels)),
        span=item.span(levels[0].start(), levels[-1].end()),
        confidence=(at.reason, "level-list"),
    )
