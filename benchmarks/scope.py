"""How well scope is read: negation, exception, and/or, at least n of; against the labels of Leaf and Chia.

    python benchmarks/scope.py [--half a|b] [--misses KIND] [--examples N] [--json FILE]

Each labelled text goes through the segmentation; each item's scopes are those that `extractor.criteria.scope.find_scopes`
gives for the item's flat text, exactly as the reader of criteria sees them. A labelled stretch "lies in" a scope when its
middle does. The labels, and what counts as right:

* **negation, Leaf**: `Negation` events. Recall: the stretches that `Negates`, `Negates2` ... point at (an event stands at
  its trigger) which lie in a negation. Precision: of the labelled conditions, drugs, procedures and observations that a
  negation of ours covers, those that are negated by label. Negated by label are a `Negates` target and what the labels
  attach to it on its side of the cue: its relations (Or, And ...) and the events in its roles, for only the first of
  "no A, B or C" carries the label, and what has a result labelled as negative. A name that holds the negation itself
  ("inability to read") is not counted. A word that carries its own negation and points at itself ("untreated") is no scope
  and is left out, as are "with or without" and cues inside a name ("non-Hodgkin lymphoma"); a target that is part of our
  cue ("signs" of "no signs of") is found. Left out too is what bars patients in a list of exclusions ("... will be
  excluded"): it says once more what the list says, so nothing in it is negated. "A but not B" in a list of exclusions, which
  we read as an exception, is labelled as a negation of B and counted as one.
* **negation-scope, Leaf**: the same targets and entities, but only of negations that the labels and we see in the same
  words: how far a negation reaches, apart from which words are taken for one.
* **negation, Chia**: `Has_negation` relations in the same way, through `OR` and `AND`. Chia labels exceptions so too:
  a target inside one of our exceptions is found. Its texts have lost the heading that their file names keep; they are read
  under it.
* **exception, Leaf**: `Exception` events. Recall: the stretches of `Except`, `Except2` ... that lie in an exception.
  Precision: of the labelled conditions, drugs, procedures and observations inside our exceptions, those that are an `Except`
  target or attached to one.
* **choice, Leaf**: `Or` and `And` relations whose two ends stand in different items of one parent; we say "or" when the
  parent's combination is any-of or at-least. Precision and recall are those of "or".
* **count, Leaf**: `Criteria-Count` events with a `Min-Value` of at least one: the item that holds the label and has
  sub-items must combine them by that number. Recall and precision over the items that have sub-items.

What stays wrong by scheme, not by reading: Leaf labels as negation verbs that keep from something ("precludes study
participation", "interferes", "withdrawal of care"), contrasts ("outside", "unrelated") and parts of words; it leaves the
other half of the same constructions unlabelled. `--half` scores the trials of one half, by a hash of their id.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from brat import Entity, Event, Labels
from scope_page import CORPORA, Page, Tally, headed, labelled, page_of

from extractor.model.criterion import AtLeast

LEAF_NAMED = ("Condition", "Drug", "Procedure", "Observation")
CHIA_NAMED = ("Condition", "Drug", "Procedure", "Observation", "Measurement", "Device")
EITHER = re.compile(r"\bwith\s?(?:or|and/or|and|/)\s?without$", re.IGNORECASE)
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
KINDS = ("negation-leaf", "negation-scope", "negation-chia", "exception", "choice", "count")


def neighbours(labels: Labels) -> dict[str, set[str]]:
    """What each event or entity is attached to, by relations and by roles; cues attach to nothing."""
    cues = {mark for mark, event in labels.events.items() if event.kind in ("Negation", "Exception")}
    found: dict[str, set[str]] = defaultdict(set)
    pairs = [(r.first, r.second) for r in labels.relations if r.kind not in ("Has_negation", "Subsumes")]
    pairs += [(mark, other) for mark, event in labels.events.items() for _, other in event.roles]
    for first, second in pairs:
        if first not in cues and second not in cues:
            found[first].add(second)
            found[second].add(first)
    return found


def attached(page: Page, targets: Iterable[str], cue: Entity) -> set[str]:
    """The targets with all that is attached to them on their side of the cue, on the same page line or item."""
    labels, near = page.labels, neighbours(page.labels)
    found: set[str] = set()
    for target in targets:
        behind = labels.place(target).start >= cue.start
        waiting = [target]
        while waiting:
            mark = waiting.pop()
            if mark in found:
                continue
            found.add(mark)
            waiting += [other for other in near[mark] if (labels.place(other).start >= cue.start) == behind]
    return found


def leaf_negation_scope(page: Page, tally: Tally) -> None:
    """Score how far the negations of one Leaf text reach, where the label and we see a negation in the same words."""
    labels = page.labels
    ours = [
        (read, scope, read.context.item.span(scope.cue_start, scope.cue_end))
        for read in page.items
        for scope in read.context.scopes
        if scope.kind in ("negation", "bar")
    ]
    cues = [(labels.entities[e.trigger], e) for e in labels.events.values() if e.kind == "Negation"]
    for read, scope, at in ours:
        events = [event for cue, event in cues if at.start < cue.end and cue.start < at.end]
        targets = [other for event in events for role, other in event.roles if role.rstrip("0123456789") == "Negates"]
        if not targets:
            continue
        gold = {labels.place(mark)[1:] for mark in attached(page, targets, labels.entities[events[0].trigger])}
        for place in sorted({labels.place(mark) for mark in targets}):
            inside = place.start < at.end and at.start < place.end
            tally.add("recall", inside or scope.holds(*page.local(read, place)), f"{at.quote!r} | {page.line(place)}")
        for place in sorted({labels.place(mark) for mark, event in labels.events.items() if event.kind in LEAF_NAMED}):
            if page.read_at(place) is read and scope.holds(*page.local(read, place)):
                tally.add("precision", place[1:] in gold, f"{labels.name} | {page.line(place)}")


def leaf_scopes(page: Page, kind: str, role: str, tally: Tally) -> None:
    """Score the negations or the exceptions of one Leaf text."""
    labels = page.labels
    gold: set[str] = set()
    for event in labels.events.values():
        targets = [other for name, other in event.roles if name.rstrip("0123456789") == role]
        if event.kind != kind.capitalize() or not targets:
            continue
        cue = labels.entities[event.trigger]
        gold |= attached(page, targets, cue)
        for target in targets:
            place = labels.place(target)
            if place[1:] != cue[1:] and not page.only_bars(cue) and not page.in_name(cue) and not is_either(labels, cue):
                said = f"{labels.text[cue.start : cue.end]!r} | {page.line(place)}"
                tally.add("recall", page.covered(place, kind), said)
    gold |= {mark for mark, event in labels.events.items() if kind == "negation" and _is_negative(labels, event)}
    places = {labels.place(mark)[1:] for mark in gold}
    named = {labels.place(mark) for mark, event in labels.events.items() if event.kind in LEAF_NAMED}
    for place in sorted(named):
        if page.covered(place, kind) and not page.holds_cue(place):
            tally.add("precision", place[1:] in places, f"{labels.name} | {page.line(place)}")


def is_either(labels: Labels, cue: Entity) -> bool:
    """Whether a cue belongs to "with or without": the text then says nothing of what follows it."""
    return EITHER.search(labels.text, max(0, cue.start - 12), cue.end) is not None


def _is_negative(labels: Labels, event: Event) -> bool:
    """Whether a result is labelled as negative ("negative for hepatitis B")."""
    results = [labels.place(other) for role, other in event.roles if role == "Polarity"]
    return any(labels.text[place.start : place.end].lower().startswith("neg") for place in results)


def chia_negation(page: Page, tally: Tally) -> None:
    """Score the negations of one Chia text."""
    labels = page.labels
    gold: set[str] = set()
    for relation in labels.relations:
        if relation.kind != "Has_negation":
            continue
        first, second = relation.first, relation.second
        if labels.entities[first].kind == "Negation":
            first, second = second, first
        cue, place = labels.entities[second], labels.entities[first]
        gold |= attached(page, [first], cue)
        said = f"{labels.text[cue.start : cue.end]!r} | {page.line(place)}"
        if not page.only_bars(cue) and not page.in_name(cue) and not is_either(labels, cue):
            tally.add("recall", page.covered(place, "negation") or page.covered(place, "exception"), said)
    for mark, place in sorted(labels.entities.items()):
        if place.kind in CHIA_NAMED and page.covered(place, "negation") and not page.holds_cue(place):
            tally.add("precision", mark in gold, f"{labels.name} | {page.line(place)}")


def choices(page: Page, tally: Tally) -> None:
    """Score and/or between items of one parent."""
    labels = page.labels
    parents = {read.item.id: read.item for read in page.items}
    for relation in labels.relations:
        if relation.kind not in ("Or", "And"):
            continue
        place = labels.place(relation.first)
        ends = [page.read_at(labels.place(mark)) for mark in (relation.first, relation.second)]
        if ends[0] is None or ends[1] is None or ends[0].item.id == ends[1].item.id:
            continue
        if ends[0].item.parent is None or ends[0].item.parent != ends[1].item.parent:
            continue
        combination = parents[ends[0].item.parent].combination
        says_or = combination == "any-of" or isinstance(combination, AtLeast)
        said = f"{relation.kind} read {combination} | {page.line(place)}"
        if relation.kind == "Or":
            tally.add("recall", says_or, said)
        if says_or:
            tally.add("precision", relation.kind == "Or", said)


def counts(page: Page, tally: Tally) -> None:
    """Score "at least n of" of items with sub-items."""
    labels = page.labels
    parents = {read.item.parent for read in page.items}
    for event in labels.events.values():
        value = next((labels.place(other) for role, other in event.roles if role == "Min-Value"), None)
        read = page.read_at(labels.entities[event.trigger])
        if event.kind != "Criteria-Count" or value is None or read is None or read.item.id not in parents:
            continue
        wanted = least(labels.text[value.start : value.end])
        combination = read.item.combination
        got = combination.n if isinstance(combination, AtLeast) else 1 if combination == "any-of" else None
        said = f"wanted {wanted}, read {combination} | {page.line(value)}"
        tally.add("recall", got == wanted, said)
        if got is not None:
            tally.add("precision", got == wanted, said)


def least(text: str) -> int | None:
    """The number in "at least two", "≥3"; None without one."""
    digits = re.search(r"\d+", text)
    if digits:
        return int(digits[0])
    return next((NUMBERS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in NUMBERS), None)


def measure(half: str | None = None) -> dict[str, Tally]:
    """The tallies of all kinds, over all trials or over one half of them."""
    tallies = {kind: Tally() for kind in KINDS}
    for labels in labelled(CORPORA / "leaf", half):
        page = page_of(labels)
        leaf_scopes(page, "negation", "Negates", tallies["negation-leaf"])
        leaf_negation_scope(page, tallies["negation-scope"])
        leaf_scopes(page, "exception", "Except", tallies["exception"])
        choices(page, tallies["choice"])
        counts(page, tallies["count"])
    for labels in labelled(CORPORA / "chia", half):
        if any(relation.kind == "Has_negation" for relation in labels.relations):
            chia_negation(page_of(headed(labels)), tallies["negation-chia"])
    return tallies


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("a", "b"))
    parser.add_argument("--misses", choices=KINDS, help="also print what was not right of this kind")
    parser.add_argument("--examples", type=int, default=40)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    if not CORPORA.exists():
        print("skipped: the labelled corpora are not here")
        return 0
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for half in [arguments.half] if arguments.half else [None, "a", "b"]:
        tallies = measure(half)
        figures[half or "all"] = {kind: tally.figures() for kind, tally in tallies.items()}
        for kind, row in figures[half or "all"].items():
            print(f"{half or 'all':4} {kind:14} " + "  ".join(f"{name} {value:<7}" for name, value in row.items()))
        if arguments.misses and half in ("a", arguments.half):
            for side, misses in tallies[arguments.misses].misses.items():
                print(f"\n{side}: {len(misses)}", *misses[: arguments.examples], sep="\n  ")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
