"""How well "or" inside one criterion is read, against the `Or` relations of Leaf and the `OR` relations of Chia.

    python benchmarks/scope_alternatives.py [--misses] [--examples N]

Counted are relations whose two ends stand in one criterion and in the concepts of two statements that we read there; what is
not read at all is no matter of "or". Right is a relation whose two statements carry the same number of a group of
alternatives. Precision is over the pairs of neighbours that we join by "or" and whose concepts both hold a labelled end:
right are those that the labels join by "or", directly or through others.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from brat import Entity, Labels
from scope_page import CORPORA, Tally, headed, labelled

from extractor.criteria import read_item
from extractor.model.criterion import Characteristic
from extractor.model.document import Document
from extractor.segment import outline

Read = list[list[Characteristic]]


def read(labels: Labels) -> Read:
    """The statements of each criterion of a labelled text, in order of their concepts."""
    text = labels.text
    document = Document(
        id=labels.name, path=labels.name, sha256="", media_type="text/plain", kind="registry", text=text, reading=text
    )
    parts = outline(document)
    criteria = ([each for each in read_item(document, parts, item) if each.concept] for item in parts.items)
    return [sorted(found, key=place) for found in criteria]


def place(statement: Characteristic) -> tuple[int, int]:
    """Where the concept of a statement stands."""
    span = statement.concept.span if statement.concept else statement.span
    return span.start, span.end


def statement_at(found: Iterable[Characteristic], entity: Entity) -> Characteristic | None:
    """The statement whose concept overlaps a labelled stretch."""
    return next((each for each in found if place(each)[0] < entity.end and entity.start < place(each)[1]), None)


def connected(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The group of each mark that "or" relations connect, directly or through others."""
    near: dict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        near[first].add(second)
        near[second].add(first)
    groups: dict[str, int] = {}
    for number, mark in enumerate(sorted(near)):
        waiting = [mark]
        while waiting:
            here = waiting.pop()
            if here not in groups:
                groups[here] = number
                waiting += near[here]
    return groups


def score(labels: Labels, kind: str, tally: Tally) -> None:
    """Count one labelled text."""
    criteria = read(labels)
    pairs = [(each.first, each.second) for each in labels.relations if each.kind == kind]
    groups = connected(pairs)
    for first, second in pairs:
        ends = labels.place(first), labels.place(second)
        for found in criteria:
            one, other = (statement_at(found, end) for end in ends)
            if one is not None and other is not None and one is not other:
                said = labels.text[ends[0].start - 30 : ends[1].end + 10].replace("\n", " ")
                tally.add("recall", one.alternative is not None and one.alternative == other.alternative, said)
    marks = {mark: labels.place(mark) for mark in (*labels.entities, *labels.events)}
    for found in criteria:
        for before, after in pairwise(found):
            if before.alternative is not None and before.alternative == after.alternative and place(before) != place(after):
                sides = [
                    {mark for mark, entity in marks.items() if statement_at([each], entity)} for each in (before, after)
                ]
                if all(sides):
                    joined = {groups.get(mark, -1) for mark in sides[0]} & {groups.get(mark, -2) for mark in sides[1]}
                    said = labels.text[place(before)[0] - 20 : place(after)[1] + 20].replace("\n", " ")
                    tally.add("precision", bool(joined), said)


def corpora() -> Iterator[tuple[str, str, Iterable[Labels]]]:
    """The labelled corpora with the name of their relation."""
    yield "leaf", "Or", labelled(CORPORA / "leaf", None)
    yield "chia", "OR", (headed(labels) for labels in labelled(CORPORA / "chia", None))


def measure() -> dict[str, Tally]:
    """The tallies of both corpora."""
    tallies: dict[str, Tally] = {}
    for name, kind, texts in corpora():
        tallies[f"or-{name}"] = Tally()
        for labels in texts:
            score(labels, kind, tallies[f"or-{name}"])
    return tallies


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="also print what was not right")
    parser.add_argument("--examples", type=int, default=40)
    arguments = parser.parse_args()
    if not CORPORA.exists():
        print("skipped: the labelled corpora are not here")
        return 0
    for name, tally in measure().items():
        print(f"{name:10} " + "  ".join(f"{key} {value:<7}" for key, value in tally.figures().items()))
        for side, misses in tally.misses.items() if arguments.misses else ():
            print(f"\n{side}: {len(misses)}", *misses[: arguments.examples], sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
