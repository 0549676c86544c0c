"""Helpers for the tests of the stage `segment`: a document from plain text, and its items as short tuples."""

from extractor.model.document import Document, SourceField
from extractor.model.outline import Item, Outline
from extractor.segment import outline


def document(text: str, *, fields: tuple[SourceField, ...] = ()) -> Document:
    """A document that needed no repair."""
    return Document(
        id="d", path="p", sha256="0", media_type="text/plain", kind="unknown", text=text, reading=text, fields=fields
    )


def read(text: str, *, fields: tuple[SourceField, ...] = ()) -> Outline:
    return outline(document(text, fields=fields))


def words(text: str, item: Item) -> str:
    """The words of an item with single spaces."""
    return " ".join(text[item.start : item.end].split())


def texts(text: str, category: str | None = None) -> list[str]:
    """The words of the items, in page order."""
    return [words(text, item) for item in read(text).items if category in (None, item.category)]


def bare(text: str) -> list[str]:
    """The words of the items without closing punctuation."""
    return [one.rstrip(" .;,") for one in texts(text)]


def tree(text: str) -> list[tuple[str, str, str | None]]:
    """(id, words, parent) of each item."""
    return [(item.id, words(text, item), item.parent) for item in read(text).items]
