"""Whether two statements, or two criteria, state the same numbers: in other units, rounded, or with a unit left out."""

from decimal import Decimal

from extractor.catalogue import dimension
from extractor.model.criterion import Criterion
from extractor.model.values import Range
from extractor.reconcile.align import Pair
from extractor.reconcile.intervals import IntervalSet, from_range
from extractor.reconcile.statements import Party, Statement, in_canonical_unit, measurement, same_months

TOLERANCE = Decimal("0.03")


def limits_of(party: Party, criterion: Criterion) -> list[Statement]:
    """The statements of a criterion that give numbers, other than ages."""
    return [s for s in party.statements if s.criterion is criterion and s.admits is not None and s.key != "age"]


def state_the_same(a: Party, b: Party, pair: Pair) -> bool:
    """Whether both criteria state numbers, each that the other states too; an unknown unit is no difference."""
    first, second = limits_of(a, pair.a), limits_of(b, pair.b)
    alike = [[_printed_alike(x, y) for y in second] for x in first]
    return bool(first and second) and all(map(any, alike)) and all(map(any, zip(*alike, strict=True)))


def says_all(other: Party, party: Party, criterion: Criterion) -> bool:
    """Whether `other` states every limit of a criterion of `party` and names all else that it names, wherever."""
    stated = [s for s in party.statements if s.criterion is criterion]
    return any(s.admits is not None for s in stated) and all(any(_confirms(s, t) for t in other.statements) for s in stated)


def _confirms(first: Statement, second: Statement) -> bool:
    if first.key != second.key:
        return False
    return same_numbers(first, second) if first.admits is not None else first.excludes == second.excludes


def _printed_alike(first: Statement, second: Statement) -> bool:
    a, b = first.characteristic.value, second.characteristic.value
    unknown = isinstance(a, Range) and isinstance(b, Range) and None in (a.unit, b.unit)
    return same_numbers(first, second) or (unknown and same_printed(first, second))


def same_numbers(first: Statement, second: Statement) -> bool:
    """Whether both let in the same patients; a missing unit is no disagreement.

    Lengths of time and values printed in different units agree within 3 %: who converts, rounds (250 mg/dL is 13.9 mmol/L).
    """
    if first.admits is None or second.admits is None:
        return False
    if first.scale != second.scale:
        if unit_missing(first, second) and _same_count(first, second):
            return True
        alike = unit_missing(first, second) or _rate_missing(first, second) or _one_unit(first, second)
        return alike and same_printed(first, second)
    if first.admits == second.admits:
        return True
    return (first.scale == "time" or other_unit(first, second)) and _nearly(first.admits, second.admits)


def same_in_months(first: Statement, second: Statement) -> bool:
    """Whether one page counts months where the other counts as many times four weeks."""
    a, b = first.characteristic.value, second.characteristic.value
    return isinstance(a, Range) and isinstance(b, Range) and first.excludes == second.excludes and same_months(a, b)


def scales_fit(first: Statement, second: Statement) -> bool:
    """Whether the numbers count the same, or one page leaves the unit out."""
    return first.scale == second.scale or unit_missing(first, second)


def _one_unit(first: Statement, second: Statement) -> bool:
    """Whether both print one unit, whatever their concepts are usually measured in."""
    a, b = first.characteristic.value, second.characteristic.value
    return isinstance(a, Range) and isinstance(b, Range) and a.unit is not None and a.unit == b.unit


def other_unit(first: Statement, second: Statement) -> bool:
    """Whether both print a unit, and not the same."""
    a, b = first.characteristic.value, second.characteristic.value
    return isinstance(a, Range) and isinstance(b, Range) and a.unit is not None and b.unit is not None and a.unit != b.unit


def unit_missing(first: Statement, second: Statement) -> bool:
    """Whether one of the numbers stands without a unit."""
    return "number" in (first.scale, second.scale)


PER_MICROLITRE = "/uL"


def _same_count(first: Statement, second: Statement) -> bool:
    """Whether a number without a unit, taken as cells per microlitre as usual in print, is the other's count."""
    row = measurement(first.key)
    values = [s.characteristic.value for s in (first, second)]
    ranges = [value for value in values if isinstance(value, Range)]
    if row is None or len(ranges) < 2 or first.key != second.key or first.excludes != second.excludes:
        return False
    plain, full = sorted(ranges, key=lambda value: value.unit is not None)
    assumed = in_canonical_unit(plain.model_copy(update={"unit": PER_MICROLITRE}), row)
    known = in_canonical_unit(full, row)
    return plain.unit is None and assumed[1] == known[1] and from_range(assumed[0]) == from_range(known[0])


def _rate_missing(first: Statement, second: Statement) -> bool:
    """Whether one unit is the other per something: "25 mg" that is "25 mg weekly" elsewhere, "copies" for copies/mL."""
    a, b = first.characteristic.value, second.characteristic.value
    if not isinstance(a, Range) or not isinstance(b, Range) or not a.unit or not b.unit:
        return False
    short, long = sorted((a.unit, b.unit), key=len)
    per = long.removeprefix(f"{short}/")
    return per != long and (short.startswith("{") or dimension(per) == "time")


def same_printed(first: Statement, second: Statement) -> bool:
    """Whether the same bounds are printed, and keep out the same side."""
    a, b = first.characteristic.value, second.characteristic.value
    return (
        isinstance(a, Range)
        and isinstance(b, Range)
        and (a.low, a.high) == (b.low, b.high)
        and first.excludes == second.excludes
    )


def _nearly(first: IntervalSet, second: IntervalSet) -> bool:
    return len(first) == len(second) and all(
        _near(a.low, b.low) and _near(a.high, b.high) for a, b in zip(first, second, strict=True)
    )


def rounded_alike(first: IntervalSet, second: IntervalSet) -> IntervalSet:
    """The second set with the bounds of the first where they differ by no more than rounding."""
    if len(first) != len(second):
        return second
    return tuple(
        y._replace(low=x.low if _near(x.low, y.low) else y.low, high=x.high if _near(x.high, y.high) else y.high)
        for x, y in zip(first, second, strict=True)
    )


def _near(a: Decimal | None, b: Decimal | None) -> bool:
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))
