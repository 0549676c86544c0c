"""Golden cases: a folder of source pages, and what is expected of them.

A case is `<folder>/<name>/` with its pages and `expected.json`. Only what a case names is compared: a key left out of an
expected value, fact or characteristic may be anything. Quotes are words of the page; white space does not count.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from extractor.errors import ExtractorError
from extractor.model.base import Frozen
from extractor.model.criterion import Category, FactField
from extractor.model.review import AmbiguityKind, DiscrepancyField, Severity
from extractor.model.values import Members, Range, Relation

EXPECTED = "expected.json"
_VALUE_KEYS = frozenset(Range.model_fields) | frozenset(Members.model_fields)


def _known_keys(value: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(value) - _VALUE_KEYS)
    if unknown:
        raise ValueError(f"unknown keys of a value: {', '.join(unknown)}")
    return value


def _no_float(value: Any) -> Any:
    if isinstance(value, dict) and any(isinstance(part, float) for part in value.values()):
        raise ValueError('numbers are strings ("0.5")')
    return value


ValuePart = Annotated[dict[str, Any], BeforeValidator(_no_float), AfterValidator(_known_keys)]


class ExpectedFact(Frozen):
    """A fact; `cohort` is a cohort's name, None the whole trial, left out: any."""

    field: FactField
    value: str | ValuePart
    cohort: str | None = None


class ExpectedTiming(Frozen):
    """A time window; `anchor` need only share its words with what is read."""

    relation: Relation | None = None
    window: ValuePart | None = None
    anchor: str | None = None


class ExpectedCharacteristic(Frozen):
    """A characteristic; `exclude` is False unless said, everything else left out may be anything."""

    topic: str | None = None
    concept: str | None = None
    value: ValuePart | None = None
    exclude: bool = False
    timing: tuple[ExpectedTiming, ...] | None = None
    subject: str | None = None


class ExpectedCriterion(Frozen):
    """A criterion, found by its evidence; each of its `characteristics` must be read."""

    quote: str = Field(min_length=1)
    category: Category
    cohort: str | None = None
    characteristics: tuple[ExpectedCharacteristic, ...] = ()


class Forbidden(Frozen):
    """What a record must not hold.

    With `field`: a fact (with this `value`, where given). With a key of a characteristic: a characteristic (of a criterion
    that touches `quote`, where given). With `quote` and `category` alone: a criterion.
    """

    field: FactField | None = None
    quote: str | None = None
    category: Category | None = None
    cohort: str | None = None
    topic: str | None = None
    concept: str | None = None
    value: str | ValuePart | None = None
    exclude: bool | None = None
    timing: tuple[ExpectedTiming, ...] | None = None
    subject: str | None = None
    why: str | None = None


class ExpectedRecord(Frozen):
    """What one page says, and what must not be read from it."""

    facts: tuple[ExpectedFact, ...] = ()
    criteria: tuple[ExpectedCriterion, ...] = ()
    must_not: tuple[Forbidden, ...] = ()


class ExpectedDiscrepancy(Frozen):
    """A disagreement; `quotes` by page: where its claims stand. None says that the page is silent and is not compared."""

    field: DiscrepancyField
    concept: str | None = None
    cohort: str | None = None
    severity: Severity | None = None
    relation: str | None = None
    quotes: dict[str, str | None] = Field(default_factory=dict)
    note: str | None = None


class ForbiddenDiscrepancy(Frozen):
    """A disagreement that must not be reported; everything left out may be anything."""

    field: DiscrepancyField | None = None
    concept: str | None = None
    severity: Severity | None = None
    quotes: dict[str, str | None] = Field(default_factory=dict)
    why: str | None = None


class ExpectedAmbiguity(Frozen):
    """A place that a person must look at."""

    document: str
    kind: AmbiguityKind
    quote: str = Field(min_length=1)
    severity: Severity | None = None
    note: str | None = None


class ForbiddenAmbiguity(Frozen):
    """A place that must not be flagged; everything left out may be anything."""

    document: str | None = None
    kind: AmbiguityKind | None = None
    quote: str | None = None
    why: str | None = None


class MustNot(Frozen):
    """What must not appear in the review lists."""

    discrepancies: tuple[ForbiddenDiscrepancy, ...] = ()
    ambiguities: tuple[ForbiddenAmbiguity, ...] = ()


class Expected(Frozen):
    """The content of `expected.json`; `records` by the file name of the page without its ending."""

    case: str
    title: str = ""
    about: str = ""
    records: dict[str, ExpectedRecord] = Field(default_factory=dict)
    discrepancies: tuple[ExpectedDiscrepancy, ...] = ()
    ambiguities: tuple[ExpectedAmbiguity, ...] = ()
    must_not: MustNot = MustNot()


class Case(Frozen):
    """A golden case: its name, its pages by stem, and what is expected."""

    name: str
    pages: dict[str, str]
    expected: Expected


def load_cases(folder: Path, only: tuple[str, ...] = ()) -> tuple[list[Case], list[str]]:
    """The cases in `folder` by name, and one line for each case that cannot be checked.

    Raises ExtractorError where `folder` holds no case or a name in `only` is none of them.
    """
    if not folder.is_dir():
        raise ExtractorError(f"{folder}: is not a folder", "name the folder of the golden cases")
    names = sorted(path.parent.name for path in folder.glob(f"*/{EXPECTED}"))
    unknown = sorted(set(only) - set(names))
    if unknown or not names:
        raise ExtractorError(
            f"{folder}: holds no case {unknown[0] if unknown else ''}".rstrip(), f"a case is a folder with {EXPECTED}"
        )
    cases, troubles = [], []
    for name in names:
        if only and name not in only:
            continue
        case = _load_case(folder / name)
        if isinstance(case, Case):
            cases.append(case)
        else:
            troubles.append(f"{name}: {case}")
    return cases, troubles


def _load_case(folder: Path) -> Case | str:
    """The case in `folder`, or what is wrong with it."""
    try:
        expected = Expected.model_validate_json((folder / EXPECTED).read_bytes())
    except ValidationError as error:
        first = max(error.errors(), key=lambda one: one["type"] == "value_error")  # says more than the other side of a union
        return f"{EXPECTED} at {'.'.join(map(str, first['loc'])) or 'its top'}: {first['msg']}"
    pages = [path for path in sorted(folder.iterdir()) if path.is_file() and path.name != EXPECTED and path.suffix != ".md"]
    by_stem = {path.stem: str(path) for path in pages}
    named = {*expected.records, *(stem for stem, _ in quotes(expected))}
    if expected.case != folder.name:
        return f"{EXPECTED} names the case {json.dumps(expected.case)}"
    if len(by_stem) < len(pages):
        return "two pages have one name but for the ending"
    if not pages or named - set(by_stem):
        return f"has no page named {', '.join(sorted(named - set(by_stem))) or 'at all'}"
    return Case(name=folder.name, pages=by_stem, expected=expected)


def quotes(expected: Expected) -> Iterator[tuple[str, str]]:
    """Every quote of a case with the stem of its page; an empty quote where a page is named without one."""
    for stem, record in expected.records.items():
        yield from ((stem, criterion.quote) for criterion in record.criteria)
        yield from ((stem, pattern.quote or "") for pattern in record.must_not)
    pairs: list[ExpectedDiscrepancy | ForbiddenDiscrepancy] = [*expected.discrepancies, *expected.must_not.discrepancies]
    for pair in pairs:
        yield from ((stem, quote or "") for stem, quote in pair.quotes.items())
    places: list[ExpectedAmbiguity | ForbiddenAmbiguity] = [*expected.ambiguities, *expected.must_not.ambiguities]
    for place in places:
        if place.document:
            yield place.document, place.quote or ""


PatternKind = Literal["fact", "characteristic", "criterion"]


def kind_of(pattern: Forbidden) -> PatternKind:
    """What a forbidden pattern speaks of."""
    if pattern.field:
        return "fact"
    set_here = pattern.model_fields_set & {"topic", "concept", "value", "exclude", "timing", "subject"}
    return "characteristic" if set_here else "criterion"
