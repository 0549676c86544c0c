"""Compare which earlier treatment must have failed: "at least one immunosuppressant" against "at least one biologic"."""

import re
from functools import cache
from typing import NamedTuple

from extractor.catalogue import Topic, find_terms
from extractor.model.criterion import Criterion, Record
from extractor.model.review import Discrepancy
from extractor.reconcile.evidence import claim, discrepancy, head
from extractor.reconcile.features import word_list
from extractor.reconcile.named import is_trained, may_name, words_of

REACH = 600


class Requirement(NamedTuple):
    """An inclusion criterion that demands a failed treatment: the first drug that it names, and its catalogue key if any."""

    criterion: Criterion
    key: str | None
    name: str


def compare_prior_therapy(a: Record, b: Record) -> list[Discrepancy]:
    """Failed-treatment requirements that name no treatment in common."""
    first, second = _required(a), _required(b)
    if not second:
        return []
    mine = next((mine for mine in first if not any(_may_agree(mine, theirs) for theirs in second)), None)
    if mine is None:
        return []
    theirs = second[0]
    claims = (
        claim(a.document.id, "failure of " + mine.name, head(mine.criterion.span, 220)),
        claim(b.document.id, "failure of " + theirs.name, head(theirs.criterion.span, 220)),
    )
    return [
        discrepancy(
            "prior_therapy",
            "medium",
            "different",
            claims,
            concept="failed treatment",
            cohort=mine.criterion.cohort or theirs.criterion.cohort,
            reasons=("no-common-treatment",),
        )
    ]


def _may_agree(mine: Requirement, theirs: Requirement) -> bool:
    """Whether two requirements are of one treatment; where the catalogue lacks one, whether either names the other's."""
    if mine.key is not None and theirs.key is not None:
        return mine.key == theirs.key
    return may_name(words_of(theirs.criterion.text), mine.name) or may_name(words_of(mine.criterion.text), theirs.name)


def _required(record: Record) -> list[Requirement]:
    """The requirements of a record, in page order."""
    found = []
    for criterion in record.criteria:
        if criterion.category != "inclusion" or "narrative" in criterion.notes or not _failing().search(criterion.text):
            continue
        required = _of_catalogue(criterion) or _of_reader(criterion)
        if required:
            found.append(required)
    return found


def _of_catalogue(criterion: Criterion) -> Requirement | None:
    rows = (match.row for match in find_terms(criterion.text[:REACH]))
    drug = next((row for row in rows if isinstance(row, Topic) and row.topic == "drug"), None)
    return Requirement(criterion, drug.key, drug.name) if drug else None


def _of_reader(criterion: Criterion) -> Requirement | None:
    named = (
        read.concept.text for read in criterion.characteristics if read.concept and is_trained(read) and read.topic == "drug"
    )
    name = next(named, None)
    return Requirement(criterion, None, name) if name else None


@cache
def _failing() -> re.Pattern[str]:
    words = sorted(word_list("reconcile_failure_words.txt"))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))}|no (?:remission|response)|not tolerated)\b", re.IGNORECASE)
