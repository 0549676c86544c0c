"""Building discrepancies: claims with the words they stand on, and identities that survive re-runs."""

import hashlib
from decimal import Decimal

from extractor.model.document import Span
from extractor.model.review import Claim, Discrepancy, DiscrepancyField, Proposal, SetRelation, Severity
from extractor.model.values import Range, plain

MAX_EVIDENCE = 380
NOT_STATED = "not stated"
"""The value of a claim whose page is silent."""


_UNITS = {
    "a": "years",
    "mo": "months",
    "wk": "weeks",
    "d": "days",
    "h": "hours",
    "min": "minutes",
    "Cel": "°C",
    "mm[Hg]": "mmHg",
}


def bound_in_words(number: Decimal, *, lower: bool, inclusive: bool, unit: str | None) -> str:
    """One bound as a person reads it: "≥ 18 years", "< 30 mL/min"."""
    comparator = (">" if lower else "<") if not inclusive else ("≥" if lower else "≤")
    return f"{comparator} {plain(number)}" + (f" {_UNITS.get(unit, unit)}" if unit else "")


def range_in_words(value: Range) -> str:
    """A range with its comparators and unit, e.g. "≥ 2.5 x ULN", "≥ 18 and ≤ 65 years"."""
    unit = f"x {value.relative_to}" if value.relative_to else _UNITS.get(value.unit or "", value.unit_text or value.unit)
    if value.low is not None and value.low == value.high:
        return f"= {plain(value.low)}" + (f" {unit}" if unit else "")
    parts = []
    if value.low is not None:
        parts.append(bound_in_words(value.low, lower=True, inclusive=value.low_inclusive, unit=None))
    if value.high is not None:
        parts.append(bound_in_words(value.high, lower=False, inclusive=value.high_inclusive, unit=None))
    return " and ".join(parts) + (f" {unit}" if unit else "")


def part(outer: Span, start: int, end: int) -> Span:
    """The characters `start` to `end` (text coordinates) of a span that holds them."""
    return Span(start=start, end=end, quote=outer.quote[start - outer.start : end - outer.start])


def head(outer: Span, length: int) -> Span:
    """The first `length` characters of a span, all of a shorter one."""
    return part(outer, outer.start, min(outer.end, outer.start + length))


def together(outer: Span, value: Span, concept: Span | None, reach: int) -> Span:
    """A value with its concept where both stand within `reach` characters of `outer`, else the value alone."""
    if concept is None or not concept.quote:
        return value
    start, end = min(value.start, concept.start), max(value.end, concept.end)
    if end - start > reach or start < outer.start or end > outer.end:
        return value
    return part(outer, start, end)


def claim(document: str, value: str, span: Span | None) -> Claim:
    """What a document says; evidence longer than a passage is cut to its first `MAX_EVIDENCE` characters."""
    if span is not None and span.end - span.start > MAX_EVIDENCE:
        span = head(span, MAX_EVIDENCE)
    return Claim(document=document, value=" ".join(value.split())[:200], span=span)


def discrepancy(
    field: DiscrepancyField,
    severity: Severity,
    relation: SetRelation,
    claims: tuple[Claim, Claim],
    *,
    concept: str | None = None,
    cohort: str | None = None,
    reasons: tuple[str, ...] = (),
    proposal: Proposal | None = None,
) -> Discrepancy:
    """A discrepancy whose id is made of what it asks and the words quoted, not of positions or file versions."""
    asked = "\x1f".join([field, concept or "", cohort or "", *(c.span.quote if c.span else "" for c in claims)])
    return Discrepancy(
        id="d-" + hashlib.sha256(asked.encode()).hexdigest()[:12],
        field=field,
        concept=concept,
        cohort=cohort,
        severity=severity,
        relation=relation,
        claims=claims,
        reasons=reasons,
        proposal=proposal,
    )
