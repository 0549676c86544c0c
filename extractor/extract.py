"""One document's record: its criteria with their characteristics, its cohorts and its facts."""

from collections.abc import Sequence

from extractor.criteria import ItemText, item_text, read_item
from extractor.entities import Passage, Reader, read_mentions
from extractor.facts import read_facts
from extractor.model.criterion import Cohort, Criterion, DocumentHead, Record
from extractor.model.document import Document
from extractor.model.mention import Mention
from extractor.model.outline import BEYOND_BOUNDS, CohortHeading, Item, Outline
from extractor.segment import outline as read_outline


def extract(document: Document, reader: Reader | None = None) -> tuple[Outline, Record]:
    """The outline of a document (coordinates of its reading) and its record (spans of its original text).

    The record's criteria are the outline's items, one each, in page order. A trained `reader` adds conditions, drugs and
    procedures that the catalogue does not know; it changes nothing that the rules read.
    """
    outline = read_outline(document)
    texts = [_text(document, item) for item in outline.items]
    mentions = _mentions(outline, texts, reader)
    criteria = tuple(
        _criterion(document, outline, item, text, named)
        for item, text, named in zip(outline.items, texts, mentions, strict=True)
    )
    record = Record(
        document=_head(document),
        facts=read_facts(document, outline, criteria),
        cohorts=tuple(_cohort(document, heading) for heading in outline.cohorts),
        criteria=criteria,
    )
    return outline, record


def _text(document: Document, item: Item) -> ItemText:
    """What the readers share of an item; nothing of one that lies beyond the bounds to which a page is read."""
    if BEYOND_BOUNDS in item.notes:
        return ItemText(document, range(item.start, item.start + 1), "", (), (), ())
    return item_text(document, item)


def _mentions(outline: Outline, texts: Sequence[ItemText], reader: Reader | None) -> Sequence[Sequence[Mention]]:
    if reader is None:
        return [()] * len(texts)
    return read_mentions(reader, [Passage(text.text, text.terms) for text in texts], outline.abbreviations)


def _criterion(document: Document, outline: Outline, item: Item, text: ItemText, mentions: Sequence[Mention]) -> Criterion:
    return Criterion(
        id=item.id,
        category=item.category,
        cohort=item.cohort,
        label=item.label,
        text=" ".join(document.reading[item.start : item.end].split()),
        span=document.span(item.start, item.end),
        parent=item.parent,
        combination=item.combination,
        notes=item.notes,
        characteristics=read_item(document, outline, item, text=text, mentions=mentions),
    )


def _cohort(document: Document, heading: CohortHeading) -> Cohort:
    span = document.span(heading.start, heading.end)
    return Cohort(id=heading.id, name=heading.name, span=span, expansion=heading.expansion)


def _head(document: Document) -> DocumentHead:
    return DocumentHead(
        id=document.id,
        path=document.path,
        sha256=document.sha256,
        media_type=document.media_type,
        kind=document.kind,
        repairs=document.repairs,
    )
