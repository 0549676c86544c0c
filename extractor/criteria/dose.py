"""Doses: which quantities are doses, and the substance that stands between the amount and the rate."""

import re

from extractor.catalogue import Measurement, TermMatch
from extractor.criteria.item_text import ItemText
from extractor.criteria.phrase import MAX_RIGHT
from extractor.quantity import Quantity

_DOSE = re.compile(r"(?:mg|ug|U|\[IU\])(?:/kg|/m2)?(?:/(?:d|wk|h|mo))?")
_RATED = re.compile(r"(?:mg|g|ug|U|\[IU\])(?:/kg)?/(?:d|wk|mo)")
_SUBSTANCE = re.compile(
    r"\s?[^\s]{1,10}\s(?:of\s)?(?P<name>[^\W\d_][^\s()]{2,24}(?:\s(?!or\s)[^\W\d_][^\s()]{2,24}){0,2})"
    r"(?=\s(?:\(?or|an?|per|each|every|daily|weekly|monthly)\s|\s(?:daily|weekly|monthly)\b)",
    re.IGNORECASE,
)

_DOSE_OF = re.compile(r"(?:\s(?:of|daily|oral|total|prior|a\sday|per\sday)){0,3}+\s\(?", re.IGNORECASE)
_DOSED = re.compile(r"\s?[(\[,:]?\s?(?:(?:at|is|in|with|doses?|dosages?|of|a|an|the|daily|use)\s){0,4}+", re.IGNORECASE)


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


def drug_beside(item: ItemText, quantity: Quantity, floor: int, edge: int) -> tuple[TermMatch, ...]:
    """The drug right behind a dose or right before it ("20 mg prednisone", "aspirin (75-300 mg/d)"): one, or none.

    `floor` to `edge` is the clause before the dose.
    """
    if not is_dose(quantity):
        return ()
    near = (_as_drug(term) for term in item.terms_between(floor, quantity.end + MAX_RIGHT))
    drugs = [term for term in near if term.row.topic == "drug"]
    behind = [term for term in drugs if _DOSE_OF.fullmatch(item.text, quantity.end, max(quantity.end, term.start))]
    before = [term for term in drugs if term.end <= edge and _DOSED.fullmatch(item.text, term.end, edge)]
    return (*behind, *before)[:1]


def _as_drug(term: TermMatch) -> TermMatch:
    """A name that is a measurement and a drug, as the drug: a dose of vitamin D is none of its level."""
    return term if term.twin is None or term.twin.topic != "drug" else term._replace(row=term.twin)
