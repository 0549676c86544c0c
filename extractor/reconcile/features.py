"""What a criterion is about, as a bag of features: catalogue concepts and the stems of the other words that carry meaning.

Features only find criteria that may correspond; whether they agree is decided by comparing what was read, never by a score.
"""

import math
import re
from collections import Counter
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from extractor import data_file
from extractor.catalogue import Measurement, convert, dimension, find_terms
from extractor.model.criterion import Criterion
from extractor.model.values import Range

_WORD = re.compile(r"[a-z][a-z0-9'’+-]{0,60}", re.IGNORECASE)
_KIND = re.compile(r"[0-9]+|_[a-e]$")
MAX_TEXT = 4000


class Features(NamedTuple):
    """The catalogue keys of one criterion, the stems of its other words, and those of the words that name the keys.

    `aside` are keys that it only counts a time from ("before vaccination"): it is not about them.
    """

    keys: frozenset[str]
    stems: frozenset[str]
    names: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()

    @property
    def numbers(self) -> frozenset[str]:
        """The printed bounds among the features."""
        return frozenset(stem for stem in self.stems if stem.startswith("@"))

    @property
    def all(self) -> frozenset[str]:
        return self.keys | self.stems


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of `data/<name>`, separated by white space."""
    return frozenset(data_file.words(name))


def stem(word: str) -> str:
    """A light stem: lower case, without possessive, plural and the commonest verb endings (Harman's S-stemmer, extended)."""
    word = word.lower().replace("’", "'").removesuffix("'s").strip("'-")
    for ending, instead in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ses", "s"),
        ("ations", "at"),
        ("ation", "at"),
        ("ing", ""),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith(("ss", "us", "is")):
            return word[: len(word) - len(ending)] + instead
    return word


def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that carry meaning."""
    stopwords = word_list("reconcile_stopwords.txt")
    words = (match.group().lower() for match in _WORD.finditer(text))
    return frozenset(stem(word) for word in words if word not in stopwords and len(word) > 1)


def features_of(criterion: Criterion) -> Features:
    """Features of a criterion: "#key" for each catalogue concept, stems for the words outside topics."""
    text = criterion.text[:MAX_TEXT]
    keys, rest, inside, at = set(), [], [], 0
    for match in find_terms(text):
        keys.add("#" + match.row.key)
        rest.append(text[at : match.start])
        inside.append(text[match.start : match.end].replace("-", " "))
        at = match.start if isinstance(match.row, Measurement) else match.end
    rest.append(text[at:])
    keys.update("#" + x.concept.key for x in criterion.characteristics if x.concept and x.concept.key)
    return Features(
        frozenset(keys),
        stems(" ".join(rest)) | _numbers(criterion),
        frozenset(f"~{stem}" for stem in stems(" ".join(inside))),
        _aside(criterion),
    )


def _aside(criterion: Criterion) -> frozenset[str]:
    """The keys of what is named inside windows alone, as the event from which they are counted, if more is named."""
    windows = [timing.span for read in criterion.characteristics for timing in read.timing or ()]
    inside: dict[bool, set[str]] = {True: set(), False: set()}
    for read in criterion.characteristics:
        if read.concept and read.concept.key:
            counted = not read.timing and any(w.start <= read.span.start and read.span.end <= w.end for w in windows)
            inside[counted].add(f"#{read.concept.key}")
    return frozenset(inside[True] - inside[False]) if inside[False] else frozenset()


def _numbers(criterion: Criterion) -> frozenset[str]:
    """A feature for each printed bound ("@28 d"): criteria that state the same number are likely about the same thing."""
    found: set[str] = set()
    for read in criterion.characteristics:
        for value in (read.value, *(timing.window for timing in read.timing or ())):
            if isinstance(value, Range) and read.topic != "age":
                found.update(_number(bound, value.unit) for bound in (value.low, value.high) if bound is not None)
    return frozenset(found)


CANONICAL = {"time": "d", "mass": "g", "length": "m", "volume": "L"}
"""The unit in which quantities of a dimension are compared, where their concept has none of its own."""


def _number(bound: Decimal, unit: str | None) -> str:
    """A bound in the canonical unit: 4 weeks are 28 days, 0.5 kg are 500 g; lengths of time are whole days."""
    target = CANONICAL.get(dimension(unit) or "") if unit else None
    number = convert(bound, unit, target) if unit and target else None
    if number is None or (target == "d" and number < 1):
        return f"@{bound.normalize()} {unit or ''}"
    return f"@{round(number)} d" if target == "d" else f"@{number.normalize()} {target}"


class Weights(NamedTuple):
    """How telling a feature is: rare ones more than common ones; concepts more than words."""

    counts: Counter[str]

    def weight(self, feature: str) -> float:
        rarity = 1.0 / math.sqrt(1 + self.counts[feature])
        return rarity * (2.0 if feature.startswith("#") else 1.0)

    def similarity(self, first: Features, second: Features) -> float:
        """Weighted overlap between 0 and 1: mean of Dice and containment.

        Where no concept is common, the words that name the concepts count: a contraceptive with estrogen is close to an
        estrogen-containing contraceptive, whatever rows of the catalogue they are.
        """
        common = (first.all & second.all) - (first.aside ^ second.aside)
        akin = first.names & second.names
        if akin and _bare(first.keys) & _bare(second.keys):
            akin = frozenset()
        if not common and not akin:
            return 0.0
        shared = sum(map(self.weight, sorted(common | akin)))
        a = sum(map(self.weight, sorted(first.all)))
        b = sum(map(self.weight, sorted(second.all)))
        return min(1.0, 0.5 * (2 * shared / (a + b)) + 0.5 * (shared / min(a, b)))


def _bare(keys: frozenset[str]) -> frozenset[str]:
    """Keys without the number or letter that tells kinds apart: "type 1" and "type 2", "A" and "B" of one thing are two."""
    return frozenset(_KIND.sub("", key) for key in keys)


def weigh(*bags: tuple[Features, ...]) -> Weights:
    """Weights over all criteria of the documents that are compared."""
    counts: Counter[str] = Counter()
    for bag in bags:
        for features in bag:
            counts.update(features.all | features.names)
    return Weights(counts)


_TIME = re.compile(r"\b(?:hours?|days?|weeks?|months?|years?|half-lives|h|hrs?)\b", re.IGNORECASE)


def tells_time(text: str) -> bool:
    """Whether the words name a unit of time, one typing error forgiven ("48 hous")."""
    if _TIME.search(text):
        return True
    words = {word for word in text.lower().split() if word.isalpha() and len(word) >= 4}
    return any(
        Levenshtein.distance(word, unit) <= 1 for word in sorted(words) for unit in ("hours", "weeks", "months", "years")
    )
