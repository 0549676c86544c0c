"""Ages of one page that leave nobody who could enter."""

from collections.abc import Iterator

from extractor.facts.age import ends_without_age
from extractor.facts.lines import page_lines
from extractor.triage.page import Finding, Page

MESSAGE = "No age is left between {} and {}; settle which of them holds, or for which group each does."
_QUOTED = 60


def find_empty_ages(page: Page) -> Iterator[Finding]:
    """The second of two bounds that leave no age between them; the record holds neither as a fact."""
    if not _may_be_empty(page):
        return
    for ends in ends_without_age(page.document, page_lines(page.document, page.outline), page.record.criteria):
        first, second = sorted(ends, key=lambda end: end.span.start)
        message = MESSAGE.format(repr(first.span.quote[:_QUOTED]), repr(second.span.quote[:_QUOTED]))
        yield Finding("self_contradiction", *page.reading_of(second.span), message, "high")


def _may_be_empty(page: Page) -> bool:
    """Whether several ages stand in the criteria, and yet none is a fact."""
    if any(fact.field == "age" and "text" in fact.confidence for fact in page.record.facts):
        return False
    stated = (found for criterion in page.record.criteria for found in criterion.characteristics)
    return sum(found.topic == "age" and found.value is not None for found in stated) > 1
