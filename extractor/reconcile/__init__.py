"""Reconciliation: where documents about one trial (or seemingly one) disagree.

First identity, then facts, then criteria: equal numbers and windows are taken away, what is left of corresponding
criteria is compared by meaning, and what has no counterpart is listed. Agreement is never concluded from a fuzzy score.
"""

from collections.abc import Sequence

from extractor.model.criterion import Criterion, Record
from extractor.model.document import Document
from extractor.model.review import SEVERITIES, Ambiguity, Discrepancy, Severity
from extractor.reconcile.absence import missing_cohorts, missing_criteria, perhaps_the_same
from extractor.reconcile.ages import compare_ages, open_age_places
from extractor.reconcile.agreement import says_all, state_the_same
from extractor.reconcile.align import Alignment, Pair, align, side_of
from extractor.reconcile.broader import in_one_name
from extractor.reconcile.evidence import NOT_STATED, claim, discrepancy
from extractor.reconcile.families import compare_families
from extractor.reconcile.grouping import candidate_pairs
from extractor.reconcile.identity import Identity, identify
from extractor.reconcile.listed import compare_lists
from extractor.reconcile.paraphrase import likely_paraphrases, same_numbers_alone, share_words
from extractor.reconcile.population import compare_population
from extractor.reconcile.prior_therapy import compare_prior_therapy
from extractor.reconcile.qualifiers import compare_qualifiers
from extractor.reconcile.statements import Party, statements_of, subjects_of
from extractor.reconcile.thresholds import compare_others, compare_thresholds
from extractor.reconcile.titles import compare_titles
from extractor.reconcile.trial_facts import compare_facts
from extractor.reconcile.windows import compare_windows
from extractor.reconcile.wording import compare_wording

__all__ = ["reconcile"]

MAX_ITEMS = 60
_PERSONS = frozenset({"donor", "caregiver", "child", "parent", "partner", "relative"})


def reconcile(
    documents: Sequence[Document], records: Sequence[Record], ambiguities: Sequence[Ambiguity] = ()
) -> tuple[Discrepancy, ...]:
    """The discrepancies between the documents, identity first, then by severity and position.

    `records[i]` is read from `documents[i]`. Only pairs that may be about one trial are compared (see `grouping`).
    """
    found: list[Discrepancy] = []
    for i, j in candidate_pairs(records):
        first, second = (i, j) if _is_reference_first(records[i], records[j]) else (j, i)
        a, b, texts = records[first], records[second], (documents[first], documents[second])
        identity = identify(a, b, texts)
        if identity.apart and len(records) > 2:  # two pages alone were named for each other: they are compared all the same
            continue
        found += _compare(texts, a, b, identity, tuple(ambiguities))
    return tuple(found)


def _is_reference_first(a: Record, b: Record) -> bool:
    return not (b.document.kind == "registry" and a.document.kind != "registry")


def _compare(
    texts: tuple[Document, Document], a: Record, b: Record, identity: Identity, ambiguities: tuple[Ambiguity, ...]
) -> list[Discrepancy]:
    ages = compare_ages(a, b, open_age_places(ambiguities))
    found = [
        *ages,
        *compare_facts(a, b, texts),
        *(_compare_copies(a, b) if a.document.kind == b.document.kind else []),
        *_compare_criteria(texts, a, b, ages, lone=not identity.apart),
    ]
    found = _bounded(sorted(found, key=_order), a, b)
    if identity.question is None:
        return found
    return [identity.question, *(item.model_copy(update={"conditional": True}) for item in found)]


def _compare_copies(a: Record, b: Record) -> list[Discrepancy]:
    """What is compared between two registries only: titles and the population, which patient pages word freely."""
    return [*compare_titles(a, b), *compare_population(a, b)]


def _bounded(found: list[Discrepancy], a: Record, b: Record) -> list[Discrepancy]:
    """The worst `MAX_ITEMS`, and one item that says how many more there are: a list without end is read by nobody."""
    if len(found) <= MAX_ITEMS:
        return found
    rest = found[MAX_ITEMS:]
    said = f"{len(rest)} further disagreements"
    claims = (claim(a.document.id, said, None), claim(b.document.id, said, None))
    more = discrepancy("other", "low", "different", claims, concept="further disagreements", reasons=("list-bounded",))
    return [*found[:MAX_ITEMS], more]


def _order(item: Discrepancy) -> tuple[int, int, int, str]:
    starts = [c.span.start if c.span else 1 << 30 for c in item.claims]
    return SEVERITIES.index(item.severity), *starts, item.id  # type: ignore[return-value]


def _compare_criteria(
    texts: tuple[Document, Document], a: Record, b: Record, ages: list[Discrepancy], *, lone: bool
) -> list[Discrepancy]:
    """What corresponding criteria disagree on, and what stands alone; places that `ages` already names are left out.

    Without `lone`, what stands alone is left out: of two trials it is nearly everything, and tells nothing.
    """
    a, b = in_one_name(a, b)
    side_a, side_b = side_of(a.criteria), side_of(b.criteria)
    if not side_a.criteria or not side_b.criteria:
        return []
    alignment = align(side_a, side_b)
    likely = likely_paraphrases(alignment.only_a, alignment.only_b)
    first = Party(a.document.id, a.document.kind == "registry", statements_of(a))
    second = Party(b.document.id, b.document.kind == "registry", statements_of(b))
    found = compare_thresholds(first, second, (*alignment.pairs, *likely))
    for subject in sorted(_PERSONS & subjects_of(a) & subjects_of(b)):
        of_a, of_b = (p._replace(statements=statements_of(r, subject)) for p, r in ((first, a), (second, b)))
        found += compare_others(of_a, of_b, alignment.pairs)
    found += compare_families(first, second)
    found += compare_prior_therapy(a, b)
    found += compare_windows(first, second, alignment.pairs, likely, found)
    found += compare_qualifiers(first, second, alignment.pairs)
    found += compare_wording(first, second, alignment.pairs, [*ages, *found])
    if not lone:
        return found
    absent = _absences(*texts, a, b, _without_settled(alignment, found), likely, (first, second))
    return found + [item for item in absent if not any(_same_place(item, other) for other in found)]


def _same_place(item: Discrepancy, other: Discrepancy) -> bool:
    """Whether what only one page says lies inside the evidence of another finding."""
    for mine, theirs in zip(item.claims, other.claims, strict=True):
        if (
            mine.value != NOT_STATED
            and mine.span
            and theirs.span
            and theirs.span.start <= mine.span.start
            and mine.span.end <= theirs.span.end
        ):
            return True
    return False


def _without_settled(alignment: Alignment, found: list[Discrepancy]) -> Alignment:
    """The alignment without lone criteria that a discrepancy already quotes: one cause, one item."""
    a, b = ([item.claims[i].span for item in found if item.claims[i].span] for i in (0, 1))
    only_a = alignment.only_a.where(lambda c: not any(s and c.span.start <= s.start < c.span.end for s in a))
    only_b = alignment.only_b.where(lambda c: not any(s and c.span.start <= s.start < c.span.end for s in b))
    return alignment._replace(only_a=only_a, only_b=only_b)


def _absences(
    text_a: Document,
    text_b: Document,
    a: Record,
    b: Record,
    alignment: Alignment,
    likely: Sequence[Pair],
    parties: tuple[Party, Party],
) -> list[Discrepancy]:
    """What only one page has: groups, criteria, elements of lists; `likely` are lone criteria that may be one."""
    cohorts_a, lost_a = missing_cohorts(a, b, text_b.reading, owner_first=True)
    cohorts_b, lost_b = missing_cohorts(b, a, text_a.reading, owner_first=False)
    first, second = parties
    only_a = [c for c in alignment.only_a.criteria if c.cohort not in lost_a]
    only_b = [c for c in alignment.only_b.criteria if c.cohort not in lost_b]
    pairs = [pair for pair in likely if _holds(only_a, pair.a) and _holds(only_b, pair.b)]
    only_a = [c for c in only_a if not _holds([pair.a for pair in pairs], c) and not says_all(second, first, c)]
    only_b = [c for c in only_b if not _holds([pair.b for pair in pairs], c) and not says_all(first, second, c)]
    numbered = same_numbers_alone(only_a, only_b) if a.document.kind != b.document.kind else ()
    only_a = [c for c in only_a if not _holds([pair.a for pair in numbered], c)]
    only_b = [c for c in only_b if not _holds([pair.b for pair in numbered], c)]
    doubtful = [
        (pair, _worst_of(parties, pair, settled=_settles(numbered, pair)))
        for pair in (*pairs, *numbered)
        if not (share_words(pair) and state_the_same(*parties, pair))
    ]
    found = [
        *cohorts_a,
        *cohorts_b,
        *(perhaps_the_same(a, b, pair, at_worst=at_worst) for pair, at_worst in doubtful),
        *missing_criteria(a, b, only_a, text_a.text, owner_first=True),
        *missing_criteria(b, a, only_b, text_b.text, owner_first=False),
    ]
    found += compare_lists(a, b, (text_a, text_b), alignment.pairs)
    return found


def _worst_of(parties: tuple[Party, Party], pair: Pair, *, settled: bool) -> Severity:
    """The worst that it can mean if two criteria are two: less where one says all of the other, little where they agree."""
    first, second = parties
    if settled or state_the_same(first, second, pair):
        return "low"
    return "medium" if says_all(second, first, pair.a) or says_all(first, second, pair.b) else "high"


def _holds(criteria: Sequence[Criterion], criterion: Criterion) -> bool:
    return any(each is criterion for each in criteria)


def _settles(agreed: Sequence[Pair], pair: Pair) -> bool:
    return any(each is pair for each in agreed)
