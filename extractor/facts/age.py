"""The ages that the criteria admit: for each cohort, and for the trial as the union over them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.facts.age_statements import Bound, Statement, statements_of
from extractor.facts.lines import PageLines
from extractor.model.criterion import Criterion, Fact
from extractor.model.document import Document
from extractor.model.values import Range

EQUALS = "equals-sign"
JOINT = re.compile(r"(?:[\s,;&-]|and|to|but|years?|yrs?|old|of age|age){0,12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Admitted:
    """The range of one scope: each end with the words it stands on; None where nothing limits it."""

    low: Bound | None
    high: Bound | None

    @property
    def is_empty(self) -> bool:
        """Whether no age lies between its ends."""
        low, high = self.low, self.high
        return low is not None and high is not None and low.days >= high.days and not (low.inclusive and high.inclusive)


def read_ages(document: Document, page: PageLines, criteria: tuple[Criterion, ...]) -> list[Fact]:
    """Age facts from the criteria, confidence "text" first: for each cohort with ages of its own, and for the trial.

    A bound under exclusion is turned round ("age < 18" admits 18 and over). Ages of others than the patient (`subject`) and
    ages that the words beside them tie to something else (menopause, consent, a scale) do not count.
    The trial's range is the union over its cohorts; where its two ends stand on different words, each is its own fact.
    "Age = 18", whose comparator a conversion has lost, counts as a lower bound, or as the upper one beside a lower, with
    confidence "equals-sign".
    """
    statements = statements_of(document, page, criteria)
    cohorts = sorted({found.cohort for found in statements if found.cohort})
    general = _known(_admitted(document, [found for found in statements if found.cohort is None]))
    facts: list[Fact] = []
    ranges = []
    for cohort in cohorts:
        own = _known(_admitted(document, [found for found in statements if found.cohort == cohort]))
        facts += _facts(own, cohort)
        ranges.append(Admitted(own.low or general.low, own.high or general.high))
    return [*facts, *_facts(_union(ranges) if ranges else general, None)]


def ends_without_age(document: Document, page: PageLines, criteria: tuple[Criterion, ...]) -> list[tuple[Bound, Bound]]:
    """The two ends of each range, of the trial or of a cohort, that leave no age between them and therefore are no fact."""
    statements = statements_of(document, page, criteria)
    scopes = dict.fromkeys(found.cohort for found in statements)
    ranges = [_admitted(document, [found for found in statements if found.cohort == scope]) for scope in scopes]
    return [(each.low, each.high) for each in ranges if each.is_empty and each.low and each.high]


def _known(admitted: Admitted) -> Admitted:
    """A range without an age says nothing: its ends are those of several groups that are not told apart, or one is wrong."""
    return Admitted(None, None) if admitted.is_empty else admitted


def _admitted(document: Document, statements: list[Statement]) -> Admitted:
    """The range that the statements of one scope admit together: the widest of the inclusions, cut by the exclusions."""
    sure = [found for found in statements if not found.has_code(EQUALS)]
    included, excluded = [found for found in sure if found.inclusion], [found for found in sure if not found.inclusion]
    lost = [found.low for found in statements if found.has_code(EQUALS) and found.inclusion and found.low]
    low, high = _least(found.low for found in included), _greatest(found.high for found in included)
    low, high = _with_lost_comparators(document, low, high, lost)
    lows, highs = [found.low for found in excluded], [found.high for found in excluded]
    return Admitted(_greatest([low, *lows]), _least([high, *highs]))


def _with_lost_comparators(
    document: Document, low: Bound | None, high: Bound | None, lost: list[Bound]
) -> tuple[Bound | None, Bound | None]:
    """Bounds as they are; for want of one, numbers behind an equals sign: the least is low, one joined to it is high."""
    if low is None and lost and (high is None or min(map(_days, lost)) < high.days):
        low = min(lost, key=_days)
    rest = [bound for bound in lost if low is not None and bound.days > low.days and _joined(document, low, bound)]
    return low, high if high is not None else _greatest(rest)


def _joined(document: Document, low: Bound, high: Bound) -> bool:
    """Whether two numbers are the ends of one range: nothing but "and" between them, or each in a criterion of its own."""
    between = document.text[low.span.end : high.span.start]
    return high.span.start >= low.span.end and (bool(JOINT.fullmatch(between)) or "\n" in between)


def _days(bound: Bound) -> Decimal:
    return bound.days


def _least(bounds: Iterable[Bound | None]) -> Bound | None:
    return min((bound for bound in bounds if bound), key=_days, default=None)


def _greatest(bounds: Iterable[Bound | None]) -> Bound | None:
    return max((bound for bound in bounds if bound), key=_days, default=None)


def _union(ranges: list[Admitted]) -> Admitted:
    """The widest range over cohorts. A cohort without a bound leaves the trial without one."""
    low = None if any(each.low is None for each in ranges) else _least(each.low for each in ranges)
    high = None if any(each.high is None for each in ranges) else _greatest(each.high for each in ranges)
    return Admitted(replace(low, cohort=None) if low else None, replace(high, cohort=None) if high else None)


def _facts(admitted: Admitted, cohort: str | None) -> list[Fact]:
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
