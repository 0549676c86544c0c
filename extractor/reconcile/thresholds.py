"""Compare numbers of one concept across two pages: thresholds, performance status, durations, units.

Equal statements are taken away first, wherever they stand; what is left is compared only where the criteria
correspond or each side has one statement of the concept left.
"""

from decimal import Decimal

from extractor.model.document import Span
from extractor.model.review import Discrepancy, DiscrepancyField, SetRelation, Severity
from extractor.model.values import Members, Range
from extractor.reconcile.agreement import (
    limits_of,
    other_unit,
    rounded_alike,
    same_in_months,
    same_numbers,
    same_printed,
    scales_fit,
    unit_missing,
)
from extractor.reconcile.align import Pair
from extractor.reconcile.evidence import claim, discrepancy, range_in_words, together
from extractor.reconcile.features import tells_time
from extractor.reconcile.intervals import IntervalSet, compare
from extractor.reconcile.statements import Party, Statement, measurement

PERFORMANCE = frozenset({"ecog", "karnofsky", "lansky", "who_performance_status"})
WITHIN_PAIR = 0.4
TWINS = 0.85
ONE_SIDED = 0.6
TURNED = 0.6


def compare_thresholds(a: Party, b: Party, pairs: tuple[Pair, ...]) -> list[Discrepancy]:
    """Disagreements between numbers of one concept. Patients' ages are compared elsewhere."""
    found, done = _compare_twins(a, b, pairs)
    found += _compare_by_key(a, b, pairs, done, {s.key for s in a.statements} - {"age"})
    found += _compare_one_sided(a, b, pairs, {c.span.start for d in found for c in d.claims if c.span})
    found += _compare_turned(a, b, pairs, {c.span.start for d in found for c in d.claims if c.span})
    return found + _compare_unnamed(a, b, tuple(pair for pair in pairs if pair.mutual or pair.score >= WITHIN_PAIR))


def compare_others(a: Party, b: Party, pairs: tuple[Pair, ...]) -> list[Discrepancy]:
    """Disagreements between numbers, ages too, about one and the same other person ("donor"): the parties hold his alone."""
    return _compare_by_key(a, b, pairs, set(), {s.key for s in a.statements})


def _compare_by_key(a: Party, b: Party, pairs: tuple[Pair, ...], done: set[int], keys: set[str]) -> list[Discrepancy]:
    linked = {(id(pair.a), id(pair.b)): pair.score for pair in pairs}
    found: list[Discrepancy] = []
    for key in sorted(keys & {s.key for s in b.statements}):
        left_a, left_b = _numeric(a, key, done), _numeric(b, key, done)
        _take_equal(left_a, left_b)
        left_a = [s for s in left_a if not any(_is_unnamed_twin(s, t, (s, t), linked) for t in b.statements)]
        left_b = [t for t in left_b if not any(_is_unnamed_twin(t, s, (s, t), linked) for s in a.statements)]
        found += _compare_left(a, b, left_a, left_b, linked)
    return found


def _is_unnamed_twin(
    named: Statement, other: Statement, of_pages: tuple[Statement, Statement], linked: dict[tuple[int, int], float]
) -> bool:
    """Whether the corresponding criterion states the same number of something that has no common name."""
    x, y = of_pages
    return other.key.startswith("~") and (id(x.criterion), id(y.criterion)) in linked and same_numbers(named, other)


def _numeric(party: Party, key: str, done: set[int]) -> list[Statement]:
    return [s for s in party.statements if s.key == key and s.admits is not None and id(s.characteristic) not in done]


def _compare_twins(a: Party, b: Party, pairs: tuple[Pair, ...]) -> tuple[list[Discrepancy], set[int]]:
    """Numbers of one concept in near-identical criteria, place by place, and the characteristics that this settles."""
    found: list[Discrepancy] = []
    done: set[int] = set()
    for pair in pairs:
        if pair.wording < TWINS:
            continue
        first, second = limits_of(a, pair.a), limits_of(b, pair.b)
        if [s.key for s in first] != [s.key for s in second]:
            continue
        for x, y in zip(first, second, strict=True):
            if id(x.characteristic) in done or id(y.characteristic) in done:
                continue
            done |= {id(x.characteristic), id(y.characteristic)}
            if not same_numbers(x, y):
                found.append(_threshold(a, b, x, y))
    return found, done


def _take_equal(left_a: list[Statement], left_b: list[Statement]) -> None:
    """Remove what both sides say. A statement may confirm several (per cohort), so equality removes all equal ones."""
    equal_a = [s for s in left_a if any(same_numbers(s, t) for t in left_b)]
    equal_b = [t for t in left_b if any(same_numbers(s, t) for s in left_a)]
    for statement in equal_a:
        left_a.remove(statement)
    for statement in equal_b:
        left_b.remove(statement)


def _compare_left(
    a: Party, b: Party, left_a: list[Statement], left_b: list[Statement], linked: dict[tuple[int, int], float]
) -> list[Discrepancy]:
    found: list[Discrepancy] = []
    used: set[int] = set()
    for first in left_a:
        options = [s for s in left_b if id(s) not in used and _comparable(first, s)]
        alone = len(left_a) == 1 and len(options) == 1
        options = [s for s in options if alone or (id(first.criterion), id(s.criterion)) in linked]
        if not options:
            continue
        second = max(
            options, key=lambda s: (linked.get((id(first.criterion), id(s.criterion)), 0.0), -s.criterion.span.start)
        )
        used.add(id(second))
        found.append(_threshold(a, b, first, second))
    return found


def _compare_unnamed(a: Party, b: Party, pairs: tuple[Pair, ...]) -> list[Discrepancy]:
    """Numbers left over in criteria that correspond, where at most one side has a common name for its concept."""
    found = []
    seen: set[tuple[int, int]] = set()
    for pair in pairs:
        left_a, left_b = limits_of(a, pair.a), limits_of(b, pair.b)
        _take_equal(left_a, left_b)
        for first in left_a:
            options = [s for s in left_b if s.key != first.key and _comparable(first, s) and _names_fit(first, s)]
            rivals = [s for s in left_a if options and _comparable(s, options[0])]
            if len(options) == 1 and len(rivals) == 1 and (id(first), id(options[0])) not in seen:
                seen.add((id(first), id(options[0])))
                found.append(_threshold(a, b, first, options[0]))
    return found


def _compare_turned(a: Party, b: Party, pairs: tuple[Pair, ...], settled: set[int]) -> list[Discrepancy]:
    """A comparator turned round: near-copies of one list that bound one concept from opposite sides."""
    found = []
    for pair in pairs:
        if pair.wording < TURNED or pair.a.category != pair.b.category:
            continue
        first, second = limits_of(a, pair.a), limits_of(b, pair.b)
        for x in first:
            rivals = [s for s in first if s.key == x.key and s.scale == x.scale]
            options = [s for s in second if s.key == x.key and s.scale == x.scale]
            opposed = [s for s in options if not _comparable(x, s) and not same_numbers(x, s)]
            if len(options) == len(opposed) == 1 and rivals[0] is x and evidence(x).start not in settled:
                found.append(_threshold(a, b, x, options[0]))
                settled.add(evidence(x).start)
    return found


def _compare_one_sided(a: Party, b: Party, pairs: tuple[Pair, ...], settled: set[int]) -> list[Discrepancy]:
    """A second bound that only one of two corresponding criteria states ("> 24 h and < 7 days" against "> 24 h")."""
    found = []
    for pair in pairs:
        if pair.score < ONE_SIDED:
            continue
        first, second = limits_of(a, pair.a), limits_of(b, pair.b)
        for owner, mine, theirs in ((a, first, second), (b, second, first)):
            lone = [s for s in mine if not any(same_numbers(s, t) for t in theirs) and evidence(s).start not in settled]
            confirmed = [t for t in theirs if any(same_numbers(s, t) for s in mine)]
            for statement in lone:
                twin = next((t for t in confirmed if t.key == statement.key and len(confirmed) == len(theirs)), None)
                if twin is not None and len(lone) == 1:
                    pair_of = (statement, twin) if owner is a else (twin, statement)
                    found.append(_threshold(a, b, *pair_of))
    return found


def _names_fit(first: Statement, second: Statement) -> bool:
    """Two different catalogue concepts are never compared; a concept without a common name may be either's."""
    return first.key.startswith("~") or second.key.startswith("~")


def _comparable(first: Statement, second: Statement) -> bool:
    """Same scale and a bound on the same side; or the same printed number in another unit."""
    if first.admits is None or second.admits is None:
        return False
    if first.scale != second.scale and not (unit_missing(first, second) and first.key == second.key):
        return same_printed(first, second) and not unit_missing(first, second)
    return first.scale == "levels" or bool(_sides(first.admits) & _sides(second.admits))


def _sides(numbers: IntervalSet) -> set[str]:
    low = {"low"} if numbers and numbers[0].low is not None else set()
    return low | ({"high"} if numbers and numbers[-1].high is not None else set())


def _threshold(a: Party, b: Party, first: Statement, second: Statement) -> Discrepancy:
    field = _field(first, second)
    relation: SetRelation = "different"
    if scales_fit(first, second) and first.admits is not None and second.admits is not None:
        theirs = rounded_alike(first.admits, second.admits) if other_unit(first, second) else second.admits
        compared = compare(first.admits, theirs)
        relation = "different" if compared == "equal" else compared
    return discrepancy(
        field,
        "low" if same_in_months(first, second) else severity_of(field),
        relation,
        (claim(a.document, words(first), evidence(first)), claim(b.document, words(second), evidence(second))),
        concept=name_of(first),
        cohort=first.criterion.cohort or second.criterion.cohort,
        reasons=("same-number-other-unit",) if field == "unit" else (f"{relation}-sets",),
    )


def _field(first: Statement, second: Statement) -> DiscrepancyField:
    if first.key in PERFORMANCE:
        return "performance_status"
    if first.key == "age":
        return "age"
    if not scales_fit(first, second) or (other_unit(first, second) and same_printed(first, second)):
        return "unit"
    row = measurement(first.key)
    if row is not None and "stage" in row.name.lower():
        return "condition"
    doubted = ["equals-sign" in s.characteristic.confidence for s in (first, second)]
    if any(doubted) and _same_printed_number(first, second):
        return "comparator_lost"
    if _is_duration(first) and first.characteristic.topic not in ("measurement", "score", "life_expectancy"):
        return "time_window"
    return "threshold"


_LONG = frozenset({"h", "d", "wk", "mo", "a", "{half-life}"})


def _is_duration(statement: Statement) -> bool:
    """A length of hours or more (milliseconds measure something else), also where its unit is misspelt."""
    value = statement.characteristic.value
    if isinstance(value, Range) and value.unit is None and value.unit_text is None:
        outer, end = statement.criterion.span, statement.characteristic.span.end
        return tells_time(outer.quote[end - outer.start :][:14].rpartition(" ")[0])
    return isinstance(value, Range) and value.unit in _LONG


def _same_printed_number(first: Statement, second: Statement) -> bool:
    def numbers(statement: Statement) -> set[Decimal]:
        value = statement.characteristic.value
        return {n for n in (value.low, value.high) if n is not None} if isinstance(value, Range) else set()

    return numbers(first) == numbers(second)


_SEVERITY: dict[DiscrepancyField, Severity] = {"comparator_lost": "low", "time_window": "medium"}


def severity_of(field: DiscrepancyField) -> Severity:
    """High where both pages state a limit: the wider one sends patients on a journey, the narrower one turns them away."""
    return _SEVERITY.get(field, "high")


def evidence(statement: Statement) -> Span:
    """The words of concept and value together, or the value's words where the concept stands far away."""
    span, concept = statement.characteristic.span, statement.characteristic.concept
    return together(statement.criterion.span, span, concept.span if concept else None, 200)


def name_of(statement: Statement) -> str | None:
    """The printed words of the statement's concept."""
    concept = statement.characteristic.concept
    return concept.text if concept else None


def words(statement: Statement) -> str:
    """The value as a person reads it, with what it does ("< 30 mL/min excludes")."""
    value = statement.characteristic.value
    shown = value_in_words(value) if value is not None else (name_of(statement) or statement.characteristic.topic)
    return f"{shown} {'excludes' if statement.excludes else 'required'}"


def value_in_words(value: Range | Members) -> str:
    """A value as a person reads it: levels listed, ranges with comparators and unit."""
    return ", ".join(value.members) if isinstance(value, Members) else range_in_words(value)
