"""How well conditions are read: under what a statement holds, against the `If-Then` relations of Leaf.

    python benchmarks/scope_conditions.py [--half a|b] [--misses] [--examples N]

An `If-Then` relation joins what must be the case (its first end) to what then holds (its second). Leaf labels with it also
what is no condition, which is left out: a kind of person with what it is ("pregnant women"), unless the words say so ("if",
"for", "in", "(men)", "men:"), and relations to the bar itself ("... are excluded if ..."), to a study or to a verb, for
these are the whole criterion.

* **Recall** is over the relations whose second end stands in a statement that we read, by its concept or its value; what is
  not read at all is no matter of conditions. Right is a relation of which one such statement names the first end as its
  condition, or as its subject; or stands in a cohort whose heading holds it, or under an item that is nothing but it.
* **Precision** is over our statements with a condition that holds a labelled end of an `If-Then` relation in their own
  criterion: right are those that stand at the other end of such a relation. Of the conditions that Leaf leaves unlabelled
  ("for patients with ...") nothing is said.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from brat import Entity, Labels, Relation
from scope_page import CORPORA, Tally, labelled

from extractor.criteria import read_item
from extractor.model.criterion import Characteristic
from extractor.model.document import Document, Span
from extractor.model.outline import Item, Outline
from extractor.segment import outline

PERSONS = ("Life-Stage-And-Gender", "Family-Member")
VALUES = ("Eq-Comparison", "Age")
WHOLE = ("Negation", "Study", "Assertion", "Location")
NAMED = ("Condition", "Drug", "Procedure", "Observation", *PERSONS)
SAYS_SO = re.compile(r"\b(?:if|for|in|among|when)\s(?:the\s|an?\s|case\sof\s)?$|[(\[]\s?$", re.IGNORECASE)
LONGEST_HEAD = 80


class Statement(NamedTuple):
    """One statement with the item that it stands in."""

    item: Item
    read: Characteristic

    def stands_at(self, place: Entity) -> bool:
        """Whether a labelled stretch is its concept or its value."""
        spans = (self.read.span, self.read.concept.span if self.read.concept else self.read.span)
        return any(_meet(span, place) for span in spans)


class Page(NamedTuple):
    """A labelled text with its statements."""

    labels: Labels
    outline: Outline
    statements: tuple[Statement, ...]

    def holds_under(self, statement: Statement, place: Entity) -> bool:
        """Whether a statement names the stretch as its condition, or stands under a heading or an item that is it."""
        condition = statement.read.condition
        if condition is not None and _meet(condition, place):
            return True
        if statement.read.subject is not None and statement.read.subject in self.words(place):
            return True
        cohorts = [cohort for cohort in self.outline.cohorts if cohort.id == statement.item.cohort]
        above = self.outline.by_id.get(statement.item.parent or "")
        heads = [(cohort.start, cohort.end) for cohort in cohorts]
        heads += [(above.start, above.end)] if above is not None and above.end - above.start <= LONGEST_HEAD else []
        return any(start <= place.start < end for start, end in heads)

    def words(self, place: Entity) -> str:
        """The words at a place, in lower case."""
        return self.labels.text[place.start : place.end].lower()


def _meet(span: Span, place: Entity) -> bool:
    return span.start < place.end and place.start < span.end


def read_page(labels: Labels) -> Page:
    """Read a labelled text as the extractor does."""
    text = labels.text
    document = Document(
        id=labels.name, path=labels.name, sha256="", media_type="text/plain", kind="registry", text=text, reading=text
    )
    parts = outline(document)
    found = tuple(Statement(item, read) for item in parts.items for read in read_item(document, parts, item))
    return Page(labels, parts, found)


def conditions(labels: Labels) -> Iterator[tuple[Relation, Entity, Entity]]:
    """The relations that state a condition, with the places of their ends."""
    for relation in labels.relations:
        if relation.kind == "If-Then":
            first, second = _kind(labels, relation.first), _kind(labels, relation.second)
            ends = labels.place(relation.first), labels.place(relation.second)
            named = bool({first, second} & set(PERSONS)) and not {first, second} & set(VALUES)
            if not {first, second} & set(WHOLE) and (not named or _says_so(labels, *ends)):
                yield relation, *ends


def _kind(labels: Labels, mark: str) -> str:
    return labels.events[mark].kind if mark in labels.events else labels.entities[mark].kind


def _says_so(labels: Labels, first: Entity, second: Entity) -> bool:
    """Whether the text marks the first end as a condition: by a word or bracket before it, or a colon behind its phrase."""
    behind = labels.text[first.end : second.start] if first.end <= second.start else ""
    before = labels.text[max(0, first.start - 20) : first.start]
    return ":" in behind or SAYS_SO.search(before) is not None


def score(labels: Labels, tally: Tally) -> None:
    """Count one labelled text."""
    page = read_page(labels)
    pairs = [(first, second) for _, first, second in conditions(labels)]
    for first, second in pairs:
        there = [each for each in page.statements if each.stands_at(second)]
        if there:
            tally.add("recall", any(page.holds_under(each, first) for each in there), _said(labels, first, second))
    for each in page.statements:
        condition = each.read.condition
        known = [pair for pair in pairs if condition is not None and _meet(condition, pair[0])]
        inside = [pair for pair in known if each.item.start <= pair[1].start < each.item.end]
        if inside:
            said = f"{each.read.span.quote!r} under {condition.quote if condition else ''!r}"
            tally.add("precision", any(each.stands_at(second) for _, second in inside), said)


def _said(labels: Labels, first: Entity, second: Entity) -> str:
    start, end = min(first.start, second.start), max(first.end, second.end)
    line = labels.text[max(0, start - 40) : min(end, start + 200) + 40].replace("\n", " / ")
    words = (labels.text[place.start : place.end] for place in (first, second))
    return " => ".join(words) + f" | {line}"


def measure(half: str | None = None) -> Tally:
    """The tally over all trials or over one half of them."""
    tally = Tally()
    for labels in labelled(CORPORA / "leaf", half):
        if any(relation.kind == "If-Then" for relation in labels.relations):
            score(labels, tally)
    return tally


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("a", "b"))
    parser.add_argument("--misses", action="store_true", help="also print what was not right")
    parser.add_argument("--examples", type=int, default=60)
    arguments = parser.parse_args()
    if not CORPORA.exists():
        print("skipped: the labelled corpora are not here")
        return 0
    for half in [arguments.half] if arguments.half else [None, "a", "b"]:
        tally = measure(half)
        print(f"{half or 'all':4} condition  " + "  ".join(f"{key} {value:<7}" for key, value in tally.figures().items()))
        if arguments.misses and half in (None, arguments.half):
            for side, misses in tally.misses.items():
                print(f"\n{side}: {len(misses)}", *misses[: arguments.examples], sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
