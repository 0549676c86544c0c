"""What a person must look at: discrepancies between documents, ambiguities inside one."""

from typing import Literal, get_args

from extractor.model.base import Frozen
from extractor.model.document import Span

Severity = Literal["high", "medium", "low"]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the gravest on; the place of one is its rank."""

DiscrepancyField = Literal[
    "identity",
    "age",
    "sex",
    "healthy_volunteers",
    "phase",
    "status",
    "enrollment",
    "sponsor",
    "intervention",
    "condition",
    "location",
    "threshold",
    "unit",
    "time_window",
    "prior_therapy",
    "performance_status",
    "polarity",
    "criterion_added",
    "criterion_missing",
    "comparator_lost",
    "other",
]

SetRelation = Literal["disjoint", "narrower", "wider", "overlapping", "silent", "different"]

AmbiguityKind = Literal[
    "placeholder",
    "illustrative",
    "vague",
    "missing_value",
    "unanchored_window",
    "self_contradiction",
    "header_vs_text",
    "mangled_number",
    "comparator_lost",
    "truncated",
    "unresolved_reference",
    "undated_page",
    "ungrounded",
    "readers_disagree",
    "unread",
    "implausible_value",
    "other",
]


class Claim(Frozen):
    """What one document says on the question: the value in words, and where it stands (None: the document is silent)."""

    document: str
    value: str
    span: Span | None = None


class Proposal(Frozen):
    """A suggested answer, for a person to accept or refuse. `basis` are reason codes."""

    value: str
    basis: tuple[str, ...] = ()


class Discrepancy(Frozen):
    """A disagreement between documents. `relation` is that of the first claim's set of patients to the second's."""

    id: str
    field: DiscrepancyField
    concept: str | None
    cohort: str | None
    severity: Severity
    relation: SetRelation
    claims: tuple[Claim, ...]
    reasons: tuple[str, ...] = ()
    proposal: Proposal | None = None
    conditional: bool = False


class Ambiguity(Frozen):
    """A place inside one document that a person must look at."""

    id: str
    document: str
    kind: AmbiguityKind
    span: Span
    message: str
    severity: Severity
    proposal: Proposal | None = None
