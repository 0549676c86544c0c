"""Candidate codes of ICD-10-CM for what a text names: an exact name first, then one that is spelled nearly the same.

A candidate is for a person to accept or reject. Names that differ in a number, a type, a side, a stage or a negation never
stand for one another ("Type 1" is 93 % of "Type 2"); below `THRESHOLD` there is no candidate.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from extractor import data_file
from extractor.catalogue import Topic
from extractor.model.criterion import Code
from extractor.model.mention import Mention

SYSTEM = "ICD-10-CM"
THRESHOLD = 92
"""Percent of equal characters (Indel ratio over the sorted words) from which on two spellings may be of one name."""
WORD_THRESHOLD = 80
EXACT, REORDERED = Decimal("1.00"), Decimal("0.98")
CODED = frozenset(("condition", "infection", "malignancy"))
MAX_NAME = 120
MAX_COMPARED = 400
_SHORTEST = 4
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8"}
_WORD = re.compile(r"[^\W\d_]++|\d++")
_REMARK = re.compile(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]")


class Table(NamedTuple):
    """The classification: the display of each code, and the code of each name by its words in order and in any order."""

    displays: dict[str, str]
    phrases: dict[str, str]
    bags: dict[str, str]


class _Words(NamedTuple):
    telling: frozenset[str]
    empty: frozenset[str]
    spelling: tuple[tuple[str, str], ...]


@cache
def _word_lists() -> _Words:
    data = data_file.table("code_words.toml")
    return _Words(frozenset(data["telling"].split()), frozenset(data["empty"].split()), tuple(data["spelling"].items()))


def phrase_of(name: str) -> str:
    """The words of a name that count, in order; "" where none is left.

    They are in small letters, American spelling, the singular and Arabic numerals.
    """
    lists = _word_lists()
    folded = name.lower().replace("'s", "").replace("’s", "")
    for british, american in lists.spelling:
        folded = folded.replace(british, american)
    return " ".join(_ROMAN.get(word) or _singular(word) for word in _WORD.findall(folded) if word not in lists.empty)


def _singular(word: str) -> str:
    if len(word) > _SHORTEST and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > _SHORTEST and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def bag_of(phrase: str) -> str:
    """The words of a phrase, sorted."""
    return " ".join(sorted(phrase.split()))


def spellings(name: str) -> Iterable[str]:
    """A name of the classification as it stands, and without what it puts in brackets as inessential."""
    yield name
    bare = _REMARK.sub(" ", name)
    if bare != name:
        yield bare


@cache
def _table() -> Table:
    table = Table({}, {}, {})
    text = data_file.text("icd10cm.csv")
    for code, name, kind, *phrases in csv.reader(text.splitlines()[1:]):
        if kind == "name":
            table.displays[code] = name
        for phrase in phrases:
            if phrase:
                table.phrases.setdefault(phrase, code)
                table.bags.setdefault(bag_of(phrase), code)
    return table


@cache
def _by_word() -> dict[str, list[str]]:
    """The bags that hold each word."""
    index: dict[str, list[str]] = {}
    for bag in _table().bags:
        for word in set(bag.split()):
            index.setdefault(word, []).append(bag)
    return index


@lru_cache(maxsize=50_000)
def candidate(name: str) -> Code | None:
    """The candidate for a name in the words of a text, or None. `score` is 1 for an exact name, else the likeness."""
    phrase = phrase_of(name[:MAX_NAME])
    if not phrase:
        return None
    table = _table()
    bag = bag_of(phrase)
    if phrase in table.phrases:
        return _code(table.phrases[phrase], phrase, EXACT, "exact")
    if bag in table.bags:
        return _code(table.bags[bag], phrase, REORDERED, "exact")
    similar = _similar(bag)
    return _code(table.bags[similar[0]], phrase, similar[1], "similar") if similar else None


def _code(code: str, phrase: str, score: Decimal, match: str) -> Code | None:
    """The candidate, unless the code's own name says something telling that the text does not ("Type 2")."""
    display = _table().displays[code]
    if not _telling(phrase_of(display)) <= _telling(phrase):
        return None
    return Code.model_validate({"system": SYSTEM, "code": code, "display": display, "score": score, "match": match})


def _similar(bag: str) -> tuple[str, Decimal] | None:
    """The bag most like this one, with its likeness, if every word has its like and nothing telling differs."""
    index = _by_word()
    words = bag.split()
    anchors = sorted((word for word in words if word in index and len(word) >= _SHORTEST), key=lambda w: (len(index[w]), w))
    near = [other for word in anchors[:2] for other in index[word][:MAX_COMPARED]]
    scored = process.extract(bag, list(dict.fromkeys(near)), scorer=fuzz.ratio, score_cutoff=THRESHOLD, limit=None)
    for other, score, _ in sorted(scored, key=lambda match: (-match[1], match[0])):
        if _telling(bag) == _telling(other) and _alike(words, other.split()):
            return other, Decimal(f"{score / 100:.2f}")
    return None


def _alike(words: list[str], others: list[str]) -> bool:
    """Whether the words that only one side has are spellings of one another, and as many on both sides."""
    left, right = Counter(words) - Counter(others), Counter(others) - Counter(words)
    if left.total() != right.total():
        return False
    return all(any(_is_spelling(word, other) for other in right) for word in left)


def _is_spelling(word: str, other: str) -> bool:
    """Whether two words may be one, misspelled: nearly equal, and not told apart by how they begin ("hyper", "hypo")."""
    return word[:3] == other[:3] and fuzz.ratio(word, other) >= WORD_THRESHOLD and not word.isdigit()


def _telling(phrase: str) -> frozenset[str]:
    """The words of a phrase that decide: numbers, single letters, and those of the list."""
    telling = _word_lists().telling
    return frozenset(word for word in phrase.split() if word in telling or word.isdigit() or len(word) == 1)


def with_code(mention: Mention, words: str) -> Mention:
    """The mention with the candidate for its words, if it is a condition and there is one."""
    if mention.topic not in CODED or mention.code is not None:
        return mention
    return mention._replace(code=candidate(words))


def catalogue_code(row: Topic) -> Code | None:
    """The candidate that the catalogue itself gives for one of its topics."""
    if not row.system or not row.code:
        return None
    return Code(system=row.system, code=row.code, display=row.display or row.name)
