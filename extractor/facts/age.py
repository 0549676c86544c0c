"""The ages that the criteria admit: for each cohort, and for the trial as the union over them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.model.criterion import Characteristic, Criterion, Fact
from extractor.model.document import Document, Span
from extractor.model.outline import Outline
from extractor.model.values import Range

DAYS = {
    "a": Decimal("365.25"),
    "mo": Decimal("30.4375"),
    "wk": Decimal(7),
    "d": Decimal(1),
    "h": Decimal(1) / 24,
    "min": Decimal(1) / 1440,
}


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of an admitted range, in the unit it is printed in, with the words it stands on."""

    number: Decimal
    inclusive: bool
    unit: str
    unit_text: str | None
    span: Span
    cohort: str | None
    inclusion: bool
    confidence: tuple[str, ...]

    @property
    def days(self) -> Decimal:
        """The bound in days, to compare bounds of different units."""
        return self.number * DAYS[self.unit]


@dataclass(frozen=True, slots=True)
class Statement:
    """What one characteristic admits: a low bound, a high bound, or both."""

    low: Bound | None
    high: Bound | None

    @property
    def cohort(self) -> str | None:
        """The cohort of the criterion that says so."""
        bound = self.low or self.high
        return bound.cohort if bound else None

    @property
    def inclusion(self) -> bool:
        """Whether it stands under inclusion."""
        bound = self.low or self.high
        return bound is not None and bound.inclusion


def read_ages(document: Document, outline: Outline, criteria: tuple[Criterion, ...]) -> list[Fact]:
    """Age facts from the criteria, confidence "text" first: for each cohort with ages of its own and for the whole trial.

    A bound under exclusion is turned round ("age < 18" admits 18 and over). Ages of others than the patient (`subject`) do
    not count. The trial's range is the union over its cohorts; where its two ends stand on different words, each is its own
    fact.
    """
    statements = [found for criterion in criteria for found in _statements(criterion)]
    cohorts = sorted({found.cohort for found in statements if found.cohort})
    general = [found for found in statements if found.cohort is None]
    facts: list[Fact] = []
    ranges = []
    for cohort in cohorts:
        admitted = _admitted([found for found in statements if found.cohort == cohort])
        ranges.append(admitted)
        facts += _facts(admitted, cohort)
    if general:
        ranges.append(_admitted(general))
    if ranges:
        facts += _facts(_union(ranges), None)
    return facts


def _statements(criterion: Criterion) -> Iterable[Statement]:
    for found in criterion.characteristics:
        if (
            found.topic == "age"
            and found.subject is None
            and isinstance(found.value, Range)
            and (found.value.unit or "a") in DAYS
        ):
            statement = _statement(criterion, found, found.value)
            if statement.low or statement.high:
                yield statement


def _statement(criterion: Criterion, found: Characteristic, value: Range) -> Statement:
    """The ages that a characteristic admits; what a closed range under exclusion leaves is no range."""
    inclusion = criterion.category == "inclusion"
    codes = ("text", *found.confidence, *(("conditional",) if found.condition else ()))

    def bound(number: Decimal, inclusive: bool) -> Bound:
        return Bound(number, inclusive, value.unit or "a", value.unit_text, found.span, criterion.cohort, inclusion, codes)

    if inclusion != found.exclude:
        return Statement(
            bound(value.low, value.low_inclusive) if value.low is not None else None,
            bound(value.high, value.high_inclusive) if value.high is not None else None,
        )
    if value.low is not None and value.high is not None:
        return Statement(None, None)
    return Statement(
        bound(value.high, not value.high_inclusive) if value.high is not None else None,
        bound(value.low, not value.low_inclusive) if value.low is not None else None,
    )


def _admitted(statements: list[Statement]) -> Statement:
    """The range that the statements of one scope admit together: the widest of the inclusions, cut by the exclusions."""
    included = [found for found in statements if found.inclusion]
    excluded = [found for found in statements if not found.inclusion]
    wide = Statement(_lowest(included), _highest(included))
    low = max([b for b in (wide.low, *(s.low for s in excluded)) if b], key=lambda b: b.days, default=None)
    high = min([b for b in (wide.high, *(s.high for s in excluded)) if b], key=lambda b: b.days, default=None)
    return Statement(low, high)


def _lowest(statements: list[Statement]) -> Bound | None:
    return min([found.low for found in statements if found.low], key=lambda bound: bound.days, default=None)


def _highest(statements: list[Statement]) -> Bound | None:
    return max([found.high for found in statements if found.high], key=lambda bound: bound.days, default=None)


def _union(ranges: list[Statement]) -> Statement:
    """The widest range over cohorts. A cohort without a bound leaves the trial without one."""
    lows, highs = [found.low for found in ranges], [found.high for found in ranges]
    low = None if None in lows else min([b for b in lows if b], key=lambda bound: bound.days)
    high = None if None in highs else max([b for b in highs if b], key=lambda bound: bound.days)
    return Statement(replace(low, cohort=None) if low else None, replace(high, cohort=None) if high else None)


def _facts(admitted: Statement, cohort: str | None) -> list[Fact]:
    low, high = admitted.low, admitted.high
    if low and high and low.span == high.span and low.unit == high.unit:
        return [_fact(low, high, cohort)]
    return [_fact(low if each is low else None, high if each is high else None, cohort) for each in (low, high) if each]


def _fact(low: Bound | None, high: Bound | None, cohort: str | None) -> Fact:
    shown = low or high
    assert shown is not None
    value = Range(
        low=low.number if low else None,
        high=high.number if high else None,
        low_inclusive=low.inclusive if low else True,
        high_inclusive=high.inclusive if high else True,
        unit=shown.unit,
        unit_text=shown.unit_text,
    )
    return Fact(field="age", value=value, span=shown.span, cohort=cohort, confidence=shown.confidence)
