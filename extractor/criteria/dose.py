"""Doses: which quantities are doses, and the substance that stands between the amount and the rate."""

import re

from extractor.catalogue import Measurement, TermMatch
from extractor.criteria.item_text import ItemText
from extractor.quantity import Quantity

_DOSE = re.compile(r"(?:mg|ug|U|\[IU\])(?:/kg|/m2)?(?:/(?:d|wk|h|mo))?")
_RATED = re.compile(r"(?:mg|g|ug|U|\[IU\])(?:/kg)?/(?:d|wk|mo)")
_SUBSTANCE = re.compile(
    r"\s?[^\s]{1,10}\s(?:of\s)?(?P<name>[^\W\d_][^\s()]{2,24}(?:\s(?!or\s)[^\W\d_][^\s()]{2,24}){0,2})"
    r"(?=\s(?:\(?or|an?|per|each|every|daily|weekly|monthly)\s|\s(?:daily|weekly|monthly)\b)",
    re.IGNORECASE,
)


def is_dose(quantity: Quantity) -> bool:
    """Whether the unit is one that drugs are dosed in ("mg", "mg/kg/d", "[IU]/d")."""
    return quantity.unit is not None and _DOSE.fullmatch(quantity.unit) is not None


def substance(item: ItemText, quantity: Quantity) -> tuple[int, int, TermMatch | None] | None:
    """Where the substance inside a dose stands ("20 mg of prednisone a day"), and its catalogue term if it has one."""
    if quantity.unit is None or not _RATED.fullmatch(quantity.unit):
        return None
    match = _SUBSTANCE.match(item.text, quantity.number_end, quantity.end)
    if match is None:
        return None
    start, end = match.span("name")
    for term in item.terms_between(start, end):
        if term.end <= end and not isinstance(term.row, Measurement):
            return term.start, term.end, term
    return start, end, None
