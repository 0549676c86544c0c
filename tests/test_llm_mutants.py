"""Two thousand true quotes, each with one thing altered: a number, a comparator, a unit, a negation. None may pass."""

import random
import re
import time
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from llm_pages import Sample, accepted, draft, merged, read, sample

from extractor.llm.draft import CharacteristicDraft

ANALYTES = ("Hemoglobin", "Serum albumin", "Total bilirubin", "LVEF", "Platelets", "Serum creatinine")
UNITS = {"Hemoglobin": "g/dL", "Serum albumin": "g/L", "Total bilirubin": "mg/dL", "LVEF": "%", "Platelets": "x 10^9/L"}
COMPARATORS = {"≥": "at-least", "at least": "at-least", "<": "less-than", "more than": "more-than", "≤": "at-most"}
OTHER = {"≥": "≤", "at least": "at most", "<": ">", "more than": "less than", "≤": "≥"}
TREATMENTS = ("pleurodesis", "plasma exchange", "kyphoplasty", "radioembolization", "zelvotinib", "bone grafting")
SPANS = ("weeks", "days", "months", "hours")
SWAPPED = {"weeks": "months", "days": "weeks", "months": "days", "hours": "days"}
UNIT_SWAPS = {"g/dL": "g/L", "g/L": "g/dL", "mg/dL": "mmol/L", "%": "mm", "x 10^9/L": "x 10^6/L"}


class Truth(NamedTuple):
    """A criterion, a draft that reads it truly, and the field whose quote holds its number."""

    sample: Sample
    draft: CharacteristicDraft
    number: str


class Mutant(NamedTuple):
    """The altered draft and what was altered."""

    kind: str
    draft: CharacteristicDraft


def truths() -> Iterator[Truth]:
    """Criteria with a limit and criteria with a denied treatment in a window of time."""
    draw = random.Random(7)
    for analyte, (comparator, bound) in product(ANALYTES, COMPARATORS.items()):
        for _ in range(4):
            number = f"{draw.randint(2, 90)}{draw.choice(('', '.5', '.25'))} {UNITS.get(analyte, 'mg/dL')}"
            words = f"{analyte} {comparator} {number}"
            text = f"{words} at the first visit, as written down by the clinic"
            true = draft(words, analyte, topic="measurement", comparison=f"{comparator} {number}", bound=bound)
            yield Truth(sample(text), true, "comparison")
    for treatment, span in product(TREATMENTS, SPANS):
        for _ in range(6):
            timing = f"within {draw.randint(3, 120)} {span} before screening"
            words = f"no {treatment} {timing}"
            true = draft(words, treatment, topic="procedure", exclude=True, timing=timing)
            yield Truth(sample(f"Adults who had {words}"), true, "timing")


def altered(true: Truth, kind: str, before: str, after: str) -> Iterator[Mutant]:
    """The draft with `before` replaced in the statement and in the quote of its number, where that changes anything."""
    values = true.draft.model_dump()
    quote = values[true.number]
    changed = {"statement": values["statement"].replace(before, after, 1), true.number: quote.replace(before, after, 1)}
    mutant = CharacteristicDraft.model_validate({**values, **changed})
    if mutant != true.draft:
        yield Mutant(kind, mutant)


def mutants(true: Truth) -> Iterator[Mutant]:
    """Every alteration of one true draft."""
    quote = true.draft.model_dump()[true.number]
    (number,) = re.findall(r"\d+(?:\.\d+)?", quote)[:1]
    others = {
        f"1{number}",
        f"{number}1",
        number[:-1],
        f"0.{number}".replace("..", "."),
        str(int(float(number)) + 1),
        f"-{number}",
    }
    for other in sorted(others - {number, ""}):
        yield from altered(true, "number", number, other)
    for before, after in {**OTHER, "within": "after", "before": "after"}.items():
        if before in quote:
            yield from altered(true, "comparator", before, after)
    for before, after in {**UNIT_SWAPS, **SWAPPED}.items():
        if quote.endswith(before) or f"{before} before" in quote:
            yield from altered(true, "unit", before, after)
    yield from negated(true)
    yield from cut(true, quote, number)


def negated(true: Truth) -> Iterator[Mutant]:
    """A "no" dropped or put in, with and without the label that would go with it."""
    values, words = true.draft.model_dump(), true.draft.statement
    turned = words.removeprefix("no ") if words.startswith("no ") else f"no {words}"
    yield Mutant(
        "negation", CharacteristicDraft.model_validate({**values, "statement": turned, "exclude": not true.draft.exclude})
    )
    yield Mutant("negation", CharacteristicDraft.model_validate({**values, "exclude": not true.draft.exclude}))


def cut(true: Truth, quote: str, number: str) -> Iterator[Mutant]:
    """The number without its comparator, and without its unit: true words of the page that say something else."""
    if true.number == "comparison":
        for part in (quote[quote.index(number) :], quote[: quote.index(number) + len(number)]):
            yield Mutant("cut", CharacteristicDraft.model_validate({**true.draft.model_dump(), "comparison": part}))


def test_the_true_drafts_are_taken() -> None:
    found = list(truths())
    assert len(found) >= 200
    assert [true.sample.item.text for true in found if not accepted(merged(true.sample, true.draft))] == []


def test_two_thousand_mutants_are_refused() -> None:
    pairs = [(true, mutant) for true in truths() for mutant in mutants(true)]
    kinds = {mutant.kind for _, mutant in pairs}
    assert len(pairs) >= 2000 and kinds == {"number", "comparator", "unit", "negation", "cut"}
    passed = [(true.sample.item.text, mutant) for true, mutant in pairs if accepted(merged(true.sample, mutant.draft))]
    assert passed == []


def test_a_quote_is_checked_in_half_a_millisecond() -> None:
    pairs = [(true, mutant) for true in truths() for mutant in mutants(true)][:2000]
    read(pairs[0][0].sample, pairs[0][1].draft)  # vocabularies are read once
    start = time.process_time()
    for true, mutant in pairs:
        read(true.sample, mutant.draft)
    assert (time.process_time() - start) / len(pairs) < 0.0005
