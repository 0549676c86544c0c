"""Whether two readings of a criterion say the same, and where they do not."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from extractor.changes.model import MeaningChange
from extractor.model.criterion import Characteristic, Concept, Criterion
from extractor.model.values import Members, Range, Timing, Value
from extractor.report.words import characteristic_words, timing_words

Meaning = tuple[object, ...]


def meaning_of(item: Characteristic) -> Meaning:
    """What a characteristic says, free of where it stands and how it was read: equal for equal statements."""
    return (
        _subject_matter(item),
        _value(item.value),
        item.exclude,
        tuple(_timing(timing) for timing in item.timing or ()),
        item.modifiers,
        _folded(item.exception.quote) if item.exception else None,
        _folded(item.condition.quote) if item.condition else None,
    )


def differences(old: Criterion, new: Criterion) -> tuple[MeaningChange, ...]:
    """The statements that only one of two versions makes, those on one concept side by side, in the order of the page."""
    gone = _left_over(old.characteristics, new.characteristics)
    come = _left_over(new.characteristics, old.characteristics)
    found = []
    for item in gone:
        partner = next((other for other in come if _subject_matter(other) == _subject_matter(item)), None)
        if partner is not None:
            come.remove(partner)
        found.append(MeaningChange(old=words(item), new=None if partner is None else words(partner)))
    return (*found, *(MeaningChange(old=None, new=words(item)) for item in come))


def words(item: Characteristic) -> str:
    """A characteristic in one line, with what narrows it."""
    parts = [characteristic_words(item), *(timing_words(timing) for timing in item.timing or ())]
    parts += [f"({', '.join(item.modifiers)})"] if item.modifiers else []
    parts += [f"except {_short(item.exception.quote)}"] if item.exception else []
    parts += [f"where {_short(item.condition.quote)}"] if item.condition else []
    return " ".join(filter(None, parts))


def _left_over(mine: Iterable[Characteristic], theirs: Iterable[Characteristic]) -> list[Characteristic]:
    there = Counter(map(meaning_of, theirs))
    kept = []
    for item in mine:
        if there[meaning_of(item)] > 0:
            there[meaning_of(item)] -= 1
        else:
            kept.append(item)
    return kept


def _subject_matter(item: Characteristic) -> Meaning:
    return item.topic, _concept(item.concept), item.subject


def _concept(concept: Concept | None) -> str | None:
    return None if concept is None else concept.key or _folded(concept.text)


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def _value(value: Value | None) -> Meaning | None:
    if isinstance(value, Range):
        unit = value.unit or (value.unit_text and _folded(value.unit_text))
        bounds = (_number(value.low), value.low_inclusive, _number(value.high), value.high_inclusive)
        return *bounds, unit, value.relative_to
    return tuple(value.members) if isinstance(value, Members) else None


def _number(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.normalize()


def _timing(timing: Timing) -> Meaning:
    return timing.relation, _value(timing.window), timing.anchor and _folded(timing.anchor)


def _short(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
