"""Sets of numbers as disjoint intervals with open and closed ends: what a threshold lets in.

A criterion compiles to the set of values with which a patient may enter, so that an exclusion "eGFR < 30" and an inclusion
"eGFR >= 30" become one set and can be compared as sets (equal, narrower, wider, overlapping, disjoint).
"""

from decimal import Decimal
from typing import Literal, NamedTuple

from extractor.model.values import Range

Comparison = Literal["equal", "narrower", "wider", "overlapping", "disjoint"]


class Interval(NamedTuple):
    """Numbers from `low` to `high`; None is unbounded. Ends belong to it where the flag says so."""

    low: Decimal | None
    low_inclusive: bool
    high: Decimal | None
    high_inclusive: bool


IntervalSet = tuple[Interval, ...]

EVERYTHING: IntervalSet = (Interval(None, False, None, False),)


def from_range(value: Range) -> IntervalSet:
    """The set that a range states; the empty set where its low exceeds its high."""
    if value.low is not None and value.high is not None:
        closed = value.low_inclusive and value.high_inclusive
        if value.low > value.high or (value.low == value.high and not closed):
            return ()
    return (
        Interval(
            value.low,
            value.low is not None and value.low_inclusive,
            value.high,
            value.high is not None and value.high_inclusive,
        ),
    )


def complement(numbers: IntervalSet) -> IntervalSet:
    """All numbers that are not in the set."""
    gaps: list[Interval] = []
    low: Decimal | None = None
    low_inclusive = False
    for interval in numbers:
        if interval.low is not None:
            gaps.append(Interval(low, low_inclusive, interval.low, not interval.low_inclusive))
        if interval.high is None:
            return tuple(gap for gap in gaps if not _is_empty(gap))
        low, low_inclusive = interval.high, not interval.high_inclusive
    gaps.append(Interval(low, low_inclusive, None, False))
    return tuple(gap for gap in gaps if not _is_empty(gap))


def intersect(first: IntervalSet, second: IntervalSet) -> IntervalSet:
    """Numbers in both sets."""
    both = []
    for a in first:
        for b in second:
            low, low_inclusive = _higher_low(a, b)
            high, high_inclusive = _lower_high(a, b)
            both.append(Interval(low, low_inclusive, high, high_inclusive))
    both = [interval for interval in both if not _is_empty(interval)]
    return tuple(sorted(both, key=_order))


def union(first: IntervalSet, second: IntervalSet) -> IntervalSet:
    """Numbers in either set."""
    return complement(intersect(complement(first), complement(second)))


def compare(first: IntervalSet, second: IntervalSet) -> Comparison:
    """How the first set lies to the second: "narrower" means that it lets in fewer numbers."""
    common = intersect(first, second)
    if first == second:
        return "equal"
    if not common:
        return "disjoint"
    if common == first:
        return "narrower"
    if common == second:
        return "wider"
    return "overlapping"


def _is_empty(interval: Interval) -> bool:
    if interval.low is None or interval.high is None:
        return False
    closed = interval.low_inclusive and interval.high_inclusive
    return interval.low > interval.high or (interval.low == interval.high and not closed)


def _order(interval: Interval) -> tuple[bool, Decimal, bool]:
    return interval.low is not None, interval.low or Decimal(0), not interval.low_inclusive


def _higher_low(a: Interval, b: Interval) -> tuple[Decimal | None, bool]:
    if a.low is None:
        return b.low, b.low_inclusive
    if b.low is None or a.low > b.low:
        return a.low, a.low_inclusive
    if b.low > a.low:
        return b.low, b.low_inclusive
    return a.low, a.low_inclusive and b.low_inclusive


def _lower_high(a: Interval, b: Interval) -> tuple[Decimal | None, bool]:
    if a.high is None:
        return b.high, b.high_inclusive
    if b.high is None or a.high < b.high:
        return a.high, a.high_inclusive
    if b.high < a.high:
        return b.high, b.high_inclusive
    return a.high, a.high_inclusive and b.high_inclusive
