"""One range in two halves: "at least 18 and at most 75" means what "18 to 75" means.

A page may state the two ends of a range apart, and a reader may read them as one characteristic or as two. A case may expect
either: what is compared is the set of values that both allow.
"""

from collections.abc import Sequence
from itertools import combinations

from extractor.check.expected import ExpectedCharacteristic
from extractor.model.base import Frozen
from extractor.model.criterion import Characteristic
from extractor.model.document import Span
from extractor.model.values import Range


class Read(Frozen):
    """A characteristic as it was read, or the range that two or more of them state together; `parts` are those read."""

    whole: Characteristic
    parts: tuple[Characteristic, ...]


def with_joined(read: Sequence[Characteristic]) -> list[Read]:
    """What was read, and behind it the ranges that two of them state together."""
    joined = (_join(one, other) for one, other in combinations(read, 2))
    return [*(Read(whole=each, parts=(each,)) for each in read), *(each for each in joined if each)]


def _join(one: Characteristic, other: Characteristic) -> Read | None:
    low, high = (one, other) if isinstance(one.value, Range) and one.value.low is not None else (other, one)
    if not (isinstance(low.value, Range) and isinstance(high.value, Range)) or _about(one) != _about(other):
        return None
    value = join_ranges(low.value, high.value)
    if value is None:
        return None
    quote_of = one if one.span.start <= other.span.start else other
    start, end = min(one.span.start, other.span.start), max(one.span.end, other.span.end)
    span = Span(start=start, end=end, quote=quote_of.span.quote)
    return Read(whole=low.model_copy(update={"value": value, "span": span}), parts=(one, other))


def _about(read: Characteristic) -> tuple[object, ...]:
    """What two halves must share."""
    concept = (read.concept.key or read.concept.text.casefold()) if read.concept else None
    return read.topic, concept, read.exclude, read.subject


def join_ranges(low: Range, high: Range) -> Range | None:
    """The range between the low bound of one and the high bound of the other; None where they do not enclose one."""
    if low.high is not None or high.low is not None or low.low is None or high.high is None or low.low > high.high:
        return None
    units = {unit for unit in (low.unit, high.unit) if unit}
    if len(units) > 1 or low.relative_to != high.relative_to:
        return None
    update = {"high": high.high, "high_inclusive": high.high_inclusive, "unit": next(iter(units), None)}
    return low.model_copy(update=update)


def joined_expectation(
    part: ExpectedCharacteristic, others: Sequence[ExpectedCharacteristic]
) -> ExpectedCharacteristic | None:
    """The whole range that `part`, one half, is expected to state with another of the same concept; None if it is none."""
    for other in others:
        if (other.topic, other.concept, other.exclude, other.subject) != (
            part.topic,
            part.concept,
            part.exclude,
            part.subject,
        ):
            continue
        low, high = (part.value or {}), (other.value or {})
        if low.get("low") is None:
            low, high = high, low
        if low.get("low") is None or low.get("high") is not None or high.get("high") is None or high.get("low") is not None:
            continue
        value = {key: each for each_side in (low, high) for key, each in each_side.items() if each is not None}
        return part.model_copy(update={"value": value})
    return None
