"""Damage and variety as real pages show them, done to labelled criteria, so that the reader meets them while it learns.

Every function takes the random numbers it uses and gives a new line whose labels still stand on their words.
"""

import random
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from extractor.training.chia import Label, Line

Names = dict[str, Sequence[str]]
"""Names by kind, to put in the place of others."""

JOINTS = ("\n", "; ", ". ", " - ", " ", ", ")
LONGEST_JOINED = 600
REPLACED = 0.5
DAMAGED = 0.3
_SPOTS = re.compile(r"[ ,.'()≥≤-]")
_DAMAGE = {
    " ": ("", "  ", "\n", " "),
    ",": ("", ";"),
    ".": ("", "."),
    "'": ("â€™", "?", "’"),
    "(": ("", "("),
    ")": ("", ")"),
    "≥": ("=", "â‰¥"),
    "≤": ("=", "â‰¤"),
    "-": (" ", "-", "–"),
}


class Sources(NamedTuple):
    """Where other names come from: those of the corpus itself, and those of open term lists."""

    corpus: Names
    lists: Names


def vary(lines: Sequence[Line], sources: Sources, random: random.Random, share: float) -> list[Line]:
    """The lines, about `share` of them changed: other names in place of theirs, other letter case, damage, lost breaks."""
    changed: list[Line] = []
    for line in lines:
        if random.random() < share:
            line = renamed(line, sources, random)
        if random.random() < share * DAMAGED:
            line = recased(line, random)
        if random.random() < share * DAMAGED:
            line = damaged(line, random)
        if changed and len(changed[-1].text) < LONGEST_JOINED and random.random() < share * DAMAGED:
            changed[-1] = joined(changed[-1], line, random.choice(JOINTS))
        else:
            changed.append(line)
    return changed


def renamed(line: Line, sources: Sources, random: random.Random) -> Line:
    """Half of the conditions, drugs and procedures replaced by others of their kind, from the corpus or from a list."""
    names: list[str | None] = []
    for label in line.labels:
        lists = [kind for kind in (sources.lists, sources.corpus) if kind.get(label.kind)]
        replace = bool(lists) and random.random() < REPLACED
        names.append(_like(line.text[label.start], random.choice(random.choice(lists)[label.kind])) if replace else None)
    return edited(line, [(label.start, label.end, name) for label, name in zip(line.labels, names, strict=True) if name])


def _like(first: str, name: str) -> str:
    """A name with a small first letter where the old one had one, unless it is an abbreviation."""
    return name[:1].lower() + name[1:] if first.islower() and not name[:2].isupper() else name


def recased(line: Line, random: random.Random) -> Line:
    """The line in capitals, in small letters or as a title."""
    change: Callable[[str], str] = random.choice((str.upper, str.lower, str.lower, str.title))
    text = change(line.text)
    return line._replace(text=text) if len(text) == len(line.text) else line


def damaged(line: Line, random: random.Random) -> Line:
    """One mark or blank in twenty lost, doubled or wrongly decoded, outside of labels."""
    spots = [m.start() for m in _SPOTS.finditer(line.text) if not any(x.start <= m.start() < x.end for x in line.labels)]
    chosen = sorted(random.sample(spots, min(len(spots), 1 + len(spots) // 20)))
    return edited(line, [(at, at + 1, random.choice(_DAMAGE[line.text[at]])) for at in chosen])


def joined(first: Line, second: Line, joint: str) -> Line:
    """Two criteria run together."""
    shift = len(first.text) + len(joint)
    labels = [Label(x.start + shift, x.end + shift, x.kind) for x in second.labels]
    aside = [(start + shift, end + shift) for start, end in second.unlabelled]
    return Line(first.trial, first.text + joint + second.text, (*first.labels, *labels), (*first.unlabelled, *aside))


def edited(line: Line, edits: Sequence[tuple[int, int, str]]) -> Line:
    """The line with the characters of each (start, end, new) replaced. Edits stand in order and do not overlap.

    A label that an edit replaces covers the new characters; no edit may cut a label.
    """
    pieces, at = [], 0
    for start, end, new in edits:
        pieces += [line.text[at:start], new]
        at = end
    labels = [Label(_moved(x.start, edits, opens=True), _moved(x.end, edits, opens=False), x.kind) for x in line.labels]
    aside = [(_moved(start, edits, opens=True), _moved(end, edits, opens=False)) for start, end in line.unlabelled]
    return line._replace(text="".join([*pieces, line.text[at:]]), labels=tuple(labels), unlabelled=tuple(aside))


def _moved(place: int, edits: Sequence[tuple[int, int, str]], *, opens: bool) -> int:
    """Where a place stands after the edits; inside a replaced stretch, the start or end of what is there now."""
    shift = 0
    for start, end, new in edits:
        if end <= place:
            shift += len(new) - (end - start)
        elif start < place:
            return start + shift + (0 if opens else len(new))
    return place + shift
