"""Building discrepancies: claims with the words they stand on, and identities that survive re-runs."""

import hashlib

from extractor.model.document import Span
from extractor.model.review import Claim, Discrepancy, DiscrepancyField, Proposal, SetRelation, Severity

MAX_EVIDENCE = 380


def claim(document: str, value: str, span: Span | None) -> Claim:
    """What a document says; evidence longer than a passage is cut to its first `MAX_EVIDENCE` characters."""
    if span is not None and span.end - span.start > MAX_EVIDENCE:
        span = Span(start=span.start, end=span.start + MAX_EVIDENCE, quote=span.quote[:MAX_EVIDENCE])
    return Claim(document=document, value=" ".join(value.split())[:200], span=span)


def discrepancy(
    field: DiscrepancyField,
    severity: Severity,
    relation: SetRelation,
    claims: tuple[Claim, Claim],
    *,
    concept: str | None = None,
    cohort: str | None = None,
    reasons: tuple[str, ...] = (),
    proposal: Proposal | None = None,
) -> Discrepancy:
    """A discrepancy whose id is made of what it asks and the words quoted, not of positions or file versions."""
    asked = "\x1f".join([field, concept or "", cohort or "", *(c.span.quote if c.span else "" for c in claims)])
    return Discrepancy(
        id="d-" + hashlib.sha256(asked.encode()).hexdigest()[:12],
        field=field,
        concept=concept,
        cohort=cohort,
        severity=severity,
        relation=relation,
        claims=claims,
        reasons=reasons,
        proposal=proposal,
    )
