"""What is read in the notation of phrases, which `extractor.check.phrases` describes."""

import re
from collections.abc import Iterable

from extractor.check.phrases import Flag, PhraseTiming, Reading
from extractor.model.criterion import Characteristic
from extractor.model.values import Members, Range


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


def draft_line(text: str, characteristics: Iterable[Characteristic], offset: int) -> str:
    """The line of a phrase file for a criterion as it is read today: a draft for a person to correct.

    `text` starts at `offset` of the text that the characteristics' spans count in.
    """
    marks: dict[tuple[int, int], list[str]] = {}
    end_before = 0
    for each in sorted(characteristics, key=lambda read: (_first(read), read.span.end)):
        start, end = max(_first(each) - offset, end_before), each.span.end - offset
        place = (start, end) if start < end else next(reversed(marks), (0, len(text)))
        marks.setdefault(place, []).append(notation_of(reading_of(each)))
        end_before = max(end_before, place[1])
    line, at = "", 0
    for (start, end), readings in marks.items():
        line += f"{_escaped(text[at:start])}[{_escaped(text[start:end])} | {' | '.join(readings)}]"
        at = end
    return line + _escaped(text[at:])


def _first(read: Characteristic) -> int:
    return min(read.span.start, read.concept.span.start if read.concept else read.span.start)


def _escaped(text: str) -> str:
    return re.sub(r"[\\|\[\]]", r"\\\g<0>", text).replace("\n", "\\n")
