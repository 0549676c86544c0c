"""Whether a number can be the value of the analyte that the words around it name.

Bounds are those of the catalogue; a bound that the catalogue leaves open is no bound.
"""

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extractor.catalogue import convert, measurements, unit

_WORD = re.compile(r"[A-Za-z0-9µα-ω]+(?:[-'][A-Za-z0-9]+)*+")
_BREAK = re.compile(r"\n[ \t]*+(?=[\n*•o-]|\d{1,2}[.)])")
_LONGEST_ALIAS = 5
_WINDOW = 90


class Analyte(NamedTuple):
    """A measurable quantity with its plausible bounds in its default unit (UCUM)."""

    key: str
    unit: str
    low: Decimal | None
    high: Decimal | None


@cache
def _by_alias() -> dict[tuple[str, ...], Analyte]:
    found: dict[tuple[str, ...], Analyte] = {}
    for row in measurements():
        analyte = Analyte(row.key, row.unit or "", row.low, row.high)
        for alias in (row.name, *row.aliases):
            found.setdefault(tuple(word.lower() for word in _WORD.findall(alias)), analyte)
    return found


def _nearest(words: list[str]) -> Analyte | None:
    """The last analyte that the words name, the longest name first."""
    aliases = _by_alias()
    for end in range(len(words), 0, -1):
        for length in range(min(_LONGEST_ALIAS, end), 0, -1):
            analyte = aliases.get(tuple(words[end - length : end]))
            if analyte is not None:
                return analyte
    return None


def analyte_at(text: str, start: int, end: int) -> Analyte | None:
    """The analyte that a number at `start` to `end` belongs to: the nearest one named before it, else just behind.

    A line that is broken in mid-sentence is read on; a blank line or a new list item ends the search.
    """
    window = _BREAK.split(text[max(0, start - _WINDOW) : start])[-1]
    before = _nearest([word.lower() for word in _WORD.findall(window)])
    if before is not None:
        return before
    behind = text[end : end + 40].split("\n", 1)[0]
    return _nearest([word.lower() for word in _WORD.findall(behind)])


def fits(analyte: Analyte, value: Decimal, unit_text: str) -> bool | None:
    """Whether `value` in a printed unit is within the analyte's bounds; None if the unit is unknown or does not convert."""
    code = unit(unit_text)
    number = convert(value, code, analyte.unit) if code and analyte.unit else None
    if number is None:
        return None
    return (analyte.low is None or number >= analyte.low) and (analyte.high is None or number <= analyte.high)
