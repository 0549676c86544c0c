"""The entries that a person goes through: disagreements, each with what every page says, and open questions."""

from typing import NamedTuple

from extractor.model.document import Document
from extractor.model.review import SEVERITIES, Ambiguity, Claim, Discrepancy
from extractor.model.run import Run
from extractor.report.lettering import Lettering
from extractor.report.quote import Quote, in_context
from extractor.report.words import phrase, relation_words, visible


class ClaimView(NamedTuple):
    """What one page says in a disagreement."""

    letter: str
    value: str
    quote: Quote | None
    link: str


class DiscrepancyView(NamedTuple):
    """One disagreement."""

    label: str
    severity: str
    field: str
    concept: str
    cohort: str
    relation: str
    claims: tuple[ClaimView, ...]
    reasons: tuple[str, ...]
    proposal: str
    basis: tuple[str, ...]
    conditional: bool


class QuestionView(NamedTuple):
    """One open question."""

    label: str
    severity: str
    kind: str
    message: str
    quote: Quote
    link: str
    proposal: str


class Labelled(NamedTuple):
    """The review lists in the order of the report, each entry with its label ("D1", "Q1")."""

    discrepancies: list[tuple[str, Discrepancy]]
    ambiguities: list[tuple[str, Ambiguity]]


def label_entries(run: Run) -> Labelled:
    """Order disagreements by severity, identity first, and questions page by page, then by severity and place."""
    order = {document.id: index for index, document in enumerate(run.documents)}
    rank = SEVERITIES.index
    pairs = sorted(run.discrepancies, key=lambda item: (rank(item.severity), item.field != "identity"))
    flags = sorted(run.ambiguities, key=lambda item: (order.get(item.document, 0), rank(item.severity), item.span.start))
    return Labelled(
        [(f"D{number}", item) for number, item in enumerate(pairs, start=1)],
        [(f"Q{number}", item) for number, item in enumerate(flags, start=1)],
    )


def discrepancy_view(label: str, item: Discrepancy, documents: dict[str, Document], lettering: Lettering) -> DiscrepancyView:
    """One disagreement as it is shown."""
    return DiscrepancyView(
        label=label,
        severity=item.severity,
        field=phrase(item.field),
        concept=visible(item.concept or ""),
        cohort=visible(item.cohort or ""),
        relation=relation_words(item, lettering.names),
        claims=tuple(_claim(label, claim, documents[claim.document], lettering) for claim in item.claims),
        reasons=tuple(phrase(reason) for reason in item.reasons),
        proposal=visible(item.proposal.value) if item.proposal else "",
        basis=tuple(phrase(reason) for reason in item.proposal.basis) if item.proposal else (),
        conditional=item.conditional,
    )


def _claim(label: str, claim: Claim, document: Document, lettering: Lettering) -> ClaimView:
    letter = lettering.names[claim.document]
    quote = in_context(document.text, claim.span) if claim.span else None
    link = f"{label}-{letter}" if lettering.whole and claim.span else ""
    return ClaimView(letter, "" if quote and _repeats(claim.value, quote.quote) else visible(claim.value), quote, link)


def _repeats(value: str, quote: str) -> bool:
    """Whether the value only says the quote again, as a whole or its start."""
    return " ".join(quote.split()).startswith(" ".join(value.split()).rstrip("….")) and len(value) > len(quote) // 3


def question_view(label: str, flag: Ambiguity, document: Document, lettering: Lettering) -> QuestionView:
    """One open question as it is shown."""
    return QuestionView(
        label=label,
        severity=flag.severity,
        kind=phrase(flag.kind),
        message=visible(flag.message),
        quote=in_context(document.text, flag.span),
        link=f"{label}-{lettering.names[flag.document]}" if lettering.whole else "",
        proposal=visible(flag.proposal.value) if flag.proposal else "",
    )
