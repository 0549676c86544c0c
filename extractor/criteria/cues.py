"""Finding cue phrases ("no history of", "with the exception of") by their words, in one pass over a text."""

import re
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

_WORD = re.compile(r"([^\W_]+(?:['’][a-z]{1,2}\b)?)")


class Cue(NamedTuple):
    """A cue phrase at `start` to `end` of the text; `phrase` is the row's spelling."""

    phrase: str
    start: int
    end: int


class Words(NamedTuple):
    """The words of a text in lower case, read once for all cue indexes.

    `gaps[n]` stands before word `n`, the last gap behind the last word; gaps and words begin in turn at `starts`, which ends
    with the length of the text.
    """

    words: list[str]
    gaps: list[str]
    starts: list[int]

    def place(self, at: int) -> tuple[int, int]:
        """Where word `at` begins and ends in the text."""
        return self.starts[2 * at + 1], self.starts[2 * at + 2]


def words_of(text: str) -> Words:
    """Cut a text into words."""
    parts = _WORD.split(text)
    # Lower case for all words in one call: a word holds no line feed.
    lowered = "\n".join(parts[1::2]).lower().replace("’", "'").split("\n") if len(parts) > 1 else []
    return Words(lowered, parts[::2], list(accumulate(map(len, parts), initial=0)))


class CueIndex:
    """Cue phrases by their first two words. Letter case, line breaks, hyphens and strokes between the words do not count.

    A phrase of one word stands under the second word None.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, dict[str | None, list[tuple[list[str], str]]]] = {}
        for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
            words = _WORD.findall(phrase.lower())
            seconds = self._by_first.setdefault(words[0], {})
            seconds.setdefault(words[1] if len(words) > 1 else None, []).append((words, phrase))

    def find(self, words: Words, limit: int) -> list[Cue]:
        """The first `limit` cues, leftmost and longest, not overlapping; coordinates are those of the text."""
        found: list[Cue] = []
        free = 0
        by_first = self._by_first
        for at in [at for at, word in enumerate(words.words) if word in by_first]:
            if at < free:
                continue
            seconds = by_first[words.words[at]]
            second = words.words[at + 1] if at + 1 < len(words.words) else None
            for wanted, phrase in (*seconds.get(second, ()), *seconds.get(None, ())):
                if _stands(words, at, wanted):
                    free = at + len(wanted)
                    found.append(Cue(phrase, words.place(at)[0], _with_mark(words, free - 1, phrase)))
                    break
            if len(found) >= limit:
                break
        return found


def _stands(words: Words, at: int, wanted: list[str]) -> bool:
    """Whether the wanted words follow from `at` on with nothing but blanks, hyphens and strokes between them."""
    if len(wanted) == 1:
        return True
    if words.words[at : at + len(wanted)] != wanted:
        return False
    return not "".join(words.gaps[at + 1 : at + len(wanted)]).strip(" \t\n\r\u00a0-‐‑/")


def _with_mark(words: Words, last: int, phrase: str) -> int:
    """The end of a phrase's last word, past a colon that belongs to the phrase ("exceptions:")."""
    return words.place(last)[1] + (phrase.endswith(":") and words.gaps[last + 1].startswith(":"))
