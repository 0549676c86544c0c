"""What no reader took: comparators beside a number that nothing covers, and text beyond the bounds of reading."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from extractor.model.criterion import Criterion
from extractor.model.outline import BEYOND_BOUNDS
from extractor.triage.page import LONGEST_QUOTE, Finding, Page

_COMPARED = re.compile(r"(?:[<>≤≥≦≧]=?|=[<>])[ \t]{0,3}+\d|\d[ \t]{0,3}+[<>≤≥](?=[ \t]*+[A-Za-z])")
_SIGN = re.compile("[<>≤≥≦≧]")
_BEFORE, _AFTER = 40, 20


def find_unread(page: Page) -> Iterator[Finding]:
    """The first comparison of each criterion that the record does not hold, and where reading ended."""
    yield from _beyond(page)
    yield from _aside(page)
    if _SIGN.search(page.text) is None:
        return
    covered = _covered(page)
    starts = [start for start, _ in covered]
    for criterion in page.record.criteria:
        if BEYOND_BOUNDS in criterion.notes:
            continue
        start, end = page.reading_of(criterion.span)
        for match in _COMPARED.finditer(page.text, start, end):
            at = bisect_right(starts, match.end() - 1) - 1
            if at >= 0 and covered[at][1] > match.start():
                continue
            low, high = max(start, match.start() - _BEFORE), min(end, match.end() + _AFTER)
            message = "The page compares a number here that was not read; check the criterion by eye."
            yield Finding("unread", *page.trim(low, high), message, "low")
            break


def _beyond(page: Page) -> Iterator[Finding]:
    """Where the first text begins that is too far from the head of its list to be read."""
    first = next((item for item in page.items if BEYOND_BOUNDS in item.notes), None)
    if first is not None:
        message = "The page is longer than a list of criteria can be; from here on it was not read."
        yield Finding("unread", *page.trim(first.start, min(first.end, first.start + LONGEST_QUOTE)), message, "high")


def _aside(page: Page) -> Iterator[Finding]:
    """What stands behind the lists and told neither a criterion nor a fact, as one finding on the first such sentence."""
    told = [page.reading_of(fact.span) for fact in page.record.facts]
    asides = [(start, end) for start, end in page.outline.asides if not any(a < end and start < b for a, b in told)]
    for start, end in asides[:1]:
        more = len(asides) - 1
        message = "The page says more below its lists; it was not read as a criterion. Check whether it asks for anything."
        message += f" {more} more such sentences follow." if more else ""
        yield Finding("unread", start, min(end, start + LONGEST_QUOTE), message, "low")


def _covered(page: Page) -> list[tuple[int, int]]:
    """What characteristics with a value and timings stand on, in the reading: sorted, joined where they overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(span for criterion in page.record.criteria for span in _spans(page, criterion)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spans(page: Page, criterion: Criterion) -> Iterator[tuple[int, int]]:
    for found in criterion.characteristics:
        if found.value is not None:
            yield page.reading_of(found.span)
        for timing in found.timing or ():
            yield page.reading_of(timing.span)
