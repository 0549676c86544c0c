"""What a golden case expects: the models of its `expected.json`.

Only what a case names is compared: a key left out of an expected value, fact or characteristic may be anything. Quotes are
words of the page; white space does not count.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from extractor.model.base import Frozen
from extractor.model.criterion import Category, Combination, FactField
from extractor.model.review import AmbiguityKind, DiscrepancyField, Severity
from extractor.model.run import LlmScope
from extractor.model.values import Members, Range, Relation

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
    """A characteristic; `exclude` is False unless said, everything else left out may be anything.

    A value, timing, exception or condition given as null must not be read. Of `modifiers`, all must be read; `exception` and
    `condition` need only share their words with what is read.
    """

    topic: str | None = None
    concept: str | None = None
    value: ValuePart | None = None
    exclude: bool = False
    timing: tuple[ExpectedTiming, ...] | None = None
    exception: str | None = None
    condition: str | None = None
    subject: str | None = None
    modifiers: tuple[str, ...] = ()


class ExpectedCriterion(Frozen):
    """A criterion, found by its evidence; each of its `characteristics` must be read.

    `parent` quotes the criterion that it stands under (None: under none), `combination` is how its own sub-criteria combine,
    `label` what is printed before it.
    """

    quote: str = Field(min_length=1)
    category: Category
    cohort: str | None = None
    label: str | None = None
    parent: str | None = None
    combination: Combination | None = None
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
    exception: str | None = None
    condition: str | None = None
    modifiers: tuple[str, ...] = ()
    why: str | None = None


class ExpectedRecord(Frozen):
    """What one page says, and what must not be read from it. `counts` says how many criteria the page has, `cohorts` all."""

    facts: tuple[ExpectedFact, ...] = ()
    cohorts: tuple[str, ...] | None = None
    counts: dict[Category, int] = Field(default_factory=dict)
    criteria: tuple[ExpectedCriterion, ...] = ()
    must_not: tuple[Forbidden, ...] = ()


class ExpectedDiscrepancy(Frozen):
    """A disagreement; `quotes` by page: where its claims stand. None says that the page is silent and is not compared.

    `reasons` are all of its reason codes, `proposal` the value it proposes (null: none).
    """

    field: DiscrepancyField
    concept: str | None = None
    cohort: str | None = None
    severity: Severity | None = None
    relation: str | None = None
    reasons: tuple[str, ...] | None = None
    proposal: str | None = None
    quotes: dict[str, str | None] = Field(default_factory=dict)
    note: str | None = None


class ForbiddenDiscrepancy(Frozen):
    """A disagreement that must not be reported; everything left out may be anything. With a `concept`: only one about it."""

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


class Comparison(Frozen):
    """What the author of a case counts as equal.

    `units`: "written" tells 28 days from 4 weeks, "converted" does not. `numbers`: "value" takes 0.50 for 0.5, "written"
    does not.
    """

    units: Literal["written", "converted"] = "written"
    numbers: Literal["value", "written"] = "value"


class Recorded(Frozen):
    """How a case is read by a language model too: its name, the criteria it is asked for, and where its replies lie.

    `replay` is a folder of recordings beside the cases.
    """

    model: str = Field(min_length=1)
    scope: LlmScope = "unread"
    replay: str = Field(default="recordings", pattern=r"^[\w-]+$")


class Expected(Frozen):
    """The content of `expected.json`; `records` by the file name of the page without its ending.

    A `draft` was written by a machine and waits for a person's word: it cannot be checked.
    """

    case: str
    draft: bool = False
    title: str = ""
    about: str = ""
    compare: Comparison = Comparison()
    run: Recorded | None = None
    records: dict[str, ExpectedRecord] = Field(default_factory=dict)
    discrepancies: tuple[ExpectedDiscrepancy, ...] = ()
    ambiguities: tuple[ExpectedAmbiguity, ...] = ()
    must_not: MustNot = MustNot()


PatternKind = Literal["fact", "characteristic", "criterion"]


def kind_of(pattern: Forbidden) -> PatternKind:
    """What a forbidden pattern speaks of."""
    if pattern.field:
        return "fact"
    set_here = pattern.model_fields_set & (set(ExpectedCharacteristic.model_fields) - {"cohort", "category"})
    return "characteristic" if set_here else "criterion"
