"""Scope inside one criterion: what is negated, excepted or conditional.

The method follows NegEx and ConText (Chapman et al. 2001; Harkema et al. 2009): a cue opens a scope that runs forward or
backward to the end of its clause; pseudo-cues ("no more than") open none. Cues are rows of `data/scope_cues.csv`;
`reach` says how far: over the "clause"; over what a "verb" governs; over the "phrase" that is the subject; over one "word"
beside the cue; over the word that a "hyphen" joins to it; over one "noun"; over a "gerund" and what it governs; over the
"object" that a verb makes so ("makes surgery impossible"); behind "than", over what is taken out of "other" things. A
"reversal" inside a negation ends it and opens none: who cannot stop a drug takes it.
"""

import re
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from extractor import data_file
from extractor.criteria.clause import (
    BACKWARD_STOP,
    CLAUSE_END,
    CONTRAST_END,
    NOT_END,
    NOUN_END,
    PHRASE_STOP,
    STATEMENT_END,
    VERB_END,
)
from extractor.criteria.cues import Cue, CueIndex, Words, words_of

ScopeKind = Literal["negation", "bar", "exception", "condition"]


class Scope(NamedTuple):
    """Characters `start` to `end` are under the cue at `cue_start` to `cue_end`; all in coordinates of the text given.

    A "bar" is a negation that bars patients ("... are excluded", "... is not permitted"): among criteria of exclusion it
    only says once more what the list says. `remarks` are stretches inside the scope that it leaves out: what stands in
    brackets behind words that end a clause ("no asthma (as determined by spirometry) or eczema").
    """

    kind: ScopeKind
    cue_start: int
    cue_end: int
    start: int
    end: int
    remarks: tuple[tuple[int, int], ...] = ()

    def holds(self, start: int, end: int) -> bool:
        """Whether the place begins, or has its middle, in the scope; a name that holds the cue itself does not."""
        if start <= self.cue_start and self.cue_end <= end:
            return False
        if self.cue_start < start < self.cue_end < end:
            return self.start >= self.cue_end
        if self.end == self.cue_start and start <= self.start < end <= self.cue_start:
            return True  # "hepatitis B negative": the cue takes the last word of the name, and so the name
        return self._reaches(start) or self._reaches((start + end) // 2)

    def _reaches(self, at: int) -> bool:
        return self.start <= at < self.end and not any(first <= at < last for first, last in self.remarks)


MAX_SCOPE = 400
MAX_SCOPES = 400
MAX_REMARKS = 8

_PASSIVE = re.compile(
    r"\s(?:[a-z]{2,16}ly\s)?[a-z]{2,16}ed\s(?:by|to|with)\b", re.IGNORECASE
)  # "a fall not caused by fainting"
_ANNOUNCED = re.compile(r"\bfollowing\b", re.IGNORECASE)
_BRACKET = re.compile(r"[()\[\]]")
_NEXT_WORD = re.compile(r"[\s\-‐‑]{0,2}[^\W_]+(?:-[^\W_]+)*+")
_ADJECTIVE = re.compile(r"\s[a-z]{3,20}[ai]ble\b(?!\s(?:to|for|of|with|from|in)\b)")
_WORD_BEFORE = re.compile(r"[^\W_]+[\s\-‐‑]{0,2}$")
_WORD_HYPHEN = re.compile(r"[^\W_]+[\-‐‑]$")
_LONGEST_WORD = 40
_MODALS = ("can", "could", "may", "must", "shall", "should", "will", "would")
_OTHER = re.compile(
    r"\b(?:other|another|different)\s(?:(?!more\s|less\s|rather\s|worse\s|better\s|(?:few|great|high|low|old|young|long|short|lat|earli|larg"
    r"|small|heavi)er\s)[\w-]{1,20}\s){1,4}\Z",
    re.IGNORECASE,
)
_VALUE_BEFORE = re.compile(r"[^,\d]{0,200}\d[^,]{0,60},(?=[^,\d]{1,80}\Z)")
_TURNING = ("clause", "phrase")
_CONTRAST = re.compile(r"\bbut\snot\Z", re.IGNORECASE)
_NOTHING_FOLLOWS = re.compile(r"\s?(?:;|\.(?:\s|$)|(?:if|when|unless)\b)", re.IGNORECASE)
_STATEMENT_START = re.compile(r"(?:^|[;\n]\s?|\.\s)[\"'(-]?\s?$")
_GERUND = re.compile(r"\s[a-z]{3,16}ing\b")
_MAKES = re.compile(r"\b(?:makes?|made|making|renders?|rendered|rendering)\b", re.IGNORECASE)
_LONGEST_OBJECT = 100


class _Row(NamedTuple):
    kind: str
    direction: str
    reach: str
    reverses: bool


@cache
def _cues() -> tuple[CueIndex, dict[str, _Row]]:
    cues = {row["cue"]: _row(row) for row in data_file.rows("scope_cues.csv")}
    cues |= {f"{modal} {cue}": row for cue, row in cues.items() if cue.startswith("not be ") for modal in _MODALS}
    return CueIndex(cues), cues


def _row(row: dict[str, str]) -> _Row:
    return _Row(row["kind"], row["direction"], row["reach"], "reversal" in (row["kind"], row["nested"]))


def find_scopes(text: str, words: Words | None = None) -> tuple[Scope, ...]:
    """The scopes of `text` (one criterion), in order of their cues (the first `MAX_SCOPES`), in linear time."""
    index, cues = _cues()
    scopes: list[Scope] = []
    for cue in index.find(words or words_of(text), MAX_SCOPES):
        row = cues[cue.phrase]
        if row.kind == "pseudo":
            continue
        if row.reverses and scopes and _negates(scopes[-1], cue):
            scopes[-1] = scopes[-1]._replace(end=cue.start)  # "cannot walk without a cane" asks for the cane
            continue
        if row.kind == "reversal" or (row.reach == "other" and not _OTHER.search(text, max(0, cue.start - 80), cue.start)):
            continue
        remarks: tuple[tuple[int, int], ...] = ()
        if row.direction == "forward" or (row.kind != "exception" and row.reach in _TURNING and _opens(text, cue)):
            start, (end, remarks) = cue.end, _forward(text, cue, row)
        else:
            start, end = _backward_start(text, cue.start, row), cue.start
        scopes.append(Scope(cast(ScopeKind, row.kind), cue.start, cue.end, start, end, remarks))
    return tuple(scopes)


def _opens(text: str, cue: Cue) -> bool:
    """Whether nothing stands before a cue in its statement: what it is about then follows ("Not allowed: statins")."""
    return _STATEMENT_START.search(text, max(0, cue.start - 4), cue.start) is not None


def _negates(scope: Scope, cue: Cue) -> bool:
    return scope.kind == "negation" and scope.start < cue.start and scope.end > cue.end


def _forward(text: str, cue: Cue, row: _Row) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Where the scope of a cue ends that governs what follows, and the remarks inside it."""
    start = cue.end
    if row.kind == "negation" and _NOTHING_FOLLOWS.match(text, start):
        return start, ()
    limit = min(len(text), start + MAX_SCOPE)
    if row.reach == "gerund" and not _GERUND.match(text, start):
        return start, ()
    if row.reach == "word" or (cue.phrase.endswith("not") and _ADJECTIVE.match(text, start)):
        word = _NEXT_WORD.match(text, start, limit)
        return (word.end() if word else start), ()
    limit = _closing_bracket(text, start, limit)
    remarks: list[tuple[int, int]] = []
    position = start + 1  # what ends a clause does not end it before its first word: "not due to gout"
    while (stop := _ends(text, cue, row).search(text, position, limit)) and len(remarks) < MAX_REMARKS:
        position = stop.end()
        if stop[0] == ":" and _ANNOUNCED.search(text, start, position):
            continue
        if not _is_open(text, start, position):
            return stop.start(), tuple(remarks)
        position = _closing_bracket(text, position, limit)
        remarks.append((stop.start(), position))
    return limit, tuple(remarks)


def _is_open(text: str, start: int, end: int) -> bool:
    """Whether a bracket that opens behind `start` is still open at `end`."""
    depth = 0
    for mark in _BRACKET.finditer(text, start, end):
        depth = max(0, depth + (1 if mark[0] in "([" else -1))
    return depth > 0


def _ends(text: str, cue: Cue, row: _Row) -> re.Pattern[str]:
    if row.kind in ("negation", "bar"):
        if cue.phrase == "not":
            return VERB_END if _PASSIVE.match(text, cue.end) else NOT_END
        return NOUN_END if row.reach == "noun" else VERB_END if row.reach in ("verb", "gerund") else CLAUSE_END
    return CONTRAST_END if row.reach in ("phrase", "other") else STATEMENT_END


def _closing_bracket(text: str, start: int, end: int) -> int:
    """The end of the bracket that `start` stands in, if it comes before `end`; else `end`."""
    depth = 0
    for mark in _BRACKET.finditer(text, start, end):
        depth += 1 if mark[0] in "([" else -1
        if depth < 0:
            return mark.start()
    return end


def _backward_start(text: str, end: int, row: _Row) -> int:
    if row.reach == "object":
        made = [verb.end() for verb in _MAKES.finditer(text, max(0, end - _LONGEST_OBJECT), end)]
        return made[-1] if made and not CLAUSE_END.search(text, made[-1], end) else end
    if row.reach in ("word", "hyphen"):
        word = (_WORD_BEFORE if row.reach == "word" else _WORD_HYPHEN).search(text, max(0, end - _LONGEST_WORD), end)
        return word.start() if word else end
    begin = max(0, end - MAX_SCOPE)
    last = begin
    for stop in (PHRASE_STOP if row.reach == "phrase" else BACKWARD_STOP).finditer(text, begin, end):
        last = stop.end()
    if row.kind == "exception" and (comma := _VALUE_BEFORE.match(text, last, end)) is not None:
        return comma.end()  # "hemoglobin 8 g/dL or more, transfusions are allowed"
    return last


def is_contrast(text: str, scope: Scope) -> bool:
    """Whether a negation takes something out of what stands before it: "A, but not B"."""
    return scope.kind == "negation" and _CONTRAST.search(text, max(0, scope.cue_end - 8), scope.cue_end) is not None


def as_exception(text: str, scope: Scope) -> Scope:
    """A contrast as the exception that it is of what stands before it; it reaches as far as exceptions do."""
    limit = _closing_bracket(text, scope.start, min(len(text), scope.start + MAX_SCOPE))
    stop = STATEMENT_END.search(text, scope.start, limit)
    return scope._replace(kind="exception", end=stop.start() if stop else limit, remarks=())


def is_negated(scopes: tuple[Scope, ...], start: int, end: int) -> bool:
    """Whether a negation or bar covers the place. "Not without" and "not HIV-negative" cancel out.

    "Not able or unwilling" does not.
    """
    covering = [scope for scope in scopes if scope.kind in ("negation", "bar") and scope.holds(start, end)]
    doubled = sum(_meet(before, after) for before, after in pairwise(covering))
    return len(covering) > 0 and doubled % 2 == 0


def _meet(before: Scope, after: Scope) -> bool:
    """Whether a negation stands right before another one, or right before the word that the other one negates."""
    backward = after.kind == "negation" and after.end == after.cue_start
    return after.cue_start - before.cue_end <= _NEAR or (backward and 0 <= after.start - before.cue_end <= _NEAR)


_NEAR = 2
_DEMAND = re.compile(
    r"\b(?:must|should|shall|needs? to|ha(?:ve|s) to|(?:is|are) required|meet|eligible if)\b(?! not)", re.IGNORECASE
)


def negates_list(text: str) -> bool:
    """Whether the words that introduce sub-items negate them ("must not have any of the following:").

    A demand behind the negation takes it back: "patients not on a ventilator must meet the following".
    """
    tail = text[-MAX_SCOPE:].rstrip()
    if not tail.endswith((":", "following")):
        return False
    covering = [s for s in find_scopes(tail) if s.kind == "negation" and s.cue_end < s.end and s.end >= len(tail) - 1]
    covering = [s for s in covering if not _DEMAND.search(tail, s.cue_end)]
    return len(covering) % 2 == 1


def scope_at(scopes: tuple[Scope, ...], kind: ScopeKind, start: int, end: int) -> Scope | None:
    """The innermost scope of a kind that covers the place, or None."""
    covering = [scope for scope in scopes if scope.kind == kind and scope.holds(start, end)]
    return min(covering, key=lambda scope: scope.end - scope.start, default=None)
