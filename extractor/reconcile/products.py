"""Compare the products of two pages and how they are dosed. The words are data (`data/reconcile_doses.toml`)."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

from extractor import data_file
from extractor.model.criterion import Fact, Record
from extractor.model.document import Document
from extractor.model.review import Discrepancy, SetRelation
from extractor.model.values import Range
from extractor.quantity import find_quantities
from extractor.reconcile.fact_claims import facts_differ, facts_of, text_of
from extractor.reconcile.features import stems, word_list
from extractor.reconcile.identity import share_name

_TYPED = re.compile(
    r"^(?:drug|biological|device|procedure|genetic|combination product|dietary supplement)\s?:", re.IGNORECASE
)
_LABELLED = re.compile(r"^[A-Za-z ]{3,30}:")
_NO_PRODUCT = re.compile(
    r"\b(?:placebo|sham)\b|^(?:is|are|was|were|be|been|can|may|might|will|would|has|have|had|do|does|not|usually|often)\b",
    re.IGNORECASE,
)
"""Comparators without effect, and what a sentence says of something when its subject stands before the words read."""

_TIME_UNITS = frozenset({"a", "mo", "wk", "d", "h", "min", "s"})


@cache
def _words() -> dict[str, Any]:
    return data_file.table("reconcile_doses.toml")


def compare_products(a: Record, b: Record, texts: tuple[Document, Document]) -> list[Discrepancy]:
    """Products without a common name, of another variant, or with an attribute that the other page never mentions."""
    first, second = _products(a), _products(b)
    if not first or not second:
        return []
    reason = _difference(first, second)
    if reason == "no-common-product" and _named_on(first, texts[1]):
        reason = None  # the second page knows the product, and its own list of products was not read in full
    if reason:
        return [
            facts_differ(a, b, "intervention", "high", "disjoint", (first[0], second[0]), concept="product", reason=reason)
        ]
    for mine, other, is_b in ((second, texts[0], True), (first, texts[1], False)):
        theirs = first if is_b else second
        attributed = _attributed(mine, " ".join(map(text_of, theirs)).lower(), other.reading.lower())
        if attributed:
            fact, attribute = attributed
            pair = (first[0], fact) if is_b else (fact, second[0])
            said = f"only-one-says-{attribute.replace(' ', '-')}"
            relation: SetRelation = "wider" if is_b else "narrower"
            return [facts_differ(a, b, "intervention", "high", relation, pair, concept="product", reason=said)]
    return []


def _products(record: Record) -> list[Fact]:
    """The products studied; comparators, arms and doses are left out.

    A registry's labelled line is the best evidence; a page for patients says more in the sentence that tells of the product.
    """
    facts = [f for f in facts_of(record, "intervention") if not {"dose", "comparator", "arm"} & set(f.confidence)]
    facts = [f for f in facts if not _NO_PRODUCT.search(text_of(f))]
    if record.document.kind == "registry":
        return sorted(facts, key=_label_rank)
    return sorted(facts, key=lambda fact: "sentence" not in fact.confidence)


def _label_rank(fact: Fact) -> int:
    if _TYPED.match(fact.span.quote):
        return 0
    return 1 if _LABELLED.match(fact.span.quote) else 2


def _difference(first: list[Fact], second: list[Fact]) -> str | None:
    filler, variants = word_list("reconcile_product_filler.txt"), set(_words()["products"]["variants"])
    said = [set().union(*(set(re.findall(r"[a-z0-9]+", text_of(f).lower())) for f in facts)) for facts in (first, second)]
    chosen = [found & variants for found in said]
    if chosen[0] and chosen[1] and not chosen[0] & chosen[1]:
        return "other-variant"
    names = [set().union(*(stems(text_of(f)) for f in facts)) - filler for facts in (first, second)]
    if names[0] & names[1] or not names[0] or not names[1]:
        return None
    return None if share_name(map(text_of, first), map(text_of, second)) else "no-common-product"


def _named_on(products: list[Fact], page: Document) -> bool:
    """Whether the page uses a telling word of one of the products."""
    filler = word_list("reconcile_product_filler.txt")
    names = set().union(*(stems(text_of(fact)) for fact in products)) - filler
    return bool(names & stems(page.reading))


def _attributed(facts: list[Fact], other_products: str, other_text: str) -> tuple[Fact, str] | None:
    """The first product with an attribute that the other page does not give its product.

    The attribute's own name counts anywhere on the other page, its other words only where that page names the product.
    """
    for words in _words()["products"]["attributes"]:
        if words[0] in other_text or any(word in other_products for word in words):
            continue
        named = [fact for word in words for fact in facts if word in text_of(fact).lower()]
        if named:
            return named[0], words[0]
    return None


def compare_doses(a: Record, b: Record) -> list[Discrepancy]:
    """Doses of one kind and unit that differ in amount, or that are given at another interval; at most one item."""
    first, second = _doses(a), _doses(b)
    differing: list[Discrepancy] = []
    for x in first:
        same_kind = [y for y in second if _kind(y) == _kind(x) and _units(x) & _units(y)]
        if not same_kind or any(_amounts(x) & _amounts(y) and _same_interval(x, y) for y in same_kind):
            continue
        y = next((y for y in same_kind if _amounts(x) & _amounts(y)), same_kind[0])
        aspect = "dosing interval" if _amounts(x) & _amounts(y) else "dose"
        differing.append(
            facts_differ(a, b, "intervention", "high", "different", (x, y), concept=aspect, reason="dose-differs")
        )
    return differing[:1]


def _doses(record: Record) -> list[Fact]:
    return [f for f in facts_of(record, "intervention") if "comparator" not in f.confidence and _amounts(f)]


def _kind(fact: Fact) -> str:
    text = text_of(fact).lower()
    return next((kind for kind, words in _words()["kinds"].items() if any(word in text for word in words)), "plain")


def _amounts(fact: Fact) -> frozenset[tuple[str, Decimal]]:
    """The amounts with their units; "mg a day" is mg, since how often it is given is compared apart."""
    found: set[tuple[str, Decimal]] = set()
    for quantity in find_quantities(text_of(fact)):
        value = quantity.value
        if isinstance(value, Range) and value.unit and value.unit not in _TIME_UNITS:
            amount, _, time = value.unit.rpartition("/")
            unit = amount if time in _TIME_UNITS else value.unit
            found.update((unit, number) for number in (value.low, value.high) if number is not None)
    return frozenset(found)


def _units(fact: Fact) -> set[str]:
    return {unit for unit, _ in _amounts(fact)}


def _same_interval(x: Fact, y: Fact) -> bool:
    first, second = _intervals(x), _intervals(y)
    return not first or not second or bool(first & second)


def _intervals(fact: Fact) -> set[str]:
    """Days between doses that the statement names; a longer phrase hides the shorter one inside it."""
    text = text_of(fact).lower()
    rows = [(phrase, days) for days, phrases in _words()["intervals"].items() for phrase in phrases]
    found = set()
    for phrase, days in sorted(rows, key=lambda row: (-len(row[0]), row[0])):
        shorter = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", text)
        if shorter != text:
            found.add(days)
            text = shorter
    return found
