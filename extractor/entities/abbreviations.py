"""Abbreviations that a page explains: wherever the short form stands alone it names what the long form names."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from extractor.catalogue import Topic, find_terms
from extractor.entities.codes import catalogue_code
from extractor.entities.passage import TOPICS, Passage
from extractor.model.criterion import Code
from extractor.model.mention import Mention

MAX_SHORT_FORMS = 200
_WORD = re.compile(r"[^\W_](?:[\w-]*[^\W_])?+")
_KINDS = {"infection": "infection", "malignancy": "malignancy"} | {topic: topic for topic in TOPICS}


class Meaning(NamedTuple):
    """What a short form stands for."""

    topic: str
    key: str | None
    code: Code | None


def meanings_of(
    abbreviations: Sequence[tuple[str, str]], read: Callable[[Sequence[Passage]], list[tuple[Mention, ...]]]
) -> dict[str, Meaning]:
    """The meaning of each short form whose long form is a concept of the catalogue, or one thing that `read` names."""
    pairs = [(short, Passage(long, find_terms(long))) for short, long in abbreviations[:MAX_SHORT_FORMS]]
    meanings: dict[str, Meaning] = {}
    for (short, long), mentions in zip(pairs, read([long for _, long in pairs]), strict=True):
        meaning = _of_catalogue(long) or _of_mentions(long, mentions)
        if meaning:
            meanings[short] = meaning
    return meanings


def _of_catalogue(long: Passage) -> Meaning | None:
    """The catalogue's concept that the whole long form names."""
    for term in long.terms:
        row = term.row if isinstance(term.row, Topic) else None
        if row is not None and row.topic in _KINDS and long.text[term.start : term.end] == long.text.strip():
            return Meaning(row.topic, row.key, catalogue_code(row))
    return None


def _of_mentions(long: Passage, mentions: Sequence[Mention]) -> Meaning | None:
    """The kind of the one mention that the long form is, or ends with."""
    if len(mentions) != 1 or long.text[mentions[0].end :].strip():
        return None
    return Meaning(mentions[0].topic, mentions[0].key, mentions[0].code)


def with_short_forms(passage: Passage, mentions: Sequence[Mention], meanings: dict[str, Meaning]) -> tuple[Mention, ...]:
    """The mentions of a passage and one for each short form that stands alone in it, letter case as the page explains it.

    The page's own explanation goes before what a reader made of the bare letters. Order is that of the text.
    """
    if not meanings:
        return tuple(mentions)
    found = [
        Mention(match.start(), match.end(), meanings[match[0]].topic, None, meanings[match[0]].key, meanings[match[0]].code)
        for match in _WORD.finditer(passage.text)
        if match[0] in meanings and not _explains(passage.text, match)
    ]
    kept = [mention for mention in mentions if not any(x.start < mention.end and mention.start < x.end for x in found)]
    return tuple(sorted([*kept, *found], key=lambda mention: (mention.start, mention.end)))


def _explains(text: str, short: re.Match[str]) -> bool:
    """Whether the short form stands in brackets of its own: behind the long form, which is named already."""
    return text[short.start() - 1 : short.start()] == "(" and text[short.end() : short.end() + 1] == ")"
