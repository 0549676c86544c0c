"""The outcome of one golden case."""

import json

from extractor.model.base import Frozen
from extractor.model.criterion import Record
from extractor.model.document import Document


class Outcome(Frozen):
    """Whether one expectation is met. `group` is its row of the table, `label` names it within its case."""

    group: str
    label: str
    met: bool


class Extra(Frozen):
    """Something that was found and not expected, counted where the case lists all that is expected."""

    group: str
    label: str


class CaseResult(Frozen):
    """The outcomes of one case. `violations` must not appear and do; `troubles` are faults of the case itself."""

    case: str
    outcomes: tuple[Outcome, ...]
    extras: tuple[Extra, ...]
    violations: tuple[str, ...]
    troubles: tuple[str, ...]


class Page(Frozen):
    """One page of a case with what was read from it."""

    stem: str
    document: Document
    record: Record


def words(item: Frozen) -> str:
    """A pattern as a short line that names it."""
    return json.dumps(item.model_dump(exclude_unset=True, exclude={"why", "note"}), ensure_ascii=False, default=str)


def quoted(quote: str) -> str:
    """The start of a quote, on one line, in quotation marks."""
    short = " ".join(quote.split())
    return json.dumps(short if len(short) <= 80 else short[:79] + "…", ensure_ascii=False)
