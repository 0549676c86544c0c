"""Words that narrow a concept: active, history of, uncontrolled, severe ... (the modifiers of ConText and of Chia).

Cues are rows of `data/modifiers.csv`. `reach` says where a cue may stand: an "adjective" within a few words before
the concept, a "governing" cue anywhere before it in the clause ("history of A, B or C"), an "after" cue within a few
words behind it.
"""

import re
from functools import cache
from typing import NamedTuple

from extractor import data_file
from extractor.criteria.cues import CueIndex, Words, words_of

REACH_BEFORE = 45
REACH_AFTER = 40
CLAUSE = 200
MAX_MODIFIERS = 400

_CLAUSE_BREAK = re.compile(r"[;:\n]|\.(?=\s|$)")


class Modifier(NamedTuple):
    """A modifier cue at `start` to `end` of the text."""

    code: str
    reach: str
    start: int
    end: int


@cache
def _cues() -> tuple[CueIndex, dict[str, list[tuple[str, str]]]]:
    codes: dict[str, list[tuple[str, str]]] = {}
    for row in data_file.rows("modifiers.csv"):
        codes.setdefault(row["cue"], []).append((row["code"], row["reach"]))
    return CueIndex(codes), codes


def find_modifiers(text: str, words: Words | None = None) -> tuple[Modifier, ...]:
    """Every modifier cue of the text, in order; a cue that can stand before and after gives one entry each."""
    index, codes = _cues()
    found = index.find(words or words_of(text), MAX_MODIFIERS)
    return tuple(Modifier(code, reach, cue.start, cue.end) for cue in found for code, reach in codes[cue.phrase])


def modifiers_of(modifiers: tuple[Modifier, ...], text: str, start: int, end: int) -> tuple[str, ...]:
    """The sorted codes of the cues that narrow the concept at `start` to `end`."""
    return tuple(sorted({m.code for m in modifiers if _reaches(m, text, start, end)}))


def _reaches(modifier: Modifier, text: str, start: int, end: int) -> bool:
    if modifier.reach == "after":
        return end <= modifier.start <= end + REACH_AFTER and not _CLAUSE_BREAK.search(text, end, modifier.start)
    reach = REACH_BEFORE if modifier.reach == "adjective" else CLAUSE
    if modifier.end > start or modifier.end < start - reach:
        return modifier.start >= start and modifier.end <= end and modifier.reach == "adjective"
    return not _CLAUSE_BREAK.search(text, modifier.end, start)
