"""The topic that the words of a concept bear out, whatever label a model gave them."""

import re
from functools import cache
from typing import NamedTuple

from extractor import data_file
from extractor.catalogue import Measurement, TermMatch

OPEN = "observation"
_AS_TOPIC = {"vital_sign": "measurement"}
_BEHIND_HEAD = re.compile(
    r"\s(?:of|in|with|without|on|for|to|from|after|by|at|due|that|which|who|known|used|given|as|than|\()(?=\s|\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?=\W*$)")


class Borne(NamedTuple):
    """A topic and why: "topic-from-catalogue", "topic-from-words", or "topic-open" where the words do not tell."""

    topic: str
    reason: str


def topic_of(words: str, start: int, terms: tuple[TermMatch, ...]) -> Borne:
    """The topic of a concept in the words of the page; `terms` are the catalogue's terms inside it, `start` is its place.

    The head decides, the last words before "of", "with" and the like: "HIV resistance test" is no infection.
    """
    behind = _BEHIND_HEAD.search(words)
    head = (words[: behind.start()] if behind else words).rstrip(" .,;:")
    heads = [term for term in terms if term.start - start < len(head) <= term.end - start]
    if heads:
        row = heads[-1].row
        row = heads[-1].twin or row if isinstance(row, Measurement) else row
        return Borne(_AS_TOPIC.get(row.topic, row.topic), "topic-from-catalogue")
    last = _WORD.search(head)
    topic = _told_by(last.group().lower()) if last else None
    return Borne(topic, "topic-from-words") if topic else Borne(OPEN, "topic-open")


def _told_by(word: str) -> str | None:
    """The topic that a word names itself, or by its ending ("-itis", "-ectomy")."""
    whole, endings = _telling()
    return whole.get(word) or next((topic for ending, topic in endings if word.endswith(ending)), None)


@cache
def _telling() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    table = data_file.rows("llm_topic_words.csv")
    whole = {row["word"]: row["topic"] for row in table if row["match"] == "word"}
    return whole, tuple((row["word"], row["topic"]) for row in table if row["match"] == "end")
