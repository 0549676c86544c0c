"""Phrases: one criterion a line, with what must be read from it marked inside the line.

    # a comment; empty lines count for nothing
    inclusion:
    [Platelets ≥ 100 x 10^9/L | platelets >= 100 10*9/L] without transfusion
    [Aged 18 to 75 years | age 18..75 a]
    [ECOG 0 or 1 | ecog {0,1}]
    [ALT and AST up to 3 times the upper limit | alt <= 3 xULN | ast <= 3 xULN]
    exclusion:
    [No stroke in the 6 months before screening | not condition:stroke; <= 6 mo before screening]
    [Active hepatitis B | hepatitis_b; +active; except cleared infection], unless the infection was [cleared |-]
    [a recent fracture | ?vague]
    ! [Bilirubin of two or more | bilirubin >= 2]

`inclusion:` and `exclusion:` say what the lines below them are; a file starts with inclusion. `[words | reading]` says what
is read on these words; every further ` | reading` is read there too. Brackets without ` |` belong to the text, as do `\\[`,
`\\]` and `\\|`; `\\n` is a line break. `[words |-]`: nothing may be read there; `[words |- reading]`: not this, where all
that the reading leaves out may be anything, the concept too (`*`). A line that starts with `!` is known to fail, and fails
the check once it passes.

A reading is parts between semicolons. The first is `[not] [topic:]concept [value]`: the concept by its key in the catalogue
or in the words of the text, the value as `>= 1 unit`, `> 1 <= 2 unit`, `1..2 unit` (both ends inside), `= 1 unit` or
`{0,1} unit`; units are UCUM codes, `xULN` a multiple, no unit says that none is read, `*` that it may be any. Then, in any
order, `[value] before|after|within|during [anchor]` (a time window; no anchor says that none is read, `*` any), `except
words`, `if words`, `of subject` and `+modifier`. What is not said must not be read, but for conditions and modifiers.

A value on the words of a line must be expected by one of its marks, as must whatever else is read of an expected concept.
`?kind` stands for a place that a person must look at, in the words of `extractor.model.review.AmbiguityKind`.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

from extractor.errors import ExtractorError
from extractor.model.base import Frozen
from extractor.model.criterion import Category
from extractor.model.review import AmbiguityKind
from extractor.model.values import Members, Range, Relation, Value

FOLDER = "phrases"
ANY = "*"
MOST_CHARACTERS = 2_000

_NUMBER = r"-?\d{1,15}(?:\.\d{1,15})?"
_SPAN = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")
_MULTIPLE = re.compile(r"x([A-Za-z]\w{0,30})")
_LEVELS = re.compile(r"\{([^{},]{1,20}(?:,[^{},]{1,20}){0,20})\}")
_COMPARATORS = frozenset((">=", ">", "<=", "<", "="))
_RELATIONS = frozenset(get_args(Relation))
_ESCAPES = {"n": "\n", "t": "\t", "[": "[", "]": "]", "|": "|", "\\": "\\", "!": "!", "#": "#"}


class PhraseTiming(Frozen):
    """A time window that must be read; the anchor may be part of the words that are read."""

    relation: Relation
    window: Range | None = None
    anchor: str | None = None


class Reading(Frozen):
    """One characteristic that must (or must not) be read; `"*"` as unit or anchor may be anything."""

    topic: str | None = None
    concept: str
    value: Value | None = None
    exclude: bool = False
    timing: tuple[PhraseTiming, ...] = ()
    exception: str | None = None
    condition: str | None = None
    subject: str | None = None
    modifiers: tuple[str, ...] = ()


class Flag(Frozen):
    """A place that a person must look at (or that must not be flagged)."""

    kind: AmbiguityKind


class Mark(Frozen):
    """Characters `start` to `end` of a phrase's text and what is said of them; `notation` is how the file says it."""

    start: int
    end: int
    readings: tuple[Reading | Flag, ...] = ()
    forbidden: tuple[Reading | Flag, ...] = ()
    nothing: bool = False
    notation: str


class Phrase(Frozen):
    """One line: the criterion's text without marks, and the marks in page order. `place` is "file:line" for a person.

    `notation` is the line as it stands, without a leading `!`.
    """

    topic: str
    place: str
    line: int
    notation: str
    text: str
    category: Category
    known_failure: bool = False
    marks: tuple[Mark, ...] = ()


class NotationError(ValueError):
    """A line that does not follow the notation."""


def load_phrases(folder: Path) -> tuple[list[Phrase], list[str]]:
    """The phrases of `folder/phrases/*.txt` by file name and line, and a line of trouble for each that cannot be read.

    Two lines with the same text under the same category are trouble too. Raises ExtractorError where a file is no UTF-8.
    """
    phrases: list[Phrase] = []
    troubles: list[str] = []
    for path in sorted((folder / FOLDER).glob("*.txt")):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise ExtractorError(f"{path}: is no UTF-8 (byte {error.start})", "save it as UTF-8") from error
        found, wrong = parse_phrases(text, name=f"{FOLDER}/{path.name}")
        phrases += found
        troubles += wrong
    return phrases, [*troubles, *_repeated(phrases)]


def _repeated(phrases: list[Phrase]) -> list[str]:
    first: dict[tuple[str, str], str] = {}
    return [
        f"{phrase.place}: stands already at {place}"
        for phrase in phrases
        if (place := first.setdefault((phrase.category, phrase.text), phrase.place)) != phrase.place
    ]


def parse_phrases(text: str, *, name: str) -> tuple[list[Phrase], list[str]]:
    """The phrases of one file's text, and a line "name:line: what is wrong" for each line that is none."""
    category: Category = "inclusion"
    phrases: list[Phrase] = []
    troubles: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line in ("inclusion:", "exclusion:"):
            category = "inclusion" if line == "inclusion:" else "exclusion"
            continue
        place = f"{name}:{number}"
        try:
            phrases.append(_phrase(line, place=place, number=number, category=category))
        except NotationError as error:
            troubles.append(f"{place}: {error}")
    return phrases, troubles


def _phrase(line: str, *, place: str, number: int, category: Category) -> Phrase:
    known_failure = line.startswith("!")
    line = line.removeprefix("!").strip()
    if not line or len(line) > MOST_CHARACTERS:
        raise NotationError(f"a phrase has 1 to {MOST_CHARACTERS} characters")
    text, marks = _unmarked(line)
    if known_failure and not marks:
        raise NotationError("only a line with a mark can be known to fail")
    return Phrase(
        topic=Path(place.rpartition(":")[0]).stem,
        place=place,
        line=number,
        notation=line,
        text=text,
        category=category,
        known_failure=known_failure,
        marks=tuple(marks),
    )


def _unmarked(line: str) -> tuple[str, list[Mark]]:
    """The line without its marks, and the marks with their places in it."""
    text, marks, at = "", [], 0
    while at < len(line):
        if line[at] == "[" and (end := _closing(line, at)) and (bar := _bar(line, at + 1, end)) is not None:
            words = _plain(line[at + 1 : bar].strip())
            if not words:
                raise NotationError("a mark has no words before its |")
            marks.append(_mark(line[bar + 1 : end], len(text), len(text) + len(words)))
            text += words
            at = end + 1
            continue
        step = 2 if line[at] == "\\" else 1
        text += _plain(line[at : at + step])
        at += step
    return text, marks


def _plain(text: str) -> str:
    """The text with its escapes resolved."""
    if "|" in re.sub(r"\\.", "", text):
        raise NotationError("a | stands outside of a mark (write it as \\|)")
    return re.sub(r"\\(.?)", _escape, text)


def _escape(match: re.Match[str]) -> str:
    if match[1] not in _ESCAPES:
        raise NotationError(f"\\{match[1]} is no escape")
    return _ESCAPES[match[1]]


def _closing(line: str, start: int) -> int | None:
    """Where the bracket that opens at `start` closes."""
    depth, at = 0, start
    while at < len(line):
        if line[at] == "\\":
            at += 1
        elif line[at] in "[]":
            depth += 1 if line[at] == "[" else -1
            if not depth:
                return at
        at += 1
    raise NotationError(f"the bracket at character {start + 1} does not close (write it as \\[)")


def _bar(line: str, start: int, end: int) -> int | None:
    """The first ` |` between the brackets, which ends the words of a mark."""
    at = line.find(" |", start, end)
    return None if at < 0 else at + 1


def _mark(notation: str, start: int, end: int) -> Mark:
    if notation.startswith("-"):
        parts = [part.strip() for part in notation[1:].split(" |")]
        forbidden = tuple(_statement(part) for part in parts if part)
        return Mark(start=start, end=end, forbidden=forbidden, nothing=not forbidden, notation=f"not {notation[1:].strip()}")
    readings = tuple(_statement(part.strip()) for part in notation.split(" |"))
    return Mark(start=start, end=end, readings=readings, notation=notation.strip())


def _statement(notation: str) -> Reading | Flag:
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
