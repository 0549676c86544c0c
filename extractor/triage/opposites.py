"""Pairs of words that exclude each other on one page ("outpatients" in the title, "intensive care" among the criteria).

The pairs are rows of `data/triage_opposites.csv`; see `extractor.triage.phrases` for the pattern of a cell.
"""

import re
from collections.abc import Iterator

from extractor.triage.page import Finding, Page
from extractor.triage.phrases import Hit, opposite_pairs

_NEGATED = re.compile(r"(?:\bnon?[- ]?|\bnot |\bwithout |\bexclud\w{0,4} |\bnever )(?:\w{1,12} )?$")
_TITLE_REACH = 1500


def find_opposites(page: Page) -> Iterator[Finding]:
    """The first place of each pair's left half, where the page says the right half too."""
    for pair in opposite_pairs():
        left = _first(page, page.hits(f"left {pair.name}"), pair.left_in)
        right = _first(page, page.hits(f"right {pair.name}"), pair.right_in) if left else None
        if left and right:
            message = pair.message.format(right=" ".join(page.text[right.start : right.end].split()))
            yield Finding("self_contradiction", left.start, left.end, message, "medium")


def _first(page: Page, hits: list[Hit], where: str) -> Hit | None:
    """The first place, not negated, in the title and head of the page, in an inclusion item, or anywhere."""
    for hit in hits:
        item = page.item_at(hit.start)
        fits = {
            "page": True,
            "inclusion": item is not None and item.category == "inclusion",
            "title": item is None and hit.start < _TITLE_REACH,
        }[where]
        if fits and not _NEGATED.search(page.lower, max(0, hit.start - 24), hit.start):
            return hit
    return None
