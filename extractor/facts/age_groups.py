"""Ages that the EU register prints as answers about age groups ("Are the trial subjects under 18? no")."""

import re
from decimal import Decimal

from extractor.facts.assemble import fact
from extractor.model.criterion import Fact
from extractor.model.document import Document
from extractor.model.values import Range

ANSWER = r"[ \t:|?]{0,6}(?P<answer>yes|no)\b"
MINORS = re.compile(r"\b(?:Are the trial subjects|Trial has subjects) under 18" + ANSWER, re.IGNORECASE)
ADULTS = re.compile(r"\bAdults \(18[ ]?-[ ]?64 years\)" + ANSWER, re.IGNORECASE)
ELDERLY = re.compile(r"\bElderly \([>=≥ ]{1,4}65 years\)" + ANSWER, re.IGNORECASE)
REACH = 800


def read_age_groups(document: Document) -> list[Fact]:
    """The range that the answers leave: 18 and over without minors, under 65 (18) without the elderly (adults).

    The span runs from the first answer that sets a bound to the last.
    """
    minors = MINORS.search(document.reading) if "under 18" in document.reading.lower() else None
    if minors is None:
        return []
    adults = ADULTS.search(document.reading, minors.end(), minors.end() + REACH)
    elderly = ELDERLY.search(document.reading, minors.end(), minors.end() + REACH)
    bounds = [answer for answer in (minors, adults, elderly) if answer and answer["answer"].casefold() == "no"]
    low = Decimal(18) if minors in bounds else None
    high = Decimal(65) if elderly in bounds else None
    if adults in bounds:
        low, high = (Decimal(65), None) if minors in bounds else (None, Decimal(18) if elderly in bounds else None)
    if low is None and high is None:
        return []
    value = Range(low=low, high=high, high_inclusive=high is None, unit="a")
    return [fact(document, "age", value, bounds[0].start(), bounds[-1].end(), "header", "age-group")]


def without_implied_groups(facts: list[Fact]) -> list[Fact]:
    """The facts without an age group that says less than an age in the criteria ("18 to 64" beside "50 years or older")."""
    stated = [each.value for each in facts if each.field == "age" and "text" in each.confidence and each.cohort is None]
    lows = [value.low for value in stated if isinstance(value, Range) and value.low is not None and value.unit == "a"]
    highs = [value.high for value in stated if isinstance(value, Range) and value.high is not None and value.unit == "a"]
    return [each for each in facts if "age-group" not in each.confidence or not _is_implied(each.value, lows, highs)]


def _is_implied(group: object, lows: list[Decimal], highs: list[Decimal]) -> bool:
    if not isinstance(group, Range):
        return False
    low_implied = group.low is None or (bool(lows) and min(lows) >= group.low)
    high_implied = group.high is None or (bool(highs) and max(highs) <= group.high)
    return low_implied and high_implied
