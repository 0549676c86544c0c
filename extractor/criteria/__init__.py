"""Criteria: what one item of the outline says, read shape by shape."""

from collections.abc import Sequence

from extractor.criteria.alternatives import with_alternatives
from extractor.criteria.calendar import with_date_limits
from extractor.criteria.context import context_of
from extractor.criteria.item_text import ItemText, item_text, topic_head
from extractor.criteria.measured import read_measured
from extractor.criteria.named import read_named
from extractor.criteria.phrase import BESIDE
from extractor.criteria.proviso import without_provisos
from extractor.criteria.sex import read_sex
from extractor.criteria.subject import of_subject, subject_at_head
from extractor.criteria.topics import read_topics, with_topic
from extractor.model.criterion import AtLeast, Characteristic
from extractor.model.document import Document, Span
from extractor.model.mention import Mention
from extractor.model.outline import Item, Outline
from extractor.model.values import Range

__all__ = ["ItemText", "item_text", "read_item"]


def read_item(
    document: Document, outline: Outline, item: Item, *, text: ItemText | None = None, mentions: Sequence[Mention] = ()
) -> tuple[Characteristic, ...]:
    """The characteristics of one item, in the order in which they stand in the text; spans are of the document's text.

    `text` is `item_text(document, item)` where it is at hand already; `mentions` are what a trained reader saw in it.
    """
    text = text or item_text(document, item)
    if text.quantities and not text.terms:
        head = topic_head(document, outline, item)
        if head is not None:
            return _within(document, item, _read(item_text(document, item, head), outline, item))
    return _read(text, outline, item, mentions)


def _read(text: ItemText, outline: Outline, item: Item, mentions: Sequence[Mention] = ()) -> tuple[Characteristic, ...]:
    numbers = [each for each in read_measured(text) if not _is_combination(each, item)]
    found = list(read_sex(text, item.category))
    if numbers or text.terms or mentions:
        context = context_of(text, outline, item)
        measured = [context.apply_at_concept(with_topic(text, each)) for each in numbers]
        named = [each.concept.span for each in measured if each.concept and BESIDE not in each.confidence]
        found += [*measured, *read_topics(text, context, named)]
        if mentions:
            found = read_named(text, context, mentions, found)
        found = with_date_limits(text, without_provisos(text, item.category, found))
    in_order = tuple(sorted(found, key=lambda each: (each.span.start, each.span.end)))
    return with_alternatives(text, of_subject(in_order, subject_at_head(text.text)))


def _is_combination(read: Characteristic, item: Item) -> bool:
    """Whether a bare count is how many of the item's parts must hold, which its combination says."""
    if read.concept is not None or not isinstance(read.value, Range) or read.value.unit is not None:
        return False
    return isinstance(item.combination, AtLeast) and read.value.low == item.combination.n


def _within(document: Document, item: Item, found: tuple[Characteristic, ...]) -> tuple[Characteristic, ...]:
    """What is said of a value, with the words of the item itself as its place; the concept may stand in the item above."""
    start, end = document.to_text(item.start, item.end)
    kept = [each for each in found if each.value is not None and each.span.end > start]
    return tuple(
        each
        if each.span.start >= start
        else each.model_copy(
            update={"span": Span(start=start, end=each.span.end, quote=document.text[start : each.span.end])}
        )
        for each in kept
        if each.span.end <= end
    )
