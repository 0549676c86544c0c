"""Criteria, the characteristics inside them, cohorts, facts and the record of one document."""

from decimal import Decimal
from typing import Literal

from pydantic import ConfigDict, Field

from extractor.model.base import Frozen
from extractor.model.document import Kind, Repair, Span
from extractor.model.values import Number, Timing, Value

Category = Literal["inclusion", "exclusion"]
Reader = Literal["rules", "llm", "field"]

FactField = Literal[
    "registry_id",
    "secondary_id",
    "title",
    "sponsor",
    "status",
    "phase",
    "sex",
    "age",
    "healthy_volunteers",
    "condition",
    "intervention",
    "enrollment",
    "study_design",
    "start_date",
    "completion_date",
    "last_updated",
    "location",
]


def _is_none(value: object) -> bool:
    return value is None


class AtLeast(Frozen):
    """At least `n` of the sub-criteria must hold. Serialized as `{"at-least": n}`."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    n: int = Field(validation_alias="at-least", serialization_alias="at-least")


Combination = Literal["all-of", "any-of"] | AtLeast


class Code(Frozen):
    """A candidate code of a terminology; a person can reject it.

    `match` says how it was found: it is the catalogue's own for the concept, or the words are a name that the terminology
    gives it ("exact"), or are spelled nearly so ("similar"). `score` is the likeness, 0 to 1.
    """

    system: str
    code: str
    display: str
    match: Literal["catalogue", "exact", "similar"] = "catalogue"
    score: Number = Decimal(1)


class Concept(Frozen):
    """What a characteristic speaks of. `text` are the words of the reading, `key` the catalogue's id where it has one."""

    text: str
    span: Span
    key: str | None = None
    code: Code | None = None


class Characteristic(Frozen):
    """One testable statement inside a criterion (FHIR R5 `EvidenceVariable.characteristic`).

    `exclude` says that the statement is negated inside its criterion; the criterion's category is not folded in. `exception`
    is what the statement does not hold for, `condition` what it holds under ("if ...", "only for patients with ...").
    `subject` is None for the patient, else whom or what the value belongs to ("donor", "child", "menopause"). `modifiers`
    are what narrows the concept ("active", "history", "uncontrolled"), sorted. `alternative` numbers the lists of the
    criterion that an "or" joins: statements with the same number are alternatives of each other (under a negation none of
    them holds). `converted` stands beside `value`, never in its place. `confidence` holds reason codes, not a number.
    `request` is the key of the question to a language model that had a part in it; it is written only where there is one.
    """

    topic: str
    concept: Concept | None
    value: Value | None = None
    converted: Value | None = None
    exclude: bool = False
    timing: tuple[Timing, ...] | None = None
    exception: Span | None = None
    condition: Span | None = None
    subject: str | None = None
    modifiers: tuple[str, ...] = ()
    alternative: int | None = None
    span: Span
    reader: Reader = "rules"
    confidence: tuple[str, ...] = ()
    request: str | None = Field(default=None, exclude_if=_is_none)


class Criterion(Frozen):
    """One criterion as the page lists it. `text` is the reading (repaired), `span` its place in the original text.

    `combination` says how its sub-criteria combine or, where it has none, how many of the alternatives that it lists must
    hold. `notes` are reason codes of the segmentation ("narrative", "duplicate-block", "cut-off" ...).
    """

    id: str
    category: Category
    cohort: str | None = None
    label: str | None = None
    text: str
    span: Span
    parent: str | None = None
    combination: Combination | None = None
    notes: tuple[str, ...] = ()
    characteristics: tuple[Characteristic, ...] = ()


class Cohort(Frozen):
    """A group of patients with criteria of its own. `name` is what the page calls it, `expansion` its long form if known."""

    id: str
    name: str
    span: Span
    expansion: str | None = None


class Fact(Frozen):
    """One statement about the trial as a whole (or about a cohort), in the vocabulary of the ClinicalTrials.gov API v2.

    `value` is a Range for age, otherwise a string ("RECRUITING", "PHASE1", "ALL", an ISO date, a name, a number). `request`
    is as in `Characteristic`.
    """

    field: FactField
    value: Value | str
    span: Span
    cohort: str | None = None
    reader: Reader = "rules"
    confidence: tuple[str, ...] = ()
    request: str | None = Field(default=None, exclude_if=_is_none)


class DocumentHead(Frozen):
    """The part of a document that its record carries."""

    id: str
    path: str
    sha256: str
    media_type: str
    kind: Kind
    repairs: tuple[Repair, ...] = ()


class Record(Frozen):
    """What one document says."""

    document: DocumentHead
    facts: tuple[Fact, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    criteria: tuple[Criterion, ...] = ()
