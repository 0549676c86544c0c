"""Words that lost the blank between them where a page was joined from lines ("theparticipant", "AgainstRheumatism"), and
names of measurements that got one inside ("haemo globin").

A blank is put in only between two words that are both known, of which one is a function word, or, on a page that shows
several such joins, between two known content words. Brand and gene names with a capital inside stay.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from extractor.catalogue import measurements
from extractor.repair.edits import Edit
from extractor.repair.vocabulary import table, words

_WORD = re.compile(r"[A-Za-z]{5,}+")
"""A word long enough to be two."""
_CAMEL = re.compile(r"([A-Z]?[a-z]++)([A-Z][a-z]++)")
_ACRONYM = re.compile(r"(?P<head>[A-Z]{2,6})(?P<tail>[a-z]{4,}+)|(?P<word>[a-z]{4,}+)(?P<acronym>[A-Z]{2,6})")
_LONGEST = 40
_HALF, _LONG_NAME = 3, 8
"""The least lengths of the second half of a broken name, and of the name."""
_SEVERAL = 3
"""So many different sure joins show that a page was joined from lines."""
_CONTENT = 5
"""The least length of each half of two glued content words."""
_ENDINGS = ("s", "es", "ed", "ing", "er", "ers", "ly", "ness", "ment", "ments", "able", "ion", "ions", "al")
_ADDRESS = frozenset("@_\\#=&%~")


class _Join(NamedTuple):
    """A word that reads as two: where the blank goes, and whether one such join is believed by itself."""

    at: int
    sure: bool


@cache
def _vocabulary() -> frozenset[str]:
    return words("repair_words.txt")


@cache
def _pairs() -> dict[str, int]:
    return {row["glued"]: row["plain"].index(" ") for row in table("repair_glue_pairs.csv")}


@cache
def _glue(place: str) -> tuple[tuple[str, int, bool], ...]:
    """Function words of one place, longest first: word, least length of the other half, whether believed alone."""
    rows = [(r["word"], int(r["least"]), r["alone"] == "yes") for r in table("repair_glue.csv") if r["place"] == place]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))


def _is_word(lower: str) -> bool:
    """Whether a word is known, or the inflection of a known one."""
    known, single = _vocabulary(), words("repair_not_glued.txt")
    if lower in known or lower in single:
        return True
    stems = (lower[: -len(ending)] for ending in _ENDINGS if lower.endswith(ending))
    return any(stem in known or stem in single or stem + "e" in known for stem in stems)


def _functional(word: str) -> _Join | None:
    """A function word and a known word."""
    known = _vocabulary()
    for glue, least, alone in _glue("before"):
        if word.startswith(glue) and len(word) - len(glue) >= least and word[len(glue) :] in known:
            return _Join(len(glue), alone)
    for glue, least, alone in _glue("after"):
        if word.endswith(glue) and len(word) - len(glue) >= least and word[: -len(glue)] in known:
            return _Join(len(word) - len(glue), alone)
    return None


def _compound(first: str, second: str) -> bool:
    """Whether one half is of the kind that makes compounds ("trans-", "-less")."""
    marks = words("repair_not_glued.txt")
    return first + "-" in marks or "-" + second in marks


def _content(word: str) -> _Join | None:
    """Two known content words, where only one place divides the word so."""
    known = _vocabulary()
    places = [at for at in range(_CONTENT, len(word) - _CONTENT + 1) if word[:at] in known and word[at:] in known]
    if len(places) != 1 or _compound(word[: places[0]], word[places[0] :]):
        return None
    return _Join(places[0], False)


def _capital(first: str, second: str) -> _Join | None:
    """A capital inside: a function word before a name or word, or two known words."""
    known = _vocabulary()
    functional = any(first.lower() == glue for glue, _, _ in _glue("before"))
    if functional and first.islower():
        return _Join(len(first), len(first) > 1)
    if _compound(first.lower(), second.lower()):
        return None
    if len(first) >= 4 and len(second) >= 4 and first.lower() in known and second.lower() in known:
        return _Join(len(first), False)
    return None


def _acronym(word: str) -> _Join | None:
    """An acronym and a known word ("timesULN", "PBMCsavailable")."""
    match = _ACRONYM.fullmatch(word)
    if match is None:
        return None
    known = _vocabulary()
    if match.group("word"):
        return _Join(match.end("word"), False) if match.group("word") in known else None
    tail, at = match.group("tail"), match.end("head")
    if tail in known:
        return _Join(at, False)
    return _Join(at + 1, False) if tail[0] == "s" and tail[1:] in known else None


@lru_cache(maxsize=16384)
def _join(word: str) -> _Join | None:
    """How a word that is not in the vocabulary reads as two, if it does."""
    lower = word.lower()
    if len(word) > _LONGEST or _is_word(lower):
        return None
    if word[1:].islower():
        if lower in _pairs():
            return _Join(_pairs()[lower], True)
        return _functional(lower) or _content(lower)
    match = _CAMEL.fullmatch(word)
    return _capital(*match.groups()) if match else _acronym(word)


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether a word is part of an address, a file name or a code."""
    before, after, next_one = text[start - 1 : start], text[end : end + 1], text[end + 1 : end + 2]
    if (
        before in _ADDRESS
        or after in _ADDRESS
        or before.isdigit()
        or after.isdigit()
        or (after == "." and next_one.islower())
    ):
        return True
    if before not in ("/", "-"):
        return False
    return any(mark in text[max(0, start - 100) : start].rsplit(None, 1)[-1] for mark in ".@:")


@cache
def _icon() -> re.Pattern[str]:
    names = "|".join(sorted(words("repair_icons.txt"), key=lambda name: (-len(name), name)))
    return re.compile(rf"^[ \t]{{0,8}}({names})(?=[A-Z])", re.MULTILINE)


def _icons(text: str) -> list[Edit]:
    """Icon names before a capital letter at the start of a line."""
    if not any(name in text for name in words("repair_icons.txt")):
        return []
    return [Edit(m.start(1), m.end(1), "", "icon-name") for m in _icon().finditer(text)]


def _names(found: set[str], text: str) -> dict[str, int]:
    """Two capitalized words glued ("FabryDisease") that the same page also prints apart."""
    camels = [match for word in found if len(word) <= _LONGEST and (match := _CAMEL.fullmatch(word))]
    apart = {match.group(): match.start(2) for match in camels[:50] if " ".join(match.groups()) in text}
    return {word: at for word, at in apart.items() if len(word) - at >= 4}


@cache
def _broken() -> dict[str, frozenset[str]]:
    """Beginnings of the names of measurements that are no words themselves, each with the ends that make such a name."""
    names = {word for row in measurements() for name in (row.name, *row.aliases) for word in name.lower().split()}
    found: dict[str, set[str]] = {}
    for name in sorted(names):
        for at in range(_CONTENT, len(name) - _HALF + 1) if name.isalpha() and len(name) >= _LONG_NAME else ():
            if not _is_word(name[:at]) and name[:at] not in names and name[:at] + "-" not in words("repair_not_glued.txt"):
                found.setdefault(name[:at], set()).add(name[at:])
    return {head: frozenset(ends) for head, ends in found.items()}


def _rejoined(text: str, found: set[str]) -> Iterator[Edit]:
    """Names of measurements that a stray blank parts ("haemo globin"); `found` are the words of the text."""
    for head in sorted(_broken().keys() & "\n".join(found).lower().split("\n")):
        ends = "|".join(sorted(_broken()[head], key=lambda end: (-len(end), end)))
        for match in re.finditer(rf"(?<![\w-])(?i:{head})(?P<gap> )(?:{ends})(?![\w-])", text):
            yield Edit(match.start("gap"), match.end("gap"), "", "broken-word")


def repair_words(text: str) -> list[Edit]:
    """Edits that put a blank between glued words, join broken ones, and take icon names away."""
    found = set(_WORD.findall(text))
    joins = {word: join for word in found - _vocabulary() if (join := _join(word))}
    several = sum(join.sure for join in joins.values()) >= _SEVERAL
    believed = {word: join.at for word, join in joins.items() if join.sure or several}
    if several:
        believed.update(_names(found, text))
    edits = [*_icons(text), *_rejoined(text, found)]
    taken = {edit.end for edit in edits}
    if believed:
        for match in _WORD.finditer(text):
            at = believed.get(match.group())
            if at is not None and match.start() + at not in taken and not _in_address(text, match.start(), match.end()):
                edits.append(Edit(match.start() + at, match.start() + at, " ", "glued-words"))
    return sorted(edits)
