"""Headings that do not say whether the list below them admits or excludes."""

from collections.abc import Iterator

from extractor.model.outline import UNCLEAR_HEADING
from extractor.triage.page import Finding, Page

MESSAGE = "This line heads a list, and does not say whether the list admits or excludes; its items were read as inclusions."


def find_unclear_headings(page: Page) -> Iterator[Finding]:
    """The line above each list that stands like another list of criteria and is called neither."""
    for item in page.items:
        if UNCLEAR_HEADING in item.notes:
            above = len(page.text[: page.line(item.start)[0]].rstrip())
            start, end = page.trim(*page.line(max(0, above - 1)))
            yield Finding("other", start, end, MESSAGE, "high")
