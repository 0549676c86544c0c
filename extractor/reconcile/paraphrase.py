"""Lone criteria of two pages that may be one, told in other words.

Patient pages rewrite criteria beyond what an alignment may conclude from. Where two lone criteria share a telling feature (a
limit, a window, a rare word) and each is the other's best, they make one question in place of two.
"""

from collections.abc import Iterator

from extractor.model.criterion import Criterion
from extractor.reconcile.align import Pair, Side
from extractor.reconcile.features import Features, weigh
from extractor.reconcile.statements import measurement

FLOOR = 0.14


def likely_paraphrases(a: Side, b: Side) -> tuple[Pair, ...]:
    """Pairs of lone criteria of one category that may say the same, each criterion once, in the order of the first page."""
    weights = weigh(a.features, b.features)
    table = [
        [weights.similarity(x, y) if _may_be_one(c, d, x, y) else 0.0 for d, y in zip(b.criteria, b.features, strict=True)]
        for c, x in zip(a.criteria, a.features, strict=True)
    ]
    return tuple(
        Pair(a.criteria[i], b.criteria[j], score, 0.0, True) for i, j, score in _mutual_best(table) if score >= FLOOR
    )


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
