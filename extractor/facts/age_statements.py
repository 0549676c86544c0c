"""What each criterion says of the age to enter the trial: the characteristics of that age, turned to what they admit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from extractor.facts.entries import split_label
from extractor.facts.lines import Line, PageLines
from extractor.facts.printed_age import find_age
from extractor.facts.vocabulary import words
from extractor.model.criterion import Characteristic, Criterion
from extractor.model.document import Document, Span
from extractor.model.values import Range

DAYS = {"a": Decimal("365.25"), "mo": Decimal("30.4375"), "wk": Decimal(7), "d": Decimal(1), "h": Decimal(1) / 24}
WORD = re.compile(r"[a-z]+")
DIRECT = re.compile(
    r"\b(?:age[ds]?|ages of|age of|age is|age range)[ :(,]{0,3}(?:is |of |from |between |must be |should be )?$",
    re.IGNORECASE,
)
AGE_WORD = re.compile(r"\bage[sd]?(?:\b|(?=between))", re.IGNORECASE)
ADMITTED = re.compile(
    r"\b(?:join|take part|participate|eligible|enrol|enroll|enter|qualify|included|looking for)\b[^.;:]{0,60}$",
    re.IGNORECASE,
)
ANSWER = re.compile(r"(?:[ ]?years)?[ ]?[)?:]{1,2}[ ]?(?:yes|no)\b", re.IGNORECASE)
"""What follows the age that a form asks about ("Are the trial subjects under 18? no")."""
ONE_OF = re.compile(r"\b(?:one|any|two|three)(?: or more)? of\b[^.;:]*+:[^.;]*+$", re.IGNORECASE)
OR_ELSE = re.compile(
    r"(?:[ ]old|[ ]of age)?,?[ ]or[ ](?!(?:older|over|above|more|greater|younger|less|under|below|at)\b)[a-z]", re.IGNORECASE
)
REACH, CLOSE, MAX_LEAD, GROWN, MAX_LINES = 60, 40, 120, 14, 3000


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
    def bound(self) -> Bound:
        """Either bound, for what both share."""
        found = self.low or self.high
        assert found is not None
        return found

    @property
    def cohort(self) -> str | None:
        """The cohort of the criterion that says so."""
        return self.bound.cohort

    @property
    def inclusion(self) -> bool:
        """Whether it stands under inclusion."""
        return self.bound.inclusion

    def has_code(self, code: str) -> bool:
        """Whether the reading has a reason code."""
        return code in self.bound.confidence


def statements_of(document: Document, page: PageLines, criteria: tuple[Criterion, ...]) -> list[Statement]:
    """The statements of the criteria on the patient's age at entry, in page order, then those under a heading "Age"."""
    parents = {criterion.id: criterion for criterion in criteria}
    found = [each for criterion in criteria for each in _statements(criterion, parents.get(criterion.parent or ""))]
    labelled = [each for criterion in criteria for each in _by_label(document, criterion)] if not found else []
    found = [*found, *labelled]
    return [*found, *_under_heading(document, page, found)]


def _statements(criterion: Criterion, parent: Criterion | None) -> Iterable[Statement]:
    ages = [found for found in criterion.characteristics if found.topic == "age" and found.subject is None]
    label = split_label(Line(0, len(criterion.text), criterion.text)) if ages else None
    if label is not None and label[0] in ("age_min", "age_max"):
        return
    if parent is not None and (parent.combination not in (None, "all-of") or _has(words("age_asides"), parent.text)):
        return
    for found in ages:
        value = found.value
        if _is_one_way(criterion, found) or not isinstance(value, Range) or (value.unit or "a") not in DAYS:
            continue
        if _is_entry_age(criterion, found):
            yield from _admitting(criterion, value, found.span, found.exclude, found.confidence)


def _is_one_way(criterion: Criterion, found: Characteristic) -> bool:
    """Whether the age is one of several ways to qualify ("age over 60 or diabetes"), or narrows a thing that is excluded.

    "Stroke (age < 60 years)" among exclusions bars no one for the age alone.
    """
    if criterion.category == "exclusion":
        before = criterion.span.quote[: found.span.start - criterion.span.start].rstrip().removesuffix("age").rstrip()
        return before.endswith("(") and any(each.span.end <= found.span.start for each in criterion.characteristics)
    if ONE_OF.search(criterion.span.quote, 0, found.span.start - criterion.span.start):
        return True
    after = criterion.span.quote[found.span.end - criterion.span.start :]
    leads = _leads(criterion.span.quote[: found.span.start - criterion.span.start])
    if found.alternative is None or (leads and not OR_ELSE.match(after)):
        return False
    others = [each for each in criterion.characteristics if each.alternative == found.alternative]
    return any(each.topic not in ("age", "sex") for each in others)


def _is_entry_age(criterion: Criterion, found: Characteristic) -> bool:
    """Whether the age is one to enter the trial, by the words beside it: not that of menopause, of a scale or of a consent.

    At the head of a criterion, or right after the word "age", few words speak against it; elsewhere it takes a word for it.
    """
    at = found.span.start - criterion.span.start
    if ANSWER.match(criterion.span.quote, found.span.end - criterion.span.start):
        return False
    before = criterion.span.quote[:at]
    words_of = found.span.quote
    after = criterion.span.quote[at + len(words_of) :]
    if "of-person" in found.confidence:
        return found.condition is None
    if _leads(before) or DIRECT.search(before):
        near = f"{before[-REACH:]} {words_of} {after[:CLOSE]}"
        return not _has(words("age_hard_asides"), near) and (_has(words("age_cues"), near) or _speaks_for_itself(found))
    near = f"{before[-REACH:]} {words_of} {after[:REACH]}"
    admitted = found.condition is None or ADMITTED.search(before)
    return bool(admitted) and not _has(words("age_asides"), near) and _has(words("age_cues"), near)


def _leads(before: str) -> bool:
    """Whether nothing but words that lead to an age stands before it."""
    return len(before) <= MAX_LEAD and all(word in words("age_lead_words") for word in WORD.findall(before.casefold()))


def _speaks_for_itself(found: Characteristic) -> bool:
    """Whether a time that no word calls an age is one by its size: 18 to 75 years, not 2 years or more."""
    value = found.value
    if not isinstance(value, Range) or value.unit != "a" or "unit-assumed" in found.confidence:
        return False
    bounds = [bound for bound in (value.low, value.high) if bound is not None]
    return len(bounds) == 2 or min(bounds) >= GROWN


def _has(some: tuple[str, ...], text: str) -> bool:
    lowered = text.casefold()
    return any(word in lowered for word in some)


def _admitting(criterion: Criterion, value: Range, span: Span, exclude: bool, codes: tuple[str, ...]) -> Iterable[Statement]:
    """The ages that a characteristic admits; what a closed range under exclusion leaves is no range."""
    inclusion = criterion.category == "inclusion"

    def bound(number: Decimal | None, inclusive: bool) -> Bound | None:
        if number is None:
            return None
        return Bound(
            number, inclusive, value.unit or "a", value.unit_text, span, criterion.cohort, inclusion, ("text", *codes)
        )

    if inclusion != exclude:
        yield Statement(bound(value.low, value.low_inclusive), bound(value.high, value.high_inclusive))
    elif value.low is None or value.high is None:
        yield Statement(bound(value.high, not value.high_inclusive), bound(value.low, not value.low_inclusive))


def _by_label(document: Document, criterion: Criterion) -> Iterable[Statement]:
    """An age that opens a criterion in the form of a label ("Between the ages of 18 and 75"), where no reader found one."""
    if any(found.topic == "age" for found in criterion.characteristics):
        return
    start, end = document.to_reading(criterion.span.start, criterion.span.end)
    text = document.reading[start : min(end, start + MAX_LEAD)]
    printed = find_age(text) if AGE_WORD.search(text) else None
    if printed is None or not _leads(text[: printed[0]]) or not AGE_WORD.search(text, 0, printed[1] + 8):
        return
    near = text[: printed[1] + CLOSE]
    if not _has(words("age_hard_asides"), near):
        span = document.span(start + printed[0], start + printed[1])
        yield from _admitting(criterion, printed[2], span, False, ("label",))


def _under_heading(document: Document, page: PageLines, known: list[Statement]) -> Iterable[Statement]:
    """Ages on the line under a heading "Age" among the criteria, whose own words do not call them an age ("18 and over")."""
    taken = {(each.bound.span.start, each.bound.span.end) for each in known}
    for line, below in pairwise(page.inside[:MAX_LINES]):
        split = split_label(line) if len(line.text) <= 12 else None
        printed = find_age(below.text) if split == ("age", len(line.text)) else None
        if printed is None:
            continue
        start, end, value = printed
        span = document.span(below.start + start, below.start + end)
        if any(first < span.end and span.start < last for first, last in taken):
            continue
        codes = ("text", "age-heading")
        yield Statement(
            Bound(value.low, value.low_inclusive, value.unit or "a", value.unit_text, span, None, True, codes)
            if value.low is not None
            else None,
            Bound(value.high, value.high_inclusive, value.unit or "a", value.unit_text, span, None, True, codes)
            if value.high is not None
            else None,
        )
