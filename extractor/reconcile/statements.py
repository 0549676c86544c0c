"""Compile a record to comparable statements: for each characteristic, which patients it lets in.

A statement's `admits` is the set of values with which a patient may enter, in the canonical unit of its dimension;
the category of the criterion and a negation inside it are folded in here and only here (the record keeps what is written).
"""

import re
from decimal import Context, Decimal
from functools import cache
from typing import NamedTuple

from extractor.catalogue import Measurement, convert_measured, dimension, measurements
from extractor.model.criterion import Characteristic, Criterion, Record
from extractor.model.values import Members, Range, Timing
from extractor.reconcile.features import CANONICAL, stems
from extractor.reconcile.intervals import Interval, IntervalSet, complement, from_range, intersect, union

_LENGTHS = frozenset({"h", "d", "wk", "mo", "a"})
_PRECISION = Context(prec=9)
"""Conversions agree to nine digits; what differs beyond is rounding."""


class Statement(NamedTuple):
    """One characteristic with what it means for admission.

    `key` is the catalogue's id of the concept, else "~" and its stems. `scale` names what the numbers count: dimension and
    reference ("time", "relative:ULN"); statements of different scales cannot be compared as numbers. `excludes` says that a
    patient for whom the statement holds is kept out.
    """

    criterion: Criterion
    characteristic: Characteristic
    key: str
    excludes: bool
    scale: str
    admits: IntervalSet | None


class Party(NamedTuple):
    """One document in a comparison: its id, whether it is the reference (a registry), and its statements."""

    document: str
    reference: bool
    statements: tuple[Statement, ...]


@cache
def measurement(key: str) -> Measurement | None:
    """The catalogue row of a measured concept, or None."""
    return _rows().get(key)


@cache
def _rows() -> dict[str, Measurement]:
    return {row.key: row for row in measurements()}


def statements_of(record: Record, subject: str | None = None) -> tuple[Statement, ...]:
    """Every characteristic about the patient, or about `subject` (a donor, a relative, an event), in page order."""
    return tuple(
        _statement(criterion, characteristic)
        for criterion in record.criteria
        for characteristic in criterion.characteristics
        if characteristic.subject == subject
    )


def subjects_of(record: Record) -> set[str]:
    """Whom or what a record speaks of beside the patient."""
    return {c.subject for criterion in record.criteria for c in criterion.characteristics if c.subject}


def _statement(criterion: Criterion, characteristic: Characteristic) -> Statement:
    excludes = (criterion.category == "exclusion") != characteristic.exclude
    key = key_of(characteristic)
    scale, numbers = _numbers(characteristic, key)
    admits = None if numbers is None else _on_scale(complement(numbers) if excludes else numbers, key)
    return Statement(criterion, characteristic, key, excludes, scale, admits)


_ENDS = re.compile(r"(?P<first>[0-9]{1,3}|[IV]{1,3}|[A-C])-(?P<last>[0-9]{1,3}|[IV]{1,3}|[A-C])")


def _on_scale(numbers: IntervalSet, key: str) -> IntervalSet:
    """Only the levels that a scale has: "below 2" of a scale from 0 is 0 and 1."""
    row = measurement(key)
    ends = _ENDS.fullmatch(row.levels) if row is not None and row.levels else None
    if ends is None:
        return numbers
    first, last = _step(ends["first"]), _step(ends["last"])
    if first is None or last is None:
        return numbers
    return intersect(numbers, (Interval(first.low, True, last.high, False),))


def key_of(characteristic: Characteristic) -> str:
    """What a characteristic is compared by: the concept's catalogue key, else its stems, else the topic."""
    concept = characteristic.concept
    if concept is None:
        return characteristic.topic
    if concept.key:
        return concept.key
    words = " ".join(sorted(stems(concept.text)))
    return f"~{words}" if words else characteristic.topic


def _numbers(characteristic: Characteristic, key: str) -> tuple[str, IntervalSet | None]:
    value = characteristic.value
    row = measurement(key)
    if isinstance(value, Members):
        return "levels", _levels(value)
    if not isinstance(value, Range):
        return "", None
    if value.relative_to:
        return f"relative:{value.relative_to}", from_range(value)
    if row is not None and row.levels:
        return "levels", _whole(from_range(value))
    if row is not None and row.topic == "score":
        return "score", from_range(value)
    canonical, scale = in_canonical_unit(value, row)
    return scale, from_range(canonical)


ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
LETTERS = {"A": Decimal("0"), "B": Decimal("0.25"), "C": Decimal("0.5")}
_LEVEL = re.compile(r"(?P<whole>[IV]{1,3}|\d{1,2})?(?P<letter>[ABC])?")


def _levels(value: Members) -> IntervalSet | None:
    """Levels as half-open steps, joined where they touch ("IIB" is the second part of II); None where one is no level."""
    numbers: IntervalSet = ()
    for member in value.members:
        step = _step(member.strip().upper())
        if step is None:
            return None
        numbers = union(numbers, (step,))
    return numbers or None


def _step(member: str) -> Interval | None:
    match = _LEVEL.fullmatch(member)
    if not match or not member:
        return None
    whole, letter = match["whole"], match["letter"]
    if whole is None:
        low = Decimal("ABC".index(letter) + 1)
        return Interval(low, True, low + 1, False)
    level = Decimal(whole) if whole.isdigit() else Decimal(ROMAN.get(whole, 0))
    if letter is None:
        return Interval(level, True, level + 1, False)
    end = level + 1 if letter == "C" else level + LETTERS[letter] + Decimal("0.25")
    return Interval(level + LETTERS[letter], True, end, False)


def _whole(numbers: IntervalSet) -> IntervalSet:
    """Bounds of a whole-number scale as half-open unit steps, so that "> 2" equals ">= 3" and "0-1" equals "< 2"."""
    stepped = []
    for low, low_inclusive, high, high_inclusive in numbers:
        first = low if low is None or low_inclusive or low != low.to_integral_value() else low + 1
        last = high if high is None or not high_inclusive or high != high.to_integral_value() else high + 1
        stepped.append(Interval(first, first is not None, last, False))
    return tuple(stepped)


def in_canonical_unit(value: Range, row: Measurement | None) -> tuple[Range, str]:
    """The range in the concept's own unit (or the dimension's canonical one), and its scale; unknown units stay."""
    if value.unit is None:
        return value, "number" if not value.unit_text else f"unit:{value.unit_text.lower()}"
    kind = dimension(value.unit)
    own = row.unit if row is not None and row.unit and _fits(value.unit, row) and row.unit not in _LENGTHS else None
    target = own or CANONICAL.get(kind or "") or value.unit
    low, high = _converted(value.low, value.unit, target, row), _converted(value.high, value.unit, target, row)
    if (value.low is not None and low is None) or (value.high is not None and high is None):
        return value, f"unit:{value.unit}"
    measured = dimension(target)
    scale = "time" if target == "d" else "number" if measured == "score" else f"{measured or 'unit'}:{target}"
    return value.model_copy(update={"low": low, "high": high, "unit": target}), scale


def _fits(unit: str, row: Measurement) -> bool:
    return row.unit is not None and convert_measured(Decimal(1), unit, row.unit, row) is not None


def _converted(number: Decimal | None, unit: str, target: str, row: Measurement | None) -> Decimal | None:
    if number is None:
        return None
    converted = convert_measured(number, unit, target, row)
    return None if converted is None else _PRECISION.create_decimal(converted).normalize()


def days(timing: Timing) -> tuple[Decimal | None, Decimal | None] | None:
    """The window's bounds in days; None where it has no number or no unit of time."""
    window = timing.window
    if window is None or window.unit is None or dimension(window.unit) != "time":
        return None
    return _converted(window.low, window.unit, "d", None), _converted(window.high, window.unit, "d", None)


def same_days(first: tuple[Decimal | None, Decimal | None], second: tuple[Decimal | None, Decimal | None]) -> bool:
    """Equal within 3 %: a month is no fixed number of days, and 4 weeks, 28 days and 1 month are written for each other."""
    return all(_near(a, b) for a, b in zip(first, second, strict=True))


def same_months(first: Range, second: Range) -> bool:
    """Whether one length counts months and the other as many times four weeks: "two months" is written for 8 weeks."""
    counted = {value.unit: _limit(value) for value in (first, second)}
    months, weeks = counted.get("mo"), counted.get("wk")
    if weeks is None and (printed := counted.get("d")) is not None:
        weeks = printed / 7
    return months is not None and weeks is not None and weeks == 4 * months


def _limit(value: Range) -> Decimal | None:
    """The only bound of a range."""
    return value.high if value.low is None else value.low if value.high is None else None


def _near(a: Decimal | None, b: Decimal | None) -> bool:
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= Decimal("0.03") * max(abs(a), abs(b))
