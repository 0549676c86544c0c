"""A text cut at the borders of the places that are marked in it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Generic, NamedTuple, Protocol, TypeVar

from extractor.report.words import visible


class Marked(Protocol):
    """A place in a text, characters `start` to `end`, with the level at which it is shown."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The character behind the last."""

    @property
    def level(self) -> str:
        """What sort of place it is."""


Mark = TypeVar("Mark", bound=Marked)


class Stretch(NamedTuple, Generic[Mark]):
    """A stretch of text under the same marks: their levels, and the marks that begin and end with it."""

    text: str
    levels: frozenset[str]
    starts: tuple[Mark, ...]
    ends: tuple[Mark, ...]


def cut(text: str, marks: Iterable[Mark]) -> Iterator[Stretch[Mark]]:
    """Cut `text` at every border of a mark. Marks may overlap and nest; together the stretches are the whole text.

    A mark without characters becomes one of one character, so that it can be seen. Control characters and direction marks
    are made visible.
    """
    starting: dict[int, list[Mark]] = defaultdict(list)
    ending: dict[int, list[Mark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)) if text else ():
        start = min(max(mark.start, 0), len(text) - 1)
        starting[start].append(mark)
        ending[min(max(mark.end, start + 1), len(text))].append(mark)
    over: Counter[str] = Counter()
    for start, end in pairwise(sorted({0, len(text), *starting, *ending})):
        over.update(mark.level for mark in starting.get(start, ()))
        levels = frozenset(level for level, count in over.items() if count)
        yield Stretch(visible(text[start:end]), levels, tuple(starting.get(start, ())), tuple(ending.get(end, ())))
        over.subtract(mark.level for mark in ending.get(end, ()))


def strongest(levels: Iterable[str], order: Iterable[str]) -> str:
    """The first of `order` that is among the levels, "" for none."""
    among = frozenset(levels)
    return next((level for level in order if level in among), "")
