"""Compare ages: the whole trial's range as header and text state it, and each cohort's."""

import re
from decimal import Decimal
from typing import NamedTuple

from extractor.catalogue import convert
from extractor.model.criterion import Fact, Record
from extractor.model.document import Span
from extractor.model.review import Ambiguity, Discrepancy, SetRelation
from extractor.model.values import Range, plain
from extractor.reconcile.evidence import bound_in_words, claim, discrepancy

TOLERANCE = Decimal("0.05")
_AGE = re.compile(r"\bage\b(?!:)|\bmaximum age\b", re.IGNORECASE)
_MARK = re.compile(r"\b(?:group|cohort|part|arm|stratum)-(?P<mark>[a-z]|\d{1,2}|i{1,3}|iv)\b")


class AgeLimit(NamedTuple):
    """One bound of an age range: years, whether it belongs to the range, and the fact that states it."""

    years: Decimal
    inclusive: bool
    fact: Fact


def compare_ages(a: Record, b: Record, missing: dict[str, Span]) -> list[Discrepancy]:
    """Lower and upper bounds apart. `missing` maps a document to the place where it leaves an age bound open, if any."""
    found = []
    for first, second in _opposed(_age_facts(a), _age_facts(b)):
        for bound in _open_bounds(a, b, first, second):
            difference = _compare(a, b, first, second, bound, missing)
            if difference is not None:
                found.append(difference)
    return _distinct(found)


def _open_bounds(a: Record, b: Record, first: Fact, second: Fact) -> list[str]:
    """Bounds to compare: not those that a fact is silent on while another fact of its page states them."""
    return [
        bound for bound in ("low", "high") if not _said_elsewhere(a, first, bound) and not _said_elsewhere(b, second, bound)
    ]


def _said_elsewhere(record: Record, fact: Fact, bound: str) -> bool:
    """Whether the fact says nothing on the bound while another fact of its page does."""
    if _speaks(fact, bound):
        return False
    others = [other for other in _age_facts(record) if other.cohort == fact.cohort and other is not fact]
    return any(_speaks(other, bound) for other in others)


def _speaks(fact: Fact, bound: str) -> bool:
    """A fact speaks of a bound that it states, and of one that it declares open ("Maximum age: N/A")."""
    if _limit(fact, bound) is not None:
        return True
    tags = set(fact.confidence)
    named = {"minimum", "maximum"} & tags
    return "no-limit" in tags and (not named or {"low": "minimum", "high": "maximum"}[bound] in named)


def _age_facts(record: Record) -> list[Fact]:
    return [fact for fact in record.facts if fact.field == "age" and isinstance(fact.value, Range)]


def _opposed(first: list[Fact], second: list[Fact]) -> list[tuple[Fact, Fact]]:
    """Whole trial against whole trial, header against header; each cohort against its own or the whole."""
    pairs = []
    whole_a, whole_b = [f for f in first if f.cohort is None], [f for f in second if f.cohort is None]
    for x in whole_a:
        alike = [y for y in whole_b if _place(y) == _place(x)] or whole_b
        pairs += [(x, y) for y in alike]
    for y in whole_b:
        if all(_place(x) != _place(y) for x in whole_a):
            pairs += [(x, y) for x in whole_a]
    return pairs + _opposed_groups(first, second, whole_a[:1], whole_b[:1])


def _opposed_groups(
    first: list[Fact], second: list[Fact], whole_a: list[Fact], whole_b: list[Fact]
) -> list[tuple[Fact, Fact]]:
    """The ages of a group against those of the same group, or of the whole trial where the other page has no groups."""
    groups_a, groups_b = _by_cohort(first), _by_cohort(second)
    if groups_a and groups_b:
        same = _same_groups(groups_a, groups_b)
        return [(x, y) for one, other in same for x in groups_a[one] for y in groups_b[other]]
    alone = [(x, y) for facts in groups_a.values() for x in facts for y in whole_b]
    return alone + [(x, y) for facts in groups_b.values() for y in facts for x in whole_a]


def _by_cohort(facts: list[Fact]) -> dict[str, list[Fact]]:
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.cohort is not None:
            groups.setdefault(fact.cohort, []).append(fact)
    return groups


def _same_groups(first: dict[str, list[Fact]], second: dict[str, list[Fact]]) -> list[tuple[str, str]]:
    """Groups of one name, else of one number or letter ("group 2"), else of the same ages, else the only ones left."""
    left, right = list(first), list(second)
    found: list[tuple[str, str]] = []
    for alike in (
        lambda one, other: one == other,
        lambda one, other: mark_of(one) is not None and mark_of(one) == mark_of(other),
        lambda one, other: _values(first[one]) == _values(second[other]),
        lambda one, other: len(left) == len(right) == 1,
    ):
        for one in list(left):
            other = next((other for other in right if alike(one, other)), None)
            if other is not None:
                found.append((one, other))
                left.remove(one)
                right.remove(other)
    return found


def mark_of(cohort: str) -> str | None:
    """The number or letter by which a cohort's id tells it from its sisters."""
    match = _MARK.search(cohort)
    return match["mark"] if match else None


def _values(facts: list[Fact]) -> list[object]:
    return [fact.value for fact in facts]


def _place(fact: Fact) -> str:
    return "header" if fact.reader == "field" or "header" in fact.confidence else "text"


def _compare(a: Record, b: Record, first: Fact, second: Fact, bound: str, missing: dict[str, Span]) -> Discrepancy | None:
    x, y = _limit(first, bound), _limit(second, bound)
    if _direction_lost(first, second):
        return None
    if (x is None and y is None) or (x is not None and y is not None and _same(x, y, bound)):
        return None
    claims = (
        claim(a.document.id, _words(first, x, bound), _span(first, x, bound, missing.get(a.document.id))),
        claim(
            b.document.id,
            _words(second, y, bound),
            _span(second, y, bound, missing.get(b.document.id)),
        ),
    )
    relation = _relation(x, y, bound)
    boundary = x is not None and y is not None and x.inclusive != y.inclusive and abs(_edge(x, bound) - _edge(y, bound)) <= 1
    return discrepancy(
        "age",
        "low" if boundary else "high",
        relation,
        claims,
        concept=f"{'minimum' if bound == 'low' else 'maximum'} age",
        cohort=first.cohort or second.cohort,
        reasons=("no-bound-on-one-page",) if x is None or y is None else ("bounds-differ",),
    )


def _direction_lost(first: Fact, second: Fact) -> bool:
    """Whether an "=" hides which bound a number is, and the other page states the same number."""
    if not any("equals-sign" in fact.confidence for fact in (first, second)):
        return False
    numbers = [{limit.years for bound in ("low", "high") if (limit := _limit(fact, bound))} for fact in (first, second)]
    return bool(numbers[0] & numbers[1])


def _limit(fact: Fact, bound: str) -> AgeLimit | None:
    value = fact.value
    if not isinstance(value, Range):
        return None
    number = value.low if bound == "low" else value.high
    years = convert(number, value.unit or "a", "a") if number else None  # nobody is younger than 0
    if years is None:
        return None
    return AgeLimit(years, value.low_inclusive if bound == "low" else value.high_inclusive, fact)


def _same(x: AgeLimit, y: AgeLimit, bound: str) -> bool:
    """Equal bounds; "up to 17" and "under 18" are the same whole years. Below one year both are one."""
    if abs(x.years - y.years) <= TOLERANCE:
        return x.inclusive == y.inclusive or min(x.years, y.years) < 1
    return x.inclusive != y.inclusive and abs(_edge(x, bound) - _edge(y, bound)) <= TOLERANCE


def _relation(x: AgeLimit | None, y: AgeLimit | None, bound: str) -> SetRelation:
    if x is None or y is None:
        return "silent"
    lower = _edge(x, bound) < _edge(y, bound)
    return "wider" if lower == (bound == "low") else "narrower"


def _edge(limit: AgeLimit, bound: str) -> Decimal:
    """The first or last completed year of age that a bound admits: 19 for "> 18", 64 for "< 65"."""
    if limit.inclusive:
        return limit.years
    return limit.years + (1 if bound == "low" else -1)


def _words(fact: Fact, limit: AgeLimit | None, bound: str) -> str:
    if limit is None:
        return f"no {'lower' if bound == 'low' else 'upper'} bound stated"
    value = fact.value
    number = (value.low if bound == "low" else value.high) if isinstance(value, Range) else None
    unit = value.unit if isinstance(value, Range) else None
    if number is None:
        return ""
    return bound_in_words(number, lower=bound == "low", inclusive=limit.inclusive, unit=unit or "a")


def _span(fact: Fact, limit: AgeLimit | None, bound: str, open_place: Span | None) -> Span:
    """The line that states the bound; where none does, the place that leaves the upper bound open."""
    if limit is None:
        return open_place if open_place is not None and bound == "high" else fact.span
    value = fact.value
    number = plain(n) if isinstance(value, Range) and (n := value.low if bound == "low" else value.high) is not None else ""
    start = 0
    for line in fact.span.quote.splitlines(keepends=True):
        if re.search(rf"(?<!\d){re.escape(number)}(?!\d)", line):
            printed = line.rstrip()
            return Span(start=fact.span.start + start, end=fact.span.start + start + len(printed), quote=printed)
        start += len(line)
    return fact.span


def _distinct(found: list[Discrepancy]) -> list[Discrepancy]:
    """Each disagreement once per place; a cohort that disagrees like the whole trial is no new one."""
    kept: list[Discrepancy] = []
    places: set[tuple[object, ...]] = set()
    values: set[tuple[object, ...]] = set()
    for item in sorted(found, key=lambda item: item.cohort is not None):
        place = (item.concept, *((c.span.start, c.span.end) if c.span else None for c in item.claims))
        value = (item.concept, *(c.value for c in item.claims))
        if place in places or (item.cohort is not None and value in values):
            continue
        places.add(place)
        values.add(value)
        kept.append(item)
    return kept


def open_age_places(ambiguities: tuple[Ambiguity, ...]) -> dict[str, Span]:
    """Where a document says that an upper age bound is still to be verified."""
    places: dict[str, Span] = {}
    for ambiguity in ambiguities:
        if ambiguity.kind in ("placeholder", "missing_value") and _AGE.search(ambiguity.span.quote):
            places.setdefault(ambiguity.document, ambiguity.span)
    return places
