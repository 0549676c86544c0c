"""Treatments that a page asks for among its inclusions and forbids among its exclusions.

Only a plain demand against a plain exclusion of the same name is one: treatment that is merely allowed, recovered from or
planned is not asked for, and an exclusion that is limited in any way (by a time, a disease, a number) leaves room for it.
"""

import re
from collections.abc import Iterator

from extractor.model.criterion import Characteristic, Criterion
from extractor.triage.page import LONGEST_QUOTE, Finding, Page, one_group
from extractor.triage.phrases import word_set

_TREATMENT = frozenset(
    ("drug", "procedure", "transplant", "therapy", "prior_therapy", "surgery", "radiotherapy", "vaccine", "device")
)
_WORD = re.compile(r"[a-z][a-z'-]{0,29}")
_ENDS = re.compile(r"(?:[ \t-](?:therap\w{1,4}|treatments?|use|regimens?))?[ \t]{0,5}(?:[.;\n]|$)|[ \t]?(?:,|/|or\b|and\b)")
_LIMITS = re.compile(r"\d|\b(?:within|during|for|with|without|if|in|on|at|due|because|while|than|last|past|except|unless)\b")
_NEAR = 4
_REACH = 60
Stated = tuple[Criterion, Characteristic]


def find_taken_back(page: Page, stated: list[Stated]) -> Iterator[Finding]:
    """One finding for each treatment that an inclusion demands and an exclusion of the page, in any group, forbids."""
    excluded: dict[str, Stated] = {}
    for criterion, found in stated:
        if criterion.category == "exclusion" and _is_bare(found) and _is_forbidden(page, criterion, found):
            excluded.setdefault(_name(found), (criterion, found))
    for criterion, found in stated if excluded else ():
        other = excluded.get(_name(found))
        if other is None or criterion.category != "inclusion" or not _is_bare(found) or not _is_demanded(page, found):
            continue
        start, end = page.reading_of(found.span)
        where = "here" if one_group(criterion, other[0]) else "for another group"
        message = f"Asked for here, and excluded {where}: {other[1].span.quote[:80]!r}. Settle which holds."
        yield Finding("self_contradiction", start, min(end, start + LONGEST_QUOTE), message, "high")


def _is_bare(found: Characteristic) -> bool:
    qualified = found.value is not None or found.exclude or found.condition or found.timing or found.exception
    return found.topic in _TREATMENT and found.concept is not None and not qualified


def _name(found: Characteristic) -> str:
    """The name as the page prints it, without hyphens, blanks and the plural."""
    name = found.concept.text.lower() if found.concept else ""
    return re.sub(r"[\s-]+", "", name).removesuffix("s")


def _place(page: Page, found: Characteristic) -> tuple[int, int]:
    return page.reading_of(found.concept.span if found.concept else found.span)


def _is_forbidden(page: Page, criterion: Criterion, found: Characteristic) -> bool:
    """Whether the exclusion says no more than that the treatment was received or is in use."""
    start, end = _place(page, found)
    first, last = page.reading_of(criterion.span)
    before = _WORD.findall(page.lower[max(first, start - _REACH) : start])
    plain = all(word in word_set("receiving") for word in before)
    return plain and _ENDS.match(page.lower, end, last) is not None and not _LIMITS.search(page.lower, end, last)


def _is_demanded(page: Page, found: Characteristic) -> bool:
    """Whether the sentence asks that the treatment was received before."""
    start, end = _place(page, found)
    low, high = page.sentence(start)
    before = _WORD.findall(page.lower[low:start])
    if not any(word in word_set("received_before") for word in before[-_NEAR:]):
        return False
    return not any(word in word_set("not_demanding") for word in (*before, *_WORD.findall(page.lower[end:high])))
