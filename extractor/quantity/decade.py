"""Ages told by the decade: "in your seventies" is 70 to 79 completed years, "in her sixties or seventies" 60 to 79."""

import re
from decimal import Decimal
from functools import cache

from extractor.model.values import Range
from extractor.quantity.quantity import Quantity
from extractor.quantity.vocabulary import table

_LAST_YEAR = 9


@cache
def _firsts() -> dict[str, int]:
    return {row["word"]: int(row["first"]) for row in table("decade_words.csv")}


@cache
def _decades() -> re.Pattern[str]:
    """One decade of somebody's life, or two that are joined; "early" and "late" ones have no bounds that all agree on."""
    words = "|".join((*_firsts(), r"[2-9]0['’]?s"))
    whose = r"(?:your|their|his|her|his or her|her or his|my)"
    return re.compile(
        rf"\bin (?:{whose} )(?P<first>{words})(?:,? (?:or|and|to|through)(?: {whose})? (?P<last>{words}))?\b", re.IGNORECASE
    )


def decade_words() -> frozenset[str]:
    """The words of a text without digits that may be an age by the decade."""
    return frozenset(_firsts())


def find_decades(text: str) -> list[Quantity]:
    """The ages of `text` that are told by the decade, in order."""
    return [_quantity(match) for match in _decades().finditer(text)]


def _first_year(decade: str) -> int:
    """The year that "forties" and "40s" begin with."""
    return int(decade[:2]) if decade[0].isdigit() else _firsts()[decade.lower()]


def _quantity(match: re.Match[str]) -> Quantity:
    ends = sorted(_first_year(word) for word in (match["first"], match["last"] or match["first"]))
    value = Range(low=Decimal(ends[0]), high=Decimal(ends[1] + _LAST_YEAR), unit="a", unit_text=match[0].partition(" ")[2])
    start, end = match.span()
    return Quantity(
        start=start, end=end, number_start=start, number_end=end, value=value, operator="in", explicit=True, domain="age"
    )
