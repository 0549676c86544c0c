"""Lines of a registry's form ("Label: value") and of the printed page that stand among criteria and are none."""

import re
from functools import cache

from extractor import data_file

_LONGEST_LABEL = 70
_WORD = re.compile(r"[a-z][a-z'-]*")
_OUTSIDE = re.compile(r"[^a-z'\s/()&-]")
_PLURAL = re.compile(r"\(e?s\)")
_PAGE_MARK = re.compile(
    r"(?:page|seite|p\.)[ ]?\d{1,4}(?:[ ]?(?:of|/|von)[ ]?\d{1,4})?|[-–—][ ]?\d{1,4}[ ]?[-–—]",
    re.IGNORECASE,
)


@cache
def _words() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The phrases of each list as words."""
    lists = data_file.table("segment_form_labels.toml")
    return {name: tuple(tuple(phrase.split()) for phrase in phrases) for name, phrases in lists.items()}


@cache
def _plain() -> frozenset[str]:
    return frozenset(word for phrases in _words().values() for phrase in phrases for word in phrase)


def is_form_field(text: str, *, below: bool) -> bool:
    """Is the line a field of a form ("Ethics committee: approved"), told by its label alone?

    `below`: a field of the form stands right above; then "Sex: Both" belongs to it, too.
    """
    words = _label_words(text)
    return _has(words, "heads") or (below and _has(words, "weak"))


def is_people_field(text: str) -> bool:
    """Is the line a field of a form with its value that is about the people taken ("Healthy volunteers: No")?"""
    return _has(_label_words(text), "weak") and bool(text.partition(":")[2].strip())


def _label_words(text: str) -> list[str]:
    """The words of a label before a colon, none where it holds words that no form has."""
    colon = text.find(":", 0, _LONGEST_LABEL)
    if colon < 3 or not text[0].isupper():
        return []
    label = _PLURAL.sub("s", text[:colon].lower())
    words = _WORD.findall(label)
    return [] if _OUTSIDE.search(label) or any(word not in _plain() for word in words) else words


def _has(words: list[str], name: str) -> bool:
    return bool(words) and any(
        tuple(words[at : at + len(phrase)]) == phrase
        for phrase in _words()[name]
        for at in range(len(words) - len(phrase) + 1)
    )


def is_page_mark(text: str) -> bool:
    """Is the line the number of a printed page ("Page 3 of 90", "- 3 -")?"""
    return len(text) <= 24 and _PAGE_MARK.fullmatch(text) is not None
