"""Pages that do not say when they were last looked at."""

import re
from collections.abc import Iterator

from extractor.triage.page import Finding, Page

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    r"\b(?:\d{4}-\d{2}(?:-\d{2})?|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    rf"|{_MONTH}[ ,]{{1,3}}(?:\d{{1,2}},? )?\d{{4}}|\d{{1,2}}\.? {_MONTH},? \d{{4}})\b"
)
_REVIEW = re.compile(
    r"\b(?:last |date of last )?"
    r"(?:(?:review|updat|check|verifi|revis|modifi|refresh)ed|update|review|revision|as of|version|amendment)\b"
    r"[^\n]{0,40}"
)
_NOTE = re.compile(
    r"\b(?:(?:date of )?last|page|information|content|text)[ ](?:last )?"
    r"(?:reviewed|updated|checked|verified|revised|modified|update|review)\b[^\n]{0,40}"
)
_MAY_CHANGE = re.compile(
    r"\b(?:details|information|content|status|criteria) (?:may|can|might|could) (?:have )?change[sd]?\b[^.\n]{0,80}"
)
_A_PAGE = 400
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


def find_undated(page: Page) -> Iterator[Finding]:
    """A navigator's page (or one of unknown kind) with no date of its last review: where it should stand."""
    if not _is_page_for_patients(page) or _has_date(page):
        return
    spot = _spot(page)
    if spot:
        message = "The page does not say when it was last reviewed: ask, before its status and criteria are relied on."
        yield Finding("undated_page", *spot, message, "medium")


def _is_page_for_patients(page: Page) -> bool:
    """A navigator's page that is no mere list of criteria, or a page of unknown kind with much beside them."""
    sections = page.outline.sections
    if page.document.kind != "unknown":
        listed = bool(sections) and all(section.role == "eligibility" for section in sections)
        return page.document.kind == "navigator" and not listed
    return sum(section.end - section.start for section in sections if section.role != "eligibility") >= _A_PAGE


def _has_date(page: Page) -> bool:
    if any(fact.field == "last_updated" for fact in page.record.facts):
        return True
    return any(_DATE.search(match[0]) or _YEAR.search(match[0]) for match in _REVIEW.finditer(page.lower)) or any(
        field.name == "reviewed" and _YEAR.search(field.value) for field in page.fields
    )


def _spot(page: Page) -> tuple[int, int] | None:
    """The undated note of review if there is one, else the sentence that says that details change, else the last line."""
    notes = list(_NOTE.finditer(page.lower))
    if notes:
        last = notes[-1]
        return page.trim(last.start(), _sentence_end(page, last.start(), last.end()))
    changes = list(_MAY_CHANGE.finditer(page.lower))
    if changes:
        start = max(page.line(changes[-1].start())[0], page.text.rfind(". ", 0, changes[-1].start()) + 2)
        return page.trim(max(start, changes[-1].start() - 60), changes[-1].end())
    lines = list(page.lines())
    return page.trim(max(lines[-1][0], lines[-1][1] - 120), lines[-1][1]) if lines else None


def _sentence_end(page: Page, start: int, end: int) -> int:
    stop = page.text.find(".", start, end)
    return stop if stop > 0 else end
