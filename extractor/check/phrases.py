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

How readings are written: `extractor.check.notation`.

A value on the words of a line must be expected by one of its marks, as must whatever else is read of an expected concept.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from extractor.check.notation import NotationError, notation_of, parse_statement, reading_of
from extractor.check.phrase import Mark, Phrase
from extractor.errors import ExtractorError
from extractor.model.criterion import Category, Characteristic

FOLDER = "phrases"
MOST_CHARACTERS = 2_000

_ESCAPES = {"n": "\n", "t": "\t", "[": "[", "]": "]", "|": "|", "\\": "\\", "!": "!", "#": "#"}


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
        forbidden = tuple(parse_statement(part) for part in parts if part)
        return Mark(start=start, end=end, forbidden=forbidden, nothing=not forbidden, notation=f"not {notation[1:].strip()}")
    readings = tuple(parse_statement(part.strip()) for part in notation.split(" |"))
    return Mark(start=start, end=end, readings=readings, notation=notation.strip())


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
