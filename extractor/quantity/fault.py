"""Faults inside a number: a digit, a point or a blank is wrong. What was meant cannot be told, so no value is read."""

import re
from collections.abc import Iterator
from itertools import islice

_MOST = 50
_DOUBLED_POINT = r"\d{1,4}\.{2,3}\d{1,4}(?![\d.])"
_CUT_GROUP = r"\d{1,3}[ ]\d{1,2},\d{3}(?![\d,])"
_CUT_THOUSANDS = r"\d{1,3},[ ]000(?!\d)"
_CUT_DECIMAL = r"\d{1,3}[ ]\.\d{1,2}(?![\w.)])"
_CUT_DIGITS = r"(?:(?<=[<>≤≥][ ])|(?<=[<>≤≥]))\d{1,2}[ ]\d{1,2}(?=[ ]?%|[ ](?!x\b)[^\W\d])(?![ ]?(?:x|×|\*)[ ]?\d)"
_ENDLESS = r"(?:(?<=[<>≤≥][ ])|(?<=[<>≤≥]))(?:\d{19,}+|\d{1,18}[.,]\d{19,}+)"
_CUT_PERCENTAGE = r"\d[ ]\d(?=[ ]?%)"
_QUESTION_MARK = r"\d{1,4}[?\ufffd](?:10\^)?\d{1,4}"
_LETTER = r"(?:\d{1,3}O{1,3}(?!\w)|(?:(?<=[<>≤≥][ ])|(?<=[<>≤≥]))[lIO]\d{1,3}(?!\w))"
_GROUPS = r"(?:(?<=[<>≤≥][ ])|(?<=[<>≤≥]))\d{1,3}(?:,\d{1,2}){2,6}(?![\d,])"
_POWER = r"10(?:\^|\*\*)(?:\d{3,18}+|[2-9]\d)"
_FRACTION = r"\d{1,4}[ ]?[⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]"
FAULT = (
    rf"(?<![\w.,/])(?:{_DOUBLED_POINT}|{_CUT_GROUP}|{_CUT_THOUSANDS}|{_CUT_DECIMAL}|{_CUT_DIGITS}|{_ENDLESS}|{_CUT_PERCENTAGE}"
    rf"|{_QUESTION_MARK}|{_LETTER}|{_GROUPS}|{_POWER}|{_FRACTION})"
)
"""A damaged number as a whole: "10..5", "1 00,000", "18 .5", "≥ 4 5 %", "50?109", "4O", "≥ l2", "< 1,1,1", "10^999"."""

_FAULT = re.compile(FAULT)
# Where a fault can begin: looked for first, since one sign is found sooner than twelve patterns fail at each place.
_FIRST = re.compile(r"[\dlIO](?<![\w.,/].)")


def find_faults(text: str) -> Iterator[tuple[int, int]]:
    """Where the damaged numbers of `text` stand that no value is read from; at most fifty."""
    return islice(_faults(text), _MOST)


def _faults(text: str) -> Iterator[tuple[int, int]]:
    free = 0
    for first in _FIRST.finditer(text):
        fault = _FAULT.match(text, first.start()) if first.start() >= free else None
        if fault is not None:
            free = fault.end()
            yield fault.span()
