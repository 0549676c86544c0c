"""Whether the reading keeps still when a page changes without its meaning, and changes when the meaning does.

    python benchmarks/metamorphic.py [--pages N] [--half a|b] [--failures NAME] [--examples N] [--json FILE]

Criteria of real trials (the items of ../shared/corpora/leaf, up to three of inclusion and three of exclusion a trial) are
written as small pages and read by every stage up to the record. The reading of a page is the set of (category, topic,
concept key or folded words, value, negation, timing) over its characteristics, without places.

* Invariance: each transformation writes the same criteria another way. It holds on a page when the reading is the same. A
  transformation that would leave a page as it is (no "≥" on it) is not counted there.
* Change: one digit of a number that was read, one comparator, or one negation right before a concept is changed in one
  criterion. It is noticed when the reading differs.
"""

import argparse
import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.extract import extract
from extractor.model.criterion import Category, Characteristic, Criterion, Record
from extractor.model.document import Span
from extractor.repair import repair
from extractor.sources import read_source

sys.path.insert(0, str(Path(__file__).resolve().parent))

from rewriting import INVARIANT, Page, listed
from turning import CHANGES

LEAF = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "leaf"
A_SECTION = 3
LONGEST = 400

Entry = tuple[object, ...]
Reading = frozenset[Entry]


def record_of(text: str) -> Record:
    """The record of a page's text, through every stage that reads one document."""
    return extract(repair(read_source("page.txt", text.encode()), "page"))[1]


def reading_of(text: str) -> Reading:
    """What the page says, without places."""
    return frozenset(entry(criterion, read) for criterion in record_of(text).criteria for read in criterion.characteristics)


def entry(criterion: Criterion, read: Characteristic) -> Entry:
    """One characteristic as a value that can be compared between pages."""
    concept = (read.concept.key or fold(read.concept.text)) if read.concept else None
    value = read.value.model_dump_json(exclude={"unit_text"} if read.value.unit else None) if read.value else None
    timing = tuple(
        (each.relation, each.window.model_dump_json(exclude={"unit_text"}) if each.window else None, fold(each.anchor or ""))
        for each in read.timing or ()
    )
    return criterion.category, read.topic, concept, fold(value or ""), read.exclude, timing


def fold(text: str) -> str:
    """Text without differences of Unicode form, letter case and white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class Outcome(NamedTuple):
    """One comparison: right or not, and what was said."""

    right: bool
    said: str


def invariance(page: Page) -> Iterator[tuple[str, Outcome]]:
    """Each transformation that changes the page, with whether its reading is the same."""
    plain = listed(page)
    base = reading_of(plain)
    for name, write in INVARIANT.items():
        text = write(page)
        if text != plain:
            got = reading_of(text)
            lost, new = sorted(map(str, base - got)), sorted(map(str, got - base))
            yield name, Outcome(got == base, f"lost {lost} new {new} | {page}")


def changes(criterion: str, category: Category) -> Iterator[tuple[str, Outcome]]:
    """Each change of meaning of one criterion, with whether it was noticed."""
    page = Page((criterion,), ()) if category == "inclusion" else Page((), (criterion,))
    plain = listed(page)
    shift = plain.index(criterion)
    read = [each for item in record_of(plain).criteria for each in item.characteristics]
    moved = [move(each, -shift) for each in read]
    base = reading_of(plain)
    for name, change in CHANGES.items():
        for changed in change(criterion, moved):
            new = Page((changed,), ()) if category == "inclusion" else Page((), (changed,))
            yield name, Outcome(reading_of(listed(new)) != base, f"{criterion!r} -> {changed!r} {sorted(map(str, base))}")


def move(read: Characteristic, by: int) -> Characteristic:
    """The characteristic with its spans moved."""

    def moved(span: Span) -> Span:
        return span.model_copy(update={"start": span.start + by, "end": span.end + by})

    concept = read.concept and read.concept.model_copy(update={"span": moved(read.concept.span)})
    return read.model_copy(update={"span": moved(read.span), "concept": concept})


def measure(pages: Iterable[Page]) -> dict[str, list[Outcome]]:
    """The outcomes of all transformations and changes over the pages, by name."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for page in pages:
        for name, outcome in invariance(page):
            found[name].append(outcome)
        for category, criteria in page.sections():
            for criterion in criteria:
                for name, outcome in changes(criterion, category):
                    found[name].append(outcome)
    return found


def share(outcomes: Iterable[Outcome]) -> float:
    """The share that is right; 1 of nothing."""
    rights = [outcome.right for outcome in outcomes]
    return sum(rights) / len(rights) if rights else 1.0


def figures(found: dict[str, list[Outcome]]) -> dict[str, float]:
    """The share of each transformation and change, and of each kind together."""
    row = {name: round(share(found[name]), 4) for name in [*INVARIANT, *CHANGES] if found[name]}
    row["invariance"] = round(share(each for name in INVARIANT for each in found[name]), 4)
    row["change"] = round(share(each for name in CHANGES for each in found[name]), 4)
    return row


def real_pages(folder: Path, limit: int, half: str | None = None) -> list[Page]:
    """Pages of the criteria of real trials: top items without sub-items, of ordinary length; the first `limit` trials."""
    pages = []
    for path in sorted(folder.glob("*.txt")):
        if half is not None and "ab"[sum(path.stem.encode()) & 1] != half:
            continue
        criteria = record_of(path.read_bytes().decode("utf-8")).criteria
        page = Page(pick(criteria, "inclusion"), pick(criteria, "exclusion"))
        if page.criteria():
            pages.append(page)
        if len(pages) == limit:
            break
    return pages


def pick(criteria: Iterable[Criterion], category: Category) -> tuple[str, ...]:
    """The first criteria of a category that stand for themselves and that something was read in."""
    criteria = list(criteria)
    parents = {criterion.parent for criterion in criteria}
    texts = [
        criterion.text
        for criterion in criteria
        if criterion.category == category
        and criterion.parent is None
        and criterion.id not in parents
        and criterion.characteristics
        and len(criterion.text) <= LONGEST
        and criterion.text[-1] != ":"
    ]
    return tuple(texts[:A_SECTION])


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--half", choices=("a", "b"))
    parser.add_argument("--failures", choices=[*INVARIANT, *CHANGES], help="also print what failed of this")
    parser.add_argument("--examples", type=int, default=20)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    if not LEAF.exists():
        print("skipped: the labelled corpora are not here")
        return 0
    pages = real_pages(LEAF, arguments.pages, arguments.half)
    print(f"{len(pages)} pages, {sum(len(page.criteria()) for page in pages)} criteria")
    found = measure(pages)
    for name, value in figures(found).items():
        print(f"{name:22} {value:.4f}  of {len(found[name]) or ''}")
    if arguments.failures:
        wrong = [outcome.said for outcome in found[arguments.failures] if not outcome.right]
        print(*wrong[: arguments.examples], sep="\n  ")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures(found), indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
