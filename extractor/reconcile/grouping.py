"""Which documents of a run are compared: two always, many only where an id or a title ties them."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from extractor.model.criterion import Record
from extractor.reconcile.fact_claims import texts_of
from extractor.reconcile.features import stem
from extractor.reconcile.identity import normal_id

FEW = 4
MAX_GROUP = 12


def candidate_pairs(records: Sequence[Record]) -> list[tuple[int, int]]:
    """Index pairs to compare, in order. Up to `FEW` documents are all compared with each other; a person gave them together.

    In a larger run, documents are compared that share a registry id, a secondary id or the telling words of a title.
    """
    if len(records) <= FEW:
        return list(combinations(range(len(records)), 2))
    groups: dict[str, list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        for key in sorted(_keys(record)):
            groups[key].append(index)
    pairs = {pair for members in groups.values() for pair in _within(members, records)}
    return sorted(pairs)


def _within(members: list[int], records: Sequence[Record]) -> list[tuple[int, int]]:
    """All pairs of a small group; in a large one each document with one reference, a registry page where there is one."""
    if len(members) <= MAX_GROUP:
        return list(combinations(members, 2))
    reference = next((i for i in members if records[i].document.kind == "registry"), members[0])
    return [(min(reference, i), max(reference, i)) for i in members if i != reference]


def _keys(record: Record) -> set[str]:
    ids = {normal_id(value) for field in ("registry_id", "secondary_id") for value in texts_of(record, field)}
    titles = {
        "title:" + " ".join(sorted({stem(w) for w in title.split()}))
        for title in texts_of(record, "title")
        if len(title) > 20
    }
    return {i for i in ids if len(i) >= 6} | titles
