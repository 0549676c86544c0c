"""Criteria of one page that cannot both be met, and analytes named twice where two were meant."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.model.criterion import Characteristic, Criterion
from extractor.model.review import Proposal
from extractor.model.values import Range
from extractor.triage.page import LONGEST_QUOTE, Finding, Page, one_group
from extractor.triage.phrases import Hit, classes, implications, twins
from extractor.triage.taken_back import find_taken_back

_NEGATION = re.compile(r"\b(?:no|not|non|without|never|free of|nor)\b")
_RESTRICTED = re.compile(r"\b(?:within|last|past|during|in the)\b|\d ?(?:day|week|month|year|mg|line|h)")
_JOINT = re.compile(r"[\s,;/)]{0,8}(?:and|or|and/or)?\s{0,3}")
_NAME = re.compile(r"[a-z][a-z0-9-]{2,30}")
_MOST_LIMITS = 20
_TIME = ("a", "mo", "wk", "d", "h", "min")
_Stated = tuple[Criterion, Characteristic]


def find_clashes(page: Page) -> Iterator[Finding]:
    """The same analyte twice under one threshold; an inclusion that an exclusion of the page takes back."""
    yield from _twice(page)
    stated = [(criterion, found) for criterion in page.record.criteria for found in criterion.characteristics if _key(found)]
    yield from find_taken_back(page, stated)
    yield from _empty(page, stated)
    yield from _implied(page, stated)
    yield from _prior_therapies(page)


def _key(found: Characteristic) -> str | None:
    return found.concept.key if found.concept else None


def _twice(page: Page) -> Iterator[Finding]:
    """ "ALT 3 x ULN; ALT 3 x ULN" in one criterion: the second was probably its twin."""
    for criterion in page.record.criteria:
        seen: dict[tuple[str, str], Characteristic] = {}
        for found in criterion.characteristics:
            key = _key(found)
            if key is None or not isinstance(found.value, Range) or found.condition or found.subject or found.timing:
                continue
            value = found.value
            mark = (key, f"{value.low} {value.high} {value.unit} {value.relative_to}")
            first = seen.setdefault(mark, found)
            if first is not found and _side_by_side(page, first, found):
                yield _doubled(page, first, found, key)


def _side_by_side(page: Page, first: Characteristic, second: Characteristic) -> bool:
    """Whether nothing but a comma, "and" or "or" and the second name stands between two statements."""
    end = page.reading_of(first.span)[1]
    start = page.reading_of(second.concept.span if second.concept else second.span)[0]
    return 0 <= start - end <= 12 and _JOINT.fullmatch(page.text, end, start) is not None


def _doubled(page: Page, first: Characteristic, second: Characteristic, key: str) -> Finding:
    start, end = page.reading_of(first.span)[0], page.reading_of(second.span)[1]
    if end - start > LONGEST_QUOTE or end <= start:
        start, end = page.reading_of(second.span)
    twin = twins().get(key)
    name = second.concept.text if second.concept else key
    message = f"{name} stands here twice with the same threshold" + (f"; {twin} was probably meant once." if twin else ".")
    proposal = Proposal(value=twin, basis=("usual-pair",)) if twin else None
    return Finding("self_contradiction", start, end, message, "high", proposal)


def _empty(page: Page, stated: list[_Stated]) -> Iterator[Finding]:
    """An exclusion whose range covers all that an inclusion of the same analyte lets in."""
    alone = [
        (criterion, found)
        for criterion, found in stated
        if _is_plain_range(found) and sum(each.value is not None for each in criterion.characteristics) == 1
    ]
    included: dict[str | None, list[_Stated]] = {}
    for criterion, found in alone:
        if criterion.category == "inclusion" and len(included.setdefault(_key(found), [])) < _MOST_LIMITS:
            included[_key(found)].append((criterion, found))
    for criterion, found in alone:
        if criterion.category == "inclusion":
            continue
        for other, wanted in included.get(_key(found), ()):
            if one_group(criterion, other) and _covers(found.value, wanted.value):
                start, end = page.reading_of(found.span)
                message = f"Nobody can meet {wanted.span.quote[:80]!r} and escape this exclusion; settle the threshold."
                yield Finding("self_contradiction", start, end, message, "high")
                break


def _implied(page: Page, stated: list[_Stated]) -> Iterator[Finding]:
    """An exclusion that shuts out a group whose very definition falls into its range (dialysis and an eGFR below 15)."""
    for implied in implications():
        hit = next((h for h in page.hits(f"implies {implied.name}") if _includes(page, h)), None)
        if hit is None:
            continue
        for criterion, found in stated:
            if criterion.category == "exclusion" and _key(found) in implied.measurements and _is_plain_range(found):
                value = found.value
                inner = Range(low=implied.low, high=implied.high, high_inclusive=False)
                if isinstance(value, Range) and _covers(value.model_copy(update={"unit": None}), inner):
                    start, end = page.reading_of(found.span)
                    said = page.text[hit.start : hit.end]
                    message = f"The page admits {said!r}, whom this exclusion shuts out; settle which holds."
                    yield Finding("self_contradiction", page.sentence(start)[0], end, message, "high")


def _includes(page: Page, hit: Hit) -> bool:
    """Whether the words stand in an inclusion and are not negated there."""
    item = page.item_at(hit.start)
    before = page.lower[max(page.sentence(hit.start)[0], hit.start - 30) : hit.start]
    return item is not None and item.category == "inclusion" and not _NEGATION.search(before)


def _prior_therapies(page: Page) -> Iterator[Finding]:
    """ "Previously received X" among the inclusions of one group and among the exclusions of the page."""
    excluded: dict[str, Hit] = {}
    asked: list[tuple[str, Hit]] = []
    for hit in page.hits("prior_therapy"):
        item = page.item_at(hit.start)
        name = _therapy(page, hit) if item else None
        if item is None or name is None:
            continue
        if item.category == "exclusion":
            excluded.setdefault(name, hit)
        elif _includes(page, hit):
            asked.append((name, hit))
    for name, hit in asked:
        if name in excluded:
            start, end = page.sentence(hit.start)
            message = (
                f"Earlier {name} is asked for here and excluded elsewhere on the page; settle for which group each holds."
            )
            yield Finding("self_contradiction", max(start, hit.start - 20), min(end, hit.end + 80), message, "high")


def _therapy(page: Page, hit: Hit) -> str | None:
    """The first telling word behind "previously received", None where a time or a number restricts it."""
    end = min(page.sentence(hit.start)[1], hit.end + 80)
    if _RESTRICTED.search(page.lower, hit.end, end):
        return None
    for word in _NAME.findall(page.lower, hit.end, end):
        if word not in classes()["unspecific"]:
            return str(word) if word not in classes()["generic_therapy"] else None
    return None


def _is_plain_range(found: Characteristic) -> bool:
    qualified = found.exclude or found.condition or found.timing or found.exception or found.subject
    return isinstance(found.value, Range) and found.value.unit not in _TIME and not qualified


def _covers(outer: object, inner: object) -> bool:
    """Whether one range holds the whole of another in the same unit; never with a range that has no bound."""
    if not isinstance(outer, Range) or not isinstance(inner, Range):
        return False
    if (outer.unit, outer.relative_to) != (inner.unit, inner.relative_to):
        return False
    if (outer.low is None and outer.high is None) or (inner.low is None and inner.high is None):
        return False
    low_ok = outer.low is None or (
        inner.low is not None and _above(inner.low, inner.low_inclusive, outer.low, outer.low_inclusive)
    )
    high_ok = outer.high is None or (
        inner.high is not None and _above(-inner.high, inner.high_inclusive, -outer.high, outer.high_inclusive)
    )
    return low_ok and high_ok


def _above(inner: Decimal, inner_inclusive: bool, outer: Decimal, outer_inclusive: bool) -> bool:
    return inner > outer or (inner == outer and (outer_inclusive or not inner_inclusive))
