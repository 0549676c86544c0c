"""Compare which earlier treatment must have failed: "at least one immunosuppressant" against "at least one biologic"."""

import re
from functools import cache

from extractor.catalogue import Topic, find_terms, topic
from extractor.model.criterion import Criterion, Record
from extractor.model.review import Discrepancy
from extractor.reconcile.evidence import claim, discrepancy, head
from extractor.reconcile.features import word_list

REACH = 600


def compare_prior_therapy(a: Record, b: Record) -> list[Discrepancy]:
    """Failed-treatment requirements that name no treatment in common."""
    first, second = _required(a), _required(b)
    found = []
    for mine, named in first:
        if any(named & others for _, others in second):
            continue
        if not second:
            break
        theirs, others = second[0]
        claims = (
            claim(a.document.id, "failure of " + _names(named), head(mine.span, 220)),
            claim(b.document.id, "failure of " + _names(others), head(theirs.span, 220)),
        )
        found.append(
            discrepancy(
                "prior_therapy",
                "medium",
                "different",
                claims,
                concept="failed treatment",
                cohort=mine.cohort or theirs.cohort,
                reasons=("no-common-treatment",),
            )
        )
        break
    return found


def _required(record: Record) -> list[tuple[Criterion, frozenset[str]]]:
    """Inclusion criteria that speak of failed treatment, with the first drug they name."""
    found = []
    for criterion in record.criteria:
        if criterion.category != "inclusion" or "narrative" in criterion.notes or not _failing().search(criterion.text):
            continue
        terms = find_terms(criterion.text[:REACH])
        named = next((m.row.key for m in terms if isinstance(m.row, Topic) and m.row.topic == "drug"), None)
        if named:
            found.append((criterion, frozenset({named})))
    return found


@cache
def _failing() -> re.Pattern[str]:
    words = sorted(word_list("reconcile_failure_words.txt"))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))}|no (?:remission|response)|not tolerated)\b", re.IGNORECASE)


def _names(keys: frozenset[str]) -> str:
    return ", ".join(row.name for key in sorted(keys) if (row := topic(key)))
