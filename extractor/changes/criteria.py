"""Which criteria of two versions of a page correspond, and how each pair differs.

Unlike pages of two sources, versions of one page share most of their words: equal text is paired first, in page order,
then what is nearly equal, then what the alignment of reconciliation proposes; each criterion is paired once.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.changes.meaning import differences
from extractor.changes.model import CriterionChange, Kind, Place
from extractor.model.criterion import Criterion, Record
from extractor.reconcile.align import MAX_CRITERIA, align, side_of, squeeze

ALIKE = 60.0
LONGEST = 2000


class Version(NamedTuple):
    """The criteria of one version, in page order, and the names of its cohorts by id."""

    criteria: tuple[Criterion, ...]
    cohorts: dict[str, str]


def version_of(record: Record) -> Version:
    """The criteria and cohort names of a record."""
    return Version(record.criteria, {cohort.id: cohort.name for cohort in record.cohorts})


def compare_criteria(old: Version, new: Version) -> tuple[tuple[CriterionChange, ...], int]:
    """The criteria that differ, in the order of the new page (what is gone last), and how many are as they were."""
    pairs = _pairs(old.criteria, new.criteria)
    by_new = {id(second): first for first, second in pairs}
    paired_old = {id(first) for first, _ in pairs}
    changes = [_change(by_new.get(id(criterion)), criterion, old, new) for criterion in new.criteria]
    changes += [_change(criterion, None, old, new) for criterion in old.criteria if id(criterion) not in paired_old]
    found = tuple(change for change in changes if change is not None)
    return found, len(changes) - len(found)


def _change(first: Criterion | None, second: Criterion | None, old: Version, new: Version) -> CriterionChange | None:
    before, after = _place(first, old), _place(second, new)
    if first is None or second is None:
        return CriterionChange(kind="removed" if second is None else "added", old=before, new=after)
    meaning = differences(first, second)
    kind = _kind(first, second, meant=bool(meaning), moved=_where(first, old) != _where(second, new))
    return CriterionChange(kind=kind, old=before, new=after, meaning=meaning) if kind else None


def _kind(first: Criterion, second: Criterion, *, meant: bool, moved: bool) -> Kind | None:
    same_words = squeeze(first.text) == squeeze(second.text)
    if moved:
        return "moved"
    if meant:
        return "reread" if same_words else "changed"
    if first.combination != second.combination:
        return "changed"
    return None if same_words else "reworded"


def _place(criterion: Criterion | None, version: Version) -> Place | None:
    if criterion is None:
        return None
    return Place(
        category=criterion.category,
        cohort=version.cohorts.get(criterion.cohort or ""),
        label=criterion.label,
        text=criterion.text,
        span=criterion.span,
    )


def _where(criterion: Criterion, version: Version) -> tuple[str, str | None]:
    return criterion.category, version.cohorts.get(criterion.cohort or "")


def _pairs(old: Sequence[Criterion], new: Sequence[Criterion]) -> list[tuple[Criterion, Criterion]]:
    pairs: list[tuple[Criterion, Criterion]] = []
    used: set[int] = set()
    for propose in (_equal, _nearly_equal, _aligned):
        left, right = ([c for c in side if id(c) not in used] for side in (old, new))
        for first, second in propose(left, right):
            if id(first) not in used and id(second) not in used:
                used |= {id(first), id(second)}
                pairs.append((first, second))
    return pairs


def _equal(old: Sequence[Criterion], new: Sequence[Criterion]) -> Iterator[tuple[Criterion, Criterion]]:
    """Equal words, those of the same category first, in page order."""
    places: dict[str, list[Criterion]] = defaultdict(list)
    for criterion in new:
        places[squeeze(criterion.text)].append(criterion)
    for same_category in (True, False):
        for first in old:
            for second in places[squeeze(first.text)]:
                if (first.category == second.category) is same_category:
                    yield first, second


def _nearly_equal(old: Sequence[Criterion], new: Sequence[Criterion]) -> Iterator[tuple[Criterion, Criterion]]:
    """Best first; of equally like ones, those that stand near each other. Quadratic, so at most `MAX_CRITERIA` a side."""
    scored = [
        (-fuzz.ratio(first.text[:LONGEST], second.text[:LONGEST]), abs(i - j), i, j)
        for i, first in enumerate(old[:MAX_CRITERIA])
        for j, second in enumerate(new[:MAX_CRITERIA])
        if first.category == second.category
    ]
    return ((old[i], new[j]) for likeness, _, i, j in sorted(scored) if -likeness >= ALIKE)


def _aligned(old: Sequence[Criterion], new: Sequence[Criterion]) -> Iterator[tuple[Criterion, Criterion]]:
    alignment = align(side_of(tuple(old)), side_of(tuple(new)))
    return ((pair.a, pair.b) for pair in alignment.pairs)
