"""Interval sets obey the laws of sets, with open and closed ends kept apart."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from extractor.model.values import Range
from extractor.reconcile.intervals import (
    EVERYTHING,
    Interval,
    IntervalSet,
    compare,
    complement,
    from_range,
    intersect,
    union,
)

bounds = st.none() | st.integers(-5, 5).map(Decimal)
ranges = st.builds(Range, low=bounds, high=bounds, low_inclusive=st.booleans(), high_inclusive=st.booleans())
sets = st.lists(ranges.map(from_range), max_size=3).map(lambda parts: _joined(parts))
PROBES = [Decimal(n) / 2 for n in range(-13, 14)]


def _joined(parts: list[IntervalSet]) -> IntervalSet:
    joined: IntervalSet = ()
    for part in parts:
        joined = union(joined, part)
    return joined


def _holds(numbers: IntervalSet, probe: Decimal) -> bool:
    return any(_within(interval, probe) for interval in numbers)


def _within(interval: Interval, probe: Decimal) -> bool:
    above = interval.low is None or probe > interval.low or (probe == interval.low and interval.low_inclusive)
    below = interval.high is None or probe < interval.high or (probe == interval.high and interval.high_inclusive)
    return above and below


@given(sets)
def test_complement_holds_what_the_set_does_not(numbers: IntervalSet) -> None:
    assert all(_holds(complement(numbers), p) != _holds(numbers, p) for p in PROBES)
    assert complement(complement(numbers)) == numbers


@given(sets, sets)
def test_union_and_intersection_hold_what_they_should(first: IntervalSet, second: IntervalSet) -> None:
    for probe in PROBES:
        assert _holds(union(first, second), probe) == (_holds(first, probe) or _holds(second, probe))
        assert _holds(intersect(first, second), probe) == (_holds(first, probe) and _holds(second, probe))


@given(sets, sets)
def test_comparison_is_that_of_sets(first: IntervalSet, second: IntervalSet) -> None:
    opposite = {"narrower": "wider", "wider": "narrower"}
    assert compare(second, first) == opposite.get(compare(first, second), compare(first, second))
    assert (compare(first, second) == "equal") == (first == second)


def test_an_exclusion_below_equals_an_inclusion_from() -> None:
    excluded = from_range(Range(high=Decimal(30), high_inclusive=False))
    included = from_range(Range(low=Decimal(30)))
    assert compare(complement(excluded), included) == "equal"
    assert complement(()) == EVERYTHING


def test_a_range_upside_down_is_empty() -> None:
    assert from_range(Range(low=Decimal(5), high=Decimal(3))) == ()
    assert from_range(Range(low=Decimal(3), high=Decimal(3), high_inclusive=False)) == ()
