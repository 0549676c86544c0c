"""What differs between two readings of a page: its earlier version and its present one."""

from typing import Literal

from extractor.model.base import Frozen
from extractor.model.criterion import Category, FactField
from extractor.model.document import Span

Kind = Literal["added", "removed", "changed", "moved", "reworded", "reread"]


class Place(Frozen):
    """A criterion as one version has it: `text` its reading, `span` its place in that version's text."""

    category: Category
    cohort: str | None
    label: str | None
    text: str
    span: Span


class MeaningChange(Frozen):
    """One statement in words before and after; None on the side that does not make it."""

    old: str | None
    new: str | None


class CriterionChange(Frozen):
    """How a criterion differs.

    `changed`: what was read from it is not the same; `moved`: it stands under another category or cohort; `reworded`: other
    words, read the same; `reread`: the same words, read in another way (another version of this tool read them).
    """

    kind: Kind
    old: Place | None
    new: Place | None
    meaning: tuple[MeaningChange, ...] = ()


class FactChange(Frozen):
    """What each version says of one field of the trial; several values where it states several."""

    field: FactField
    cohort: str | None
    old: tuple[str, ...]
    new: tuple[str, ...]
    old_spans: tuple[Span, ...] = ()
    new_spans: tuple[Span, ...] = ()


class DocumentChange(Frozen):
    """How one page differs. `name` is its file name; `unchanged` counts the criteria that are as they were.

    A page that only one run has is `added` or `removed`, and nothing further is said of it.
    """

    name: str
    status: Literal["added", "removed", "changed", "same"]
    facts: tuple[FactChange, ...] = ()
    criteria: tuple[CriterionChange, ...] = ()
    unchanged: int = 0
