"""The topic that the words of a concept bear out, whatever label a model gave them."""

from functools import cache
from typing import NamedTuple

from extractor.catalogue import Measurement, TermMatch
from extractor.catalogue.table import rows

OPEN = "observation"
_AS_TOPIC = {"vital_sign": "measurement"}


class Borne(NamedTuple):
    """A topic and why: "topic-from-catalogue", "topic-from-words", or "topic-open" where the words do not tell."""

    topic: str
    reason: str


def topic_of(words: str, terms: tuple[TermMatch, ...]) -> Borne:
    """The topic of a concept in the words of the page; `terms` are the catalogue's terms inside it, in order.

    The last term or telling word decides: in "liver transplant rejection" the head stands at the end.
    """
    if terms:
        row = terms[-1].twin or terms[-1].row if isinstance(terms[-1].row, Measurement) else terms[-1].row
        return Borne(_AS_TOPIC.get(row.topic, row.topic), "topic-from-catalogue")
    for word in reversed([part.strip(".,;:()[]\"'") for part in words.lower().replace("-", " ").split()]):
        for topic, match, telling in _telling():
            if word == telling or (match == "end" and word.endswith(telling)):
                return Borne(topic, "topic-from-words")
    return Borne(OPEN, "topic-open")


@cache
def _telling() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["topic"], row["match"], row["word"]) for row in rows("llm_topic_words.csv"))
