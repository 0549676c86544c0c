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


class _Node:
    """A step in the trie of spellings: the words that may follow, and the comparator that ends here."""

    __slots__ = ("comparator", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.comparator: Comparator | None = None


@cache
def _spellings(side: Side) -> _Node:
    """The phrases of one side, word by word; of two rows with the same words the first one counts."""
    root = _Node()
    for row in table("comparators.csv"):
        if row["side"] != side:
            continue
        node = root
        for word in row["phrase"].split(" "):
            node = node.following.setdefault(word, _Node())
        node.comparator = node.comparator or Comparator(row["phrase"], row["bound"], row["inclusive"] == "1", row["domain"])
    return root


def first_words(side: Side) -> Iterable[str]:
    """The words that a comparator of one side can begin with."""
    return _spellings(side).following.keys()


def match_comparator(tokens: Sequence[Token], i: int, side: Side) -> tuple[Comparator, int] | None:
    """The longest comparator that starts at token `i`, with the index behind it. `side` says where the number stands."""
    found: tuple[Comparator, int] | None = None
    node: _Node | None = _spellings(side)
    while node is not None and i < len(tokens):
        node = node.following.get(tokens[i].text)
        i += 1
        if node is not None and node.comparator is not None:
            found = node.comparator, i
    return found
