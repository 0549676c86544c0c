"""Changes of one criterion that change what it says: a digit, a comparator, a negation."""

import re
from collections.abc import Iterable, Iterator

from extractor.model.criterion import Characteristic


def other_digits(criterion: str, read: Iterable[Characteristic]) -> Iterator[str]:
    """The criterion with the last digit of each number that was read as another digit."""
    for start, end in sorted({(each.span.start, each.span.end) for each in read if has_number(each)}):
        for number in re.finditer(r"(?<![\w.,])\d+(?![\w.,]*\d)", criterion[start:end]):
            at = start + number.end() - 1
            digit = str(int(criterion[at]) % 9 + 1)
            yield criterion[:at] + digit + criterion[at + 1 :]


def has_number(read: Characteristic) -> bool:
    """Whether a value or a time window was read."""
    return read.value is not None or any(each.window for each in read.timing or ())


FLIPS = {
    "≥": "≤",
    "≤": "≥",
    ">": "<",
    "<": ">",
    "at least": "at most",
    "at most": "at least",
    "more than": "less than",
    "greater than": "less than",
    "less than": "more than",
    "older than": "younger than",
    "younger than": "older than",
    "above": "below",
    "below": "above",
}
_FLIP = re.compile(
    "|".join(
        [r"[≥≤]", r"(?<![<>=-])[<>](?![<>=])", *(rf"\b{words}\b" for words in FLIPS if words.isascii() and len(words) > 1)]
    )
)


def other_comparators(criterion: str, read: Iterable[Characteristic]) -> Iterator[str]:
    """The criterion with each comparator of a value that was read turned round."""
    spans = {(each.span.start, each.span.end) for each in read if has_number(each)}
    for sign in _FLIP.finditer(criterion):
        if any(start <= sign.start() < end for start, end in spans):
            yield criterion[: sign.start()] + FLIPS[sign[0]] + criterion[sign.end() :]


_NEGATION = re.compile(r"(?<!or )(?<!/)\b(?:no|not|without)\s(?=(?:[\w-]+\s){0,3}$)", re.IGNORECASE)
_OPENING = re.compile(r"(?:^|\b(?:with|of|has|have|having)\s)$", re.IGNORECASE)


def other_negation(criterion: str, read: Iterable[Characteristic]) -> Iterator[str]:
    """The criterion with the negation before a concept taken out, or one put in, where no number belongs to the concept."""
    for each in read:
        if each.concept is None or has_number(each) or each.topic == "sex":
            continue
        start = each.concept.span.start
        negation = _NEGATION.search(criterion, max(0, start - 50), start)
        if negation:
            yield criterion[: negation.start()] + criterion[negation.end() :]
        elif not each.exclude and _OPENING.search(criterion, 0, start):
            yield f"{criterion[:start]}no {criterion[start:]}"


CHANGES = {"one digit": other_digits, "one comparator": other_comparators, "one negation": other_negation}
