"""Criteria and cohorts that only one of two pages has.

Missing criteria make a population look broader than it is (in 96 % of cases, BMJ 2011;342:d1828). The most telling
are items of their own; the rest is one item, so that nothing is silent and the list stays readable.
"""

import re
from collections.abc import Sequence

from extractor.model.criterion import Cohort, Criterion, Record
from extractor.model.document import Span
from extractor.model.review import SEVERITIES, Discrepancy, DiscrepancyField, Severity
from extractor.reconcile.ages import mark_of
from extractor.reconcile.align import Pair, introduces, squeeze
from extractor.reconcile.evidence import MAX_EVIDENCE, NOT_STATED, claim, discrepancy
from extractor.reconcile.features import stems

SHOWN = 5
SHOWN_AT_MOST = 8
SHOWN_OF_COPIES = 12
UNLISTED = frozenset({"narrative", "duplicate-block"})
ROUTINE = frozenset({"consent", "observation"})


def missing_criteria(
    owner: Record, other: Record, criteria: Sequence[Criterion], text: str, *, owner_first: bool
) -> list[Discrepancy]:
    """Items for criteria that `other` does not have; `owner_first` says that the owner's claim stands first.

    `text` is the owner's text, which the spans count in.
    """
    parents = {c.parent for c in owner.criteria if c.parent}
    listed = [c for c in _once(criteria) if c.id not in parents and not UNLISTED & set(c.notes)]
    telling = [c for c in listed if not introduces(c) and stems(c.text) and not _is_compared_as_fact(c, other)]
    copies = owner.document.kind == other.document.kind
    ranked = sorted(_grouped(telling, together=not copies), key=lambda group: (min(map(_rank, group)), group[0].span.start))
    shown = SHOWN_OF_COPIES if copies else min(_shown(ranked), len(ranked) - _untold(ranked))
    found = [_absent(owner, other, group, text, owner_first=owner_first) for group in ranked[:shown]]
    if len(ranked) > shown:
        rest = [criterion for group in ranked[shown:] for criterion in group]
        found.append(_rest(owner, other, rest, owner_first=owner_first))
    return found


def _untold(ranked: Sequence[Sequence[Criterion]]) -> int:
    """How many of the last have nothing that was read: two or more make one item, since many are no criteria at all."""
    read = [any(c.characteristics for c in group) for group in ranked]
    untold = len(read) - (max((at for at, is_read in enumerate(read) if is_read), default=-1) + 1)
    return untold if untold >= 2 else 0


def _grouped(criteria: Sequence[Criterion], *, together: bool) -> list[list[Criterion]]:
    """The criteria one by one or, `together`, neighbours listed under one criterion as one group, the gravest first.

    A page for patients leaves such a list out as a whole, which is one thing to decide. A group is no longer than what one
    claim may quote.
    """
    groups: list[list[Criterion]] = []
    for criterion in criteria:
        first = groups[-1][0] if groups else None
        sibling = first is not None and criterion.parent is not None and first.parent == criterion.parent
        if together and first and sibling and criterion.span.end - first.span.start <= MAX_EVIDENCE:
            groups[-1].append(criterion)
        else:
            groups.append([criterion])
    return groups


def _is_compared_as_fact(criterion: Criterion, other: Record) -> bool:
    """Whether a criterion speaks of age and sex alone, and the other page states the same facts."""
    topics = _topics(criterion)
    return bool(topics) and topics <= {"age", "sex"} and topics <= {fact.field for fact in other.facts}


def _shown(ranked: Sequence[Sequence[Criterion]]) -> int:
    """How many stand on their own: a few, and more only while they are of high severity."""
    high = sum(min(map(_rank, group)) == 0 for group in ranked)
    return min(max(SHOWN, high), SHOWN_AT_MOST)


def _once(criteria: Sequence[Criterion]) -> list[Criterion]:
    """A criterion that several cohorts repeat counts once."""
    kept: dict[str, Criterion] = {}
    for criterion in criteria:
        kept.setdefault(squeeze(criterion.text), criterion)
    return list(kept.values())


def _topics(criterion: Criterion) -> set[str]:
    return {c.topic for c in criterion.characteristics}


def _rank(criterion: Criterion) -> int:
    return SEVERITIES.index(severity_of(criterion))


def severity_of(criterion: Criterion) -> Severity:
    """High for what keeps patients safe or states a limit, low for consent and compliance."""
    topics = _topics(criterion)
    numeric = any(c.value is not None and c.topic in ("measurement", "score") for c in criterion.characteristics)
    if criterion.category == "exclusion" and (numeric or topics & {"device", "allergy"}):
        return "high"
    if not any(c.value is not None or c.timing for c in criterion.characteristics) and topics <= ROUTINE:
        return "low"
    return "medium"


def _absent(owner: Record, other: Record, group: Sequence[Criterion], text: str, *, owner_first: bool) -> Discrepancy:
    """One item for a group of criteria, which its evidence shows from the first to the last."""
    gravest = min(group, key=lambda c: (_rank(c), c.span.start))
    start, end = group[0].span.start, group[-1].span.end
    evidence = Span(start=start, end=end, quote=text[start:end])
    mine = claim(owner.document.id, "; ".join(c.text for c in group), evidence)
    silent = claim(other.document.id, NOT_STATED, None)
    concept = next((c.concept.text for c in gravest.characteristics if c.concept), None)
    field: DiscrepancyField = "criterion_missing" if owner_first else "criterion_added"
    return discrepancy(
        field,
        severity_of(gravest),
        "silent",
        (mine, silent) if owner_first else (silent, mine),
        concept=concept,
        cohort=gravest.cohort,
        reasons=(f"{gravest.category}-without-counterpart",),
    )


def perhaps_the_same(a: Record, b: Record, pair: Pair, *, at_worst: Severity) -> Discrepancy:
    """One question for two lone criteria that may be one in other words.

    It is as grave as the graver would be alone, and no graver than `at_worst`: of low severity where they state one number.
    """
    first, second = pair.a, pair.b
    alone = min(severity_of(first), severity_of(second), key=SEVERITIES.index)
    return discrepancy(
        "criterion_missing",
        max(alone, at_worst, key=SEVERITIES.index),
        "different",
        (claim(a.document.id, first.text, first.span), claim(b.document.id, second.text, second.span)),
        concept=next((c.concept.text for c in first.characteristics if c.concept), None),
        cohort=first.cohort,
        reasons=("perhaps-the-same-in-other-words", *(("same-number",) if at_worst == "low" else ())),
    )


def _rest(owner: Record, other: Record, criteria: list[Criterion], *, owner_first: bool) -> Discrepancy:
    listed = "; ".join(f"{c.id} {c.text[:40]}" for c in criteria)
    mine = claim(owner.document.id, f"{len(criteria)} further criteria: {listed}", criteria[0].span)
    silent = claim(other.document.id, NOT_STATED, None)
    return discrepancy(
        "criterion_missing" if owner_first else "criterion_added",
        "high" if any(severity_of(criterion) == "high" for criterion in criteria) else "low",
        "silent",
        (mine, silent) if owner_first else (silent, mine),
        concept="further criteria",
        reasons=("without-counterpart", *(c.id for c in criteria)),
    )


def missing_cohorts(
    owner: Record, other: Record, other_text: str, *, owner_first: bool
) -> tuple[list[Discrepancy], set[str]]:
    """Cohorts that the other page does not name although it names others; and the ids of those cohorts."""
    if len(owner.cohorts) < 2:
        return [], set()
    marks = {mark_of(cohort.id) for cohort in other.cohorts} - {None}
    named = {cohort.id for cohort in owner.cohorts if _is_named(cohort, other_text)}
    absent = [cohort for cohort in owner.cohorts if cohort.id not in named and mark_of(cohort.id) not in marks]
    if not named or not absent:
        return [], set()
    place = _naming_criterion(owner, other, named)
    found = []
    for cohort in absent:
        mine = claim(owner.document.id, f"a group {cohort.name}", cohort.span)
        theirs = claim(other.document.id, "does not name this group", place.span if place else None)
        found.append(
            discrepancy(
                "condition",
                "medium",
                "wider" if owner_first else "narrower",
                (mine, theirs) if owner_first else (theirs, mine),
                concept=f"cohort {cohort.name}"[:80],
                cohort=cohort.id,
                reasons=("cohort-missing",),
            )
        )
    return found, {cohort.id for cohort in absent}


def _is_named(cohort: Cohort, text: str) -> bool:
    """Whether the text names the group: its short form, its long form, or the telling words of its name."""
    plain = re.sub(r"\([^()]{1,30}\)", " ", cohort.name)
    short = re.findall(r"\(([^()]{1,30})\)", cohort.name)
    words = [cohort.name, cohort.expansion or "", *short]
    if any(word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in words):
        return True
    return len(stems(plain)) >= 2 and stems(plain) <= stems(text)


def _naming_criterion(owner: Record, other: Record, named: set[str]) -> Criterion | None:
    """The criterion of the other page that names most of the shared cohorts."""
    cohorts = [cohort for cohort in owner.cohorts if cohort.id in named]
    counted = [(sum(_is_named(cohort, c.text) for cohort in cohorts), -c.span.start, c) for c in other.criteria]
    best = max(counted, key=lambda item: item[:2], default=None)
    return best[2] if best and best[0] else None
