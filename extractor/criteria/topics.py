"""Concepts without a number: conditions, drugs, procedures, consent ... as the catalogue's topics name them.

A term becomes a characteristic with the scope it stands in (negated, excepted, conditional) and the words that narrow it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from extractor.catalogue import Topic
from extractor.criteria.adjunct import STRETCH
from extractor.criteria.context import Context
from extractor.criteria.item_text import ItemText
from extractor.model.criterion import Characteristic, Code, Concept
from extractor.model.document import Span

MAX_TERMS = 60


def read_topics(item: ItemText, context: Context, taken: Sequence[Span]) -> tuple[Characteristic, ...]:
    """A characteristic for each catalogue topic that the item names outside the places in `taken` (text coordinates).

    Terms inside an exception are part of that exception, not statements of their own.
    """
    found = []
    for term in item.terms[:MAX_TERMS]:
        row = term.row if isinstance(term.row, Topic) else term.twin
        if row is None or context.is_excepted(term.start, term.end):
            continue
        span = item.span(term.start, term.end)
        if not any(other.start < span.end and span.start < other.end for other in taken):
            holding = context.holding(term.start, term.end, span, topic=row.topic)
            found.append(_characteristic(row, span, holding))
    return tuple(found)


def with_topic(item: ItemText, read: Characteristic) -> Characteristic:
    """A reading whose concept has no catalogue key, with the key of the topic that its words name (the last one they name).

    "Oxygen therapy for at most 48 hours" is about the catalogue's oxygen therapy, although it was read as a number.
    """
    if read.concept is None or read.concept.key is not None or read.subject is not None or STRETCH in read.confidence:
        return read
    start, end = item.locate(read.concept.span)
    named = [term.row for term in item.terms_between(start, end) if isinstance(term.row, Topic)]
    if not named:
        return read
    concept = read.concept.model_copy(update={"key": named[-1].key, "code": _code_of(named[-1])})
    topic = named[-1].topic if read.topic == "observation" else read.topic
    return read.model_copy(update={"concept": concept, "topic": topic})


def _characteristic(row: Topic, span: Span, holding: dict[str, Any]) -> Characteristic:
    concept = Concept(text=span.quote, span=span, key=row.key, code=_code_of(row))
    return Characteristic(topic=row.topic, concept=concept, span=span, confidence=("catalogue-concept",), **holding)


def _code_of(row: Topic) -> Code | None:
    return _code(row.system, row.code, row.display or row.name) if row.system and row.code else None


@cache
def _code(system: str, code: str, display: str) -> Code:
    """The model of a catalogue row's code: there are as many as rows, so each is built once."""
    return Code(system=system, code=code, display=display)
