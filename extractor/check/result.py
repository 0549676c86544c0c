"""The outcome of one golden case."""

import json
from typing import Any

from extractor.check.expected import Comparison
from extractor.model.base import Frozen
from extractor.model.criterion import Record
from extractor.model.document import Document

Path = tuple[str | int, ...]
"""A place inside a case's `expected.json`: keys and indices from its top."""

Spot = tuple[int, int]
"""Characters from start (included) to end (excluded) of a page's text."""


ON = "\ton "
"""What stands between a meaning and the words that it stands on."""


class Outcome(Frozen):
    """Whether one expectation is met. `group` is its row of the table, `label` names it within its case.

    `strict`: it is met to the letter; evidence has the expected bounds, names and texts are the expected ones. `evidence` is
    where what met it stands, `path` where it is expected.
    """

    group: str
    label: str
    met: bool
    strict: bool = False
    evidence: tuple[Spot, ...] = ()
    path: Path = ()


class Extra(Frozen):
    """Something that was found and not expected, counted where the case lists all that is expected.

    `path` is the list of `expected.json` that `content` would join if it were expected.
    """

    group: str
    label: str
    path: Path = ()
    content: dict[str, Any] | None = None


class Violation(Frozen):
    """Something that must not appear and does; `path` is where it is forbidden."""

    label: str
    path: Path = ()


class ReadingLine(Frozen):
    """One statement: its meaning, and the words that it stands on (white space made even)."""

    meaning: str
    words: str = ""

    def __str__(self) -> str:
        return f"{self.meaning}{ON}{self.words}" if self.words else self.meaning


class CaseResult(Frozen):
    """The outcomes of one case. `troubles` are faults of the case itself; `seconds` of processor time it took to read.

    `lines` are all that was read.
    """

    case: str
    outcomes: tuple[Outcome, ...] = ()
    extras: tuple[Extra, ...] = ()
    violations: tuple[Violation, ...] = ()
    troubles: tuple[str, ...] = ()
    seconds: float = 0.0
    lines: tuple[ReadingLine, ...] = ()


class Page(Frozen):
    """One page of a case with what was read from it, and what its case counts as equal."""

    stem: str
    document: Document
    record: Record
    how: Comparison = Comparison()


def words(item: Frozen) -> str:
    """A pattern as a short line that names it."""
    return json.dumps(item.model_dump(exclude_unset=True, exclude={"why", "note"}), ensure_ascii=False, default=str)


def compact(content: object) -> str:
    """Drafted content on one line."""
    return json.dumps(content, ensure_ascii=False)


def quoted(quote: str) -> str:
    """The start of a quote, on one line, in quotation marks."""
    short = " ".join(quote.split())
    return json.dumps(short if len(short) <= 80 else short[:79] + "…", ensure_ascii=False)
