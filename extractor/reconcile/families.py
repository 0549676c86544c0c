"""Compare across concepts of one organ: a number on one page ("eGFR < 30"), only words on the other ("kidney failure").

`data/reconcile_families.csv` says which concepts speak of one organ's function.
"""

from functools import cache

from extractor import data_file
from extractor.model.review import Discrepancy
from extractor.reconcile.evidence import claim, discrepancy
from extractor.reconcile.statements import Party, Statement
from extractor.reconcile.thresholds import evidence, name_of, words
from extractor.reconcile.windows import mention


@cache
def _families() -> dict[str, str]:
    return {row["key"]: row["family"] for row in data_file.rows("reconcile_families.csv")}


def compare_families(a: Party, b: Party) -> list[Discrepancy]:
    """For each organ: a threshold that the other page replaces by words."""
    found = []
    for family in sorted(set(_families().values())):
        first, second = _of(a, family), _of(b, family)
        for owner, other, mine, theirs in ((a, b, first, second), (b, a, second, first)):
            numbers = [s for s in mine if s.admits is not None]
            silent = [s for s in theirs if s.admits is None and s.excludes]
            if not numbers or not silent or any(s.admits is not None for s in theirs):
                continue
            shared = {s.key for s in mine if s.admits is None}
            number = next((s for s in numbers if s.excludes), None)
            if number is None:
                continue
            word = next((s for s in silent if s.key not in shared), silent[0])
            claims = (
                claim(owner.document, words(number), evidence(number)),
                claim(other.document, "no number", mention(word)),
            )
            found.append(
                discrepancy(
                    "threshold",
                    "medium",
                    "silent",
                    claims if owner is a else (claims[1], claims[0]),
                    concept=name_of(number),
                    cohort=number.criterion.cohort,
                    reasons=(f"{family}-threshold-on-one-page",),
                )
            )
    return found


def _of(party: Party, family: str) -> list[Statement]:
    return [s for s in party.statements if _families().get(s.key) == family]
