"""One document's record: its criteria with their characteristics, its cohorts and its facts."""

from extractor.criteria import read_item
from extractor.facts import read_facts
from extractor.model.criterion import Cohort, Criterion, DocumentHead, Record
from extractor.model.document import Document
from extractor.model.outline import CohortHeading, Item, Outline
from extractor.segment import outline as read_outline


def extract(document: Document) -> tuple[Outline, Record]:
    """The outline of a document (coordinates of its reading) and its record (spans of its original text).

    The record's criteria are the outline's items, one each, in page order.
    """
    outline = read_outline(document)
    criteria = tuple(_criterion(document, outline, item) for item in outline.items)
    record = Record(
        document=_head(document),
        facts=read_facts(document, outline, criteria),
        cohorts=tuple(_cohort(document, heading) for heading in outline.cohorts),
        criteria=criteria,
    )
    return outline, record


def _criterion(document: Document, outline: Outline, item: Item) -> Criterion:
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
        characteristics=read_item(document, outline, item),
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
