"""Compare whom two registry records enroll: the diseases that the inclusion criteria name, if none is common."""

from extractor.model.criterion import Criterion, Record
from extractor.model.review import Discrepancy
from extractor.reconcile.evidence import claim, discrepancy, head

DISEASES = frozenset({"condition", "malignancy", "infection"})
MAX_SPAN = 220


def compare_population(a: Record, b: Record) -> list[Discrepancy]:
    """One item where each record's first inclusion criterion that names a disease names another one."""
    first, second = _leading(a), _leading(b)
    if first is None or second is None:
        return []
    (mine, named), (theirs, others) = first, second
    if named & others or (_named(a) & others and named & _named(b)):
        return []
    claims = (
        claim(a.document.id, ", ".join(sorted(named)), head(mine.span, MAX_SPAN)),
        claim(b.document.id, ", ".join(sorted(others)), head(theirs.span, MAX_SPAN)),
    )
    return [discrepancy("condition", "high", "different", claims, concept="population", reasons=("no-common-disease",))]


def _leading(record: Record) -> tuple[Criterion, frozenset[str]] | None:
    for criterion in record.criteria:
        named = _diseases(criterion)
        if criterion.category == "inclusion" and named:
            return criterion, named
    return None


def _named(record: Record) -> frozenset[str]:
    return frozenset().union(*(_diseases(c) for c in record.criteria if c.category == "inclusion"))


def _diseases(criterion: Criterion) -> frozenset[str]:
    return frozenset(
        read.concept.key
        for read in criterion.characteristics
        if read.concept and read.concept.key and not read.exclude and (read.topic in DISEASES or _is_state(read.concept.key))
    )


def _is_state(key: str) -> bool:
    """A treatment that makes a population: living with a transplant or on dialysis."""
    return "transplant" in key or "dialysis" in key
