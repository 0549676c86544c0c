"""Phrase tables: which words of a page set off which check.

A row of `data/triage_phrases.csv` is one phrase. Its pattern is a row of tokens: a word; `a|b` for either; `word*` for any
ending; `token?` for one that may be missing; `{name}` for a class of `data/triage_classes.toml`; `~3` for up to three words
of any kind; `$` for the end of a clause. The first token holds complete words only: the page is split into words once, and a
pattern is tried only where its first word stands, so the cost does not grow with the table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import accumulate
from typing import cast

from extractor import data_file
from extractor.model.review import Severity

_WORD = re.compile(r"([^\W\d_]{2,40})")
_GAP = r"(?:['’]s?)?(?:\s{1,80}+|-)"
_ANY_WORD = r"[^\s.;:()<>=≤≥]{1,40}"
_END = r"(?=[ \t]{0,20}+(?:[.,;:)\]!—–\n\r]|$))"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row: its family of checks, its regular expression, how grave a hit is, what the curator is told."""

    family: str
    expression: str
    severity: Severity
    message: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression, to be matched against lower-case text."""
        return _compiled(self.expression)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found at `start` to `end` of the reading."""

    phrase: Phrase
    start: int
    end: int


@cache
def classes() -> dict[str, tuple[str, ...]]:
    """The word classes by name."""
    return {name: tuple(words) for name, words in data_file.table("triage_classes.toml").items()}


@cache
def word_set(name: str) -> frozenset[str]:
    """A word class to look words up in."""
    return frozenset(classes()[name])


@cache
def reasons() -> dict[str, str]:
    """The reason codes of `extractor.repair.comparators` in words."""
    return {code: str(words) for code, words in data_file.table("triage_reasons.toml").items()}


@cache
def twins() -> dict[str, str]:
    """Catalogue keys of analytes that go in pairs, with the name of the other one."""
    return {key: str(name) for key, name in data_file.table("triage_twins.toml").items()}


def _word(word: str) -> str:
    escaped = re.escape(word.rstrip("*")).replace(r"\ ", _GAP).replace(r"\-", r"[\s-]?")
    return escaped + (r"\w{0,20}+" if word.endswith("*") else "")


def _token(token: str) -> str:
    words: list[str] = []
    for part in token.split("|"):
        words.extend(classes()[part[1:-1]] if part.startswith("{") else [part])
    return "(?:" + "|".join(_word(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """A row's pattern, made when it is first needed: a page holds few of them."""
    return re.compile(expression)


def expression_of(pattern: str) -> str:
    """The regular expression of a row's pattern, for lower-case text."""
    first, *others = pattern.split()
    expression = _token(first)
    for token in others:
        if token == "$":
            return expression + _END
        if token.startswith("~"):
            expression += f"(?:{_GAP}{_ANY_WORD}){{0,{int(token[1:])}}}?"
        elif token.endswith("?"):
            expression += f"(?:{_GAP}{_token(token[:-1])})?"
        else:
            expression += _GAP + _token(token)
    return expression + r"(?!\w)"


def _first_words(pattern: str) -> list[str]:
    words: list[str] = []
    for part in pattern.split()[0].split("|"):
        words.extend(classes()[part[1:-1]] if part.startswith("{") else [part])
    first = {word.split()[0].split("-")[0] for word in words}
    return sorted({form for word in first for form in ((word[:-1], word[:-1] + "s") if word.endswith("*") else (word,))})


@cache
def phrases_by_first_word() -> dict[str, tuple[Phrase, ...]]:
    """The table, by the word that sets a phrase off."""
    index: dict[str, tuple[Phrase, ...]] = {}
    for row in (*data_file.rows("triage_phrases.csv"), *_opposite_rows(), *_implied_rows()):
        severity = cast(Severity, row["severity"])
        phrase = Phrase(row["family"], expression_of(row["pattern"]), severity, row["message"])
        for word in _first_words(row["pattern"]):
            index[word] = (*index.get(word, ()), phrase)
    return index


@dataclass(frozen=True, slots=True)
class Opposites:
    """Two sayings that exclude each other, and where on the page each counts: "title", "inclusion" or "page"."""

    name: str
    left_in: str
    right_in: str
    message: str


@cache
def opposite_pairs() -> tuple[Opposites, ...]:
    """The rows of `data/triage_opposites.csv`."""
    table = data_file.rows("triage_opposites.csv")
    return tuple(Opposites(row["name"], row["left_in"], row["right_in"], row["message"]) for row in table)


def _opposite_rows() -> Iterator[dict[str, str]]:
    """Both halves of each pair as rows of the phrase table; alternatives are separated by ";"."""
    for row in data_file.rows("triage_opposites.csv"):
        for side in ("left", "right"):
            for pattern in row[side].split(";"):
                yield {
                    "family": f"{side} {row['name']}",
                    "pattern": pattern,
                    "severity": "medium",
                    "message": row["message"],
                }


@cache
def _any_phrase(word: str) -> re.Pattern[str]:
    """All phrases that a word of the table sets off as one pattern: mostly none fits, and one look tells."""
    return re.compile("|".join(f"(?:{phrase.expression})" for phrase in phrases_by_first_word()[word]))


def scan(lower: str) -> Iterator[Hit]:
    """Every phrase of the table in a text in lower case, by position."""
    index = phrases_by_first_word()
    parts = _WORD.split(lower)
    starts = list(accumulate(map(len, parts)))  # where each part ends and the next one, a word at every second place, begins
    for at in [at for at, word in enumerate(parts[1::2]) if word in index]:
        word, start = parts[2 * at + 1], starts[2 * at]
        if not _any_phrase(word).match(lower, start):
            continue
        for phrase in index[word]:
            match = phrase.pattern.match(lower, start)
            if match:
                yield Hit(phrase, match.start(), match.end())


@dataclass(frozen=True, slots=True)
class Implication:
    """A group of patients in words, and what it says about measurements (catalogue keys, default unit)."""

    name: str
    measurements: tuple[str, ...]
    low: Decimal | None
    high: Decimal | None


@cache
def implications() -> tuple[Implication, ...]:
    """The rows of `data/triage_implied.csv`."""
    table = data_file.rows("triage_implied.csv")
    return tuple(
        Implication(
            row["name"],
            tuple(row["measurements"].split("|")),
            Decimal(row["low"]) if row["low"] else None,
            Decimal(row["high"]) if row["high"] else None,
        )
        for row in table
    )


def _implied_rows() -> Iterator[dict[str, str]]:
    for row in data_file.rows("triage_implied.csv"):
        yield {"family": f"implies {row['name']}", "pattern": row["pattern"], "severity": "high", "message": ""}


@dataclass(frozen=True, slots=True)
class Field:
    """A line "label: value" of a page's head: what it is called there, our name for it, where the value stands."""

    name: str
    label: str
    value: str
    line_start: int
    start: int
    end: int


@cache
def _labels() -> dict[str, str]:
    return {label: name for name, labels in data_file.table("triage_labels.toml").items() for label in labels}


_FIELD = re.compile(r"^[ \t•*-]{0,8}+([A-Za-z][^:|\n\t]{1,48})[:|\t][ \t]{0,20}+([^\n]{0,80})", re.MULTILINE)


def fields(text: str) -> Iterator[Field]:
    """The lines of the page that are a known label and its value."""
    labels = _labels()
    for match in _FIELD.finditer(text):
        label = match[1].strip().lower()
        if label in labels:
            value = match[2].rstrip()
            start = match.start(2)
            yield Field(labels[label], match[1].strip(), value, match.start(1), start, start + len(value))
