"""What coordinated quantities share: a unit, a reference value or a comparator that is printed with one of them only."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractor.catalogue import dimension
from extractor.model.values import Range
from extractor.quantity.quantity import Quantity
from extractor.quantity.vocabulary import words

MAX_FACED = 14
_COORDINATED = re.compile(r"[ ,]{0,2}(?:and|or|but|&|to)[ ,]{1,2}(?:is )?", re.IGNORECASE)
_FACED = re.compile(r" ?[^\W\d_]{1,12} ?")
_LISTED = re.compile(r"[ ,]{0,2}(?:and/or|and|or)(?: [\w/()-]{1,24}){1,5} ?", re.IGNORECASE)
_EITHER = re.compile(r" ?[,(]? ?(?:or |but )?\(?", re.IGNORECASE)
_BRACKETED = re.compile(r" ?[(\[](?:i\.?e\.?,? |or |= ?|~ ?|approximately |about )?", re.IGNORECASE)
_SYMBOLS = ("<", ">", "<=", ">=")
_TIMES = "{times}"


def share(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities with what each has from the one behind it (unit, reference) and from the one before it (comparator)."""
    shared: list[Quantity] = []
    for quantity in reversed(found):
        if shared:
            quantity = _with_reference(text, _with_unit(text, quantity, shared[-1]), shared[-1])
        shared.append(quantity)
    return list(_with_comparators(text, shared[::-1]))


def _with_unit(text: str, quantity: Quantity, following: Quantity) -> Quantity:
    """A number without a unit takes the unit of the comparison it is coordinated with ("≥ 18.5 and ≤ 27.0 kg/m2")."""
    value, after = quantity.value, following.value
    if not quantity.explicit or not isinstance(value, Range) or value.unit_text:
        return quantity
    if not isinstance(after, Range) or not after.unit_text or not following.operator:
        return quantity
    faced = (
        quantity.end > following.start - MAX_FACED
        and quantity.operator in _SYMBOLS
        and quantity.start == quantity.number_start
    )
    gap = _FACED if faced else _COORDINATED
    if following.operator == "within" or not gap.fullmatch(text, quantity.end, following.start):
        return quantity
    unit = {"unit": after.unit, "unit_text": after.unit_text, "relative_to": after.relative_to}
    return quantity.model_copy(update={"value": value.model_copy(update=unit)})


def _with_reference(text: str, quantity: Quantity, following: Quantity) -> Quantity:
    """ "3 times" takes the reference of its neighbour: "A more than 3 times or B more than 2 times the upper limit"."""
    value, after = quantity.value, following.value
    if not quantity.explicit or not isinstance(value, Range) or value.unit != _TIMES or not isinstance(after, Range):
        return quantity
    if not following.explicit or after.relative_to is None or not _LISTED.fullmatch(text, quantity.end, following.start):
        return quantity
    return quantity.model_copy(
        update={"value": value.model_copy(update={"unit": None, "relative_to": after.relative_to}), "shared": True}
    )


def _with_comparators(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    before: Quantity | None = None
    for quantity in found:
        before = _with_comparator(text, before, quantity) if before else quantity
        yield before


def _with_comparator(text: str, before: Quantity, quantity: Quantity) -> Quantity:
    """A bare number under the comparator of the one before: "above 450 ms (men) or 470 ms (women)", "> 3 × ULN (5 × ULN"."""
    first, value = before.value, quantity.value
    if quantity.explicit or not before.operator or not isinstance(first, Range) or not isinstance(value, Range):
        return quantity
    if (first.low is None) == (first.high is None):
        return quantity
    if value.unit_text is None and value.relative_to is None and first.unit_text and _is_of_persons(text, before, quantity):
        value = value.model_copy(update={"unit": first.unit, "unit_text": first.unit_text, "relative_to": first.relative_to})
    restates = _restates(text, before, quantity)
    same = (first.unit, first.relative_to) == (value.unit, value.relative_to)
    if not restates and not (same and _coordinates(text, before, quantity, value)):
        return quantity
    bounds = {
        "low": None if first.low is None else value.low,
        "high": None if first.high is None else value.high,
        "low_inclusive": first.low_inclusive,
        "high_inclusive": first.high_inclusive,
    }
    said = {"operator": before.operator, "explicit": True, "shared": True, "restates": restates}
    return quantity.model_copy(update={"value": value.model_copy(update=bounds), **said})


def _coordinates(text: str, before: Quantity, quantity: Quantity, value: Range) -> bool:
    """Whether the words between make the second number another case of the first."""
    gap = before.end, quantity.start
    if value.relative_to is not None:
        return any(pattern.fullmatch(text, *gap) for pattern in (_LISTED, _EITHER))
    return value.unit is not None and _persons().fullmatch(text, *gap) is not None


def _is_of_persons(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Whether two numbers are those of two groups of people, the unit printed once ("12 g/dL in women, 13 in men")."""
    return (
        _persons().fullmatch(text, before.end, quantity.start) is not None
        and _people().match(text, quantity.end) is not None
    )


def _restates(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Whether a bracket gives the number before it again in another unit: "at least 6 months (180 days)"."""
    first, second = before.unit, quantity.unit
    if first is None or second is None or first == second or text[quantity.end : quantity.end + 1] not in (")", "]"):
        return False
    if _BRACKETED.fullmatch(text, before.end, quantity.start) is None:
        return False
    return (dimension(first) == "time") == (dimension(second) == "time")


_PEOPLE = r",? (?:\((?:for |in )?(?:{people})\)|(?:for|in) (?:{people})\b)"


@cache
def _people() -> re.Pattern[str]:
    """ " (men)", " for men", ", in women"."""
    return re.compile(_PEOPLE.format(people="|".join(sorted(words("person"), key=len, reverse=True))), re.IGNORECASE)


@cache
def _persons() -> re.Pattern[str]:
    """The same and a joint behind it: " (men) or ", " for men and ", ", in women, "."""
    return re.compile(rf"{_people().pattern}(?:, ?| ?/ ?|[;,]? (?:and |or |but ))(?:of )?", re.IGNORECASE)
