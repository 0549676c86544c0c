"""Terms: where a text names something that the catalogue knows.

A text is cut into words and what stands between them; a trie over the words of all aliases then finds the longest alias that
starts at each word, in one pass. "Hepatitis-B", "hepatitis B" and "Hepatitis B" are one alias; "type 1" is never "type 2",
because numbers are words like any other.
"""

import re
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from extractor.catalogue.measurement import Measurement, measurements
from extractor.catalogue.topic import Topic, topics

Row = Measurement | Topic
_Rows = tuple[Row, Topic | None]

_WORD = re.compile(r"([^\W_]+)")
_JOINTS = frozenset(
    (
        " ",
        "  ",
        ":",
        "-",
        "‐",
        "‑",
        "–",
        "/",
        "'",
        "’",
        "\u00a0",
        " - ",
        "- ",
        " / ",
        "\n",
        " \n",
        "\r\n",
        "' ",
        "’ ",
        "+ ",
        "+",
        " (",
        "(",
    )
)
_CLOSING = frozenset((")", ") "))
_STOP = frozenset((".", ". "))
_ABBREVIATED = 2
"""A full stop joins words only behind an abbreviation of up to this many letters ("E. coli", "St. John's")."""
_SHORT = 3
"""An abbreviation of up to this many letters with no small letter is matched in its own case only."""


class TermMatch(NamedTuple):
    """Characters `start` to `end` of the text name the catalogue's `row`.

    `twin` is the topic that the same words name where they carry no number: "pain" is a score with a number, else a
    condition. Only a measurement has one.
    """

    start: int
    end: int
    row: Row
    twin: Topic | None = None


class _Alias(NamedTuple):
    row: Row
    exact: str | None


class _Node:
    """A step in the trie: the words that may follow, and the aliases that end here (exact-case ones first)."""

    __slots__ = ("aliases", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.aliases: list[_Alias] = []


def _plural(word: str) -> tuple[str, ...]:
    """The word and its regular plural; words that end in a digit or are short stay alone."""
    if len(word) < 3 or not word[-1].isalpha():
        return (word,)
    if word.endswith("sis"):
        return (word, word[:-2] + "es")
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word, word[:-1] + "ies")
    if word.endswith(("s", "x", "ch", "sh")):
        return (word, word + "es")
    return (word, word + "s")


def _case_counts(alias: str) -> bool:
    return len(alias) <= _SHORT and alias.isupper()


def _step(node: _Node, word: str) -> _Node:
    """The node that follows by a word, made if it is new."""
    found = node.following.get(word)
    if found is None:
        found = node.following[word] = _Node()
    return found


def _add(root: _Node, alias: str, row: Row) -> None:
    exact = alias.startswith("=")
    alias = alias.removeprefix("=")
    case = alias if exact or _case_counts(alias) else None
    *before, last = _WORD.findall(alias.lower())
    node = root
    for word in before:
        node = _step(node, word)
    for word in _plural(last):
        ends = _step(node, word).aliases
        ends.append(_Alias(row, case))
        if len(ends) > 1:
            ends.sort(key=lambda found: found.exact is None)


@cache
def _trie() -> _Node:
    root = _Node()
    rows: tuple[Row, ...] = (*measurements(), *topics())
    for row in rows:
        for alias in (row.name, *row.aliases):
            _add(root, alias, row)
    return root


def _fold(text: str) -> str:
    """Lower case, character by character where the whole would change its length."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def _fitting(node: _Node, printed: str) -> _Rows | None:
    """The row of the alias that the printed words fit, letter case included where it counts, and its twin."""
    if len(node.aliases) == 1 and node.aliases[0].exact is None:
        return node.aliases[0].row, None
    rows = [alias.row for alias in node.aliases if alias.exact is None or printed in (alias.exact, alias.exact + "s")]
    if not rows:
        return None
    twins = [row for row in rows[1:] if isinstance(row, Topic)] if isinstance(rows[0], Measurement) else []
    return rows[0], twins[0] if twins else None


def _joined(text: str, parts: list[str], starts: list[int], first: int, at: int) -> bool:
    """Whether the words at `at` and `at + 2` may belong to one alias that begins with word `first`, by what is between."""
    gap = parts[at + 1]
    if gap in _CLOSING:
        return text.find("(", starts[first], starts[at]) >= 0
    return gap in _JOINTS or (gap in _STOP and len(parts[at]) <= _ABBREVIATED)


def _longest(text: str, parts: list[str], starts: list[int], first: int, node: _Node) -> tuple[int, _Rows] | None:
    """The longest alias from word `first` on, which leads to `node`: the index of its last word, its row and twin."""
    found = None
    at = first
    while True:
        if node.aliases:
            rows = _fitting(node, text[starts[first] : starts[at + 1]])
            found = (at, rows) if rows else found
        following = node.following.get(parts[at + 2]) if at + 2 < len(parts) else None
        if following is None or not _joined(text, parts, starts, first, at):
            return found
        at += 2
        node = following


def _closed(text: str, start: int, end: int) -> int:
    """The end of the match, past a bracket that it opens and the text closes at once."""
    opened = text.count("(", start, end) > text.count(")", start, end) and text[end : end + 1] == ")"
    return end + opened


def find_terms(text: str) -> list[TermMatch]:
    """Where the text names a measurement or a topic: longest aliases, left to right, not overlapping.

    Offsets are those of `text`. Letter case is free except for short abbreviations (`_SHORT`) and aliases that the file
    marks with "=" ("=AIDS"). Blanks, hyphens and plural endings are free. Linear in the length of the text.
    """
    firsts = _trie().following
    parts = _WORD.split(_fold(text))
    starts = list(accumulate(map(len, parts), initial=0))
    matches: list[TermMatch] = []
    free = 0
    for word in [i for i, word in enumerate(parts[1::2]) if word in firsts]:
        first = 2 * word + 1
        if first < free:
            continue
        node = firsts[parts[first]]
        if not node.aliases and (first + 2 >= len(parts) or parts[first + 2] not in node.following):
            continue  # so it is with most words that an alias of several words begins with
        found = _longest(text, parts, starts, first, node)
        if found:
            last, (row, twin) = found
            start, end = starts[first], starts[last + 1]
            matches.append(TermMatch(start, _closed(text, start, end), row, twin))
            free = last + 1
    return matches
