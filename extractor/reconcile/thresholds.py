"""Compare numbers of one concept across two pages: thresholds, performance status, durations, units.

Equal statements are taken away first, wherever they stand; what is left is compared only where the criteria
correspond or each side has one statement of the concept left.
"""

from decimal import Decimal
from typing import NamedTuple

from extractor.catalogue import dimension
from extractor.model.criterion import Criterion
from extractor.model.document import Span
from extractor.model.review import Discrepancy, DiscrepancyField, SetRelation, Severity
from extractor.model.values import Members, Range
from extractor.reconcile.align import Pair
from extractor.reconcile.evidence import claim, discrepancy, range_in_words, together
from extractor.reconcile.features import tells_time
from extractor.reconcile.intervals import IntervalSet, compare, from_range
from extractor.reconcile.statements import Statement, in_canonical_unit, measurement, same_months

PERFORMANCE = frozenset({"ecog", "karnofsky", "lansky", "who_performance_status"})
TOLERANCE = Decimal("0.03")
WITHIN_PAIR = 0.4
TWINS = 0.85
ONE_SIDED = 0.6
TURNED = 0.6


class Party(NamedTuple):
    """One document in a comparison: its id, whether it is the reference (a registry), and its statements."""

    document: str
    reference: bool
    statements: tuple[Statement, ...]


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
        found += _compare_left(a, b, left_a, left_b, linked)
    return found


def _numeric(party: Party, key: str, done: set[int]) -> list[Statement]:
    return [s for s in party.statements if s.key == key and s.admits is not None and id(s.characteristic) not in done]


def _compare_twins(a: Party, b: Party, pairs: tuple[Pair, ...]) -> tuple[list[Discrepancy], set[int]]:
    """Numbers of one concept in near-identical criteria, place by place, and the characteristics that this settles."""
    found: list[Discrepancy] = []
    done: set[int] = set()
    for pair in pairs:
        if pair.wording < TWINS:
            continue
        first, second = _inside(a, pair.a), _inside(b, pair.b)
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
        left_a, left_b = _inside(a, pair.a), _inside(b, pair.b)
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
        first, second = _inside(a, pair.a), _inside(b, pair.b)
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
        first, second = _inside(a, pair.a), _inside(b, pair.b)
        for owner, mine, theirs in ((a, first, second), (b, second, first)):
            lone = [s for s in mine if not any(same_numbers(s, t) for t in theirs) and evidence(s).start not in settled]
            confirmed = [t for t in theirs if any(same_numbers(s, t) for s in mine)]
            for statement in lone:
                twin = next((t for t in confirmed if t.key == statement.key and len(confirmed) == len(theirs)), None)
                if twin is not None and len(lone) == 1:
                    pair_of = (statement, twin) if owner is a else (twin, statement)
                    found.append(_threshold(a, b, *pair_of))
    return found


def _inside(party: Party, criterion: Criterion) -> list[Statement]:
    return [s for s in party.statements if s.criterion is criterion and s.admits is not None and s.key != "age"]


def state_the_same(a: Party, b: Party, pair: Pair) -> bool:
    """Whether both criteria state numbers, each that the other states too; an unknown unit is no difference."""
    first, second = _inside(a, pair.a), _inside(b, pair.b)
    alike = [[_printed_alike(x, y) for y in second] for x in first]
    return bool(first and second) and all(map(any, alike)) and all(map(any, zip(*alike, strict=True)))


def says_all(other: Party, party: Party, criterion: Criterion) -> bool:
    """Whether `other` states every limit of a criterion of `party` and names all else that it names, wherever."""
    stated = [s for s in party.statements if s.criterion is criterion]
    return any(s.admits is not None for s in stated) and all(any(_confirms(s, t) for t in other.statements) for s in stated)


def _confirms(first: Statement, second: Statement) -> bool:
    if first.key != second.key:
        return False
    return same_numbers(first, second) if first.admits is not None else first.excludes == second.excludes


def _printed_alike(first: Statement, second: Statement) -> bool:
    a, b = first.characteristic.value, second.characteristic.value
    unknown = isinstance(a, Range) and isinstance(b, Range) and None in (a.unit, b.unit)
    return same_numbers(first, second) or (unknown and _same_printed(first, second))


def _names_fit(first: Statement, second: Statement) -> bool:
    """Two different catalogue concepts are never compared; a concept without a common name may be either's."""
    return first.key.startswith("~") or second.key.startswith("~")


def same_numbers(first: Statement, second: Statement) -> bool:
    """Whether both let in the same patients; a missing unit is no disagreement.

    Lengths of time and values printed in different units agree within 3 %: who converts, rounds (250 mg/dL is 13.9 mmol/L).
    """
    if first.admits is None or second.admits is None:
        return False
    if first.scale != second.scale:
        if _unit_missing(first, second) and _same_count(first, second):
            return True
        alike = _unit_missing(first, second) or _rate_missing(first, second) or _one_unit(first, second)
        return alike and _same_printed(first, second)
    if first.admits == second.admits:
        return True
    return (first.scale == "time" or _other_unit(first, second)) and _nearly(first.admits, second.admits)


def _same_months(first: Statement, second: Statement) -> bool:
    a, b = first.characteristic.value, second.characteristic.value
    return isinstance(a, Range) and isinstance(b, Range) and first.excludes == second.excludes and same_months(a, b)


def _scales_fit(first: Statement, second: Statement) -> bool:
    return first.scale == second.scale or _unit_missing(first, second)


def _one_unit(first: Statement, second: Statement) -> bool:
    """Whether both print one unit, whatever their concepts are usually measured in."""
    a, b = first.characteristic.value, second.characteristic.value
    return isinstance(a, Range) and isinstance(b, Range) and a.unit is not None and a.unit == b.unit


def _other_unit(first: Statement, second: Statement) -> bool:
    a, b = first.characteristic.value, second.characteristic.value
    return isinstance(a, Range) and isinstance(b, Range) and a.unit is not None and b.unit is not None and a.unit != b.unit


def _unit_missing(first: Statement, second: Statement) -> bool:
    return "number" in (first.scale, second.scale)


PER_MICROLITRE = "/uL"


def _same_count(first: Statement, second: Statement) -> bool:
    """Whether a number without a unit, taken as cells per microlitre as usual in print, is the other's count."""
    row = measurement(first.key)
    values = [s.characteristic.value for s in (first, second)]
    ranges = [value for value in values if isinstance(value, Range)]
    if row is None or len(ranges) < 2 or first.key != second.key or first.excludes != second.excludes:
        return False
    plain, full = sorted(ranges, key=lambda value: value.unit is not None)
    assumed = in_canonical_unit(plain.model_copy(update={"unit": PER_MICROLITRE}), row)
    known = in_canonical_unit(full, row)
    return plain.unit is None and assumed[1] == known[1] and from_range(assumed[0]) == from_range(known[0])


def _rate_missing(first: Statement, second: Statement) -> bool:
    """Whether one unit is the other per length of time: "25 mg" of a drug that is "25 mg weekly" elsewhere."""
    a, b = first.characteristic.value, second.characteristic.value
    if not isinstance(a, Range) or not isinstance(b, Range) or not a.unit or not b.unit:
        return False
    short, long = sorted((a.unit, b.unit), key=len)
    return long.startswith(f"{short}/") and dimension(long.removeprefix(f"{short}/")) == "time"


def _same_printed(first: Statement, second: Statement) -> bool:
    a, b = first.characteristic.value, second.characteristic.value
    return (
        isinstance(a, Range)
        and isinstance(b, Range)
        and (a.low, a.high) == (b.low, b.high)
        and first.excludes == second.excludes
    )


def _nearly(first: IntervalSet, second: IntervalSet) -> bool:
    return len(first) == len(second) and all(
        _near(a.low, b.low) and _near(a.high, b.high) for a, b in zip(first, second, strict=True)
    )


def _rounded_alike(first: IntervalSet, second: IntervalSet) -> IntervalSet:
    """The second set with the bounds of the first where they differ by no more than rounding."""
    if len(first) != len(second):
        return second
    return tuple(
        y._replace(low=x.low if _near(x.low, y.low) else y.low, high=x.high if _near(x.high, y.high) else y.high)
        for x, y in zip(first, second, strict=True)
    )


def _near(a: Decimal | None, b: Decimal | None) -> bool:
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def _comparable(first: Statement, second: Statement) -> bool:
    """Same scale and a bound on the same side; or the same printed number in another unit."""
    if first.admits is None or second.admits is None:
        return False
    if first.scale != second.scale and not (_unit_missing(first, second) and first.key == second.key):
        return _same_printed(first, second) and not _unit_missing(first, second)
    return first.scale == "levels" or bool(_sides(first.admits) & _sides(second.admits))


def _sides(numbers: IntervalSet) -> set[str]:
    low = {"low"} if numbers and numbers[0].low is not None else set()
    return low | ({"high"} if numbers and numbers[-1].high is not None else set())


def _threshold(a: Party, b: Party, first: Statement, second: Statement) -> Discrepancy:
    field = _field(first, second)
    relation: SetRelation = "different"
    if _scales_fit(first, second) and first.admits is not None and second.admits is not None:
        theirs = _rounded_alike(first.admits, second.admits) if _other_unit(first, second) else second.admits
        compared = compare(first.admits, theirs)
        relation = "different" if compared == "equal" else compared
    return discrepancy(
        field,
        "low" if _same_months(first, second) else severity_of(field),
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
    if not _scales_fit(first, second) or (_other_unit(first, second) and _same_printed(first, second)):
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
