"""An item: one question that a run leaves to a person, with the words it stands on."""

from typing import Literal

from extractor.model.base import Frozen
from extractor.model.document import Kind, Span
from extractor.model.review import Proposal, SetRelation, Severity

ItemKind = Literal["discrepancy", "ambiguity"]


class ItemClaim(Frozen):
    """What one document says on the question.

    `document` is the name a person knows it by (the file's name, with as much of its folder as tells it from others in the
    run), `document_id` its id in the run. `span` counts in the document's text; it is None where the document is silent.
    `before` and `after` are the characters around the span, as printed.
    """

    document: str
    document_id: str
    document_kind: Kind
    value: str
    span: Span | None
    before: str = ""
    after: str = ""

    @property
    def quote(self) -> str:
        """The words quoted, "" where the document is silent."""
        return self.span.quote if self.span else ""


class Item(Frozen):
    """One discrepancy or ambiguity as a question.

    `field` is the discrepancy's field or the ambiguity's kind. `id` is made of what is asked and of the quoted words with
    white space folded, so that it outlives a re-run, a re-wrapped and a reordered page; `base` is the same without the
    `context` that tells two equal questions of one run apart; `topic` says what is asked without the quotes; `evidence` is
    a hash of everything that a verdict stands on. `places` counts the places of the page that ask the very same.
    `proposal` is the run's, `precedence` that of the rule for the field. `blocked_by` is the id of the question whether the
    two pages are about one trial, `unblocks` on that question how many items wait for it. An ambiguity has one claim.
    """

    id: str
    base: str
    topic: str
    evidence: str
    context: str
    kind: ItemKind
    field: str
    severity: Severity
    documents: tuple[str, ...]
    cohort: str | None
    concept: str | None
    question: str
    claims: tuple[ItemClaim, ...]
    relation: SetRelation | None = None
    reasons: tuple[str, ...] = ()
    proposal: Proposal | None = None
    precedence: Proposal | None = None
    blocked_by: str | None = None
    unblocks: int = 0
    places: int = 1

    @property
    def is_identity(self) -> bool:
        """Whether it asks if two pages are about one trial."""
        return self.kind == "discrepancy" and self.field == "identity"

    @property
    def offer(self) -> Proposal | None:
        """The proposal that a person may agree with: the run's, else that of the precedence of sources.

        None on a question of identity: what the run says there is a hint, and settles nothing.
        """
        return None if self.is_identity else self.proposal or self.precedence
