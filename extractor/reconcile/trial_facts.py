"""Compare what two pages say of the trial as a whole: sex, phase, status, enrollment, sponsor, product, place, design."""

from extractor.catalogue import Topic, find_terms
from extractor.model.criterion import Fact, Record
from extractor.model.document import Document
from extractor.model.review import Discrepancy, DiscrepancyField, SetRelation, Severity
from extractor.reconcile.fact_claims import facts_differ, facts_of, text_of
from extractor.reconcile.features import stems
from extractor.reconcile.identity import share_name
from extractor.reconcile.population import DISEASES
from extractor.reconcile.products import compare_doses, compare_products

OPEN_STATUS = frozenset({"RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE"})
NO_PHASE_DESIGNS = frozenset({"EXPANDED_ACCESS", "OBSERVATIONAL"})
CONTRARY = (
    ("SINGLE_ARM", "RANDOMIZED"),
    ("SINGLE_ARM", "PLACEBO_CONTROLLED"),
    ("RANDOMIZED", "NON_RANDOMIZED"),
    ("OPEN_LABEL", "DOUBLE_BLIND"),
    ("OPEN_LABEL", "PLACEBO_CONTROLLED"),
    ("SINGLE_CENTER", "MULTICENTER"),
    ("EXPANDED_ACCESS", "RANDOMIZED"),
)


def compare_facts(a: Record, b: Record, texts: tuple[Document, Document]) -> list[Discrepancy]:
    """Disagreements of facts, each field at most once. A page that is silent on a field does not disagree."""
    return [
        *_values(a, b, "sex", "high"),
        *_phase(a, b),
        *_status(a, b),
        *_values(a, b, "enrollment", "medium"),
        *_values(a, b, "healthy_volunteers", "medium"),
        *_sponsor(a, b),
        *_conditions(a, b, texts),
        *compare_products(a, b, texts),
        *compare_doses(a, b),
        *_countries(a, b),
        *_sites(a, b),
        *_design(a, b),
    ]


def _values(a: Record, b: Record, field: DiscrepancyField, severity: Severity) -> list[Discrepancy]:
    first, second = facts_of(a, field), facts_of(b, field)  # type: ignore[arg-type]
    if not first or not second or {text_of(f) for f in first} & {text_of(f) for f in second}:
        return []
    return [facts_differ(a, b, field, severity, "different", (first[0], second[0]))]


def _phase(a: Record, b: Record) -> list[Discrepancy]:
    """Phases as sets: "2/3" against "3" is wider; a phase against expanded access or no phase is a difference."""
    first = facts_of(a, "phase") or _no_phase(a)
    second = facts_of(b, "phase") or _no_phase(b)
    said_a, said_b = _phases(first), _phases(second)
    if not first or not second or said_a == said_b or (said_a | said_b) <= NO_PHASE_DESIGNS | {"NA"}:
        return []
    common = said_a & said_b
    relation: SetRelation = (
        "wider" if common == said_b else "narrower" if common == said_a else "overlapping" if common else "disjoint"
    )
    severity: Severity = "low" if common else "medium" if "NA" in said_a | said_b else "high"
    only_a = next((f for f in first if not _phases([f]) <= common), first[0])
    only_b = next((f for f in second if not _phases([f]) <= common), second[0])
    return [facts_differ(a, b, "phase", severity, relation, (only_a, only_b))]


def _phases(facts: list[Fact]) -> set[str]:
    return {phase for fact in facts for phase in text_of(fact).split("/")}


def _no_phase(record: Record) -> list[Fact]:
    return [fact for fact in facts_of(record, "study_design") if text_of(fact) in NO_PHASE_DESIGNS]


def _status(a: Record, b: Record) -> list[Discrepancy]:
    first, second = facts_of(a, "status"), facts_of(b, "status")
    if not first or not second or {text_of(f) for f in first} & {text_of(f) for f in second}:
        return []
    opens = [any(text_of(f) in OPEN_STATUS for f in facts) for facts in (first, second)]
    return [facts_differ(a, b, "status", "high" if opens[0] != opens[1] else "medium", "different", (first[0], second[0]))]


def _sponsor(a: Record, b: Record) -> list[Discrepancy]:
    first, second = facts_of(a, "sponsor"), facts_of(b, "sponsor")
    leads = [[f for f in facts if "collaborator" not in f.confidence] for facts in (first, second)]
    if not leads[0] or not leads[1] or share_name(map(text_of, leads[0]), map(text_of, leads[1])):
        return []
    helps = share_name(map(text_of, first), map(text_of, second))
    return [facts_differ(a, b, "sponsor", "low" if helps else "medium", "different", (leads[0][0], leads[1][0]))]


def _conditions(a: Record, b: Record, texts: tuple[Document, Document]) -> list[Discrepancy]:
    """Diseases without a common name, each of which the other page nowhere mentions."""
    first, second = facts_of(a, "condition"), facts_of(b, "condition")
    if not first or not second or share_name(map(text_of, first), map(text_of, second)):
        return []
    mine, theirs = _known(first), _known(second)
    if not mine or not theirs:
        return []
    keys = [{match.row.key for match in find_terms(text.reading)} for text in texts]
    if any(key in keys[1] for key in mine) or any(key in keys[0] for key in theirs):
        return []
    pair = (next(iter(mine.values())), next(iter(theirs.values())))
    return [facts_differ(a, b, "condition", "high", "disjoint", pair, concept="condition", reason="no-common-disease")]


def _known(facts: list[Fact]) -> dict[str, Fact]:
    """The catalogue's diseases that the facts name, each with the first fact that does."""
    found: dict[str, Fact] = {}
    for fact in facts:
        for match in find_terms(text_of(fact)):
            if isinstance(match.row, Topic) and match.row.topic in DISEASES:
                found.setdefault(match.row.key, fact)
    return found


def _countries(a: Record, b: Record) -> list[Discrepancy]:
    """A country that only one page names, where both name countries."""
    first, second = (
        [f for f in facts_of(r, "location") if {"country", "removed-country"} & set(f.confidence)] for r in (a, b)
    )
    names = [{text_of(f).lower() for f in facts if "country" in f.confidence} for facts in (first, second)]
    if not names[0] or not names[1] or names[0] == names[1] or len(names[0] ^ names[1]) > 3:
        return []
    extra_b = [f for f in second if text_of(f).lower() in names[1] - names[0]]
    extra_a = [f for f in first if text_of(f).lower() in names[0] - names[1]]
    if not extra_b and not (extra_a and not names[0] & names[1]):
        return []
    x = next((f for f in first if extra_b and text_of(f).lower() == text_of(extra_b[0]).lower()), (extra_a or first)[0])
    relation: SetRelation = "narrower" if not extra_a else "overlapping"
    return [facts_differ(a, b, "location", "medium", relation, (x, (extra_b or second)[0]), concept="country")]


FEW_SITES = 5


def _sites(a: Record, b: Record) -> list[Discrepancy]:
    """A site of the second page that is none of the first's, where the first lists only a few."""
    first, second = ([f for f in facts_of(r, "location") if "facility" in f.confidence] for r in (a, b))
    names = {text_of(f) for f in first}
    if not names or len(names) > FEW_SITES:
        return []
    strange = [f for f in second if not share_name([text_of(f)], names)]
    if not strange or len(strange) < len({text_of(f) for f in second}):
        return []
    nearest = max(first, key=lambda f: (len(stems(text_of(f)) & stems(text_of(strange[0]))), -f.span.start))
    if not stems(text_of(nearest)) & stems(text_of(strange[0])):
        return []
    return [
        facts_differ(a, b, "location", "medium", "disjoint", (nearest, strange[0]), concept="site", reason="another-site")
    ]


def _design(a: Record, b: Record) -> list[Discrepancy]:
    first, second = facts_of(a, "study_design"), facts_of(b, "study_design")
    said_a, said_b = {text_of(f): f for f in reversed(first)}, {text_of(f): f for f in reversed(second)}
    for x, y in (*CONTRARY, *((y, x) for x, y in CONTRARY)):
        if x in said_a and y in said_b and y not in said_a and x not in said_b:
            return [
                facts_differ(
                    a, b, "other", "medium", "different", (said_a[x], said_b[y]), concept="design", reason="contrary-designs"
                )
            ]
    return []
