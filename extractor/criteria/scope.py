"""Scope inside one criterion: what is negated, excepted or conditional.

The method follows NegEx and ConText (Chapman et al. 2001; Harkema et al. 2009): a cue opens a scope that runs forward or
backward to the end of its clause; pseudo-cues ("no more than") open none. Cues are rows of `data/scope_cues.csv`.
"""

import re
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from extractor.catalogue.table import rows
from extractor.criteria.cues import CueIndex, Words, words_of

ScopeKind = Literal["negation", "exception", "condition"]


class Scope(NamedTuple):
    """Characters `start` to `end` are under the cue at `cue_start` to `cue_end`; all in coordinates of the text given."""

    kind: ScopeKind
    cue_start: int
    cue_end: int
    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        """Whether the middle of `start` to `end` lies in the scope."""
        return self.start <= (start + end) // 2 < self.end


MAX_SCOPE = 400
MAX_SCOPES = 400

# A clause ends where a new statement begins; a comma ends it only before words that open one.
_CLAUSE_END = re.compile(
    r"[;:\n]|\.(?=\s|$)|[)\]]"
    r"|,?\s(?:but|however|although|except|unless|excluding|who|which|whose|and\s(?:has|have|is|are|must|can|will|able|willing|agree|agrees)"
    r"|with\sthe\sexception|other\sthan|apart\sfrom|provided|if|prior\sto|before)\b"
    r"|,\s(?:and|or)\s(?:has|have|is|are|must|able|willing|with|no|not|without)\b"
    r"|,\s(?:with|without|no|not|able|willing|has|have|is|are|must|unless)\b",
    re.IGNORECASE,
)
_EXCEPTION_END = re.compile(r"[;\n]|\.(?=\s|$)|[)\]]", re.IGNORECASE)
_BACKWARD_STOP = re.compile(r"[;:.\n]\s|\(|\b(?:but|which|who|that|if|when)\b", re.IGNORECASE)


@cache
def _cues() -> tuple[CueIndex, dict[str, tuple[str, str]]]:
    cues = {row["cue"]: (row["kind"], row["direction"]) for row in rows("scope_cues.csv")}
    return CueIndex(cues), cues


def find_scopes(text: str, words: Words | None = None) -> tuple[Scope, ...]:
    """The scopes of `text` (one criterion), in order of their cues (the first `MAX_SCOPES`), in linear time."""
    index, cues = _cues()
    scopes = []
    for cue in index.find(words or words_of(text), MAX_SCOPES):
        kind, direction = cues[cue.phrase]
        if kind == "pseudo":
            continue
        if direction == "forward":
            start, end = cue.end, _forward_end(text, cue.end, kind)
        else:
            start, end = _backward_start(text, cue.start), cue.start
        scopes.append(Scope(cast(ScopeKind, kind), cue.start, cue.end, start, end))
    return tuple(scopes)


def _forward_end(text: str, start: int, kind: str) -> int:
    limit = min(len(text), start + MAX_SCOPE)
    stop = (_CLAUSE_END if kind == "negation" else _EXCEPTION_END).search(text, start + 1, limit)
    return stop.start() if stop else limit


def _backward_start(text: str, end: int) -> int:
    begin = max(0, end - MAX_SCOPE)
    last = begin
    for stop in _BACKWARD_STOP.finditer(text, begin, end):
        last = stop.end()
    return last


def is_negated(scopes: tuple[Scope, ...], start: int, end: int) -> bool:
    """Whether a negation covers the place. "Not without" cancels out; coordinated cues ("not able or unwilling") do not."""
    covering = [scope for scope in scopes if scope.kind == "negation" and scope.holds(start, end)]
    doubled = sum(after.cue_start - before.cue_end <= 2 for before, after in pairwise(covering))
    return len(covering) > 0 and doubled % 2 == 0


def scope_at(scopes: tuple[Scope, ...], kind: ScopeKind, start: int, end: int) -> Scope | None:
    """The innermost scope of a kind that covers the place, or None."""
    covering = [scope for scope in scopes if scope.kind == kind and scope.holds(start, end)]
    return min(covering, key=lambda scope: scope.end - scope.start, default=None)
