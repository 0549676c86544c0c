"""Age ranges drawn as bars on one scale."""

from decimal import Decimal
from typing import NamedTuple

from extractor.model.criterion import Record
from extractor.model.values import Range
from extractor.report.words import value_words, visible

SCALE_END = 100
TICKS = (0, 18, 40, 65, 100)
_YEARS = {
    None: Decimal(1),
    "a": Decimal(1),
    "mo": Decimal(1) / 12,
    "wk": Decimal(7) / Decimal("365.25"),
    "d": Decimal(1) / Decimal("365.25"),
}


class Bar(NamedTuple):
    """One age range. `start` and `width` are per cent of the scale; an open end reaches the end of the scale."""

    letter: str
    cohort: str
    words: str
    start: str
    width: str
    open_low: bool
    open_high: bool


def age_bars(record: Record, letter: str) -> list[Bar]:
    """The age facts of a record, the whole trial first, then by cohort in page order; the same range twice is one bar."""
    names = {cohort.id: cohort.name for cohort in record.cohorts}
    order = {cohort.id: index for index, cohort in enumerate(record.cohorts)}
    ages = [fact for fact in record.facts if fact.field == "age" and isinstance(fact.value, Range)]
    ages.sort(key=lambda fact: order.get(fact.cohort or "", -1))
    bars = []
    for fact in ages:
        cohort = names.get(fact.cohort, fact.cohort) if fact.cohort else "whole trial"
        if isinstance(fact.value, Range) and (bar := _bar(fact.value, letter, visible(cohort))) is not None:
            bars.append(bar)
    return list(dict.fromkeys(bars))


def _bar(age: Range, letter: str, cohort: str) -> Bar | None:
    factor = _YEARS.get(age.unit)
    if factor is None or (age.low is None and age.high is None):
        return None
    low = min(max((age.low or Decimal(0)) * factor, Decimal(0)), Decimal(SCALE_END))
    high = min(max(age.high * factor if age.high is not None else Decimal(SCALE_END), low), Decimal(SCALE_END))
    width = max(high - low, Decimal("0.8"))
    start = min(low, SCALE_END - width)
    return Bar(letter, cohort, value_words(age), f"{start:.2f}", f"{width:.2f}", age.low is None, age.high is None)
