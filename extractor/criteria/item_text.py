"""The text of one item with what all readers of it share: catalogue terms, quantities, windows."""

from typing import NamedTuple

from extractor.catalogue import TermMatch, find_terms
from extractor.model.document import Document, Span
from extractor.model.outline import Item
from extractor.quantity import Quantity, Window, find_quantities, find_windows


class ItemText(NamedTuple):
    """Coordinates of `terms`, `quantities` and `windows` are those of `text`, which stands at `offset` in the reading."""

    document: Document
    offset: int
    text: str
    terms: tuple[TermMatch, ...]
    quantities: tuple[Quantity, ...]
    windows: tuple[Window, ...]

    def span(self, start: int, end: int) -> Span:
        """The span of the document's text on which characters `start` to `end` of `text` stand."""
        return self.document.span(self.offset + start, self.offset + end)


def item_text(document: Document, item: Item) -> ItemText:
    """Read what all readers of an item need, once."""
    text = document.reading[item.start : item.end]
    quantities = find_quantities(text)
    return ItemText(document, item.start, text, tuple(find_terms(text)), quantities, find_windows(text, quantities))
