"""What an item is made of: words with white space folded, and hashed; no positions, ids of documents or file versions."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from extractor import data_file
from extractor.decisions.event import digest

_CRITERION_ID = re.compile(r"\b(?:inc|exc)-\d{1,4}\b ?")
_FIGURE = re.compile(r"\"[^\"]{1,400}\"|'[^']{1,400}'|\S{0,30}\d\S{0,30}")
_BLANK_LINE = re.compile(r"\n[ \t\r]*+\n")
LENGTH = 16
REACH = 400


class Settings(NamedTuple):
    """The settings of `data/decision_items.toml`."""

    page_kinds: frozenset[str]
    page_messages: tuple[re.Pattern[str], ...]
    gap_kinds: frozenset[str]
    gap_words: int
    unacceptable: frozenset[str]
    counts: tuple[re.Pattern[str], ...]


@cache
def settings() -> Settings:
    """Which quotes cannot stand for themselves, and which sentences only count what stands elsewhere."""
    data = data_file.table("decision_items.toml")
    return Settings(
        page_kinds=frozenset(data["page_kinds"]),
        page_messages=tuple(map(re.compile, data["page_messages"])),
        gap_kinds=frozenset(data["gap_kinds"]),
        gap_words=data["gap_words"],
        unacceptable=frozenset(data["unacceptable"]),
        counts=tuple(map(re.compile, data["counts"])),
    )


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


def is_of_page(kind: str, message: str) -> bool:
    """Whether a question is about the whole page, so that its quote only shows a place to look at."""
    return kind in settings().page_kinds or any(pattern.search(message) for pattern in settings().page_messages)


def neighbours(text: str, start: int, end: int, block: tuple[int, int] | None) -> str:
    """The words before and after a place, folded, which move with it: four before it and two behind.

    They are taken from its `block` (start and end of its criterion), so that a new wrapping changes nothing; without one,
    from its line, or where it begins or ends that, from the next line of its paragraph.
    """
    low, high = block or (0, len(text))
    ahead, behind = text[max(low, start - REACH) : start], text[end : min(high, end + REACH)]
    if block is None:
        ahead, behind = _BLANK_LINE.split(ahead)[-1], _BLANK_LINE.split(behind)[0]
        ahead = ahead.rpartition("\n")[2].strip() or ahead
        behind = behind.partition("\n")[0].strip() or behind
    return fold(" ".join([*ahead.split()[-4:], "\u2026", *behind.split()[:2]]))
