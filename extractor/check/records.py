"""What was read from one page against what its case expects of it."""

from collections.abc import Iterator

from extractor.check.cases import ExpectedCriterion, ExpectedFact, ExpectedRecord, Forbidden, kind_of
from extractor.check.matching import Spot, find_in_document, same_characteristic, same_cohort, same_scalar, same_value
from extractor.check.result import Extra, Outcome, Page, quoted, words
from extractor.model.criterion import Criterion, Fact, Record


def outcomes(page: Page, expected: ExpectedRecord) -> Iterator[Outcome]:
    """One outcome for each fact, criterion and characteristic that is expected of the page."""
    yield from _fact_outcomes(page, expected)
    yield from _criterion_outcomes(page, expected)


def extras(page: Page, expected: ExpectedRecord) -> Iterator[Extra]:
    """Facts and characteristics beside the expected ones, for the fields and criteria that the case lists."""
    yield from _extra_facts(page, expected)
    yield from _extra_characteristics(page, expected)


def violations(page: Page, expected: ExpectedRecord) -> Iterator[str]:
    """What must not be read from the page and was, a line each."""
    for item in expected.must_not:
        if _appears(item, page):
            yield f"{page.stem}: {words(item)}"


def _fact_outcomes(page: Page, expected: ExpectedRecord) -> Iterator[Outcome]:
    for want in expected.facts:
        met = any(_same_fact(want, fact, page.record) for fact in page.record.facts)
        yield Outcome(group=f"fact {want.field}", label=f"{page.stem}: fact {words(want)}", met=met)


def _same_fact(want: ExpectedFact | Forbidden, fact: Fact, record: Record) -> bool:
    if want.field != fact.field:
        return False
    if "cohort" in want.model_fields_set and not same_cohort(want.cohort, fact.cohort, record.cohorts):
        return False
    if isinstance(want.value, dict):
        return same_value(want.value, fact.value)
    return want.value is None or (isinstance(fact.value, str) and same_scalar(want.value, fact.value))


def _extra_facts(page: Page, expected: ExpectedRecord) -> Iterator[Extra]:
    """Facts of a field that the case lists, with another value than any it lists."""
    fields = {want.field for want in expected.facts}
    for fact in page.record.facts:
        if fact.field in fields and not any(_same_fact(want, fact, page.record) for want in expected.facts):
            yield Extra(group=f"fact {fact.field}", label=f"{page.stem}: fact {fact.field} {quoted(fact.span.quote)}")


def _criterion_outcomes(page: Page, expected: ExpectedRecord) -> Iterator[Outcome]:
    for want in expected.criteria:
        found = _find_criterion(want, page)
        place = f"{page.stem}: {want.category} {quoted(want.quote)}"
        yield Outcome(group="criterion", label=place, met=found is not None)
        for part in want.characteristics:
            met = found is not None and any(same_characteristic(part, have) for have in found.characteristics)
            yield Outcome(group=f"characteristic {part.topic or ''}".strip(), label=f"{place}: {words(part)}", met=met)


def _find_criterion(want: ExpectedCriterion, page: Page) -> Criterion | None:
    """The criterion that the quote stands in: the one with most of the characteristics, then the tightest."""
    spots = find_in_document(page.document, want.quote)
    near = [criterion for criterion in page.record.criteria if _fits(want, criterion, page.record, spots)]
    if not near:
        return None
    return max(near, key=lambda criterion: (_matched(want, criterion), _tightness(criterion, spots)))


def _fits(want: ExpectedCriterion, criterion: Criterion, record: Record, spots: list[Spot]) -> bool:
    if criterion.category != want.category:
        return False
    if "cohort" in want.model_fields_set and not same_cohort(want.cohort, criterion.cohort, record.cohorts):
        return False
    return any(criterion.span.start < end and start < criterion.span.end for start, end in spots)


def _matched(want: ExpectedCriterion, criterion: Criterion) -> int:
    return sum(any(same_characteristic(part, have) for have in criterion.characteristics) for part in want.characteristics)


def _tightness(criterion: Criterion, spots: list[Spot]) -> tuple[int, int]:
    shared = max(min(criterion.span.end, end) - max(criterion.span.start, start) for start, end in spots)
    return shared, criterion.span.start - criterion.span.end


def _extra_characteristics(page: Page, expected: ExpectedRecord) -> Iterator[Extra]:
    """Characteristics with a value that a listed criterion is not expected to have."""
    for want in expected.criteria:
        found = _find_criterion(want, page) if want.characteristics else None
        for have in found.characteristics if found else ():
            if have.value is not None and not any(same_characteristic(part, have) for part in want.characteristics):
                label = f"{page.stem}: {want.category} {quoted(want.quote)}: {have.topic} {quoted(have.span.quote)}"
                yield Extra(group=f"characteristic {have.topic}", label=label)


def _appears(item: Forbidden, page: Page) -> bool:
    """Whether a thing that must not be read from the page was read."""
    kind = kind_of(item)
    if kind == "fact":
        return any(_same_fact(item, fact, page.record) for fact in page.record.facts)
    spots = find_in_document(page.document, item.quote) if item.quote else None
    near = [
        criterion
        for criterion in page.record.criteria
        if (item.category in (None, criterion.category))
        and ("cohort" not in item.model_fields_set or same_cohort(item.cohort, criterion.cohort, page.record.cohorts))
        and (spots is None or any(criterion.span.start < end and start < criterion.span.end for start, end in spots))
    ]
    if kind == "criterion":
        return bool(near)
    return any(same_characteristic(item, have) for criterion in near for have in criterion.characteristics)
