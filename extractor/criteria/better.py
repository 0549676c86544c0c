"""Comparators whose direction hangs on what is measured: "LVEF 45% or better" (at least), "ECOG 2 or better" (at most)."""

from extractor.catalogue import Measurement
from extractor.criteria.concept import has_level_word
from extractor.criteria.item_text import ItemText
from extractor.criteria.phrase import Found
from extractor.model.values import Range
from extractor.quantity import Quantity


def towards(item: ItemText, quantity: Quantity, concepts: tuple[Found, ...]) -> Quantity | None:
    """The quantity with its bound on the better or the worse end of its concept's scale, as its `domain` says.

    Of grades, stages and classes the lower is the better. None where it is not known which end is the better one.
    """
    row = concepts[0].term.row if concepts and concepts[0].term else None
    better = row.better if isinstance(row, Measurement) else "low" if has_level_word(item, quantity) else None
    value = quantity.value
    if better is None or not isinstance(value, Range):
        return None
    number = value.high if value.low is None else value.low
    inclusive = value.high_inclusive if value.low is None else value.low_inclusive
    upwards = (better == "high") == (quantity.domain == "better")
    bounds = {
        "low": number if upwards else None,
        "high": None if upwards else number,
        "low_inclusive": inclusive or not upwards,
        "high_inclusive": inclusive or upwards,
    }
    return quantity.model_copy(update={"value": value.model_copy(update=bounds)})
