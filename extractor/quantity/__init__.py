"""Quantities: numbers, comparators, units and time windows, read on characters."""

import re
from functools import cache

from extractor.quantity.calendar import DateLimit, find_date_limits
from extractor.quantity.decade import decade_words, find_decades
from extractor.quantity.fault import find_faults
from extractor.quantity.grammar import parse
from extractor.quantity.lexer import LENGTHS, tokens
from extractor.quantity.numeral import number_words
from extractor.quantity.quantity import Quantity
from extractor.quantity.window import Window, find_windows

__all__ = ["DateLimit", "Quantity", "Window", "find_date_limits", "find_faults", "find_quantities", "find_windows"]


_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[a-z]+")
_FRACTIONS = ("couple", "third", "sixth", "quarter", "fourth", "fifth", "eighth", "tenth", "twentieth", "hundredth")


@cache
def _signals() -> frozenset[str]:
    """Words that can be, or stand for, a number in a text without digits."""
    return frozenset(
        (*number_words(), *decade_words(), *LENGTHS, *_FRACTIONS, "uln", "lln", "limit", "i", "ii", "iii", "iv", "v")
    )


def _is_numeric(text: str) -> bool:
    return _DIGIT.search(text) is not None or not _signals().isdisjoint(_WORDS.findall(text.lower()))


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of `text` (one criterion), in order, not overlapping; coordinates are those of `text`.

    A bare number is returned too (`explicit` False): whether it means anything is for the reader of the criterion to say.
    """
    if not _is_numeric(text):
        return ()
    found = parse(text, tokens(text))
    decades = find_decades(text) if "ties" in text or "0" in text else []
    if not decades:
        return tuple(found)
    others = (each for each in found if all(each.end <= decade.start or decade.end <= each.start for decade in decades))
    return tuple(sorted((*others, *decades), key=lambda quantity: quantity.start))
