"""Comparators: every spelling of "at least", "below", "or older", from `comparators.csv`."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal, NamedTuple

from extractor.quantity.lexer import Token
from extractor.quantity.vocabulary import table

Side = Literal["before", "after"]


class Comparator(NamedTuple):
    """One spelling: which bound it sets ("low", "high", "equal") and whether the bound itself belongs to the range."""

    phrase: str
    bound: str
    inclusive: bool
    domain: str


_Spellings = dict[str, list[tuple[tuple[str, ...], Comparator]]]


@cache
def _spellings(side: Side) -> _Spellings:
    """The phrases of one side by their first word, longest first."""
    index: _Spellings = {}
    for row in table("comparators.csv"):
        if row["side"] == side:
            words = tuple(row["phrase"].split(" "))
            comparator = Comparator(row["phrase"], row["bound"], row["inclusive"] == "1", row["domain"])
            index.setdefault(words[0], []).append((words, comparator))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def first_words(side: Side) -> Iterable[str]:
    """The words that a comparator of one side can begin with."""
    return _spellings(side).keys()


def match_comparator(tokens: Sequence[Token], i: int, side: Side) -> tuple[Comparator, int] | None:
    """The longest comparator that starts at token `i`, with the index behind it. `side` says where the number stands."""
    if i >= len(tokens):
        return None
    for words, comparator in _spellings(side).get(tokens[i].text, ()):
        end = i + len(words)
        if end <= len(tokens) and all(tokens[i + k].text == word for k, word in enumerate(words)):
            return comparator, end
    return None
