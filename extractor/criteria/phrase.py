"""The words beside a number that can name what it is of: noun phrases of the text, by word lists alone."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from extractor import data_file
from extractor.catalogue import Measurement, TermMatch, unit
from extractor.criteria.item_text import ItemText
from extractor.quantity.window import TIME_UNITS

MAX_LEFT = 120
MAX_RIGHT = 40
MAX_WORDS = 8
BESIDE = "beside"
"""The reason code of a concept whose words are a statement of their own as well: "smokers of > 10 cigarettes" smoke."""
_WORD = re.compile(r"[^\W_][\w'’+/.-]*(?<![.'’/-])(?:\((?:s|es|ies)\))?|[%=:]")
_OF_FOLLOWS = re.compile(r"\sof\s(?:the\s|these\s|those\s)?")
_PLACED = re.compile(
    r"\s(?:of|in|into|on|around|due\sto|caused\sby|secondary\sto)(?:\s(?:the|an?|his|her|their|your|one|either|both|any)){0,2}\s\Z",
    re.IGNORECASE,
)
_ARTICLES = frozenset(("a", "an", "the"))
_ABBREVIATION = re.compile(r"\s?\([A-Z][A-Za-z0-9-]{0,9}\)")
_BESIDE = re.compile(r"[\s()\[\]]{1,3}")
_LABEL = frozenset((":",))
_ENDS = frozenset(("per", "/", "%", "=", ":"))


@cache
def words(role: str) -> frozenset[str]:
    """The words that `concept_words.csv` lists under a role."""
    return frozenset(row["word"] for row in data_file.rows("concept_words.csv") if row["role"] == role)


class Found(NamedTuple):
    """A concept's place in the item's text, its catalogue row if it has one, and how it was found (a reason code)."""

    start: int
    end: int
    term: TermMatch | None
    reason: str


@cache
def _nameless() -> frozenset[str]:
    return words("link") | words("stop") | words("person") | words("past")


def only_links(text: str, start: int, end: int) -> bool:
    """Whether no word between two places names anything."""
    return all(word.lower() in _nameless() for word in _WORD.findall(text, start, end))


def whole_name(item: ItemText, term: TermMatch) -> Found:
    """The term with its other name beside it: "Eastern Cooperative Oncology Group (ECOG) performance status"."""
    start = term.start
    for other in reversed(item.terms_between(term.start - MAX_LEFT, term.start)):
        if other.end <= start and other.row.key == term.row.key and _BESIDE.fullmatch(item.text, other.end, start):
            start = other.start
    abbreviation = _ABBREVIATION.match(item.text, term.end)
    end = abbreviation.end() if abbreviation else term.end
    open_bracket = item.text.count("(", start, end) > item.text.count(")", start, end)
    return Found(start, end + (open_bracket and item.text[end : end + 1] == ")"), term, "catalogue-term")


def noun_behind(text: str, position: int) -> str | None:
    """The word that stands right behind `position` (past "of the"), if it can begin a noun phrase."""
    of = _OF_FOLLOWS.match(text, position)
    start = of.end() - 1 if of else position
    match = _WORD.search(text, start, start + MAX_RIGHT)
    if match is None or match.start() - start > 1 or match[0].lower() in words("stop") | words("link"):
        return None
    return match[0]


def headed(item: ItemText, floor: int, phrase: tuple[Found, ...]) -> tuple[Found, ...]:
    """A phrase with the noun that it only places or explains: "pain in the lower legs", "curvature of the spine".

    A phrase that ends with a catalogue term, or inside one, names enough by itself; where such a term is what is placed, it
    is the concept.
    """
    if not phrase:
        return ()
    named = [term.end for term in item.terms_between(phrase[0].start, phrase[0].end) if term.end >= phrase[0].end]
    if named:
        return (phrase[0]._replace(end=named[-1]),)
    placed = _PLACED.search(item.text, floor, phrase[0].start)
    if placed is None:
        return phrase
    for term in item.terms_between(floor, placed.start()):
        if term.end == placed.start() and not isinstance(term.row, Measurement):
            return (Found(term.start, term.end, term, "catalogue-term"),)
    head = left_phrase(item.text, floor, placed.start())
    return (head[0]._replace(end=phrase[0].end),) if head and head[0].end == placed.start() else phrase


def phrase_beside(text: str, start: int, end: int) -> tuple[Found, ...]:
    """The noun phrase behind `end`, else the one before `start`."""
    behind = right_phrase(text, end, len(text)) if noun_behind(text, end) else ()
    return behind or left_phrase(text, max(0, start - MAX_LEFT), start)


def left_phrase(text: str, floor: int, end: int, *, timed: bool = False) -> tuple[Found, ...]:
    """The noun phrase that ends at the comparator: back over linking words, then up to eight words.

    `timed`: the number is a time, which a dose can have ("last dose < 4 weeks"); any other is not of the word "dose".
    """
    found = list(_WORD.finditer(text, floor, end))
    while found and found[-1][0].lower() in words("link"):
        found.pop()
    if not found:
        return ()
    first = last = _last_naming(found, words("link") if timed else words("hollow") | words("link"))
    while first > 0 and last - first < MAX_WORDS and found[first - 1][0].lower() not in words("stop") | _LABEL:
        if first < last and re.search(r"[,:;()\[\]]", text[found[first - 1].end() : found[first].start()]):
            break
        first -= 1
    if first == last:
        return ()
    return (Found(found[first].start(), found[last - 1].end(), None, "left-phrase"),)


def _last_naming(found: Sequence[re.Match[str]], empty: frozenset[str]) -> int:
    """How many words are left without "at doses of", "per day" at their end; all of them where nothing would be left."""
    last = len(found)
    while last and found[last - 1][0].lower() in empty:
        last -= 1
    if last > 1 and found[last - 2][0].lower() in ("per", "a", "each", "every") and unit(found[last - 1][0]) in TIME_UNITS:
        last -= 2
    return last if last and found[last - 1][0].lower() not in words("stop") | _LABEL else len(found)


def right_phrase(text: str, start: int, ceiling: int) -> tuple[Found, ...]:
    """The noun phrase behind the quantity, up to a word that ends it."""
    found: list[re.Match[str]] = []
    for match in _WORD.finditer(text, start, min(ceiling, start + MAX_LEFT)):
        gap = text[found[-1].end() if found else start : match.start()]
        if len(found) >= MAX_WORDS or re.search(r"[,:;()\[\].]", gap):
            break
        word = match[0].lower()
        if word in words("stop") or word in _ENDS:
            if found and word != "of" and not (word in _ARTICLES and gap.endswith(" of ")):
                break
            continue
        found.append(match)
    if all(match[0].lower() in words("past") for match in found):
        return ()
    return (Found(found[0].start(), found[-1].end(), None, "right-phrase"),)
