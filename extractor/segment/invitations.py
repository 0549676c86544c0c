"""Headings in the words of patient pages: "Who could join", "You may not be suitable if", "What rules you out".

Such headings are endless in number but made of few words (`data/segment_lay_headings.toml`): somebody, may or may not, take
part. A line made of these words alone is a heading; one foreign word ("Who can join overnight") makes it a sentence.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from extractor import data_file
from extractor.segment.vocabulary import Heading

LONGEST = 80
MOST_WORDS = 14

_LIST_NAMES = frozenset({"reasons", "grounds", "conditions", "inclusion"})
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_OUTSIDE = re.compile(r"[^a-z'\s,/()?!:–—-]")


class _Lexicon(NamedTuple):
    people: frozenset[str]
    joins: frozenset[str]
    refuses: frozenset[str]
    negations: frozenset[str]
    links: frozenset[str]
    answers: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    rows = data_file.table("segment_lay_headings.toml")
    return _Lexicon(*(frozenset(rows[name]) for name in _Lexicon._fields))


@cache
def _known() -> frozenset[str]:
    """Every word and phrase of the lexicon."""
    return frozenset().union(*_lexicon())


@cache
def first_words() -> frozenset[str]:
    """The words that an invitation or a refusal can begin with."""
    return frozenset(entry.split(" ", 1)[0] for entry in _known())


@lru_cache(maxsize=4096)  # the same line is asked about as a section, as a list and beside its neighbours
def lay_heading(key: str) -> Heading | None:
    """What list a line (in small letters, undecorated) opens, if it is an invitation or a refusal in plain words."""
    if len(key) > LONGEST or _OUTSIDE.search(key):
        return None
    words = _WORD.findall(key.replace("’", "'"))
    if not 2 <= len(words) <= MOST_WORDS or words[0] not in first_words():
        return None
    parts = _phrases(words)
    lexicon, known = _lexicon(), _known()
    if any(part not in known for part in parts):
        return None
    if parts[0] in lexicon.answers and "if" in parts and not _count(parts, lexicon.joins):
        return Heading("eligibility", "exclusion" if _count(parts, lexicon.negations) % 2 else "inclusion")
    if _is_duty(parts):
        return Heading("eligibility", "exclusion" if _count(parts, lexicon.negations) % 2 else "inclusion")
    if parts[0] == "who" and parts[-1] == "for":
        return Heading("eligibility", "narrative")
    joins, refuses = _count(parts, lexicon.joins), _count(parts, lexicon.refuses)
    if not joins and not refuses:
        return None
    if not _count(parts, lexicon.people) and parts[-1] != "if" and parts[0] not in _LIST_NAMES and not refuses:
        return None
    negated = _count(parts, lexicon.negations) + refuses
    if parts[0] == "why" and not negated:
        return None  # "Why take part?" speaks of what is gained
    if _is_question_of_one(parts):
        return Heading("eligibility", "")
    return Heading("eligibility", "exclusion" if negated % 2 else "inclusion")


def _phrases(words: list[str]) -> list[str]:
    """The words with phrases of the lexicon joined, longest first."""
    phrases = _known()
    parts, at = [], 0
    while at < len(words):
        size = next((n for n in (5, 4, 3, 2) if " ".join(words[at : at + n]) in phrases and at + n <= len(words)), 1)
        parts.append(" ".join(words[at : at + size]))
        at += size
    return parts


def _count(parts: list[str], group: frozenset[str]) -> int:
    return sum(part in group for part in parts)


def _is_question_of_one(parts: list[str]) -> bool:
    """ "Can I join?", "Am I eligible?": a section about eligibility, not yet a list of either kind."""
    return parts[0] in ("can", "am", "could", "may", "is") and ("i" in parts or "me" in parts)


def _is_duty(parts: list[str]) -> bool:
    """ "You must", "You must not have": what the reader has to do or to be, told by the list below."""
    return parts[0] == "you" and parts[1] in ("must", "should") and all(part in ("not", "have", "be") for part in parts[2:])
