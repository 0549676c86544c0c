"""Precision, recall and F1 by field over the golden cases."""

from collections import Counter
from collections.abc import Iterable

from extractor.check.result import CaseResult
from extractor.model.base import Frozen

ALL = "all"


class Figure(Frozen):
    """One row: `met` of `expected` things were found, `extra` more were found; None where extras cannot be told."""

    group: str
    expected: int
    met: int
    extra: int | None

    @property
    def precision(self) -> float | None:
        """Found and expected, of all that was found."""
        if self.extra is None or not self.met + self.extra:
            return None
        return self.met / (self.met + self.extra)

    @property
    def recall(self) -> float | None:
        """Found, of all that was expected."""
        return self.met / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        if self.precision is None or self.recall is None or not self.precision + self.recall:
            return None
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def figures(results: Iterable[CaseResult]) -> list[Figure]:
    """A figure for each kind of expectation, sorted, and one over all."""
    expected: Counter[str] = Counter()
    met: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for result in results:
        for outcome in result.outcomes:
            expected.update((outcome.group, ALL))
            met.update((outcome.group, ALL) if outcome.met else ())
        for item in result.extras:
            extra.update((item.group, ALL))
    groups = sorted({*expected, *extra} - {ALL})
    return [
        Figure(group=group, expected=expected[group], met=met[group], extra=extra[group] if _counts_extras(group) else None)
        for group in [*groups, ALL]
    ]


def _counts_extras(group: str) -> bool:
    # A case lists the criteria that matter to it, not all of them; a severity belongs to a disagreement that is counted.
    return group not in ("criterion", "severity")
