"""Precision, recall and F1 by field over golden cases and phrases."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from extractor.check.phrase_check import PhraseResult
from extractor.check.result import CaseResult
from extractor.model.base import Frozen

MICRO, MACRO = "micro", "macro"


def share(part: float, whole: float) -> float | None:
    """The part of the whole, None where there is nothing."""
    return part / whole if whole else None


def harmonic(precision: float | None, recall: float | None) -> float | None:
    """F1: the harmonic mean of precision and recall."""
    if precision is None or recall is None or not precision + recall:
        return None
    return 2 * precision * recall / (precision + recall)


class Figure(Frozen):
    """One row: `met` of `expected` things were found (true positives), `strict` of them to the letter.

    `extra` more were found (false positives); None where extras cannot be told.
    """

    group: str
    expected: int
    met: int
    strict: int = 0
    extra: int | None

    @property
    def missed(self) -> int:
        """Expected and not found (false negatives)."""
        return self.expected - self.met

    @property
    def precision(self) -> float | None:
        """Found and expected, of all that was found."""
        return None if self.extra is None else share(self.met, self.met + self.extra)

    @property
    def recall(self) -> float | None:
        """Found, of all that was expected."""
        return share(self.met, self.expected)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return harmonic(self.precision, self.recall)

    @property
    def strict_f1(self) -> float | None:
        """F1 where what was found but not to the letter counts as missed and as extra."""
        if self.extra is None:
            return None
        return harmonic(share(self.strict, self.met + self.extra), share(self.strict, self.expected))

    @property
    def score(self) -> float | None:
        """What a floor holds: F1, or recall where extras cannot be told."""
        return self.recall if self.extra is None else self.f1


class Mean(Frozen):
    """Precision, recall and F1 over all fields, relaxed or strict."""

    name: str
    precision: float | None
    recall: float | None
    f1: float | None


def figures(results: Iterable[CaseResult], phrases: Iterable[PhraseResult] = ()) -> list[Figure]:
    """A figure for each kind of expectation, sorted by name."""
    expected: Counter[str] = Counter()
    met: Counter[str] = Counter()
    strict: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for result in results:
        for outcome in result.outcomes:
            expected[outcome.group] += 1
            met[outcome.group] += outcome.met
            strict[outcome.group] += outcome.met and outcome.strict
        extra.update(item.group for item in result.extras)
    for phrase in phrases:
        expected[phrase.group] += phrase.expected
        met[phrase.group] += phrase.met
        strict[phrase.group] += phrase.strict
        extra[phrase.group] += len(phrase.extras)
    return [
        Figure(
            group=group,
            expected=expected[group],
            met=met[group],
            strict=strict[group],
            extra=extra[group] if _counts_extras(group) else None,
        )
        for group in sorted({*expected, *extra})
    ]


def _counts_extras(group: str) -> bool:
    # A case lists the criteria that matter to it, not all of them; a severity belongs to a disagreement that is counted.
    return group not in ("cohort", "count", "criterion", "proposal", "reasons", "relation", "severity", "structure")


def means(rows: Sequence[Figure]) -> list[Mean]:
    """Over all fields: micro (every expectation weighs the same) and macro (every field does), relaxed and strict."""
    return [
        _micro(rows, MICRO, lambda row: row.met),
        _micro(rows, f"strict {MICRO}", lambda row: row.strict),
        _macro(rows, MACRO, lambda row: row.met),
        _macro(rows, f"strict {MACRO}", lambda row: row.strict),
    ]


def _micro(rows: Sequence[Figure], name: str, found: Callable[[Figure], int]) -> Mean:
    told = [row for row in rows if row.extra is not None]
    precision = share(sum(map(found, told)), sum(row.met + (row.extra or 0) for row in told))
    recall = share(sum(map(found, rows)), sum(row.expected for row in rows))
    return Mean(name=name, precision=precision, recall=recall, f1=harmonic(precision, recall))


def _macro(rows: Sequence[Figure], name: str, found: Callable[[Figure], int]) -> Mean:
    told = [row for row in rows if row.extra is not None and row.expected]
    precisions = [share(found(row), row.met + (row.extra or 0)) or 0.0 for row in told]
    recalls = [share(found(row), row.expected) or 0.0 for row in told]
    f1 = [harmonic(*pair) or 0.0 for pair in zip(precisions, recalls, strict=True)]
    mean = [share(sum(numbers), len(told)) for numbers in (precisions, recalls, f1)]
    return Mean(name=name, precision=mean[0], recall=mean[1], f1=mean[2])
