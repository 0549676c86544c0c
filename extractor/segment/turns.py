"""Headings of lists that no vocabulary holds, told by where they stand: alone above a list, beside another list of criteria.

"Green light" and "Red light", "What we ask of you" and "Things that keep you from joining" are headings without end. Where a
page does not head both its lists in known words, a short line above a list that touches a list of criteria opens one, too,
and the words that admit or refuse say which. Right above an exclusion list it heads the inclusion list whatever its words
are; then a person has to look.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from extractor import data_file
from extractor.catalogue import find_terms
from extractor.segment.lines import Piece, is_listed, pieces
from extractor.segment.vocabulary import HeadingCategory

_LONGEST, _MOST_WORDS = 100, 16
_READ = 60_000
_SENTENCE = 6
_NUMBER = re.compile(r"\d+")
_STEP = re.compile(r"(?:step|part|section|list|box|group|cohort|arm|stratum)\s\d\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_NEXT = re.compile(r" (?:[a-z]+ ){0,2}")
_OPEN = re.compile(r"\b(?:if|when|who|that|with)(?: (?:you|he|she|they|it|(?:your|my|the|a) [a-z]+))?\Z")
_NAMES = ("exclusion", "inclusion")
_SHORT = {"incl": "inclusion", "excl": "exclusion", "crit": "criteria"}
_PRODUCTS = frozenset(("drug", "treatment", "device", "vaccine"))
_ANYTHING = frozenset(("comorbidity",))
_MARKS = "#▸►▶➤➢✅❌✔✘✓✗☑☒✖❎"

Known = Callable[[int, int], HeadingCategory | None]
"""What list the line from one place to another opens by its words alone; None where it is no known heading of a list."""


class Turn(NamedTuple):
    """A line that opens a list of criteria by where it stands; `unclear`: its words do not say which."""

    start: int
    end: int
    category: HeadingCategory
    unclear: bool


class _Block(NamedTuple):
    """A line above a list that begins with `first`. `touches`: nothing stands between it and the list before; `known`: what
    it opens as a heading of the vocabulary; `said`: what its words say; `topic`: it names what the list is about.
    """

    head: Piece
    first: Piece
    touches: bool
    known: HeadingCategory | None
    said: HeadingCategory | None
    topic: bool


def find_turns(text: str, known: Known) -> tuple[Turn, ...]:
    """The lines of a page that open a list of criteria, beside those whose words are `known` to."""
    blocks = _blocks(text, known)
    alone = all(block.known is None for block in blocks)
    found: dict[int, Turn] = {}
    for before, block, behind in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
        after = behind if behind is not None and behind.touches else None
        above = _category_of(before, found) if before is not None and block.touches else None
        turn = _turn(block, above, after, alone=alone) if block.known is None else None
        if turn is not None:
            found[block.head.line_start] = turn
        elif block.known is None and above == "inclusion" and before is not None and _is_unclear(before, block):
            found[block.head.line_start] = Turn(block.head.line_start, block.head.end, "inclusion", True)
    for block, behind in reversed(list(pairwise(blocks))):
        turn = found.get(behind.head.line_start)
        if turn is not None and turn.unclear and behind.touches and block.known is None:
            found.setdefault(block.head.line_start, Turn(block.head.line_start, block.head.end, "inclusion", True))
    if any(_category_of(block, found) == "exclusion" for block in blocks):
        return tuple(turn for turn in found.values() if not turn.unclear or _heads_first(turn, blocks))
    return tuple(found.values())


def _is_unclear(before: _Block, block: _Block) -> bool:
    """Does a line without a word of medicine stand between two lists of one form, and admit a second time or say nothing?"""
    if block.topic or block.first.label is None or before.first.label is None:
        return False
    return block.first.label.shape == before.first.label.shape and block.first.indent == before.first.indent


def _heads_first(turn: Turn, blocks: Sequence[_Block]) -> bool:
    """Does no list of criteria stand above the line?"""
    return all(block.head.line_start >= turn.start or block.known is None for block in blocks)


def unclear_heads(text: str) -> tuple[Turn, ...]:
    """The lines that part a text without any known heading into lists: whether those admit or exclude nobody says."""
    blocks = [block for block in _blocks(text, lambda start, end: None) if not block.topic]
    parts = [block for block in blocks if block.touches]
    return tuple(Turn(block.head.line_start, block.head.end, "inclusion", True) for block in parts)


def _category_of(block: _Block, found: dict[int, Turn]) -> HeadingCategory | None:
    turn = found.get(block.head.line_start)
    return turn.category if turn else block.known


def _turn(block: _Block, above: HeadingCategory | None, after: _Block | None, *, alone: bool) -> Turn | None:
    """What the block's line opens below a list of the kind `above` and above the block `after`, both of which touch it.

    `alone`: the page has no list with a known heading.
    """
    start, end = block.head.line_start, block.head.end
    if above is not None:
        if block.said is not None and block.said != above:
            return Turn(start, end, block.said, False)
        return None
    below = (after.known or after.said) if after is not None else None
    if below != "exclusion":
        return None
    if block.said == "inclusion":
        return Turn(start, end, "inclusion", False)
    return Turn(start, end, "inclusion", True) if block.said is None and (alone or (after and after.known)) else None


def _blocks(text: str, known: Known) -> list[_Block]:
    found: list[_Block] = []
    lines = pieces(text, 0, min(len(text), _READ))
    listed = False  # the line above is an item of a list
    for line, below in pairwise([*lines, None]):
        assert line is not None
        heads = False
        if below is not None and is_listed(text, below) and not _is_mark(below) and _may_head(text, line):
            heads, words = True, text[line.start : line.end]
            category = known(line.line_start, line.end)
            found.append(_Block(line, below, listed and bool(found), category, said(words), _is_topic(words)))
        listed = is_listed(text, line) or (listed and heads)
    return found


def _is_mark(line: Piece) -> bool:
    return line.label is not None and line.label.text[:1] in _MARKS


def _may_head(text: str, line: Piece) -> bool:
    words = text[line.start : line.end]
    if (is_listed(text, line) and not _is_mark(line)) or len(words) > _LONGEST or len(words.split()) > _MOST_WORDS:
        return False
    numbers = _NUMBER.findall(words)
    if words[-1:] in (";", ",") or len(numbers) > 1 or (numbers and not _STEP.match(words)):
        return False
    return words[-1:] != "." or (len(words.split()) <= _SENTENCE and said(words) is not None)


def said(words: str) -> HeadingCategory | None:
    """Whether a line says who is taken or who is not; None where it says neither, or names something of medicine."""
    folded = " ".join(_WORD.findall(words.lower().replace("’", "'")))
    if not folded or _is_topic(words):
        return None
    folded = " ".join(map(_spelled, folded.split()))
    negates, refuses = _any("negates").search(folded), list(_any("refuses").finditer(folded))
    if refuses:
        undone = negates and any(_NEXT.fullmatch(folded, negates.end(), word.start()) for word in refuses)
        return "inclusion" if undone else "exclusion"  # "what does not rule you out"
    if not _any("admits").search(folded) and not _OPEN.search(folded):
        return None  # "No history of:" heads a part of the list
    return "exclusion" if negates else "inclusion"


def _spelled(word: str) -> str:
    """A word as it is spelled: "exlusion", "inclution"."""
    if word in _SHORT:
        return _SHORT[word]
    near = (name for name in _NAMES if word[:2] == name[:2] and Levenshtein.distance(word, name, score_cutoff=2) <= 2)
    return next(near, word)


def _is_topic(words: str) -> bool:
    """Does a line name something of medicine, other than what the trial gives ("the vaccine", "this medicine")?"""
    return any(term.row.topic not in _PRODUCTS and term.row.key not in _ANYTHING for term in find_terms(words))


@cache
def _any(name: str) -> re.Pattern[str]:
    phrases: Sequence[str] = data_file.table("segment_turns.toml")[name]
    body = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
    return re.compile(rf"(?<![\w'-])(?:{body})(?:e?s|e?d|ing)?(?![\w'-])")
