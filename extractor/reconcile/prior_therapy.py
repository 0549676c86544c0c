"""Compare which earlier treatment must have failed: "at least one immunosuppressant" against "at least one biologic"."""

from extractor.catalogue import Topic, find_terms
from extractor.model.criterion import Criterion, Record
from extractor.model.document import Span
from extractor.model.review import Discrepancy
from extractor.reconcile.evidence import claim, discrepancy
from extractor.reconcile.features import word_list

THERAPIES = frozenset({"drug", "procedure"})


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
            claim(a.document.id, "failure of " + ", ".join(sorted(named)), _head(mine)),
            claim(b.document.id, "failure of " + ", ".join(sorted(others)), _head(theirs)),
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
    """Inclusion criteria that speak of failed treatment, with the treatments they name first."""
    failing = word_list("reconcile_failure_words.txt")
    found = []
    for criterion in record.criteria:
        words = criterion.text.lower().replace(",", " ").replace(";", " ").split()
        if criterion.category != "inclusion" or "narrative" in criterion.notes or not failing & set(words):
            continue
        named = [
            m.row.key for m in find_terms(criterion.text[:1500]) if isinstance(m.row, Topic) and m.row.topic in THERAPIES
        ]
        if named:
            found.append((criterion, frozenset(named[:1])))
    return found


def _head(criterion: Criterion) -> Span:
    quote = criterion.span.quote[:220]
    return Span(start=criterion.span.start, end=criterion.span.start + len(quote), quote=quote)
