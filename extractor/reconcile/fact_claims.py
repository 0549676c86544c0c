"""Facts of a record and discrepancies made of them."""

from extractor.model.criterion import Fact, FactField, Record
from extractor.model.review import Discrepancy, DiscrepancyField, SetRelation, Severity
from extractor.reconcile.evidence import claim, discrepancy


def facts_of(record: Record, field: FactField) -> list[Fact]:
    """The facts of one field about the whole trial, in page order."""
    return [fact for fact in record.facts if fact.field == field and fact.cohort is None]


def text_of(fact: Fact) -> str:
    """The value where it is text, else the empty string."""
    return fact.value if isinstance(fact.value, str) else ""


def texts_of(record: Record, field: FactField) -> list[str]:
    """The values of one field that are text."""
    return [fact.value for fact in facts_of(record, field) if isinstance(fact.value, str)]


def facts_differ(
    a: Record,
    b: Record,
    field: DiscrepancyField,
    severity: Severity,
    relation: SetRelation,
    facts: tuple[Fact, Fact],
    *,
    concept: str | None = None,
    reason: str = "values-differ",
) -> Discrepancy:
    """The discrepancy between a fact of `a` and a fact of `b`."""
    first, second = facts
    claims = (claim(a.document.id, text_of(first), first.span), claim(b.document.id, text_of(second), second.span))
    return discrepancy(field, severity, relation, claims, concept=concept or field, reasons=(reason,))
