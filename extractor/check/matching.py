"""Comparing by meaning: numbers as decimals, quotes without white space, names without case."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from extractor.check.cases import ExpectedCharacteristic, ExpectedTiming, Forbidden
from extractor.model.criterion import Characteristic, Cohort
from extractor.model.document import Document, Span
from extractor.model.values import Members, Range, Timing

Spot = tuple[int, int]


def find_quote(text: str, quote: str) -> list[Spot]:
    """Every place of `quote` in `text` as (start, end), white space ignored on both sides."""
    wanted = "".join(quote.split())
    places = [index for index, character in enumerate(text) if not character.isspace()]
    packed = "".join(text[index] for index in places)
    spots, at = [], packed.find(wanted)
    while at >= 0 and wanted:
        spots.append((places[at], places[at + len(wanted) - 1] + 1))
        at = packed.find(wanted, at + 1)
    return spots


def find_in_document(document: Document, quote: str) -> list[Spot]:
    """Every place of `quote` in the text; a quote of repaired words is found in the reading and brought back to the text."""
    return find_quote(document.text, quote) or [document.to_text(*spot) for spot in find_quote(document.reading, quote)]


def touches(span: Span | None, spots: Iterable[Spot]) -> bool:
    """Whether the span shares characters with a spot and is no longer than evidence is: 400 characters or three times it."""
    if span is None:
        return False
    length = span.end - span.start
    return any(span.start < end and start < span.end and length <= max(400, 3 * (end - start)) for start, end in spots)


def plain_name(text: str) -> str:
    """Words in lower case with one blank between them."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def same_name(wanted: str, *given: str | None) -> bool:
    """Whether one of the given names has the wanted words, or is within them, as whole words."""
    want = f" {plain_name(wanted)} "
    names = [f" {plain_name(name)} " for name in given if name and plain_name(name)]
    return any(want in name or name in want for name in names)


def same_scalar(wanted: object, given: object) -> bool:
    """Equal as decimals where both are numbers ("0.5" and "0.50"), otherwise equal but for case and white space."""
    if wanted is None or given is None or isinstance(wanted, bool) or isinstance(given, bool):
        return wanted is given
    numbers = _decimal(wanted), _decimal(given)
    if None not in numbers:
        return numbers[0] == numbers[1]
    return " ".join(str(wanted).casefold().split()) == " ".join(str(given).casefold().split())


def _decimal(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def same_value(wanted: dict[str, Any], given: Range | Members | str | None) -> bool:
    """Whether every key that the expected value names is so in the given one."""
    if not isinstance(given, Range | Members):
        return False
    for key, want in wanted.items():
        have = getattr(given, key, None)
        if key == "members":
            if sorted(map(str, want)) != sorted(map(str, have or ())):
                return False
        elif key == "unit":  # UCUM codes tell "Pa" from "pA"
            if want != have:
                return False
        elif not same_scalar(want, have):
            return False
    return True


def same_timing(wanted: ExpectedTiming, given: Timing) -> bool:
    """Whether a time window is the expected one."""
    if wanted.relation and wanted.relation != given.relation:
        return False
    if wanted.window is not None and not same_value(wanted.window, given.window):
        return False
    if "anchor" not in wanted.model_fields_set:
        return True
    return given.anchor is None if wanted.anchor is None else same_name(wanted.anchor, given.anchor)


def same_characteristic(wanted: ExpectedCharacteristic | Forbidden, given: Characteristic) -> bool:
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
    if isinstance(wanted.value, dict) and not same_value(wanted.value, given.value):
        return False
    if "value" in named and wanted.value is None and given.value is not None:
        return False
    return all(any(same_timing(timing, have) for have in given.timing or ()) for timing in wanted.timing or ())


def same_cohort(wanted: str | None, given: str | None, cohorts: Iterable[Cohort]) -> bool:
    """Whether the cohort with the id `given` goes by the name `wanted`; None is the whole trial on both sides."""
    if wanted is None or given is None:
        return wanted is given
    names = [name for cohort in cohorts if cohort.id == given for name in (cohort.name, cohort.expansion)]
    return same_name(wanted, given, *names)
