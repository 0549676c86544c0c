"""Values and codes in words that a person reads without a key."""

import re
from decimal import Decimal

from extractor.model.criterion import Characteristic
from extractor.model.review import Discrepancy
from extractor.model.values import Members, Range, Timing, Value, plain

_UNITS = {"a": "years", "mo": "months", "wk": "weeks", "d": "days", "h": "hours", "min": "minutes", "%": "%"}
_RELATIONS = {
    "disjoint": "{0} and {1} have no patient in common.",
    "narrower": "{0} is narrower than {1}.",
    "wider": "{0} is wider than {1}.",
    "overlapping": "{0} and {1} overlap; neither is within the other.",
    "silent": "Only one page says this.",
    "different": "{0} and {1} say different things.",
}
_JOINT = re.compile(r"(?<=[A-Za-z0-9])[_-](?=[A-Za-z])|_")
# A page could hide or turn around words with these; a reader must see that they are there.
_UNSEEN = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | {
    code: f"⟨U+{code:04X}⟩" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
}


def visible(text: str) -> str:
    """The text with control characters and direction marks made visible."""
    return text.translate(_UNSEEN)


def phrase(code: str) -> str:
    """A code as words: "criterion_missing" is "criterion missing"; a sign before a number stays."""
    return _JOINT.sub(" ", code)


def value_words(value: Value | str | None) -> str:
    """A value as a person writes it: "≥ 18 years", "> 2 and ≤ 3 ×ULN", "0, 1 or 2"."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Members):
        return " or ".join(filter(None, (", ".join(value.members[:-1]), value.members[-1]))) if value.members else ""
    return " ".join(filter(None, (_bounds(value), _unit(value))))


def _bounds(value: Range) -> str:
    low, high = value.low, value.high
    if low is not None and low == high:
        return f"= {plain(low)}"
    if low is not None and high is not None and value.low_inclusive and value.high_inclusive:
        return f"{plain(low)} to {plain(high)}"
    return " and ".join(
        filter(None, (_bound(low, ">", "≥", value.low_inclusive), _bound(high, "<", "≤", value.high_inclusive)))
    )


def _bound(number: Decimal | None, strict: str, inclusive: str, is_inclusive: bool) -> str:
    return f"{inclusive if is_inclusive else strict} {plain(number)}" if number is not None else ""


def _unit(value: Range) -> str:
    unit = _UNITS.get(value.unit or "", value.unit_text or value.unit or "")
    if not value.relative_to or value.relative_to.lower() in unit.lower():  # "x ULN" is printed already
        return unit
    return f"{unit} × {value.relative_to}".strip()


def timing_words(timing: Timing) -> str:
    """A time window: "within ≤ 28 days of screening"."""
    window = value_words(timing.window)
    if timing.relation == "within":
        return " ".join(filter(None, ("within", window, timing.anchor and f"of {timing.anchor}")))
    return " ".join(filter(None, (window, timing.relation, timing.anchor)))


def characteristic_words(item: Characteristic) -> str:
    """A characteristic as one line: what, which value, when."""
    parts = [
        "NOT" if item.exclude else "",
        item.concept.text if item.concept else phrase(item.topic),
        value_words(item.value),
    ]
    if item.subject:
        parts.append(f"(of: {item.subject})")
    return " ".join(filter(None, parts))


def relation_words(item: Discrepancy, letters: dict[str, str]) -> str:
    """How the first claim's patients stand to the second's, in a sentence."""
    names = [letters.get(claim.document, "a page") for claim in item.claims[:2]]
    return _RELATIONS[item.relation].format(*(*names, "the other", "the other"))
