"""Whether two words are one word spelled in two ways. Words that are spelled alike and mean opposites are two."""

from functools import cache
from typing import Any

from rapidfuzz import fuzz

from extractor import data_file
from extractor.entities.misspelt import sound

SPELLING = 80
"""Share of equal characters, of 100, from which on two spellings may be of one word."""


@cache
def _opposites() -> dict[str, Any]:
    return data_file.table("reconcile_opposites.toml")


@cache
def opposed_modifiers() -> tuple[frozenset[str], ...]:
    """Sets of modifiers of which only one can hold of a thing."""
    return tuple(map(frozenset, _opposites()["modifiers"]))


def spelled_alike(word: str, other: str) -> bool:
    """Whether two words, in small letters, sound nearly the same and neither is the other's opposite."""
    return fuzz.ratio(sound(word), sound(other)) >= SPELLING and not are_opposites(word, other)


def are_opposites(word: str, other: str) -> bool:
    """Words told apart by what stands in front: "stable" and "unstable", "hypertension" and "hypotension"."""
    short, long = sorted((word, other), key=len)
    if any(long == denying + short for denying in _opposites()["denying"]):
        return True
    return any(
        (word.startswith(x) and other.startswith(y)) or (word.startswith(y) and other.startswith(x))
        for x, y in _opposites()["exchanged"]
    )
