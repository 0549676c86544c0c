"""One criterion with what must be read from it."""

from extractor.model.base import Frozen
from extractor.model.criterion import Category
from extractor.model.review import AmbiguityKind
from extractor.model.values import Range, Relation, Value

ANY = "*"


class PhraseTiming(Frozen):
    """A time window that must be read; the anchor may be part of the words that are read."""

    relation: Relation
    window: Range | None = None
    anchor: str | None = None


class Reading(Frozen):
    """One characteristic that must (or must not) be read; `"*"` as unit or anchor may be anything."""

    topic: str | None = None
    concept: str
    value: Value | None = None
    exclude: bool = False
    timing: tuple[PhraseTiming, ...] = ()
    exception: str | None = None
    condition: str | None = None
    subject: str | None = None
    modifiers: tuple[str, ...] = ()


class Flag(Frozen):
    """A place that a person must look at (or that must not be flagged)."""

    kind: AmbiguityKind


class Mark(Frozen):
    """Characters `start` to `end` of a phrase's text and what is said of them; `notation` is how the file says it."""

    start: int
    end: int
    readings: tuple[Reading | Flag, ...] = ()
    forbidden: tuple[Reading | Flag, ...] = ()
    nothing: bool = False
    notation: str


class Phrase(Frozen):
    """One line: the criterion's text without marks, and the marks in page order. `place` is "file:line" for a person.

    `notation` is the line as it stands, without a leading `!`.
    """

    topic: str
    place: str
    line: int
    notation: str
    text: str
    category: Category
    known_failure: bool = False
    marks: tuple[Mark, ...] = ()
