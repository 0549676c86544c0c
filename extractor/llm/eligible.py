"""Which words may become a reading at all, before anything is read from them.

A quote can stand on the page and still be none: a heading, a whole paragraph, a sentence that gives orders to programs, the
words of our own prompt, or words that name nothing.
"""

import re
from functools import cache

from extractor import data_file
from extractor.criteria.phrase import words as edge_words
from extractor.llm.ground import Place
from extractor.llm.prompt import echoes_prompt
from extractor.reconcile.features import stem, stems
from extractor.segment.headings import list_heading, page_heading
from extractor.segment.sentences import sentences
from extractor.segment.statements import is_to_machines

MAX_STATEMENT = 320
MAX_CONCEPT = 120
MAX_CONCEPT_WORDS = 14
PARAGRAPH = 400
"""A text longer than this is a paragraph, and all of it is never one statement."""

NEAR = 500
"""As many characters on either side of a quote are looked at for the sentence that it stands in."""

_ABBREVIATION = re.compile(r"[A-Z0-9][A-Z0-9α-ω-]{1,11}s?")
_ARTICLES = frozenset(("a", "an", "the", "any", "all", "his", "her", "their", "your"))
_LETTERS = re.compile(r"[^\W\d_]{3}")


def why_no_statement(text: str, place: Place) -> str | None:
    """The reason code for which the words at `place` of `text` (one criterion, or a page) state nothing, or None."""
    words = text[place.start : place.end]
    if len(words) > MAX_STATEMENT or (len(text) > PARAGRAPH and 10 * len(words) > 9 * len(text)):
        return "whole-paragraph"
    if _is_heading(words):
        return "heading"
    if is_order(_around(text, place)):
        return "addressed-to-machines"
    return "words-of-the-prompt" if echoes_prompt(words) else None


def is_too_long(words: str) -> bool:
    """Whether these are more words than the name of anything has."""
    return len(words) > MAX_CONCEPT or len(words.split()) > MAX_CONCEPT_WORDS


def names_something(words: str) -> bool:
    """Whether words alone say what a statement is about: not "patients", "18 years", "the disease", "fever, or"."""
    return _has_name(words) and not _is_ragged(words)


def is_order(sentence: str) -> bool:
    """Whether a sentence speaks to programs or gives orders to whoever reads the page."""
    return is_to_machines(sentence) or _orders().search(sentence) is not None


def _around(text: str, place: Place) -> str:
    """The sentences that the place touches, and the one before: an order often announces what it asks for."""
    found = sentences(text, max(0, place.start - NEAR), min(len(text), place.end + NEAR))
    touched = [i for i, (start, end) in enumerate(found) if start < place.end and place.start < end]
    if not touched:
        return text[place.start : place.end]
    return text[found[max(0, touched[0] - 1)][0] : found[touched[-1]][1]]


def _is_heading(words: str) -> bool:
    plain = words.strip()
    if not plain or plain.endswith(":"):
        return True
    whole = list_heading(plain, 0, len(plain))
    if whole is not None and whole.end >= len(plain):
        return True
    return page_heading(plain, 0, len(plain)) is not None


def _has_name(words: str) -> bool:
    if any(_ABBREVIATION.fullmatch(word) and _has_capital(word) for word in re.split(r"[\s(),;/]+", words)):
        return True
    return _LETTERS.search(words) is not None and bool(telling_stems(words))


def _is_ragged(words: str) -> bool:
    """Whether the words begin or end in the middle of a phrase: with "or", "of", "with", a comma ("heart failure, or")."""
    parts = words.lower().split()
    return parts[0] in edge_words("stop") - _ARTICLES or parts[-1] in edge_words("stop") or parts[-1][-1] in ",;:/-"


def telling_stems(words: str) -> frozenset[str]:
    """The stems of the words that name something of their own: no articles, degrees, or states of any disease."""
    return stems(words) - _bare_stems()


def _has_capital(word: str) -> bool:
    return any(letter.isupper() for letter in word)


@cache
def _bare_stems() -> frozenset[str]:
    return frozenset(map(stem, data_file.lines("llm_bare_words.txt")))


@cache
def _orders() -> re.Pattern[str]:
    phrases = sorted(data_file.lines("llm_instruction_words.txt"), key=lambda phrase: (-len(phrase), phrase))
    body = "|".join(re.escape(phrase).replace(r"\ ", r"\s{1,4}") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)
