"""Compare time windows of criteria that correspond: 4 weeks equal 28 days, a window that one page lacks is a difference."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.catalogue import dimension
from extractor.model.criterion import Criterion
from extractor.model.document import Span
from extractor.model.review import Discrepancy, SetRelation, Severity
from extractor.model.values import Range, Timing
from extractor.quantity import find_quantities
from extractor.reconcile.align import Pair
from extractor.reconcile.evidence import claim, discrepancy, part, together
from extractor.reconcile.features import stems
from extractor.reconcile.statements import Party, Statement, days, in_canonical_unit, same_days
from extractor.reconcile.thresholds import name_of, value_in_words

CORRESPONDS = 0.45
NEAR_IDENTICAL = 0.75
COMPARABLE = 6
"""Times by which lengths may differ in criteria that only may be one: hours against months are of two things."""

Days = tuple[Decimal | None, Decimal | None]


class Window(NamedTuple):
    """A time window of a criterion: the statement it belongs to, the timing, and its bounds in days (None: no number)."""

    statement: Statement
    timing: Timing
    days: Days | None


def _partners(pairs: Sequence[Pair]) -> dict[int, list[Criterion]]:
    """What corresponds to each criterion on the other page, best first, by the criterion's identity."""
    found: dict[int, list[Criterion]] = {}
    for pair in pairs:
        found.setdefault(id(pair.a), []).append(pair.b)
        found.setdefault(id(pair.b), []).append(pair.a)
    return found


def compare_windows(
    a: Party, b: Party, pairs: tuple[Pair, ...], likely: tuple[Pair, ...], settled: Sequence[Discrepancy]
) -> list[Discrepancy]:
    """Windows that differ, or that only one of two corresponding criteria states and no item of `settled` quotes.

    Of `likely` pairs, which may be one criterion in other words, only windows that differ are told.
    """
    found: list[Discrepancy] = []
    shown: set[tuple[int, int]] = set()
    partners = _partners((*pairs, *likely))
    for at, pair in enumerate((*pairs, *likely)):
        first, second = windows_of(a, pair.a), windows_of(b, pair.b)
        left_a, left_b = _unequal(first, second), _unequal(second, first)
        for x, y in _matched(left_a, left_b, pair):
            key = (x.timing.span.start, y.timing.span.start)
            if key not in shown and (at < len(pairs) or _factor(x, y) <= COMPARABLE):
                shown.add(key)
                found.append(_different(a, b, x, y))
    return found + _one_sided(a, b, pairs, partners, [*settled, *found])


def _one_sided(
    a: Party, b: Party, pairs: tuple[Pair, ...], partners: dict[int, list[Criterion]], settled: Sequence[Discrepancy]
) -> list[Discrepancy]:
    """A window of a named concept where the corresponding criterion names the concept without one, each concept once.

    Near-copies of two registries are left to the comparison of their wording, which sees a dropped window as dropped words.
    """
    found: dict[str, Discrepancy] = {}
    for pair in (pair for pair in pairs if pair.wording < NEAR_IDENTICAL or not (a.reference and b.reference)):
        for owner, other, mine, theirs in ((a, b, pair.a, pair.b), (b, a, pair.b, pair.a)):
            for window in [*windows_of(owner, mine), *durations_of(owner, mine)]:
                bare = _bare_mention(owner, other, window, theirs)
                if bare is None or window.days is None or _is_quoted(window, owner.document, settled):
                    continue
                listed = [s.criterion for s in other.statements if s.criterion.parent == theirs.id]
                if any(_says_length(criterion, window) for criterion in [*partners[id(mine)], *listed]):
                    continue
                claims = (
                    claim(owner.document, in_words(window), evidence(window)),
                    claim(other.document, "no window stated", mention(bare)),
                )
                found.setdefault(
                    window.statement.key,
                    discrepancy(
                        "time_window",
                        "low",
                        "silent",
                        claims if owner is a else (claims[1], claims[0]),
                        concept=name_of(window.statement),
                        cohort=mine.cohort or theirs.cohort,
                        reasons=("window-on-one-page",),
                    ),
                )
    return [found[key] for key in sorted(found)]


def _is_quoted(window: Window, document: str, settled: Sequence[Discrepancy]) -> bool:
    """Whether another finding stands on the window's words."""
    spans = [c.span for item in settled for c in item.claims if c.document == document and c.span]
    return any(span.start < window.timing.span.end and window.timing.span.start < span.end for span in spans)


def _says_length(criterion: Criterion, window: Window) -> bool:
    """Whether the criterion prints the window's length in any way ("disease-free for 5 years")."""
    wanted = _limit(window.days or (None, None))
    for quantity in find_quantities(criterion.text):
        value = quantity.value
        if isinstance(value, Range) and value.unit and dimension(value.unit) == "time":
            canonical = in_canonical_unit(value, None)[0]
            if wanted is not None and any(
                same_days((bound, None), (wanted, None)) for bound in (canonical.low, canonical.high)
            ):
                return True
    return False


def _bare_mention(owner: Party, other: Party, window: Window, criterion: Criterion) -> Statement | None:
    """Where the other criterion names the window's concept without a time.

    A window beside a concept without a common name is taken for that of its criterion's named concept, but not for that of
    the event it is counted from ("before signing consent").
    """
    keys = {window.statement.key}
    concept = window.statement.characteristic.concept
    if concept is None or concept.key is None:
        own = [s for s in owner.statements if s.criterion is window.statement.criterion and s.admits is None]
        keys = {s.key for s in own if not _is_inside(s.characteristic.span, window.timing.span)}
    bare = [s for s in other.statements if s.criterion is criterion and s.key in keys and not s.key.startswith("~")]
    return bare[0] if bare and not any(s.characteristic.timing for s in bare) else None


def _is_inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def mention(statement: Statement) -> Span:
    """The whole criterion where it is short, else the concept with the words around it."""
    outer, inner = statement.criterion.span, statement.characteristic.span
    if outer.end - outer.start <= 160:
        return outer
    return part(outer, max(outer.start, inner.start - 40), min(outer.end, inner.end + 80))


def windows_of(party: Party, criterion: Criterion) -> list[Window]:
    """The windows that a criterion sets, each once, in order of position; not those of what it excepts."""
    reads = criterion.characteristics
    excepted = [read.exception for read in reads if read.exception and not _is_inside(read.span, read.exception)]
    by_place: dict[int, Window] = {}
    for statement in party.statements:
        if statement.criterion is criterion:
            for timing in statement.characteristic.timing or ():
                if any(_is_of(timing.span, exception, criterion.span) for exception in excepted):
                    continue
                by_place.setdefault(timing.span.start, Window(statement, timing, days(timing)))
    return [by_place[start] for start in sorted(by_place)]


_CLAUSE = re.compile(r"\s(?:that|which|who)\s[^.;,]{0,200}")


def _is_of(window: Span, exception: Span, outer: Span) -> bool:
    """Whether a window stands in an exception or in the clause that describes it ("a tumour that was removed ...")."""
    between = outer.quote[exception.end - outer.start : max(0, window.start - outer.start)]
    return _is_inside(window, exception) or _CLAUSE.fullmatch(between) is not None


def durations_of(party: Party, criterion: Criterion) -> list[Window]:
    """Lengths of time that are the value of a named concept ("oxygen therapy for at most 48 hours"), as windows."""
    found = []
    for statement in party.statements:
        read = statement.characteristic
        if (
            statement.criterion is criterion
            and isinstance(read.value, Range)
            and read.topic not in ("age", "measurement", "score")
        ):
            timing = Timing(relation="during", window=read.value, anchor=None, span=read.span)
            if days(timing) is not None:
                found.append(Window(statement, timing, days(timing)))
    return found


def _unequal(windows: list[Window], others: list[Window]) -> list[Window]:
    return [w for w in windows if w.days is not None and not any(_same(w, other) for other in others)]


def _same(first: Window, second: Window) -> bool:
    """Equal lengths to one side; "within 6 months" and "more than 6 months ago" set the same limit."""
    if first.days is None or second.days is None or _turned(first, second):
        return False
    a, b = first.days, second.days
    if same_days(a, b) or same_days(a, (b[1], b[0])):
        return True
    return _limit(a) is not None and same_days((_limit(a), None), (_limit(b), None))


def _turned(first: Window, second: Window) -> bool:
    """Whether one concept stands before an event on one page and after the same event on the other."""
    if first.statement.key != second.statement.key or {first.timing.relation, second.timing.relation} != {"before", "after"}:
        return False
    anchors = [stems(window.timing.anchor or "") for window in (first, second)]
    return bool(anchors[0]) and anchors[0] == anchors[1]


def _limit(bounds: Days) -> Decimal | None:
    low, high = bounds
    return high if low is None or low == 0 else (low if high is None else None)


def _matched(left_a: list[Window], left_b: list[Window], pair: Pair) -> list[tuple[Window, Window]]:
    """Windows of one concept first; then the only ones left on both sides of a pair that clearly corresponds."""
    matched = []
    rest_b = list(left_b)
    for x in left_a:
        same_concept = [y for y in rest_b if y.statement.key == x.statement.key]
        chosen = same_concept or (
            rest_b if len(left_a) == len(rest_b) == 1 and (pair.mutual or pair.score >= CORRESPONDS) else []
        )
        if chosen:
            matched.append((x, chosen[0]))
            rest_b.remove(chosen[0])
    return matched


def _different(a: Party, b: Party, x: Window, y: Window) -> Discrepancy:
    relation = _relation(x, y)
    doubted = any(_is_exact(w) for w in (x, y)) and _limits(x) & _limits(y)
    severity: Severity = "low" if doubted else "high" if _factor(x, y) >= 2 else "medium"
    return discrepancy(
        "time_window",
        severity,
        relation,
        (claim(a.document, in_words(x), evidence(x)), claim(b.document, in_words(y), evidence(y))),
        concept=name_of(x.statement),
        cohort=x.statement.criterion.cohort or y.statement.criterion.cohort,
        reasons=("window-length",),
    )


def _is_exact(window: Window) -> bool:
    """A length given with "=", where a limit is usual: its comparator may be lost."""
    bounds = window.days or (None, None)
    return bounds[0] is not None and bounds[0] == bounds[1]


def _limits(window: Window) -> set[Decimal]:
    return {bound for bound in window.days or () if bound is not None}


def _factor(x: Window, y: Window) -> Decimal:
    a, b = _limit(x.days or (None, None)), _limit(y.days or (None, None))
    if not a or not b:
        return Decimal(2)
    return max(a, b) / min(a, b)


def _relation(x: Window, y: Window) -> SetRelation:
    """A longer look-back of an exclusion lets in fewer patients."""
    a, b = _limit(x.days or (None, None)), _limit(y.days or (None, None))
    if a is None or b is None or a == b or x.statement.excludes != y.statement.excludes:
        return "different"
    return "narrower" if (a > b) == x.statement.excludes else "wider"


def in_words(window: Window) -> str:
    """The window as printed values, with its anchor."""
    bounds = value_in_words(window.timing.window) if window.timing.window else "window"
    return f"{window.timing.relation} {bounds}" + (f" of {window.timing.anchor}" if window.timing.anchor else "")


def evidence(window: Window) -> Span:
    """The words of the window together with its concept where both stand close."""
    span, concept = window.timing.span, window.statement.characteristic.concept
    return together(window.statement.criterion.span, span, concept.span if concept else None, 120)
