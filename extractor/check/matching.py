"""Comparing by meaning: numbers as decimals, quotes without white space, names without case."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from extractor.catalogue.unit import convert
from extractor.check.expected import Comparison, ExpectedCharacteristic, ExpectedTiming, Forbidden
from extractor.check.result import Spot
from extractor.model.criterion import Characteristic, Cohort
from extractor.model.document import Document, Span
from extractor.model.values import Members, Range, Timing

MEANING = Comparison()


def find_quote(text: str, quote: str) -> list[Spot]:
    """Every place of `quote` in `text` as (start, end), white space ignored on both sides."""
    wanted = "".join(quote.split())
    packed, places = _packed(text)
    spots, at = [], packed.find(wanted)
    while at >= 0 and wanted:
        spots.append((places[at], places[at + len(wanted) - 1] + 1))
        at = packed.find(wanted, at + 1)
    return spots


@lru_cache(maxsize=16)
def _packed(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each of its characters stands in the text."""
    places = [index for index, character in enumerate(text) if not character.isspace()]
    return "".join(text.split()), places


def find_in_document(document: Document, quote: str) -> list[Spot]:
    """Every place of `quote` in the text; a quote of repaired words is found in the reading and brought back to the text."""
    return find_quote(document.text, quote) or [document.to_text(*spot) for spot in find_quote(document.reading, quote)]


def touches(span: Span | None, spots: Iterable[Spot]) -> bool:
    """Whether the span shares characters with a spot and is no longer than evidence is: 400 characters or three times it."""
    if span is None:
        return False
    length = span.end - span.start
    return any(span.start < end and start < span.end and length <= max(400, 3 * (end - start)) for start, end in spots)


def same_bounds(span: Span | None, quote: str) -> bool:
    """Whether the span quotes just these words; white space and punctuation around them do not count."""
    return span is not None and _bare(span.quote) == _bare(quote)


def _bare(quote: str) -> str:
    return "".join(quote.split()).strip(".,;:•-–()")


def plain_name(text: str) -> str:
    """Words in lower case with one blank between them."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def same_name(wanted: str, *given: str | None) -> bool:
    """Whether one of the given names has the wanted words, or is within them, as whole words."""
    want = f" {plain_name(wanted)} "
    names = [f" {plain_name(name)} " for name in given if name and plain_name(name)]
    return any(want in name or name in want for name in names)


def equal_name(wanted: str, *given: str | None) -> bool:
    """Whether one of the given names has just the wanted words."""
    return plain_name(wanted) in [plain_name(name) for name in given if name]


def same_scalar(wanted: object, given: object, how: Comparison = MEANING) -> bool:
    """Equal as decimals where both are numbers ("0.5" and "0.50"), otherwise equal but for case and white space."""
    if wanted is None or given is None or isinstance(wanted, bool) or isinstance(given, bool):
        return wanted is given
    numbers = _decimal(wanted), _decimal(given)
    if None not in numbers and how.numbers == "value":
        return numbers[0] == numbers[1]
    return " ".join(str(wanted).casefold().split()) == " ".join(str(given).casefold().split())


def _decimal(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def same_value(wanted: dict[str, Any], given: Range | Members | str | None, how: Comparison = MEANING) -> bool:
    """Whether every key that the expected value names is so in the given one."""
    if not isinstance(given, Range | Members):
        return False
    if how.units == "converted" and isinstance(given, Range):
        given = _in_unit(given, wanted.get("unit"))
    for key, want in wanted.items():
        have = getattr(given, key, None)
        if key == "members":
            if sorted(map(str, want)) != sorted(map(str, have or ())):
                return False
        elif key == "unit":  # UCUM codes tell "Pa" from "pA"
            if want != have:
                return False
        elif not same_scalar(want, have, how):
            return False
    return True


def _in_unit(value: Range, unit: object) -> Range:
    """The range in another unit, where it can be converted."""
    if not isinstance(unit, str) or value.unit is None or value.unit == unit:
        return value
    bounds = {
        side: convert(bound, value.unit, unit) for side in ("low", "high") if (bound := getattr(value, side)) is not None
    }
    return value if None in bounds.values() else value.model_copy(update={**bounds, "unit": unit})


def same_timing(wanted: ExpectedTiming, given: Timing, how: Comparison = MEANING) -> bool:
    """Whether a time window is the expected one."""
    if wanted.relation and wanted.relation != given.relation:
        return False
    if wanted.window is not None and not same_value(wanted.window, given.window, how):
        return False
    if "anchor" not in wanted.model_fields_set:
        return True
    return given.anchor is None if wanted.anchor is None else same_name(wanted.anchor, given.anchor)


def same_characteristic(
    wanted: ExpectedCharacteristic | Forbidden, given: Characteristic, how: Comparison = MEANING
) -> bool:
    """Whether everything that the pattern names is so in the characteristic."""
    names = (given.concept.text, given.concept.key) if given.concept else ()
    named = wanted.model_fields_set
    if wanted.topic and wanted.topic != given.topic:
        return False
    if wanted.concept and not same_name(wanted.concept, *names):
        return False
    if wanted.exclude is not None and wanted.exclude != given.exclude:
        return False
    if "subject" in named and not same_scalar(wanted.subject, given.subject):
        return False
    if isinstance(wanted.value, dict) and not same_value(wanted.value, given.value, how):
        return False
    if "value" in named and wanted.value is None and given.value is not None:
        return False
    return _same_scope(wanted, given) and _same_timings(wanted, given, how)


def _same_scope(wanted: ExpectedCharacteristic | Forbidden, given: Characteristic) -> bool:
    pairs = (("exception", wanted.exception, given.exception), ("condition", wanted.condition, given.condition))
    return set(wanted.modifiers) <= set(given.modifiers) and all(
        _same_words(want, have) for name, want, have in pairs if name in wanted.model_fields_set
    )


def _same_words(wanted: str | None, given: Span | None) -> bool:
    if wanted is None or given is None:
        return wanted is None and given is None
    return same_name(wanted, given.quote)


def _same_timings(wanted: ExpectedCharacteristic | Forbidden, given: Characteristic, how: Comparison) -> bool:
    if "timing" in wanted.model_fields_set and not wanted.timing and given.timing:
        return False
    return all(any(same_timing(timing, have, how) for have in given.timing or ()) for timing in wanted.timing or ())


def same_cohort(wanted: str | None, given: str | None, cohorts: Iterable[Cohort]) -> bool:
    """Whether the cohort with the id `given` goes by the name `wanted`; None is the whole trial on both sides."""
    if wanted is None or given is None:
        return wanted is given
    names = [name for cohort in cohorts if cohort.id == given for name in (cohort.name, cohort.expansion)]
    return same_name(wanted, given, *names)
