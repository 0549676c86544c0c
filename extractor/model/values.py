"""Values: ranges with inclusive and exclusive bounds, sets of members, time windows.

Terms follow HL7 FHIR R5 (Range, EvidenceVariable) and CDISC USDM 4 (TimeWindow); units are UCUM codes.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, PlainSerializer

from extractor.model.base import Frozen
from extractor.model.document import Span


def _exact(value: object) -> object:
    if isinstance(value, float):
        raise ValueError("numbers are Decimal or str, never float")
    return value


def plain(number: Decimal) -> str:
    """A decimal as it is written: no exponent, no rounding ("0.50" stays "0.50")."""
    return format(number, "f")


Number = Annotated[Decimal, BeforeValidator(_exact), PlainSerializer(plain, return_type=str, when_used="json")]


class Range(Frozen):
    """A range as it is written; an absent bound is None. `low == high` states one exact value.

    `unit` is a UCUM code (None: no unit printed, or one that is not known); `unit_text` the unit as printed. `relative_to`
    names the quantity that the bounds multiply ("ULN", "LLN", "baseline", ...). Nothing is converted here.
    """

    low: Number | None = None
    high: Number | None = None
    low_inclusive: bool = True
    high_inclusive: bool = True
    unit: str | None = None
    unit_text: str | None = None
    relative_to: str | None = None


class Members(Frozen):
    """A closed set of levels: grades, classes, stages, scores given as a list ("ECOG 0 or 1")."""

    members: tuple[str, ...]
    unit: str | None = None


Value = Range | Members

Relation = Literal["before", "after", "within", "during"]


class Timing(Frozen):
    """When a statement holds: a window before, after, within (either side not said) or during an anchor event.

    `anchor` is the event in the words of the text ("first dose of study drug"), None when the text names none.
    """

    relation: Relation
    window: Range | None
    anchor: str | None
    span: Span
