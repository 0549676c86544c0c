"""Labels in brat's standoff format: entities, events with roles, relations."""

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple


class Entity(NamedTuple):
    """A labelled stretch of text; a label in several pieces reaches from the first to the last."""

    kind: str
    start: int
    end: int


class Event(NamedTuple):
    """An event: its kind, its trigger's id, and (role, id) pairs in the order of the file."""

    kind: str
    trigger: str
    roles: tuple[tuple[str, str], ...]


class Relation(NamedTuple):
    """A relation between two ids. Equivalences of several ids ("* OR T1 T2 T3") are given as one relation for each pair."""

    kind: str
    first: str
    second: str


class Labels(NamedTuple):
    """The labels of one text."""

    name: str
    text: str
    entities: dict[str, Entity]
    events: dict[str, Event]
    relations: tuple[Relation, ...]

    def place(self, mark: str) -> Entity:
        """The stretch of text of an entity, or of an event's trigger."""
        return self.entities[self.events[mark].trigger if mark in self.events else mark]


def read_labels(path: Path) -> Labels:
    """The labels of `path` (an .ann file) with the .txt file beside it. Raises OSError where either is missing."""
    entities: dict[str, Entity] = {}
    events: dict[str, Event] = {}
    relations: list[Relation] = []
    with path.open(encoding="utf-8", newline="") as lines:
        for line in lines:
            mark, _, rest = line.rstrip("\r\n").partition("\t")
            words = rest.split("\t")[0].split()
            if mark.startswith("T"):
                entities[mark] = Entity(words[0], int(words[1]), int(words[-1]))
            elif mark.startswith("E"):
                parts = [word.partition(":") for word in words]
                events[mark] = Event(parts[0][0], parts[0][2], tuple((role, other) for role, _, other in parts[1:]))
            elif mark.startswith("R"):
                relations.append(Relation(words[0], words[1].partition(":")[2], words[2].partition(":")[2]))
            elif mark == "*":
                relations += [Relation(words[0], first, second) for first, second in pairwise(words[1:])]
    with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
        return Labels(path.stem, file.read(), entities, events, tuple(relations))
