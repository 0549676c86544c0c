"""Quantities: numbers, comparators, units and time windows, read on characters."""

import re
from functools import cache

from extractor.quantity.grammar import parse
from extractor.quantity.lexer import tokens
from extractor.quantity.numeral import number_words
from extractor.quantity.quantity import Quantity
from extractor.quantity.window import Window, find_windows

__all__ = ["Quantity", "Window", "find_quantities", "find_windows"]


@cache
def _numeric() -> re.Pattern[str]:
    spelled = "|".join(sorted(number_words()))
    return re.compile(rf"\d|\b(?:{spelled}|ULN|LLN|upper limit|lower limit|I{{1,3}}|IV|V)\b", re.IGNORECASE)


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of `text` (one criterion), in order, not overlapping; coordinates are those of `text`.

    A bare number is returned too (`explicit` False): whether it means anything is for the reader of the criterion to say.
    """
    if not _numeric().search(text):
        return ()
    return tuple(parse(text, tokens(text)))
