"""Gestation: weeks and days that measure a pregnancy, nobody's age and no length of anything else."""

import re

from extractor.criteria.item_text import ItemText
from extractor.quantity import Quantity

_BEHIND = re.compile(
    r"(?:[^,;.()]{0,12}\b)(?P<word>gestation(?:al)?(?:\sage)?|amenorrh?o?ea|pregnan(?:cy|t)|post-?conception\w*|SA|GA|along)\b"
)
_BEFORE = re.compile(
    r"(?P<word>\bpregnan(?:t|cy)|\bborn|\bbirths?|\bdeliver(?:y|ed)|\bc(?:a)?esarean(?:\ssection)?|\bgestations?)"
    r"(?:\s(?:women|woman|people|mothers?|patients?|females?|individuals?|participants?|persons?))?"
    r",?\s?(?:(?:at|of|between|from|in|who\sare|with|the|a)\s|\()*+\Z",
    re.IGNORECASE,
)
MAX_BEFORE = 60
_UNITS = frozenset(("wk", "d"))
_LEAST, _MOST = 4, 45
_WEEK = 7


def gestation(item: ItemText, quantity: Quantity) -> tuple[int, int] | None:
    """Where the word stands that makes a quantity the age of a pregnancy: "37 weeks of gestation", "born at 34 weeks"."""
    behind = _BEHIND.match(item.text, quantity.number_end) if quantity.unit in (*_UNITS, "mo") else None
    if behind is not None:
        return behind.span("word")
    if quantity.unit not in _UNITS or not _is_plausible(quantity):
        return None
    if quantity.operator.startswith("born"):
        return quantity.start, quantity.start + len("born")
    before = _BEFORE.search(item.text, max(0, quantity.start - MAX_BEFORE), quantity.start)
    return before.span("word") if before is not None else None


def _is_plausible(quantity: Quantity) -> bool:
    """Whether each bound lies where a pregnancy can be: "born 3 days ago" tells no length of it."""
    value = quantity.value
    bounds = [bound for bound in (getattr(value, "low", None), getattr(value, "high", None)) if bound is not None]
    week = 1 if quantity.unit == "wk" else _WEEK
    return all(_LEAST * week <= bound <= _MOST * week for bound in bounds)
