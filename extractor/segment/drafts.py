"""Items while they are being found: a draft can still get children and notes."""

from dataclasses import dataclass, field

from extractor.model.criterion import Category, Combination
from extractor.segment.labels import Label


@dataclass(slots=True)
class Draft:
    """An item in the making; `parent` is the place of its parent among the drafts."""

    category: Category
    start: int
    end: int
    label: str | None = None
    cohort: str | None = None
    parent: int | None = None
    combination: Combination | None = None
    notes: list[str] = field(default_factory=list)
    children: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """An open level of the list: the last item on it, its indentation and label."""

    draft: int
    indent: int
    label: Label | None
    opens: bool
