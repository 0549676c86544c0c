"""Building facts from places in the reading, and putting them in order."""

from collections.abc import Iterable

from extractor.model.criterion import Fact, FactField
from extractor.model.document import Document
from extractor.model.values import Range


def fact(document: Document, field: FactField, value: Range | str, start: int, end: int, *confidence: str) -> Fact:
    """A fact read by rules from characters `start` to `end` of the reading."""
    return Fact(field=field, value=value, span=document.span(start, end), confidence=confidence)


def in_page_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts by place on the page, then field and value; one of several that are equal in field, value, place and cohort."""
    kept: dict[tuple[object, ...], Fact] = {}
    for each in facts:
        kept.setdefault((each.span.start, each.span.end, each.field, str(each.value), each.cohort or ""), each)
    return tuple(kept[key] for key in sorted(kept, key=str_key))


def str_key(key: tuple[object, ...]) -> tuple[int, int, str, str, str]:
    """A key of `in_page_order` that sorts."""
    start, end, field, value, cohort = key
    assert isinstance(start, int) and isinstance(end, int)
    return start, end, str(field), str(value), str(cohort)
