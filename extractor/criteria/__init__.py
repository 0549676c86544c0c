"""Criteria: what one item of the outline says, read shape by shape."""

from extractor.criteria.context import context_of
from extractor.criteria.item_text import item_text
from extractor.criteria.measured import read_measured
from extractor.criteria.sex import read_sex
from extractor.criteria.topics import read_topics, with_topic
from extractor.model.criterion import Characteristic
from extractor.model.document import Document
from extractor.model.outline import Item, Outline

__all__ = ["read_item"]


def read_item(document: Document, outline: Outline, item: Item) -> tuple[Characteristic, ...]:
    """The characteristics of one item, in the order in which they stand in the text; spans are of the document's text."""
    text = item_text(document, item)
    numbers = read_measured(text)
    found = list(read_sex(text, item.category))
    if numbers or text.terms:
        context = context_of(text, outline, item)
        measured = [context.apply_at_concept(with_topic(text, each)) for each in numbers]
        named = [each.concept.span for each in measured if each.concept]
        found += [*measured, *read_topics(text, context, named)]
    return tuple(sorted(found, key=lambda each: (each.span.start, each.span.end)))
