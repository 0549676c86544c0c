"""What the trained reader sees of each word: its spelling, its class in open term lists, and the catalogue's own reading.

A word's features are 64-bit keys; the network looks them up in tables of hashed embeddings. Nothing is learnt here, and the
same word gives the same keys on every machine.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

from extractor.catalogue import Measurement, TermMatch
from extractor.entities.tokens import Token

COLUMNS = ("norm", "prefix", "suffix", "ending", "shape", "class", "catalogue")
"""The names of a token's features, in the order of its keys."""

OUTSIDE = "O"
_LONGEST_SHAPE = 8


def word_keys(word: str, classes: Mapping[str, str]) -> tuple[int, ...]:
    """The keys of a word by itself: of every column but the last. `classes` are the word classes of a model."""
    return (*_spelling(word), _key("class", class_of(word.lower(), classes)))


def kind_key(kind: str) -> int:
    """The key of the last column: the catalogue's reading of a word (`kinds_of`)."""
    return _key("catalogue", kind)


def kinds_of(tokens: Sequence[Token], terms: Sequence[TermMatch]) -> list[str]:
    """For each token what the catalogue reads there: "B-" or "I-" and the topic, else "O". `terms` stand in order."""
    kinds = [OUTSIDE] * len(tokens)
    at = 0
    for term in terms:
        kind = _kind(term)
        while at < len(tokens) and tokens[at].end <= term.start:
            at += 1
        begin = "B-"
        while at < len(tokens) and tokens[at].start < term.end:
            kinds[at] = begin + kind
            begin = "I-"
            at += 1
    return kinds


def _kind(term: TermMatch) -> str:
    if not isinstance(term.row, Measurement):
        return term.row.topic
    return f"{term.row.topic}/{term.twin.topic}" if term.twin else term.row.topic


def class_of(word: str, classes: Mapping[str, str]) -> str:
    """The class of a word in lower case, or that of its singular; "other" for words of no list, "mark" for no word."""
    if not word.isalpha():
        return "number" if word.isdigit() else "mark"
    found = classes.get(word)
    if found is None and word.endswith("s"):
        found = classes.get(word[:-1])
    return found or "other"


@lru_cache(maxsize=50_000)
def _spelling(word: str) -> tuple[int, ...]:
    """The keys of a word's spelling: lower case, first letter, last three and five letters, and its shape."""
    low = word.lower()
    parts = (low, word[0], low[-3:], low[-5:], shape_of(word))
    return tuple(_key(column, part) for column, part in zip(COLUMNS, parts, strict=False))


def shape_of(word: str) -> str:
    """Capitals as "X", small letters as "x", digits as "d"; a run longer than four is cut to four."""
    signs = ["X" if sign.isupper() else "x" if sign.isalpha() else "d" if sign.isdigit() else sign for sign in word[:40]]
    kept = [sign for at, sign in enumerate(signs) if signs[max(0, at - 4) : at] != [sign] * 4]
    return "".join(kept[:_LONGEST_SHAPE])


@lru_cache(maxsize=100_000)
def _key(column: str, value: str) -> int:
    return int.from_bytes(blake2b(f"{column}={value}".encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
