"""Lone criteria of two pages that may be one, told in other words.

Patient pages rewrite criteria beyond what an alignment may conclude from. Where two lone criteria share a telling feature (a
limit, a window, a rare word) and each is the other's best, they make one question in place of two.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.catalogue import dimension
from extractor.model.criterion import Criterion
from extractor.model.values import Range
from extractor.reconcile.align import Pair, Side
from extractor.reconcile.features import Features, features_of, stems, weigh
from extractor.reconcile.statements import measurement

FLOOR = 0.14


def likely_paraphrases(a: Side, b: Side) -> tuple[Pair, ...]:
    """Pairs of lone criteria of one category that may say the same, each criterion once, in the order of the first page."""
    weights = weigh(a.features, b.features)
    table = [
        [
            weights.similarity(x, y) + bool(_values(c) & _values(d)) if _may_be_one(c, d, x, y) else 0.0
            for d, y in zip(b.criteria, b.features, strict=True)
        ]
        for c, x in zip(a.criteria, a.features, strict=True)
    ]
    return tuple(
        Pair(a.criteria[i], b.criteria[j], score, 0.0, True) for i, j, score in _mutual_best(table) if score >= FLOOR
    )


def same_numbers_alone(only_a: Sequence[Criterion], only_b: Sequence[Criterion]) -> tuple[Pair, ...]:
    """Pairs of lone criteria of one category whose one limit is a number that no other of them states, units left aside.

    Lay words share nothing with the registry's name of what is measured; a rare number still ties them.
    """
    first, second = ([(c, _limits(c)) for c in only] for only in (only_a, only_b))
    found = []
    for criterion, limits in first:
        rivals = [c for c, other in first if other & limits]
        options = [c for c, other in second if other & limits and c.category == criterion.category]
        if limits and len(rivals) == len(options) == 1 and not (_measures(criterion) and _measures(options[0])):
            found.append(Pair(criterion, options[0], 0.0, 0.0, True))
    return tuple(found)


def share_words(pair: Pair) -> bool:
    """Whether the criteria of a pair share a telling word or a concept of the catalogue."""
    if stems(pair.a.text) & stems(pair.b.text):
        return True
    return bool(features_of(pair.a).keys & features_of(pair.b).keys)


def _limits(criterion: Criterion) -> frozenset[Decimal]:
    """The bounds that a criterion states of anything but ages and lengths of time; none where it states several."""
    values = [read.value for read in criterion.characteristics if read.topic != "age" and isinstance(read.value, Range)]
    counted = [value for value in values if not value.unit or dimension(value.unit) != "time"]
    bounds = {bound.normalize() for value in counted for bound in (value.low, value.high) if bound is not None}
    return frozenset(bounds) if len(bounds) == 1 else frozenset()


def _values(criterion: Criterion) -> frozenset[tuple[str, Decimal]]:
    """What the catalogue names in a criterion with each bound that it gives, units left aside."""
    return frozenset(
        (read.concept.key, bound.normalize())
        for read in criterion.characteristics
        if read.concept and read.concept.key and isinstance(read.value, Range)
        for bound in (read.value.low, read.value.high)
        if bound is not None
    )


def _measures(criterion: Criterion) -> bool:
    """Whether a limit of the criterion is of something that the catalogue measures."""
    reads = [read for read in criterion.characteristics if read.value is not None and read.concept]
    return any(read.concept is not None and read.concept.key is not None for read in reads)


def _may_be_one(first: Criterion, second: Criterion, x: Features, y: Features) -> bool:
    """Concepts of the catalogue on both sides, none in common, are two things whatever else they share.

    Only the same number may be said of a measured value on one page and of everyday things on the other.
    """
    if first.category != second.category:
        return False
    if x.keys & y.keys or not (x.keys and y.keys):
        return True
    return bool(x.numbers & y.numbers) and _is_measured(x) != _is_measured(y)


def _is_measured(features: Features) -> bool:
    return any(measurement(key.removeprefix("#")) is not None for key in features.keys)


def _mutual_best(table: list[list[float]]) -> Iterator[tuple[int, int, float]]:
    """Row, column and score of each score that is alone the highest of its row and of its column."""
    columns = [sorted(column, reverse=True) for column in zip(*table, strict=True)]
    for i, row in enumerate(table):
        best = sorted(row, reverse=True)
        for j, score in enumerate(row):
            if score > 0 and score == best[0] == columns[j][0] and _alone(best) and _alone(columns[j]):
                yield i, j, score


def _alone(scores: list[float]) -> bool:
    return len(scores) < 2 or scores[0] > scores[1]
