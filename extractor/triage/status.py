"""The status that the head of a page gives against what its sentences say ("No, it closed to new patients in March")."""

import re
from collections.abc import Iterator

from extractor.triage.page import LONGEST_QUOTE, Finding, Page
from extractor.triage.phrases import Hit

_OPEN = frozenset({"RECRUITING", "ENROLLING_BY_INVITATION", "NOT_YET_RECRUITING", "AVAILABLE"})
_CLOSED = frozenset(
    {
        "ACTIVE_NOT_RECRUITING",
        "COMPLETED",
        "TERMINATED",
        "SUSPENDED",
        "WITHDRAWN",
        "NO_LONGER_AVAILABLE",
        "SITE_NOT_AVAILABLE",
    }
)
# "May" with a capital is a month.
_SUPPOSED = re.compile(
    r"\b(?:may|(?i:if|when|once|until|unless|whether|before|after|might|could|can|will|would|another|other|earlier|previous"
    r"|first|some|part|cohort|arm|sites?|hospital|cent(?:re|er)))\b"
)


def find_status_conflicts(page: Page) -> Iterator[Finding]:
    """The first sentence outside the criteria that says the opposite of the one status in the page's head."""
    given = {
        str(fact.value)
        for fact in page.record.facts
        if fact.field == "status" and (fact.reader == "field" or "header" in fact.confidence)
    }
    for states, family in ((_OPEN, "says_closed"), (_CLOSED, "says_open")):
        if given and given <= states:
            hit = next((hit for hit in page.hits(family) if _is_plain(page, hit)), None)
            if hit:
                start, end = page.sentence(hit.start)
                yield Finding(
                    "self_contradiction", start, min(end, start + LONGEST_QUOTE), hit.phrase.message, hit.phrase.severity
                )


def _is_plain(page: Page, hit: Hit) -> bool:
    """Whether the words stand in a sentence that only says so: none of a criterion, a question, a supposition, a label."""
    if page.item_at(hit.start) is not None:
        return False
    start, end = page.sentence(hit.start)
    sentence = page.text[start:end]
    asked = page.text[end : end + 1] == "?"
    return not asked and ":" not in page.lower[start : hit.start] and not _SUPPOSED.search(sentence)
