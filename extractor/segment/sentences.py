"""Where sentences and clear clauses end, so that decimals, abbreviations and initials stay whole."""

import re
from itertools import pairwise

from extractor.segment import vocabulary

_STOP = re.compile(r"[.!?。][\"'”’)\]]{0,2}(?=\s+[A-Z(\[\"“•≥≤<>\d])|。(?=\S)")
_WORD_BEFORE = re.compile(r"[\w.]{1,16}$")
_BRACKET = re.compile(r"\([^()]{0,400}\)|\[[^\[\]]{0,400}\]")
_SEMICOLON = re.compile(r"[;；]")
_RELIEF = re.compile(r"[^,.;；()\d]{0,200}\bdo(?:es)? not count(?=\s{0,4}(?:[.;；]|\Z))")
_MOST = 500
_LOWER_START = re.compile(r"(?:and|or|as well as|but|unless|except|which|that|if|with|including|e\.g|i\.e)\b", re.IGNORECASE)


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences between `start` and `end`, without white space around them."""
    cuts = [match.end() for match in _STOP.finditer(text, start, end) if _ends_sentence(text, start, match)]
    return spans(text, start, end, cuts[:_MOST])


def clauses(text: str, start: int, end: int, *, capital: bool) -> list[tuple[int, int]]:
    """The parts between semicolons outside brackets; with `capital` only where a capital or a sign follows the semicolon."""
    if text.find(";", start, end) < 0 and text.find("；", start, end) < 0:
        return [(start, end)]
    inside = [match.span() for match in _BRACKET.finditer(text, start, end)]
    cuts = []
    for match in _SEMICOLON.finditer(text, start, end):
        while inside and inside[0][1] <= match.start():
            inside.pop(0)
        if inside and inside[0][0] < match.start():
            continue
        if _opens_clause(text, match.end(), end, capital):
            cuts.append(match.end())
    return spans(text, start, end, cuts[:_MOST])


def spans(text: str, start: int, end: int, cuts: list[int]) -> list[tuple[int, int]]:
    """The parts of `start` to `end` between the cuts, trimmed; empty parts are left out."""
    edges = [start, *cuts, end]
    found = []
    for first, last in pairwise(edges):
        part = text[first:last]
        begin = first + len(part) - len(part.lstrip())
        if part.strip():
            found.append((begin, begin + len(part.strip())))
    return found


def _opens_clause(text: str, start: int, end: int, capital: bool) -> bool:
    rest = text[start : start + 24].lstrip()
    if not rest or start >= end or _LOWER_START.match(rest):
        return False
    if rest[0].islower() and _RELIEF.match(text, start, end):
        return False  # "; skin cancer does not count" belongs to what it is an exception of
    return not capital or rest[0].isupper() or rest[0] in "≥≤<>="


def _digit_follows(text: str, start: int) -> bool:
    """A number torn apart ("0. 6 x 10^9/L")."""
    return text[start : start + 4].lstrip()[:1].isdigit()


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    if text[match.start()] != ".":
        return True
    before = _WORD_BEFORE.search(text, max(start, match.start() - 16), match.start())
    if before is None:
        return True
    word = before.group().lower()
    if word in vocabulary.words("sentence_abbreviations") or (word[-1].isdigit() and _digit_follows(text, match.end())):
        return False
    return not (len(word) == 1 and word.isalpha() and match.start() - 1 > start)
