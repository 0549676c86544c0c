"""Ellipsis: names that a list gives in part, "hepatitis B or C", "renal or hepatic failure", "type 1 or type 2 diabetes".

The missing word is that of the name beside it; only names that the catalogue has are completed so.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor.catalogue import Measurement, TermMatch, find_terms

LONGEST = 60
MOST = 24
_LINKS = (" or ", "and ", ", ", ",", "/", "/or ", "& ", "&")
_WORD = r"[^\W_](?:[^\W_]|[-‐](?=\w)){0,24}"
_AND = r"(?:\s?(?:,|/|&)\s?|,?\s(?:and/or|and|or)\s)"
_BEHIND = re.compile(rf"{_AND}(?P<word>{_WORD})(?![\w-])")
_BEFORE = re.compile(rf"(?<![\w-])(?P<first>(?P<lead>type\s|class\s|stage\s)?{_WORD}){_AND}$", re.IGNORECASE)


class _Name(NamedTuple):
    """A name in full, and the place of the words that stand for it."""

    start: int
    end: int
    full: str
    term: TermMatch


def with_completed(text: str, terms: Sequence[TermMatch]) -> tuple[TermMatch, ...]:
    """The terms with those that a list beside one of them gives in part, in order; the new ones stand on their own words."""
    taken = [(term.start, term.end) for term in terms]
    found = list(terms)
    waiting = [_Name(term.start, term.end, text[term.start : term.end], term) for term in terms]
    while waiting and len(found) < len(terms) + MOST:
        name = waiting.pop()
        for start, end, full in (*_behind(text, name), *_before(text, name)):
            row = None if any(first < end and start < last for first, last in taken) else _named(full)
            if row is None or row.row is name.term.row or _kind(row) != _kind(name.term):
                continue
            found.append(TermMatch(start, end, row.row, row.twin))
            taken.append((start, end))
            waiting.append(_Name(start, end, full, found[-1]))
    return tuple(sorted(found, key=lambda term: term.start)) if len(found) > len(terms) else tuple(terms)


def _behind(text: str, name: _Name) -> list[tuple[int, int, str]]:
    """ "hepatitis B or C": the word behind the list's conjunction in place of the name's last word."""
    head, _, last = name.full.rpartition(" ")
    match = _BEHIND.match(text, name.end, name.end + LONGEST) if head and len(head) < LONGEST else None
    if match is None or (len(last) < 3) != (len(match["word"]) < 3):
        return []
    return [(*match.span("word"), f"{head} {match['word']}")]


def _before(text: str, name: _Name) -> list[tuple[int, int, str]]:
    """ "renal or hepatic failure", "type 1 or type 2 diabetes": the words before the conjunction with the name's tail."""
    if not text.endswith(_LINKS, max(0, name.start - 4), name.start):
        return []
    words = name.full.split(" ")
    match = _BEFORE.search(text, max(0, name.start - LONGEST), name.start) if 1 < len(words) < 6 else None
    if match is None:
        return []
    tail = words[2:] if match["lead"] else words[1:]
    if not tail or (match["lead"] and words[0].lower() != match["lead"].strip().lower()):
        return []
    return [(*match.span("first"), " ".join([match["first"], *tail]))]


@lru_cache(maxsize=4096)
def _named(name: str) -> TermMatch | None:
    """What a completed name as a whole is in the catalogue."""
    found = find_terms(name)
    return found[0] if len(found) == 1 and found[0].start == 0 and found[0].end == len(name) else None


def _kind(term: TermMatch) -> str:
    return "measurement" if isinstance(term.row, Measurement) else term.row.topic
