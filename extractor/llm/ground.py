"""Grounding: where the words that a model quotes stand on the page, character for character.

A quote is found only as it is printed: letter case, signs, digits and hyphens count, runs of white space alone are
folded, and neither end may cut a word or a number. There is no nearest match: fuzzy scores cannot tell 9.0 from 8.0.
"""

import re
from typing import NamedTuple

from extractor.llm.draft import CharacteristicDraft

MAX_QUOTE = 600
MAX_PLACES = 20

_WHITE = re.compile(r"\s+")
_JOINING = frozenset("-‐‑'’^_*·×")
_DECIMAL = frozenset(".,·")
_SIGNS = frozenset("<>=≤≥≦≧±≠!")


class Place(NamedTuple):
    """Characters `start` to `end` of the text that was folded."""

    start: int
    end: int

    def holds(self, other: "Place") -> bool:
        """Whether `other` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Place") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Folded(NamedTuple):
    """A text with each run of white space as one blank, and for each character and the end its offset before folding."""

    text: str
    offsets: range | list[int]

    def unfold(self, start: int, end: int) -> Place:
        """Where characters `start` to `end` of the folded text stood (`end` > `start`)."""
        return Place(self.offsets[start], self.offsets[end - 1] + 1)


class Grounded(NamedTuple):
    """Where the quotes of one draft stand, in coordinates of the criterion's text."""

    statement: Place
    concept: Place
    comparison: Place | None
    timing: Place | None
    exception: Place | None


def fold(text: str) -> Folded:
    """Fold the white space of `text`; linear in its length."""
    if _WHITE.sub(" ", text) == text:
        return Folded(text, range(len(text) + 1))
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for run in _WHITE.finditer(text):
        pieces += (text[position : run.start()], " ")
        offsets.extend(range(position, run.start() + 1))
        position = run.end()
    pieces.append(text[position:])
    offsets.extend(range(position, len(text) + 1))
    return Folded("".join(pieces), offsets)


def find_places(page: Folded, quote: str) -> tuple[Place, ...]:
    """Every place of `quote` (the first `MAX_PLACES`), in coordinates of the text before folding; () where it is not
    printed.

    A quote that is empty, longer than `MAX_QUOTE` or cut out of a longer word or number has no place.
    """
    wanted = " ".join(quote[: MAX_QUOTE + 1].split())
    found: list[Place] = []
    if not wanted or len(quote) > MAX_QUOTE:
        return ()
    at = page.text.find(wanted)
    while at >= 0 and len(found) < MAX_PLACES:
        if _is_whole(page.text, at, at + len(wanted)):
            found.append(page.unfold(at, at + len(wanted)))
        at = page.text.find(wanted, at + 1)
    return tuple(found)


def locate(page: Folded, draft: CharacteristicDraft) -> tuple[Grounded, ...]:
    """The places of a draft: one for each place of its statement; () where any of its quotes is not on the page.

    The other quotes are taken where they stand nearest to the statement; the concept must stand inside it.
    """
    quotes = (draft.concept, draft.comparison, draft.timing, draft.exception)
    others = [None if quote is None else find_places(page, quote) for quote in quotes]
    if any(places == () for places in others) or others[0] is None:
        return ()
    found = []
    for statement in find_places(page, draft.statement):
        concept, comparison, timing, exception = (_nearest(places, statement) for places in others)
        if concept is not None and statement.holds(concept):
            found.append(Grounded(statement, concept, comparison, timing, exception))
    return tuple(found)


def _nearest(places: tuple[Place, ...] | None, statement: Place) -> Place | None:
    """The place with the fewest characters between it and the statement, the first of equals."""
    if places is None:
        return None
    return min(places, key=lambda place: (_distance(place, statement), place.start))


def _distance(one: Place, other: Place) -> int:
    """Characters of `one` that stand outside `other`, and those between the two."""
    return max(0, other.start - one.start) + max(0, one.end - other.end)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether neither end of the stretch lies inside a word, a hyphenated word, a number, a power or a comparator."""
    return not _joined(text, start - 1, start) and not _joined(text, end - 1, end)


def _joined(text: str, left: int, right: int) -> bool:
    """Whether the characters at `left` and `right`, one behind the other, belong to one word, number or comparator."""
    if left < 0 or right >= len(text):
        return False
    before, after = text[left], text[right]
    if (before.isalnum() and after.isalnum()) or (before in _SIGNS and (after in _SIGNS or after.isdigit())):
        return True
    if before.isalnum() and after in _JOINING:
        return right + 1 < len(text) and text[right + 1].isalnum()
    if before in _JOINING and after.isalnum():
        return left > 0 and text[left - 1].isalnum()
    if before.isdigit() and after in _DECIMAL:
        return right + 1 < len(text) and text[right + 1].isdigit()
    return before in _DECIMAL and after.isdigit() and left > 0 and text[left - 1].isdigit()
