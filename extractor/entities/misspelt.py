"""Misspelt names: "azythromicyn" is azithromycin where a trained reader half sees a drug and no list knows the word.

Words are compared by how they sound: "y" as "i", "ph" as "f", "k" and "ch" as "c", "th" as "t", double letters as
one. Optimal string alignment (Damerau 1964, restricted) counts what is left; a word that is as near to two concepts names
neither.
"""

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from extractor.catalogue import Topic, topics
from extractor.entities.passage import TOPICS

SEEN = 0.3
"""The least certainty of a reader from which on a word that is spelled like a known name counts."""
_SHORTEST = 8
_LONG = 12
_SOUNDS = (("ph", "f"), ("ch", "c"), ("th", "t"), ("y", "i"), ("k", "c"), ("ae", "e"), ("oe", "e"))
_DOUBLE = re.compile(r"([a-z])\1")


@lru_cache(maxsize=4096)
def meant(word: str, topic: str) -> Topic | None:
    """The one catalogue concept of the kind `topic` whose name the word misspells; None for a name as it is spelled."""
    heard = sound(word)
    if topic not in TOPICS or len(word) < _SHORTEST or not word.isalpha() or word.lower() in _names(topic):
        return None
    limit = 2 if len(word) >= _LONG else 1
    nearest: dict[str, Topic] = {}
    for name, row in _by_sound(topic).get(heard[:1], ()):
        distance = OSA.distance(heard, name, score_cutoff=limit)
        if distance < limit:
            nearest, limit = {}, distance
        if distance <= limit:
            nearest[row.key] = row
    return next(iter(nearest.values())) if len(nearest) == 1 else None


def sound(word: str) -> str:
    """The word in small letters, as it sounds: equal for spellings that are heard alike."""
    folded = word.lower()
    for spelled, spoken in _SOUNDS:
        folded = folded.replace(spelled, spoken)
    return _DOUBLE.sub(r"\1", folded)


@cache
def _names(topic: str) -> dict[str, Topic]:
    """The catalogue's names of one word for concepts of a kind, in small letters."""
    return {
        name.lower(): row
        for row in topics()
        if row.topic == topic
        for name in (row.name, *row.aliases)
        if name.isalpha() and len(name) >= _SHORTEST - 1
    }


@cache
def _by_sound(topic: str) -> dict[str, tuple[tuple[str, Topic], ...]]:
    """The names as they sound, by their first letter."""
    found: dict[str, tuple[tuple[str, Topic], ...]] = {}
    for name, row in sorted(_names(topic).items()):
        heard = sound(name)
        found[heard[:1]] = (*found.get(heard[:1], ()), (heard, row))
    return found
