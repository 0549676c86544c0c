"""Which criteria of two pages correspond.

Alignment proposes; it never says that two criteria agree. A pair is kept when each side is the other's best, or
nearly so, by weighted features (concepts and word stems); near-identical wording (rapidfuzz ratio) settles ties
between sister criteria.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.model.criterion import Criterion
from extractor.reconcile.features import Features, Weights, features_of, weigh

MAX_CRITERIA = 400
FLOOR = 0.27
HOPELESS = FLOOR / 2
"""Below it the words are not compared."""
NEAR_BEST = 0.85
_INTRODUCES = re.compile(r"(?::|following\W{0,3}|criteria\W{0,3})$", re.IGNORECASE)


class Side(NamedTuple):
    """The criteria of one document with their features, in page order (duplicates of a repeated block left out)."""

    criteria: tuple[Criterion, ...]
    features: tuple[Features, ...]

    def where(self, keep: Callable[[Criterion], bool]) -> "Side":
        """The criteria for which `keep` holds, with their features."""
        kept = [(c, f) for c, f in zip(self.criteria, self.features, strict=True) if keep(c)]
        return Side(tuple(c for c, _ in kept), tuple(f for _, f in kept))


class Pair(NamedTuple):
    """Criteria that correspond: `score` by features, `wording` the share of equal characters (both 0 to 1).

    `mutual` says that each is the other's best: a paraphrase shares few words, but it shares most with its own original.
    """

    a: Criterion
    b: Criterion
    score: float
    wording: float
    mutual: bool = False


class Alignment(NamedTuple):
    """Corresponding criteria, best first, and the criteria of each side that nothing corresponds to."""

    pairs: tuple[Pair, ...]
    only_a: Side
    only_b: Side


def side_of(criteria: tuple[Criterion, ...]) -> Side:
    """At most `MAX_CRITERIA` criteria; a criterion whose words repeat an earlier one of the same cohort stands once."""
    seen: dict[tuple[str, str | None, str], Criterion] = {}
    for criterion in criteria:
        if "duplicate-block" in criterion.notes:
            continue
        seen.setdefault((criterion.category, criterion.cohort, squeeze(criterion.text)), criterion)
    kept = tuple(seen.values())[:MAX_CRITERIA]
    return Side(kept, tuple(map(features_of, kept)))


def squeeze(text: str) -> str:
    """The letters and digits of a text, in lower case: equal for texts that differ in spacing and punctuation."""
    return "".join(ch for ch in text.lower() if ch.isalnum() or ch in "<>=≤≥%")


def introduces(criterion: Criterion) -> bool:
    """Whether the words only open a list: what is listed stands in criteria of its own."""
    return _INTRODUCES.search(criterion.text) is not None


def align(a: Side, b: Side) -> Alignment:
    """Pairs of corresponding criteria and what stands alone. Quadratic in the number of criteria, which is bounded."""
    weights = weigh(a.features, b.features)
    table = [[_score(a, b, i, j, weights) for j in range(len(b.criteria))] for i in range(len(a.criteria))]
    best_a = [max(row, default=(0.0, 0.0)) for row in table]
    best_b = [max((row[j] for row in table), default=(0.0, 0.0)) for j in range(len(b.criteria))]
    pairs = [
        Pair(a.criteria[i], b.criteria[j], score, wording, score == best_a[i][0] == best_b[j][0])
        for i, row in enumerate(table)
        for j, (score, wording) in enumerate(row)
        if score >= FLOOR and (score >= NEAR_BEST * best_a[i][0] or score >= NEAR_BEST * best_b[j][0])
        if _is_the_twin(row, [other[j] for other in table], wording)
    ]
    pairs += _parents(a, b, pairs)
    pairs.sort(key=lambda pair: (-pair.score, -pair.wording, pair.a.span.start, pair.b.span.start))
    in_a, in_b = {id(pair.a) for pair in pairs}, {id(pair.b) for pair in pairs}
    return Alignment(tuple(pairs), a.where(lambda c: id(c) not in in_a), b.where(lambda c: id(c) not in in_b))


NEAR_IDENTICAL = 0.9
OF_CHILDREN = 0.5


def _parents(a: Side, b: Side, pairs: list[Pair]) -> list[Pair]:
    """Introductions of lists whose items correspond (at least two of them) correspond as well."""
    by_id_a, by_id_b = {c.id: c for c in a.criteria}, {c.id: c for c in b.criteria}
    known = {(pair.a.id, pair.b.id) for pair in pairs}
    votes = Counter((pair.a.parent, pair.b.parent) for pair in pairs if pair.a.parent and pair.b.parent)
    return [
        Pair(by_id_a[x], by_id_b[y], OF_CHILDREN, 0.0)
        for (x, y), count in votes.items()
        if count >= 2 and (x, y) not in known and x in by_id_a and y in by_id_b
    ]


def _is_the_twin(row: list[tuple[float, float]], column: list[tuple[float, float]], wording: float) -> bool:
    """Where one side has a near-identical twin elsewhere, only the twin counts."""
    twin = max(max(w for _, w in row), max(w for _, w in column))
    return twin < NEAR_IDENTICAL or wording >= twin - 0.03


ALLERGY = "#allergy"


def _other_allergen(first: Features, second: Features) -> bool:
    """Two allergies to different things share a word, not a criterion."""
    if ALLERGY not in first.keys or ALLERGY not in second.keys:
        return False
    mine, theirs = first.keys - {ALLERGY}, second.keys - {ALLERGY}
    return bool(mine and theirs) and not mine & theirs and not (first.stems & second.stems)


def _score(a: Side, b: Side, i: int, j: int, weights: Weights) -> tuple[float, float]:
    first, second = a.criteria[i], b.criteria[j]
    likeness = weights.similarity(a.features[i], b.features[j])
    if likeness < HOPELESS or _other_allergen(a.features[i], b.features[j]):
        return likeness, 0.0
    wording = fuzz.ratio(squeeze(first.text[:1500]), squeeze(second.text[:1500])) / 100
    score = max(likeness, wording if wording >= 0.8 else 0.0)
    if first.category != second.category:
        score *= 0.85
    return score, wording
