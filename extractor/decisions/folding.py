"""What an item is made of: words with white space folded, and hashed; no positions, ids of documents or file versions."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.decisions.event import digest

_CRITERION_ID = re.compile(r"\b(?:inc|exc)-\d{1,4}\b ?")
_FIGURE = re.compile(r"\"[^\"]{1,400}\"|'[^']{1,400}'|\S{0,30}\d\S{0,30}")
_BLANK_LINE = re.compile(r"\n[ \t\r]*+\n")
LENGTH = 16


class Settings(NamedTuple):
    """The settings of `data/decision_items.toml`."""

    page_kinds: frozenset[str]
    gap_kinds: frozenset[str]
    gap_words: int
    unacceptable: frozenset[str]
    counts: tuple[re.Pattern[str], ...]


@cache
def settings() -> Settings:
    """Which quotes cannot stand for themselves, and which sentences only count what stands elsewhere."""
    data = tomllib.loads((files("extractor") / "data" / "decision_items.toml").read_text(encoding="utf-8"))
    counts = tuple(re.compile(pattern) for pattern in data["counts"])
    sets = {key: frozenset(data[key]) for key in ("page_kinds", "gap_kinds", "unacceptable")}
    return Settings(gap_words=data["gap_words"], counts=counts, **sets)


def fold(text: str) -> str:
    """Text as it counts for identity: NFC, soft hyphens left out, each run of white space one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text.replace("\u00ad", "")).split())


def name(prefix: str, *parts: object) -> str:
    """A short id made of `parts`, which are JSON values."""
    return prefix + digest(parts)[:LENGTH]


def said(value: str) -> str:
    """A claim's value without the ids of criteria in it, which count positions."""
    return fold(_CRITERION_ID.sub("", value))


def figures(message: str) -> tuple[str, ...]:
    """The numbers and quoted words of a message, in order, without its sentences that count what stands elsewhere."""
    for pattern in settings().counts:
        message = pattern.sub("", message)
    return tuple(fold(found).rstrip(".,;:") for found in _FIGURE.findall(message))


def is_gap(kind: str, quote: str) -> bool:
    """Whether a quote only marks a place where something is missing ("TBD"): it then needs the words around it."""
    return kind in settings().gap_kinds and len(quote.split()) < settings().gap_words


def is_of_page(kind: str) -> bool:
    """Whether a kind is a question about the whole page, whose quote only shows a place to look at."""
    return kind in settings().page_kinds


def neighbours(text: str, start: int, end: int, *, before: int = 4, after: int = 2) -> str:
    """The words before and after a place within its paragraph, folded: they move with it and outlive a new wrapping."""
    low, high = max(0, start - 400), min(len(text), end + 400)
    ahead = _BLANK_LINE.split(text[low:start])[-1].split()[-before:]
    behind = _BLANK_LINE.split(text[end:high])[0].split()[:after]
    return fold(" ".join([*ahead, "\u2026", *behind]))
