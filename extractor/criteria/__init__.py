"""Criteria: what one item of the outline says, read shape by shape."""

from extractor.criteria.item_text import item_text
from extractor.criteria.measured import read_measured
from extractor.model.criterion import Characteristic
from extractor.model.document import Document
from extractor.model.outline import Item, Outline

__all__ = ["read_item"]


def read_item(document: Document, outline: Outline, item: Item) -> tuple[Characteristic, ...]:
    """The characteristics of one item, in the order in which they stand in the text; spans are of the document's text."""
    text = item_text(document, item)
    return read_measured(text)
