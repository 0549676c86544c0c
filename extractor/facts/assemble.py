"""Building facts from places in the reading, and putting them in order."""

from collections.abc import Iterable

from extractor.model.criterion import Fact, FactField
from extractor.model.document import Document, Span
from extractor.model.values import Range

JOINED = 160


def fact(document: Document, field: FactField, value: Range | str, start: int, end: int, *confidence: str) -> Fact:
    """A fact read by rules from characters `start` to `end` of the reading."""
    return Fact(field=field, value=value, span=document.span(start, end), confidence=confidence)


def joined_limits(document: Document, facts: list[Fact]) -> list[Fact]:
    """The facts, with a minimum and a maximum age that stand close together as one fact that spans both."""
    lows = [each for each in facts if each.field == "age" and "minimum" in each.confidence]
    highs = [each for each in facts if each.field == "age" and "maximum" in each.confidence]
    if len(lows) != 1 or len(highs) != 1:
        return facts
    low, high = lows[0], highs[0]
    start, end = min(low.span.start, high.span.start), max(low.span.end, high.span.end)
    if end - start > JOINED or not isinstance(low.value, Range) or not isinstance(high.value, Range):
        return facts
    bounds = ((low.value, low.value.low), (high.value, high.value.high))
    units = {value.unit or "a" for value, bound in bounds if bound is not None}
    if len(units) > 1:
        return facts
    upper = {"high": high.value.high, "high_inclusive": high.value.high_inclusive}
    value = low.value.model_copy(update={**upper, "unit": min(units, default="a")})
    span = Span(start=start, end=end, quote=document.text[start:end])
    codes = dict.fromkeys([*low.confidence, *high.confidence])
    both = low.model_copy(update={"value": value, "span": span, "confidence": tuple(codes)})
    return [both if each is low else each for each in facts if each is not high]


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
