"""A value that a person types: read by the same rules as a page's, and refused where they cannot read it."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from extractor import data_file
from extractor.catalogue import unit
from extractor.decisions.event import Answer
from extractor.decisions.item import Item
from extractor.errors import ExtractorError
from extractor.facts.identity import canonical
from extractor.facts.printed_age import age_group, find_age, limit
from extractor.facts.printed_date import iso_date
from extractor.facts.recruitment import status
from extractor.facts.vocabulary import is_placeholder, phase, sex, table
from extractor.model.values import Members, Range, Value
from extractor.quantity import Quantity, find_quantities, find_windows
from extractor.reconcile.evidence import range_in_words
from extractor.report.words import value_words

LONGEST = 400
_DIGIT = re.compile(r"\d")
_COUNT = re.compile(r"\d{1,3}(?:,\d{3}){1,2}|\d{1,9}")
_LENGTHS = frozenset({"a", "mo", "wk", "d", "h", "min"})
_YES_NO = {"yes": "true", "true": "true", "accepted": "true", "no": "false", "false": "false", "not accepted": "false"}
Parsed = Value | str | None


def typed_answer(item: Item, text: str) -> Answer:
    """The verdict "neither" with the value that `text` states.

    Raises ExtractorError, naming what is wanted, where the text does not hold one value of the field and nothing else.
    """
    words = " ".join(text.split())
    if not words:
        raise ExtractorError("no value is given", "type the right value")
    if len(words) > LONGEST or not words.isprintable():
        raise ExtractorError("the value cannot be kept", f"give up to {LONGEST} printable characters")
    reader = _settings()[item.kind].get(item.field, "words")
    parsed = None if is_placeholder(words) else _READERS[reader](words, item)
    if parsed is None:
        raise ExtractorError(f'"{words[:60]}" cannot be read', f"give {_settings()['wants'][reader]}")
    value = words if reader in ("window", "words") else _shown(parsed)
    return Answer(verdict="neither", value=value, typed=words, parsed=parsed)


def _shown(parsed: Value | str) -> str:
    """What was read, in the words of a claim."""
    if isinstance(parsed, Range):
        return range_in_words(parsed) or "no limit"
    return value_words(parsed)


@cache
def _settings() -> dict[str, dict[str, str]]:
    return data_file.table("decision_answers.toml")


def _registry_id(text: str, item: Item) -> Parsed:
    found = canonical(text)
    return found if any(re.fullmatch(row["pattern"], found) for row in table("fact_registries")) else None


def _age(text: str, item: Item) -> Parsed:
    found = find_age(text)
    if found is not None:
        start, end, value = found
        return None if _DIGIT.search(text[:start] + text[end:]) else value
    if len(re.findall(r"\d+", text)) <= 1 and item.concept in ("minimum age", "maximum age"):
        return age_group(text) or limit(text, upper=item.concept == "maximum age")
    return age_group(text)


def _count(text: str, item: Item) -> Parsed:
    match = _COUNT.fullmatch(text.removesuffix(" participants").removesuffix(" patients"))
    return str(int(match[0].replace(",", ""))) if match else None


def _quantity(text: str, item: Item) -> Parsed:
    """One comparison, or a lower and an upper one in the same unit."""
    found = find_quantities(text)
    if not found or not all(each.explicit and not each.negated for each in found) or not _covers(text, found):
        return None
    if len(found) == 1:
        return found[0].value
    return _joined(found[0].value, found[1].value) if len(found) == 2 else None


def _joined(first: Value, second: Value) -> Range | None:
    if not isinstance(first, Range) or not isinstance(second, Range):
        return None
    low, high = (first, second) if first.high is None else (second, first)
    same = (low.unit, low.relative_to) == (high.unit, high.relative_to)
    if (
        not same
        or low.low is None
        or low.high is not None
        or high.high is None
        or high.low is not None
        or low.low > high.high
    ):
        return None
    return low.model_copy(update={"high": high.high, "high_inclusive": high.high_inclusive})


def _number(text: str, item: Item) -> Parsed:
    found = find_quantities(text)
    return found[0].value if len(found) == 1 and _covers(text, found) else _quantity(text, item)


def _covers(text: str, found: tuple[Quantity, ...]) -> bool:
    """Whether no digit of the text is left out."""
    rest, end = "", 0
    for each in found:
        rest, end = rest + text[end : each.start], each.end
    return not _DIGIT.search(re.sub(r"[A-Za-z]+\d+[a-z]*", "", rest + text[end:]))  # digits of a name: "HbA1c", "SpO2"


def _levels(text: str, item: Item) -> Parsed:
    found = find_quantities(text)
    if len(found) > 1 and _covers(text, found) and all(_is_level(each) for each in found):
        return Members(members=tuple(text[each.number_start : each.number_end] for each in found))
    return _number(text, item)


def _is_level(found: Quantity) -> bool:
    value = found.value
    return isinstance(value, Range) and not found.explicit and value.low == (value.low or Decimal(0)).to_integral_value()


def _unit(text: str, item: Item) -> Parsed:
    read = _number(text, item)
    return read if read is not None and not isinstance(read, str) and read.unit else unit(text)


def _window(text: str, item: Item) -> Parsed:
    found = find_quantities(text)
    windows = find_windows(text, found)
    if not found or not _covers(text, found) or not all(each.unit in _LENGTHS for each in found):
        return None
    return windows[0].value if windows else found[0].value if len(found) == 1 else None


def _words(text: str, item: Item) -> Parsed:
    """The words; where they hold nothing but one comparison, what it says."""
    return _quantity(text, item) or text


_READERS: dict[str, Callable[[str, Item], Parsed]] = {
    "registry_id": _registry_id,
    "age": _age,
    "sex": lambda text, item: sex(text),
    "yes_or_no": lambda text, item: _YES_NO.get(text.casefold()),
    "phase": lambda text, item: phase(text, bare=True),
    "status": lambda text, item: status(text),
    "count": _count,
    "quantity": _quantity,
    "number": _number,
    "unit": _unit,
    "window": _window,
    "levels": _levels,
    "date": lambda text, item: iso_date(text),
    "words": _words,
}
