"""One reading of the model against the rules' readings of the same criterion."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.criteria.item_text import ItemText
from extractor.llm.derive import Doubt, Reading, Refused
from extractor.llm.draft import Bound
from extractor.llm.eligible import telling_stems
from extractor.llm.ground import Place
from extractor.model.criterion import Characteristic
from extractor.model.document import Span
from extractor.model.values import Members, Range, Value
from extractor.quantity import find_quantities

NAMELESS = "names-nothing"
_CLAUSE_BREAK = re.compile(r"[;\n]|[.?!](?=\s|$)")


class Agreement(NamedTuple):
    """The model reads what the rules' characteristic number `at` says."""

    at: int


class Disagreement(NamedTuple):
    """The readers differ on `about`; `at` is the number of the rules' characteristic, None where they have none."""

    about: Doubt
    at: int | None
    reading: Reading


class Addition(NamedTuple):
    """What only the model reads and the words bear out."""

    characteristic: Characteristic


class Nothing(NamedTuple):
    """The words are part of what the rules read (an exception, a time window, a concept without its number): nothing new."""


Comparison = Agreement | Disagreement | Addition | Nothing | Refused


def compare(item: ItemText, rules: Sequence[Characteristic], reading: Reading) -> Comparison:
    """How a reading stands to `rules`, the characteristics of the same criterion. Rules' readings are never changed."""
    if reading.at.comparison is not None:
        return _compare_number(item, rules, reading, reading.at.comparison)
    found = _same_concept(item, rules, reading.at.concept, reading.at.timing)
    if found is not None:
        return _compare_with(item, rules, found, reading)
    if reading.excepted or _is_inside(item, rules, reading.at.concept):
        return Nothing()
    if reading.doubts:
        return Disagreement(reading.doubts[0], None, reading)
    if reading.at.timing is not None and not _is_tied(item, reading.at.concept, reading.at.timing):
        return Disagreement("timing", None, reading)
    return _addition(reading)


def _addition(reading: Reading, *reasons: str) -> Addition | Refused:
    """What only the model reads, if its words name something."""
    if reading.nameless:
        return Refused(NAMELESS)
    codes = (*reading.derived.confidence, *reasons)
    return Addition(reading.derived.model_copy(update={"confidence": codes}))


def _compare_number(item: ItemText, rules: Sequence[Characteristic], reading: Reading, comparison: Place) -> Comparison:
    """A draft with a number: it must be one that the rules read, whole, and of the same concept."""
    met = [i for i, read in enumerate(rules) if read.value is not None and comparison.meets(_place(item, read.span))]
    if not met:
        return Disagreement("number", None, reading)
    if not all(_is_whole(item, rules[i], comparison) for i in met):
        return Refused("cut-number")
    same = [i for i in met if _is_of(item, rules[i], reading)]
    if not same:
        return Disagreement("number", met[0], reading)
    return _compare_with(item, rules, same[0], reading)


def _is_whole(item: ItemText, read: Characteristic, quoted: Place) -> bool:
    """Whether the quoted words hold the rules' value whole: all words of it, or enough to read the same one alone."""
    if quoted.holds(_place(item, read.span)):
        return True
    alone = find_quantities(item.text[quoted.start : quoted.end])
    return any(quantity.explicit and _equal(quantity.value, read) for quantity in alone)


def _equal(value: Value, read: Characteristic) -> bool:
    ours = read.value
    if not isinstance(value, Range) or not isinstance(ours, Range):
        return value == ours
    unit = {"unit": None, "unit_text": None} if "unit-assumed" in read.confidence else {"unit_text": None}
    return value.model_copy(update=unit) == ours.model_copy(update=unit)


def _is_of(item: ItemText, read: Characteristic, reading: Reading) -> bool:
    """Whether a rules' value is of the concept that the model names: the same words, or the same catalogue row."""
    if read.topic == "age" or reading.draft.topic == "age":
        return read.topic == reading.draft.topic
    if read.concept is None:
        return False
    if item.span(0, 1).start > read.concept.span.start:  # it stands in the item above, where no quote can reach it
        return True
    named = reading.derived.concept
    same_key = named is not None and named.key is not None and named.key == read.concept.key
    return same_key or _place(item, read.concept.span).meets(reading.at.concept)


def _same_concept(item: ItemText, rules: Sequence[Characteristic], concept: Place, timing: Place | None) -> int | None:
    """The rules' characteristic whose concept shares words with `concept`: first one with the same window, then the last."""
    met = [i for i, read in enumerate(rules) if read.concept and concept.meets(_place(item, read.concept.span))]
    if not met:
        return None
    return min(met, key=lambda i: (not _shares_window(item, rules[i], timing), rules[i].value is not None, -i))


def _shares_window(item: ItemText, read: Characteristic, timing: Place | None) -> bool:
    """Whether the time that the model quotes is one that the rules read there, be it how long something lasted."""
    spans = [window.span for window in read.timing or ()] + ([read.span] if read.value is not None else [])
    return timing is not None and any(timing.meets(_place(item, span)) for span in spans)


def _compare_with(item: ItemText, rules: Sequence[Characteristic], index: int, reading: Reading) -> Comparison:
    """The reading against the rules' characteristic of the same concept: the first thing they differ on."""
    read = rules[index]
    if reading.draft.exclude != read.exclude:
        return Disagreement("negation", index, reading)
    if reading.at.comparison is not None and not _same_bound(reading.draft.bound, read.value):
        return Disagreement("comparator", index, reading)
    if reading.at.exception is not None and not _shares(item, reading.at.exception, read.exception, read.condition):
        return Disagreement("exception", index, reading)
    if reading.at.timing is not None and not _shares_window(item, read, reading.at.timing):
        return _compare_timing(item, read, index, reading, reading.at.timing)
    return _narrower(item, read, reading) or (Agreement(index) if _says_all(read, reading) else Nothing())


def _says_all(read: Characteristic, reading: Reading) -> bool:
    """Whether the model read every part of the rules' characteristic: to be silent on a number or a time is not to agree."""
    valued = read.value is None or read.topic == "sex" or reading.at.comparison is not None
    timed = not read.timing or reading.at.timing is not None
    return valued and timed and (read.exception is None or reading.at.exception is not None)


def _narrower(item: ItemText, read: Characteristic, reading: Reading) -> Addition | Refused | None:
    """The reading as an addition where its concept has telling words beside the rules' one ("clear cell" of a sarcoma)."""
    if read.value is not None or read.concept is None or reading.doubts or reading.excepted:
        return None
    start, end = reading.at.concept
    low, high = item.locate(read.concept.span)
    beside = f"{item.text[start : max(start, low)]} {item.text[min(end, high) : end]}"
    if not telling_stems(beside):
        return None
    return _addition(reading, "narrower-concept")


def _compare_timing(item: ItemText, read: Characteristic, index: int, reading: Reading, timing: Place) -> Comparison:
    """A window that the rules did not tie to this concept: an addition where nothing contradicts it, else a question."""
    free = read.value is None and not read.timing and reading.derived.timing is not None
    if free and not reading.excepted and "negation" not in reading.doubts and _is_tied(item, reading.at.concept, timing):
        return _addition(reading)
    return Disagreement("timing", index, reading)


def _same_bound(bound: Bound, value: Value | None) -> bool:
    """Whether a label says how the rules' value is bounded; "none" says nothing."""
    if bound == "none":
        return True
    if isinstance(value, Members):
        return bound in ("one-of", "exactly", "between")
    return value is not None and bound == _bound_of(value)


def _bound_of(value: Range) -> Bound:
    if value.low is not None and value.high is not None:
        return "exactly" if value.low == value.high else "between"
    if value.low is not None:
        return "at-least" if value.low_inclusive else "more-than"
    return "at-most" if value.high_inclusive else "less-than"


def _is_tied(item: ItemText, concept: Place, timing: Place) -> bool:
    """Whether concept and window stand in one clause with no other number between them."""
    if concept.meets(timing):
        return True
    start, end = min(concept.end, timing.end), max(concept.start, timing.start)
    if _CLAUSE_BREAK.search(item.text, start, end):
        return False
    return not any(quantity.explicit or quantity.unit for quantity in item.quantities_between(start, end))


def _is_inside(item: ItemText, rules: Sequence[Characteristic], concept: Place) -> bool:
    """Whether the words are part of a value or a time window that the rules read."""
    spans = [window.span for read in rules for window in read.timing or ()]
    spans += [read.span for read in rules if read.value is not None]
    return any(_place(item, span).holds(concept) for span in spans)


def _shares(item: ItemText, place: Place, *spans: Span | None) -> bool:
    return any(span is not None and place.meets(_place(item, span)) for span in spans)


def _place(item: ItemText, span: Span) -> Place:
    return Place(*item.locate(span))
