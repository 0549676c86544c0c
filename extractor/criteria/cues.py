"""Finding cue phrases ("no history of", "with the exception of") by their words, in one pass over a text."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:['’][a-z]{1,2}\b)?")


class Cue(NamedTuple):
    """A cue phrase at `start` to `end` of the text; `phrase` is the row's spelling."""

    phrase: str
    start: int
    end: int


class Words(NamedTuple):
    """The words of a text in lower case, with where each starts and ends; read once for all cue indexes."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]


def words_of(text: str) -> Words:
    """Cut a text into words."""
    matches = list(_WORD.finditer(text))
    lowered = [match.group().lower().replace("’", "'") for match in matches]
    return Words(text, lowered, [match.start() for match in matches], [match.end() for match in matches])


class CueIndex:
    """Cue phrases by their first word. Letter case, line breaks, hyphens and strokes between the words do not count."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[list[str], str]]] = {}
        for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
            words = _WORD.findall(phrase.lower())
            self._by_first.setdefault(words[0], []).append((words, phrase))

    def find(self, words: Words, limit: int) -> list[Cue]:
        """The first `limit` cues, leftmost and longest, not overlapping; coordinates are those of the text."""
        found: list[Cue] = []
        free = 0
        for at in [at for at, word in enumerate(words.words) if word in self._by_first]:
            if at < free:
                continue
            for wanted, phrase in self._by_first[words.words[at]]:
                if _stands(words, at, wanted):
                    free = at + len(wanted)
                    found.append(Cue(phrase, words.starts[at], _with_mark(words.text, words.ends[free - 1], phrase)))
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
    gaps = range(at, at + len(wanted) - 1)
    return all(not words.text[words.ends[i] : words.starts[i + 1]].strip(" \t\n\r\u00a0-‐‑/") for i in gaps)


def _with_mark(text: str, end: int, phrase: str) -> int:
    """Past a colon that belongs to the phrase ("exceptions:")."""
    return end + 1 if phrase.endswith(":") and text[end : end + 1] == ":" else end
