"""What was read from one page against what its case expects of it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.check import draft
from extractor.check.expected import (
    ExpectedCharacteristic,
    ExpectedCriterion,
    ExpectedFact,
    ExpectedRecord,
    Forbidden,
    kind_of,
)
from extractor.check.halves import Read, joined_expectation, with_joined
from extractor.check.matching import (
    equal_name,
    find_in_document,
    same_bounds,
    same_characteristic,
    same_cohort,
    same_name,
    same_scalar,
    same_value,
    touches,
)
from extractor.check.notation import notation_of, reading_of
from extractor.check.result import Extra, Outcome, Page, Path, Spot, Violation, compact, quoted, words
from extractor.model.criterion import Criterion, Fact


def outcomes(page: Page, expected: ExpectedRecord) -> Iterator[Outcome]:
    """One outcome for each fact, cohort, count, criterion and characteristic that is expected of the page."""
    yield from _fact_outcomes(page, expected)
    yield from _whole_page_outcomes(page, expected)
    for place, want in enumerate(expected.criteria):
        yield from _criterion_outcomes(page, want, ("records", page.stem, "criteria", place))


def extras(page: Page, expected: ExpectedRecord) -> Iterator[Extra]:
    """Facts and characteristics beside the expected ones, for the fields and criteria that the case lists."""
    yield from _extra_facts(page, expected)
    for place, want in enumerate(expected.criteria):
        yield from _extra_characteristics(page, want, ("records", page.stem, "criteria", place, "characteristics"))


def violations(page: Page, expected: ExpectedRecord) -> Iterator[Violation]:
    """What must not be read from the page and was."""
    for place, item in enumerate(expected.must_not):
        if _appears(item, page):
            yield Violation(label=f"{page.stem}: {words(item)}", path=("records", page.stem, "must_not", place))


def _fact_outcomes(page: Page, expected: ExpectedRecord) -> Iterator[Outcome]:
    for place, want in enumerate(expected.facts):
        hits = [fact for fact in page.record.facts if _same_fact(want, fact, page)]
        yield Outcome(
            group=f"fact {want.field}",
            label=f"{page.stem}: fact {words(want)}",
            met=bool(hits),
            strict=any(isinstance(want.value, dict) or want.value == fact.value for fact in hits),
            evidence=tuple((fact.span.start, fact.span.end) for fact in hits[:1]),
            path=("records", page.stem, "facts", place),
        )


def _same_fact(want: ExpectedFact | Forbidden, fact: Fact, page: Page) -> bool:
    if want.field != fact.field:
        return False
    if "cohort" in want.model_fields_set and not same_cohort(want.cohort, fact.cohort, page.record.cohorts):
        return False
    if isinstance(want.value, dict):
        return same_value(want.value, fact.value, page.how)
    return want.value is None or (isinstance(fact.value, str) and same_scalar(want.value, fact.value, page.how))


def _extra_facts(page: Page, expected: ExpectedRecord) -> Iterator[Extra]:
    """Facts of a field that the case lists, with another value than any it lists."""
    fields = {want.field for want in expected.facts}
    for fact in page.record.facts:
        if fact.field in fields and not any(_same_fact(want, fact, page) for want in expected.facts):
            content = draft.fact(fact, page.record)
            yield Extra(
                group=f"fact {fact.field}",
                label=f"{page.stem}: fact {compact(content)}",
                path=("records", page.stem, "facts"),
                content=content,
            )


def _whole_page_outcomes(page: Page, expected: ExpectedRecord) -> Iterator[Outcome]:
    """The number of criteria and the names of the cohorts."""
    counts = Counter(criterion.category for criterion in page.record.criteria)
    for category, wanted in sorted(expected.counts.items()):
        met = counts[category] == wanted
        path: Path = ("records", page.stem, "counts", category)
        yield Outcome(group="count", label=f"{page.stem}: {category} criteria: {wanted}", met=met, strict=met, path=path)
    if expected.cohorts is None:
        return
    names = [(cohort.name, cohort.expansion) for cohort in page.record.cohorts]
    met = len(names) == len(expected.cohorts)
    path = ("records", page.stem, "cohorts")
    yield Outcome(group="cohort", label=f"{page.stem}: {len(expected.cohorts)} cohorts", met=met, strict=met, path=path)
    for place, name in enumerate(expected.cohorts):
        hits = [each for each in names if same_name(name, *each)]
        strict = any(equal_name(name, *each) for each in hits)
        label = f"{page.stem}: cohort {quoted(name)}"
        yield Outcome(group="cohort", label=label, met=bool(hits), strict=strict, path=(*path, place))


def name_of(page: Page, want: ExpectedCriterion) -> str:
    """How a criterion is named in the lists of a check."""
    cohort = f" of {quoted(want.cohort)}" if want.cohort else ""
    return f"{page.stem}: {want.category}{cohort} {quoted(want.quote)}"


def _criterion_outcomes(page: Page, want: ExpectedCriterion, path: Path) -> Iterator[Outcome]:
    found = find_criterion(want, page)
    name = name_of(page, want)
    yield Outcome(
        group="criterion",
        label=name,
        met=found is not None,
        strict=found is not None and same_bounds(found.span, want.quote),
        evidence=((found.span.start, found.span.end),) if found else (),
        path=path,
    )
    yield from _structure_outcomes(page, want, found, path)
    read = with_joined(found.characteristics) if found else []
    for place, part in enumerate(want.characteristics):
        hit = _find_characteristic(part, want.characteristics, read, page)
        yield Outcome(
            group=f"characteristic {part.topic or ''}".strip(),
            label=f"{name}: {words(part)}",
            met=hit is not None,
            strict=hit is not None and _to_the_letter(part, hit),
            evidence=((hit.whole.span.start, hit.whole.span.end),) if hit else (),
            path=(*path, "characteristics", place),
        )


def _find_characteristic(
    part: ExpectedCharacteristic, all_parts: Sequence[ExpectedCharacteristic], read: Sequence[Read], page: Page
) -> Read | None:
    """What was read of an expected characteristic; a range may stand in one piece or in two on either side."""
    hit = next((each for each in read if same_characteristic(part, each.whole, page.how)), None)
    whole = None if hit else joined_expectation(part, all_parts)
    if whole is None:
        return hit
    return next((each for each in read if same_characteristic(whole, each.whole, page.how)), None)


def _to_the_letter(part: ExpectedCharacteristic, hit: Read) -> bool:
    concept = hit.whole.concept
    named = part.concept is None or (concept is not None and equal_name(part.concept, concept.text, concept.key))
    return named and len(hit.parts) == 1


def _structure_outcomes(page: Page, want: ExpectedCriterion, found: Criterion | None, path: Path) -> Iterator[Outcome]:
    """The parent, the combination and the printed label of a criterion, where they are expected."""
    for key in ("parent", "combination", "label"):
        if key not in want.model_fields_set:
            continue
        wanted = getattr(want, key)
        if key == "parent":
            met = found is not None and _same_parent(wanted, found, page)
        else:
            met = found is not None and getattr(found, key) == wanted
        label = f"{name_of(page, want)}: {key} {quoted(str(wanted))}"
        yield Outcome(group="structure", label=label, met=met, strict=met, path=(*path, key))


def _same_parent(wanted: str | None, found: Criterion, page: Page) -> bool:
    if wanted is None or found.parent is None:
        return wanted is found.parent
    parent = next((each for each in page.record.criteria if each.id == found.parent), None)
    return parent is not None and touches(parent.span, find_in_document(page.document, wanted))


def find_criterion(want: ExpectedCriterion, page: Page) -> Criterion | None:
    """The criterion that the quote stands in: the one with most of the characteristics, then the tightest."""
    spots = find_in_document(page.document, want.quote)
    near = [criterion for criterion in page.record.criteria if _fits(want, criterion, page, spots)]
    if not near:
        return None
    return max(near, key=lambda criterion: (_matched(want, criterion, page), _tightness(criterion, spots)))


def _fits(want: ExpectedCriterion, criterion: Criterion, page: Page, spots: list[Spot]) -> bool:
    if criterion.category != want.category:
        return False
    if "cohort" in want.model_fields_set and not same_cohort(want.cohort, criterion.cohort, page.record.cohorts):
        return False
    return _overlaps(criterion, spots)


def _overlaps(criterion: Criterion, spots: list[Spot]) -> bool:
    return any(criterion.span.start < end and start < criterion.span.end for start, end in spots)


def _matched(want: ExpectedCriterion, criterion: Criterion, page: Page) -> int:
    read = with_joined(criterion.characteristics)
    return sum(_find_characteristic(part, want.characteristics, read, page) is not None for part in want.characteristics)


def _tightness(criterion: Criterion, spots: list[Spot]) -> tuple[int, int]:
    shared = max(min(criterion.span.end, end) - max(criterion.span.start, start) for start, end in spots)
    return shared, criterion.span.start - criterion.span.end


def _extra_characteristics(page: Page, want: ExpectedCriterion, path: Path) -> Iterator[Extra]:
    """Characteristics with a value that a listed criterion is not expected to have."""
    found = find_criterion(want, page) if want.characteristics else None
    if found is None:
        return
    read = with_joined(found.characteristics)
    hits = [_find_characteristic(part, want.characteristics, read, page) for part in want.characteristics]
    claimed = [part for hit in hits if hit for part in hit.parts]
    for have in found.characteristics:
        if have.value is None or have in claimed:
            continue
        if any(same_characteristic(part, have, page.how) for part in want.characteristics):
            continue
        label = f"{name_of(page, want)}: {have.topic} {notation_of(reading_of(have))}"
        yield Extra(group=f"characteristic {have.topic}", label=label, path=path, content=draft.characteristic(have))


def _appears(item: Forbidden, page: Page) -> bool:
    """Whether a thing that must not be read from the page was read."""
    kind = kind_of(item)
    if kind == "fact":
        return any(_same_fact(item, fact, page) for fact in page.record.facts)
    spots = find_in_document(page.document, item.quote) if item.quote else None
    near = [
        criterion
        for criterion in page.record.criteria
        if (item.category in (None, criterion.category))
        and ("cohort" not in item.model_fields_set or same_cohort(item.cohort, criterion.cohort, page.record.cohorts))
        and (spots is None or _overlaps(criterion, spots))
    ]
    if kind == "criterion":
        return bool(near)
    return any(same_characteristic(item, have, page.how) for criterion in near for have in criterion.characteristics)
