"""Words of a text as the trained reader counts them: runs of letters, runs of digits, single marks.

The cut is one linear pass, so that no run of punctuation can make it slow, and "Type 1", "HER2" and "COVID-19" keep their
numbers as words of their own.
"""

import re
from itertools import accumulate
from typing import NamedTuple

_WORD = re.compile(r"([^\W\d_]++|\d++|[^\w\s]|_)")
MAX_LETTERS = 60
"""A longer run of letters is no word; only its first letters are looked at."""


class Token(NamedTuple):
    """Characters `start` to `end` of the text; `word` are those characters (the first `MAX_LETTERS` of them)."""

    word: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The words and marks of a text, in order; coordinates are those of the text."""
    parts = _WORD.split(text)
    places = list(accumulate(map(len, parts), initial=0))  # a word and what parts it from the next one begin in turn
    return [
        Token(word[:MAX_LETTERS], start, end)
        for word, start, end in zip(parts[1::2], places[1:-1:2], places[2::2], strict=True)
    ]
