"""How the sub-items of an item combine: all of them, any of them, at least n of them."""

import re

from extractor.model.criterion import AtLeast, Category, Combination
from extractor.segment.drafts import Draft

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_N = rf"(?P<n>\d|{'|'.join(_NUMBERS)})"
_AT_LEAST = re.compile(
    rf"(?:at\s+least|a\s+minimum\s+of|minimum|no\s+fewer\s+than|≥|>=|any)\s{{0,3}}(?:any\s+)?{_N}\b(?:\s+or\s+more)?(?=\s+(?:of|from|out|criteria|conditions|items|features|factors)\b|\s*:)"
    rf"|\b{_N.replace('?P<n>', '?P<m>')}\s+(?:\(\d\)\s+)?or\s+more(?=\s+(?:of|from|criteria|conditions|risk|factors))"
    rf"|\b{_N.replace('?P<n>', '?P<k>')}\s+(?:\(\d\)\s+)?of\s+(?:the\s+)?(?:following|these|below)"
    rf"|\b{_N.replace('?P<n>', '?P<j>')}\s+of\s*:",
    re.IGNORECASE,
)
# What every count of things holds, for text in small letters: looked for first, since `_AT_LEAST` takes long to fail.
_COUNTED = re.compile(
    rf"(?:\d|{'|'.join(_NUMBERS)})\s{{0,9}}(?:[:(]|of|from|out|criteria|conditions|items|features|factors|or)"
)
_ANY = re.compile(
    r"\b(?:any|either|one)\s+(?:one\s+)?(?:or\s+more\s+)?(?:of\b|following)|\bor\s+more\s+of\b|\beither\b[^.;]{0,40}$|\bany\s+(?:[a-z]+\s+){0,3}following\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all|both|each)\s+(?:of\s+)?(?:the\s+)?(?:[a-z]+\s+){0,2}(?:following|these|below|criteria)\b|\ball\s+of\s*:|\bboth\s*:",
    re.IGNORECASE,
)
_INCLUDING = re.compile(
    r"\b(?:includ\w+|such\s+as|e\.g\.|for\s+example|defined\s+as|following)\b[^.;]{0,60}$|:$", re.IGNORECASE
)
_LIST = re.compile(r"[,:][^.;]{1,400}?\b(?:or|and)\b|:[^.;:\n]{1,200},", re.IGNORECASE)
_NONE = re.compile(r"\b(?:none|neither)\b", re.IGNORECASE)
_CONNECTOR = re.compile(r"(?:^|[\s,;])(?P<word>and|or|AND|OR|and/or)[\s:.,;]{0,4}$", re.IGNORECASE)
_LEADING = re.compile(r"(?P<word>or|and)\b", re.IGNORECASE)


def stated(text: str, category: Category) -> Combination | None:
    """What the words that introduce sub-items say about them; an exclusion that lists kinds of a thing means any of them."""
    tail = text[-300:]
    if _NONE.search(tail):
        return None
    at_least = _AT_LEAST.search(tail)
    if at_least:
        number = _number(at_least)
        return "any-of" if number <= 1 else AtLeast(n=number)
    if _ALL.search(tail):
        return "all-of"
    if _ANY.search(tail):
        return "any-of"
    return "any-of" if category == "exclusion" and _INCLUDING.search(tail) else None


def connector(text: str) -> str | None:
    """The "and" or "or" that ends an item and joins it to the next, in small letters."""
    match = _CONNECTOR.search(text[-12:])
    return match["word"].lower() if match else None


def combine(text: str, drafts: list[Draft]) -> None:
    """Set the combination of every parent, and note where items without a parent are joined by "or"."""
    joined: dict[int, set[str]] = {}
    for place, draft in enumerate(drafts):
        word = connector(text[max(draft.start, draft.end - 12) : draft.end])
        leading = _LEADING.match(text, draft.start, draft.end) if draft.parent is not None else None
        word = word or (leading["word"].lower() if leading else None)
        if word and draft.parent is not None:
            joined.setdefault(draft.parent, set()).add(word)
        elif word and _has_next(drafts, place):
            draft.notes.append(f"{word.replace('/', '-')}-next")
    for place, draft in enumerate(drafts):
        if draft.children:
            draft.combination = stated(text[draft.start : draft.end], draft.category) or _from_words(joined.get(place))
        else:
            draft.combination = _listed(text[draft.start : draft.end])


def _listed(text: str) -> Combination | None:
    """How many of the things must hold that an item lists in its own words ("at least two of fever, cough or chills")."""
    counted = _AT_LEAST.search(text) if " of" in text and _COUNTED.search(text.lower()) else None
    number = _number(counted) if counted is not None and _LIST.search(text, counted.end()) else 0
    return AtLeast(n=number) if number > 1 else None


def _number(counted: re.Match[str]) -> int:
    word = next(group for group in counted.groups() if group)
    return _NUMBERS.get(word.lower()) or int(word)


def _has_next(drafts: list[Draft], place: int) -> bool:
    rest = drafts[place + 1 : place + 2]
    return bool(rest) and rest[0].category == drafts[place].category


def _from_words(words: set[str] | None) -> Combination | None:
    if words == {"and"}:
        return "all-of"
    return "any-of" if words and words <= {"or", "and/or"} else None
