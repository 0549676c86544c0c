"""How well spans of conditions, drugs and procedures are found: precision, recall and F1, strict and relaxed."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

Place = tuple[int, int]


class Tally(NamedTuple):
    """Counts over texts: `exact` are right at both ends, `..._touched` share a character with one of the other side."""

    found: int = 0
    meant: int = 0
    exact: int = 0
    found_touched: int = 0
    meant_touched: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """The counts of both together."""
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Figures(NamedTuple):
    """`strict` and `relaxed` F1, and the relaxed precision and recall, from 0 to 1 with four digits."""

    strict: float
    relaxed: float
    precision: float
    recall: float


def tally(found: Iterable[Place], meant: Iterable[Place]) -> Tally:
    """The counts of one text and kind. A place is (start, end); touching means sharing a character."""
    left, right = sorted(set(found)), sorted(set(meant))
    return Tally(
        len(left),
        len(right),
        len(set(left) & set(right)),
        sum(touches(place, right) for place in left),
        sum(touches(place, left) for place in right),
    )


def touches(place: Place, others: Sequence[Place]) -> bool:
    """Whether a place shares a character with one of the others."""
    return any(place[0] < end and start < place[1] for start, end in others)


def figures(counts: Tally) -> Figures:
    """The figures of the counts; 0 where nothing was found or meant."""
    precision, recall = _share(counts.found_touched, counts.found), _share(counts.meant_touched, counts.meant)
    strict = f1(_share(counts.exact, counts.found), _share(counts.exact, counts.meant))
    return Figures(*(round(value, 4) for value in (strict, f1(precision, recall), precision, recall)))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def f1(precision: float, recall: float) -> float:
    """The harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
