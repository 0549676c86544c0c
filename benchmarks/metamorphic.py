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
import html
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.extract import extract
from extractor.model.criterion import Category, Characteristic, Criterion, Record
from extractor.model.document import Span
from extractor.repair import repair
from extractor.sources import read_source

LEAF = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "leaf"
A_SECTION = 3
LONGEST = 400
HEADINGS: dict[Category, str] = {"inclusion": "Inclusion Criteria:", "exclusion": "Exclusion Criteria:"}

Entry = tuple[object, ...]
Reading = frozenset[Entry]


class Page(NamedTuple):
    """Criteria by category, as plain lines of text."""

    inclusion: tuple[str, ...]
    exclusion: tuple[str, ...]

    def sections(self) -> Iterator[tuple[Category, tuple[str, ...]]]:
        """The categories that have criteria."""
        if self.inclusion:
            yield "inclusion", self.inclusion
        if self.exclusion:
            yield "exclusion", self.exclusion

    def each(self, change: Callable[[str], str]) -> "Page":
        """The page with every criterion changed."""
        return Page(tuple(map(change, self.inclusion)), tuple(map(change, self.exclusion)))

    def criteria(self) -> tuple[str, ...]:
        """All criteria in page order."""
        return self.inclusion + self.exclusion


Writer = Callable[[Page], str]


# ---- reading


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


# ---- writing the same page in other ways


def listed(page: Page, label: Callable[[int], str] = lambda number: "  -  ") -> str:
    """The page as a list under each heading, the way ClinicalTrials.gov prints it."""
    parts = []
    for category, criteria in page.sections():
        lines = [f"{label(number)}{criterion}" for number, criterion in enumerate(criteria, start=1)]
        parts.append(f"{HEADINGS[category]}\n\n" + "\n\n".join(lines))
    return "\n\n".join(parts) + "\n"


def without_bullets(page: Page) -> str:
    """One criterion a line."""
    return listed(page, lambda number: "").replace("\n\n", "\n")


def wrapped(page: Page) -> str:
    """Lines of at most 60 characters, indented under their bullet."""
    return listed(page.each(lambda criterion: "\n     ".join(wrap(criterion, 60))))


def wrap(text: str, width: int) -> list[str]:
    """Break a line at blanks only."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def numbered(page: Page) -> str:
    """Numbers that begin anew under each heading."""
    return listed(page, lambda number: f"{number}. ")


def renumbered(page: Page) -> str:
    """Numbers that begin anew in the middle of a list."""
    return listed(page, lambda number: f"{(number - 1) % 2 + 1}. ")


def ascii_signs(page: Page) -> str:
    """ ">=" and "<="."""
    return listed(page.each(lambda criterion: criterion.replace("≥", ">=").replace("≤", "<=")))


def entity_signs(page: Page) -> str:
    """ "&ge;" and "&le;"."""
    return listed(page.each(lambda criterion: criterion.replace("≥", "&ge;").replace("≤", "&le;")))


def word_signs(page: Page) -> str:
    """ "at least" and "at most", where the sign stands free before a number."""
    change = {"≥": "at least ", "≤": "at most "}
    return listed(
        page.each(lambda criterion: re.sub(r"(?<=\s)([≥≤])\s?(?=\d)", lambda sign: change[sign[1]], f" {criterion}")[1:])
    )


def hard_spaces(page: Page) -> str:
    """Every blank of a criterion is a non-breaking space."""
    return listed(page.each(lambda criterion: criterion.replace(" ", "\u00a0")))


def decomposed(page: Page) -> str:
    """Unicode normalization form D."""
    return unicodedata.normalize("NFD", listed(page))


def glued_heading(page: Page) -> str:
    """The second heading stands at the end of the line of the criterion before it."""
    if not page.inclusion or not page.exclusion:
        return listed(page)
    last = page.inclusion[-1].rstrip(" .;,") + ". " + HEADINGS["exclusion"]
    first = listed(Page((*page.inclusion[:-1], last), ()))
    return first + "\n" + listed(Page((), page.exclusion)).partition("\n\n")[2]


def semicolons(page: Page) -> str:
    """The first two criteria of each section stand on one line, parted by a semicolon."""

    def join(criteria: tuple[str, ...]) -> tuple[str, ...]:
        if len(criteria) < 2:
            return criteria
        return (f"{criteria[0].rstrip(' .;,')}; {criteria[1]}", *criteria[2:])

    return listed(Page(join(page.inclusion), join(page.exclusion)))


def line_breaks(page: Page) -> str:
    """HTML in which the lines are parted by <br> alone."""
    parts = [
        "<br>".join([HEADINGS[category], *(f"- {html.escape(criterion)}" for criterion in criteria)])
        for category, criteria in page.sections()
    ]
    return f"<!DOCTYPE html><html><head><title>x</title></head><body><div>{'<br><br>'.join(parts)}</div></body></html>"


def html_list(page: Page) -> str:
    """HTML with headings and lists."""
    parts = []
    for category, criteria in page.sections():
        items = "".join(f"<li>{html.escape(criterion)}</li>" for criterion in criteria)
        parts.append(f"<h3>{HEADINGS[category]}</h3><ul>{items}</ul>")
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{''.join(parts)}</body></html>"


def v2_json(page: Page) -> str:
    """A record of the ClinicalTrials.gov API version 2, whose texts are CommonMark with escapes."""
    escaped = page.each(lambda criterion: re.sub(r"([\\*_<>\[\]~`])", r"\\\1", criterion))
    criteria = listed(escaped, lambda number: "* ").replace("\n\n* ", "\n* ").replace(":\n* ", ":\n\n* ")
    return json.dumps({"protocolSection": {"eligibilityModule": {"eligibilityCriteria": criteria}}}, ensure_ascii=False)


INVARIANT: dict[str, Writer] = {
    "bullets removed": without_bullets,
    "lines re-wrapped": wrapped,
    "numbered": numbered,
    "numbering restarted": renumbered,
    "signs as >= <=": ascii_signs,
    "signs as entities": entity_signs,
    "signs as words": word_signs,
    "non-breaking spaces": hard_spaces,
    "<br>": line_breaks,
    "NFD": decomposed,
    "heading glued": glued_heading,
    "semicolon": semicolons,
    "HTML": html_list,
    "CT.gov v2 JSON": v2_json,
}


# ---- changing what the page says


def other_digits(criterion: str, read: Iterable[Characteristic]) -> Iterator[str]:
    """The criterion with the last digit of each number that was read as another digit."""
    for start, end in sorted({each.span.quote and (each.span.start, each.span.end) for each in read if has_number(each)}):
        for number in re.finditer(r"(?<![\w.,])\d+(?![\w.,]*\d)", criterion[start:end]):
            at = start + number.end() - 1
            digit = str(int(criterion[at]) % 9 + 1)
            yield criterion[:at] + digit + criterion[at + 1 :]


def has_number(read: Characteristic) -> bool:
    """Whether a value or a time window was read."""
    return read.value is not None or any(each.window for each in read.timing or ())


FLIPS = {
    "≥": "≤",
    "≤": "≥",
    ">": "<",
    "<": ">",
    "at least": "at most",
    "at most": "at least",
    "more than": "less than",
    "greater than": "less than",
    "less than": "more than",
    "older than": "younger than",
    "younger than": "older than",
    "above": "below",
    "below": "above",
}
_FLIP = re.compile(
    "|".join(
        [r"[≥≤]", r"(?<![<>=-])[<>](?![<>=])", *(rf"\b{words}\b" for words in FLIPS if words.isascii() and len(words) > 1)]
    )
)


def other_comparators(criterion: str, read: Iterable[Characteristic]) -> Iterator[str]:
    """The criterion with each comparator of a value that was read turned round."""
    spans = {(each.span.start, each.span.end) for each in read if has_number(each)}
    for sign in _FLIP.finditer(criterion):
        if any(start <= sign.start() < end for start, end in spans):
            yield criterion[: sign.start()] + FLIPS[sign[0]] + criterion[sign.end() :]


_NEGATION = re.compile(r"(?<!or )(?<!/)\b(?:no|not|without)\s(?=(?:[\w-]+\s){0,3}$)", re.IGNORECASE)
_OPENING = re.compile(r"(?:^|\b(?:with|of|has|have|having)\s)$", re.IGNORECASE)


def other_negation(criterion: str, read: Iterable[Characteristic]) -> Iterator[str]:
    """The criterion with the negation before a concept taken out, or one put in, where no number belongs to the concept."""
    for each in read:
        if each.concept is None or has_number(each) or each.topic == "sex":
            continue
        start = each.concept.span.start
        negation = _NEGATION.search(criterion, max(0, start - 50), start)
        if negation:
            yield criterion[: negation.start()] + criterion[negation.end() :]
        elif not each.exclude and _OPENING.search(criterion, 0, start):
            yield f"{criterion[:start]}no {criterion[start:]}"


CHANGES = {"one digit": other_digits, "one comparator": other_comparators, "one negation": other_negation}


# ---- running both


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
