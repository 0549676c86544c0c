"""Compare the titles of two registry records: the disease, the product or the design that only one of them names."""

import re

from rapidfuzz import fuzz

from extractor.catalogue import find_terms
from extractor.model.criterion import Fact, Record
from extractor.model.review import Discrepancy, DiscrepancyField
from extractor.reconcile.fact_claims import facts_differ, facts_of, text_of
from extractor.reconcile.features import stem, stems, word_list

SAME = 92
_FIELDS: dict[str, DiscrepancyField] = {
    "condition": "condition",
    "infection": "condition",
    "malignancy": "condition",
    "pregnancy": "condition",
    "drug": "intervention",
    "device": "intervention",
    "vaccine": "intervention",
}
_COMPARED: tuple[DiscrepancyField, ...] = ("condition", "intervention", "other")


def compare_titles(a: Record, b: Record) -> list[Discrepancy]:
    """At most one item a field, from the two titles that are most alike; none where they are nearly the same."""
    pairs = [(x, y) for x in facts_of(a, "title") for y in facts_of(b, "title")]
    if not pairs:
        return []
    x, y = max(pairs, key=lambda pair: (fuzz.token_set_ratio(text_of(pair[0]), text_of(pair[1])), -pair[0].span.start))
    if fuzz.token_sort_ratio(text_of(x).lower(), text_of(y).lower()) >= SAME:
        return []
    only_a, only_b = _only(x, y), _only(y, x)
    found = []
    for field in _COMPARED:
        named = [field in only for only in (only_a, only_b)]
        if not (all(named) or (field == "other" and any(named))):
            continue
        concept = "design" if field == "other" else field
        found.append(
            facts_differ(
                a,
                b,
                field,
                "high" if field != "other" else "medium",
                "different",
                (x, y),
                concept=concept,
                reason="titles-differ",
            )
        )
    return found


def _only(title: Fact, other: Fact) -> dict[DiscrepancyField, set[str]]:
    """What only this title names, by the field it belongs to; design words stand under "other"."""
    theirs = {match.row.key for match in find_terms(text_of(other))}
    their_stems = stems(text_of(other)) | {stem(word) for word in text_of(other).lower().split()}
    found: dict[DiscrepancyField, set[str]] = {}
    for match in find_terms(text_of(title)):
        field = _FIELDS.get(match.row.topic)
        if field and match.row.key not in theirs and not stems(text_of(title)[match.start : match.end]) <= their_stems:
            found.setdefault(field, set()).add(match.row.key)
    mine, others = _design_words(title), _design_words(other)
    if others and mine - others:
        found["other"] = mine
    return found


def _design_words(title: Fact) -> set[str]:
    american = text_of(title).lower().replace("randomis", "randomiz")
    words = map(stem, re.findall(r"[a-z]+", american))
    return {word for word in words if word in word_list("reconcile_design_words.txt")}
