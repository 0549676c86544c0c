"""The outline of a document: its sections, cohorts and list items, before anything inside them is read.

All coordinates here are of the **reading** (see `extractor.model.document`).
"""

from functools import cached_property
from typing import Literal

from extractor.model.base import Frozen
from extractor.model.criterion import Category, Combination

BEYOND_BOUNDS = "unread-tail"
"""The note of an item that keeps what stands beyond the bounds of reading: its words are there, nothing is read in it."""

UNCLEAR_HEADING = "heading-unclear"
"""The note of the first item of a list whose heading does not say whether the list admits or excludes."""

SectionRole = Literal["header", "summary", "eligibility", "other"]


class Section(Frozen):
    """A stretch of the page under one heading; `heading` is None for text before the first one."""

    role: SectionRole
    heading: str | None
    start: int
    end: int


class CohortHeading(Frozen):
    """Where the page opens a group of criteria. `abbreviation` and `expansion` as the page ties them ("LN", "lupus ...")."""

    id: str
    name: str
    start: int
    end: int
    abbreviation: str | None = None
    expansion: str | None = None


class Item(Frozen):
    """One criterion's place: the characters `start` to `end` of the reading, without its printed label or bullet.

    `notes` are reason codes of the segmentation itself ("restarted-numbering", "run-on", "duplicate-block", "cut-off", ...).
    """

    id: str
    category: Category
    start: int
    end: int
    label: str | None = None
    cohort: str | None = None
    parent: str | None = None
    combination: Combination | None = None
    notes: tuple[str, ...] = ()


class Outline(Frozen):
    """Sections in page order, cohorts in order of first mention, items in page order (a parent before its children).

    `abbreviations` maps short forms to long forms as the page defines them, sorted by short form. `asides` are the places
    behind the lists that were left out although they may state a requirement, in page order.
    """

    sections: tuple[Section, ...] = ()
    cohorts: tuple[CohortHeading, ...] = ()
    items: tuple[Item, ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()
    asides: tuple[tuple[int, int], ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """The items by their ids."""
        return {item.id: item for item in self.items}
