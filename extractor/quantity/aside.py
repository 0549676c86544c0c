"""Asides: ranges that say how a number is counted or what it is in another notation, and set no limit of their own."""

import re
from collections.abc import Iterable

from extractor.model.values import Range
from extractor.quantity.quantity import Quantity

_MOST_APART = 60
_NEAR = 4
_SCALE = re.compile(
    r"\bon an? (?:[\w-]{1,12}point )?(?:(?:numeric|numerical|rating|visual|analog|analogue|pain|itch|likert)[ -]){0,3}scale"
    r"(?: of| from| ranging from| ranging| with a range of|:)? ?\(?\Z",
    re.IGNORECASE,
)
_SCALE_BEHIND = re.compile(
    r"[ -]?(?:point )?(?:(?:numeric(?:al)?|rating|visual|analog|analogue|pain|itch|intensity|severity|likert|VAS|NRS)[ -])"
    r"{0,4}scale\b",
    re.IGNORECASE,
)
_ODDS = re.compile(r"(?<![\d.,])\d{1,3} in \Z")
_ONE = re.compile(r"(?<![\d.,])1\s?[A-Za-z][\w/]{0,19}\s?\Z")
_FRACTION = re.compile(r"/\d")
_OPENED = re.compile(r"\([^()]{0,50}\Z")
_SCORED = re.compile(
    r"\((?:(?:possible |score |total )?(?:range|scale|scored|score|out of)[:, ]{1,2}(?:from |of |between )?|from )?\Z",
    re.IGNORECASE,
)


def without_asides(text: str, found: Iterable[Quantity]) -> list[Quantity]:
    """The quantities that set a limit.

    Left out are odds ("1 in 100 or more"), the ends of a scale ("4 or more on a scale from 0 to 10", "a 0-10 pain scale",
    "40 or more (0-100)"), Snellen fractions in a bracket behind a value ("24 to 73 letters (20/320 to 20/40)") and what
    tells how a unit converts ("1 cup = 200 mL").
    """
    kept: list[Quantity] = []
    for quantity in found:
        scale = _is_scale(text, quantity, kept) or _is_equivalent(text, quantity, kept)
        if not (scale or _is_odds(text, quantity) or _is_conversion(text, quantity)):
            kept.append(quantity)
    return kept


def _is_scale(text: str, quantity: Quantity, before: list[Quantity]) -> bool:
    """Whether a range is the whole scale: it begins at 0 or 1, and "scale" stands beside it or another value before it."""
    value = quantity.value
    if not isinstance(value, Range) or value.low not in (0, 1) or value.high is None or value.low == value.high:
        return False
    floor = max(0, quantity.start - _MOST_APART)
    if _SCALE.search(text, floor, quantity.start) or _SCALE_BEHIND.match(text, quantity.end):
        return True
    if value.unit_text is not None or not before or not before[-1].explicit or text[quantity.end : quantity.end + 1] != ")":
        return False
    opened = _SCORED.search(text, floor, quantity.start)
    return opened is not None and not text[before[-1].end : opened.start()].strip()


def _is_odds(text: str, quantity: Quantity) -> bool:
    """Whether a number is the second of "1 in 100"."""
    return quantity.unit is None and _ODDS.search(text, max(0, quantity.start - 8), quantity.start) is not None


def _is_conversion(text: str, quantity: Quantity) -> bool:
    return quantity.operator == "=" and _ONE.search(text, max(0, quantity.start - 24), quantity.start) is not None


def _is_equivalent(text: str, quantity: Quantity, before: list[Quantity]) -> bool:
    if not _FRACTION.match(quantity.unit or ""):
        return False
    opened = _OPENED.search(text, max(0, quantity.start - _MOST_APART), quantity.start)
    return opened is not None and any(other.explicit and other.end <= opened.start() for other in before[-_NEAR:])
