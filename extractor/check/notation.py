"""How a reading is written in a line: from its notation, and to it.

A reading is parts between semicolons. The first is `[not] [topic:]concept [value]`: the concept by its key in the catalogue
or in the words of the text, the value as `>= 1 unit`, `> 1 <= 2 unit`, `1..2 unit` (both ends inside), `= 1 unit` or
`{0,1} unit`; units are UCUM codes, `xULN` a multiple, no unit says that none is read, `*` that it may be any. Then, in any
order, `[value] before|after|within|during [anchor]` (a time window; no anchor says that none is read, `*` any), `except
words`, `if words`, `of subject` and `+modifier`. What is not said must not be read, but for conditions and modifiers.

`?kind` stands for a place that a person must look at, in the words of `extractor.model.review.AmbiguityKind`.
"""

import re
from decimal import Decimal
from typing import Literal, get_args

from extractor.check.phrase import Flag, PhraseTiming, Reading
from extractor.model.criterion import Characteristic
from extractor.model.review import AmbiguityKind
from extractor.model.values import Members, Range, Relation, Value

_NUMBER = r"-?\d{1,15}(?:\.\d{1,15})?"
_SPAN = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")
_MULTIPLE = re.compile(r"x([A-Za-z]\w{0,30})")
_LEVELS = re.compile(r"\{([^{},]{1,20}(?:,[^{},]{1,20}){0,20})\}")
_COMPARATORS = frozenset((">=", ">", "<=", "<", "="))
_RELATIONS = frozenset(get_args(Relation))


class NotationError(ValueError):
    """A line that does not follow the notation."""


def parse_statement(notation: str) -> Reading | Flag:
    """What a mark says: a reading or, behind a `?`, a place that a person must look at. Raises NotationError."""
    if not notation.startswith("?"):
        return parse_reading(notation)
    if notation[1:] not in get_args(AmbiguityKind):
        raise NotationError(f"{notation[1:] or 'nothing'} is no kind of ambiguity")
    return Flag.model_validate({"kind": notation[1:]})


def parse_reading(notation: str) -> Reading:
    """A reading from its notation, as this module's docstring describes it. Raises NotationError."""
    first, *rest = (part.strip() for part in notation.split(";"))
    if not first or not all(rest):
        raise NotationError(f"an empty part in {notation!r}")
    words = first.split()
    exclude = words[0] == "not"
    at = next((place for place, word in enumerate(words) if _starts_value(word)), len(words))
    topic, _, concept = " ".join(words[1 if exclude else 0 : at]).rpartition(":")
    if not concept:
        raise NotationError(f"no concept in {notation!r}")
    return Reading.model_validate(
        {"topic": topic or None, "concept": concept, "value": _value(words[at:]), "exclude": exclude, **_further(rest)}
    )


def _further(parts: list[str]) -> dict[str, object]:
    """The fields of a reading that stand behind its first semicolon."""
    names = {"except": "exception", "if": "condition", "of": "subject"}
    fields: dict[str, object] = {}
    timing: list[PhraseTiming] = []
    modifiers: list[str] = []
    for part in parts:
        head, _, tail = part.partition(" ")
        if part.startswith("+") and part[1:]:
            modifiers.append(part[1:])
        elif head in names and tail and names[head] not in fields:
            fields[names[head]] = tail.strip()
        else:
            timing.append(_timing(part))
    return fields | {"timing": tuple(timing), "modifiers": tuple(modifiers)}


def _timing(part: str) -> PhraseTiming:
    words = part.split()
    at = next((place for place, word in enumerate(words) if word in _RELATIONS), None)
    if at is None:
        raise NotationError(f"{part!r} is no time window, exception, condition, subject or modifier")
    window = _value(words[:at])
    if isinstance(window, Members):
        raise NotationError(f"levels are no time window: {part!r}")
    anchor = " ".join(words[at + 1 :]) or None
    return PhraseTiming.model_validate({"relation": words[at], "window": window, "anchor": anchor})


def _starts_value(word: str) -> bool:
    return word in _COMPARATORS or word.startswith("{") or _SPAN.fullmatch(word) is not None


def _value(words: list[str]) -> Value | None:
    """The value that the words notate; None without words."""
    if not words:
        return None
    if levels := _LEVELS.fullmatch(words[0]):
        members = tuple(level.strip() for level in levels[1].split(","))
        return Members(members=members, unit=_unit(words[1:]))
    if span := _SPAN.fullmatch(words[0]):
        return _with_unit(Range(low=Decimal(span[1]), high=Decimal(span[2])), words[1:])
    bounds: dict[str, object] = {}
    while len(words) >= 2 and words[0] in _COMPARATORS:
        fields = _bound(words[0], words[1])
        if bounds.keys() & fields.keys():
            raise NotationError("a bound is given twice")
        bounds |= fields
        words = words[2:]
    if not bounds:
        raise NotationError(f"{' '.join(words)!r} is no value")
    return _with_unit(Range.model_validate(bounds), words)


def _bound(comparator: Literal["=", ">", ">=", "<", "<="] | str, number: str) -> dict[str, object]:
    if not re.fullmatch(_NUMBER, number):
        raise NotationError(f"{number!r} is no number")
    value = Decimal(number)
    if comparator == "=":
        return {"low": value, "high": value}
    side = "low" if comparator[0] == ">" else "high"
    return {side: value, f"{side}_inclusive": comparator.endswith("=")}


def _with_unit(value: Range, words: list[str]) -> Range:
    if words and (multiple := _MULTIPLE.fullmatch(words[-1])):
        value, words = value.model_copy(update={"relative_to": multiple[1]}), words[:-1]
    return value.model_copy(update={"unit": _unit(words)})


def _unit(words: list[str]) -> str | None:
    if len(words) > 1:
        raise NotationError(f"{' '.join(words)!r} is no unit")
    return words[0] if words else None


def reading_of(read: Characteristic) -> Reading:
    """A characteristic as the reading that a phrase would expect."""
    return Reading(
        topic=None if read.concept and read.concept.key else read.topic,
        concept=(read.concept.key or read.concept.text) if read.concept else read.topic,
        value=read.value,
        exclude=read.exclude,
        timing=tuple(
            PhraseTiming(relation=each.relation, window=each.window, anchor=each.anchor) for each in read.timing or ()
        ),
        exception=read.exception.quote if read.exception else None,
        subject=read.subject,
        modifiers=read.modifiers,
    )


def notation_of(said: Reading | Flag) -> str:
    """A reading or a flag in the notation of phrases."""
    if isinstance(said, Flag):
        return f"?{said.kind}"
    head = [*(["not"] if said.exclude else []), f"{said.topic}:{said.concept}" if said.topic else said.concept]
    parts = [" ".join([*head, *value_notation(said.value)])]
    parts += [" ".join([*value_notation(each.window), each.relation, each.anchor or ""]).strip() for each in said.timing]
    named = (("except", said.exception), ("if", said.condition), ("of", said.subject))
    parts += [f"{name} {' '.join(words.replace(';', ',').split())}" for name, words in named if words]
    return "; ".join([*parts, *(f"+{name}" for name in said.modifiers)])


def value_notation(value: Range | Members | None) -> list[str]:
    """The words of a value; none without one."""
    if value is None:
        return []
    unit = [value.unit] if value.unit else []
    if isinstance(value, Members):
        return ["{" + ",".join(value.members) + "}", *unit]
    if value.relative_to:
        unit.append(f"x{value.relative_to}")
    low, high = value.low, value.high
    if low is not None and low == high:
        return ["=", format(low, "f"), *unit]
    if low is not None and high is not None and value.low_inclusive and value.high_inclusive:
        return [f"{low:f}..{high:f}", *unit]
    lower = [] if low is None else [">=" if value.low_inclusive else ">", format(low, "f")]
    upper = [] if high is None else ["<=" if value.high_inclusive else "<", format(high, "f")]
    return [*lower, *upper, *unit]
