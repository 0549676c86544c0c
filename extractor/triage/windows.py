"""Time windows that hang in the air: "surgery within 4 weeks", "stopped for more than a week", "a recent infection"."""

import re
from collections.abc import Iterable, Iterator

from extractor.triage.page import Finding, Page, squeeze
from extractor.triage.phrases import Hit, classes

_NUMBER = r"(?:\d{1,3}(?:[-–.]\d{1,3})?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half an?|several)"
_UNIT = r"(?:hour|day|week|month|year|yr|wk)s?"
_S = r"[ \n]{1,40}+"
_LENGTH = rf"(?:{_NUMBER}[ \n-]{{1,40}}+(?:\(\d{{1,3}}\){_S})?)?{_UNIT}\b"
_QUALIFIER = rf"(?:(?:at least|less than|more than|the|a|minimum of|about){_S})"
_BARE = re.compile(rf"within(?<!\w.{{6}}){_S}{_QUALIFIER}?{_LENGTH}")
_AGO = re.compile(rf"(?:\b(?:at least|more than|less than|no more than|over|up to|within|under){_S})?\b{_LENGTH}{_S}ago\b")
_HOURS_AGO = re.compile(r"\bhours?\s{1,40}+ago$")
"""In an emergency the moment itself is meant."""
_BEFORE_PAST = re.compile(r"(?:(?:in|within|during|over|for)[ \n]{1,40}+)?(?:the|these)[ \n]{1,40}+$")
_AFTER_PAST = re.compile(rf"{_S}{_LENGTH}")
_STOPPED = re.compile(rf"(?:\b(?:for|more than|at least|over|less than)|>|≥)[ \n]{{0,40}}+{_QUALIFIER}?{_LENGTH}")
_LENGTH_ENDS = re.compile(rf"\b{_LENGTH}[ \n]{{1,40}}+$")
_COORDINATED = re.compile(
    rf"[ \n,]{{0,20}}+(?:or|and)\b[^.;:]{{0,60}}?(?:{_NUMBER}[ \n-]{{1,40}}+(?:{_UNIT}|half-li(?:fe|ves))\b)"
)
"""A second window of the same sentence: what both count from may stand behind it alone."""
_ENDS_CLAUSE = re.compile(r"[ \t]{0,10}+(?:[.,;:()\n]|$|and\b|or\b)")
_TIME_WORD = re.compile(r"\b(?:hour|day|week|month|year|yr|wk)s?\b")
_REACH = 40
_FEW = 3
_MESSAGE = "The window names no event that it counts from; settle the anchor."


def find_windows(page: Page) -> Iterator[Finding]:
    """Windows without an anchor, each wording once; "in the past ..." at most three a page, else one for all of them."""
    if _TIME_WORD.search(page.lower):
        yield from _once(page, _loose(page))
        yield from _once(page, _unanchored(page))
        yield from _past(page)
    yield from _recent(page, page.hits("recent"))


def _once(page: Page, findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: set[str] = set()
    for finding in findings:
        wording = squeeze(page.text[finding.start : finding.end])
        if wording not in seen:
            seen.add(wording)
            yield finding


def _has_anchor(page: Page, start: int, end: int) -> bool:
    """Whether the words around the window name what it counts from."""
    low, high = page.sentence(start)
    item = page.item_at(start)
    coordinated = _COORDINATED.match(page.lower, end, min(high, end + 2 * _REACH + 40))
    end = coordinated.end() if coordinated else end
    after = squeeze(page.lower[end : min(high, end + _REACH)]) + " "
    before = squeeze(page.lower[max(low, start - _REACH) : start]) + " "
    head = squeeze(page.lower[item.start : min(start, item.start + 60)]) + " " if item else ""
    return any(word in after for word in classes()["anchors"]) or any(
        word in text for word in classes()["anchors_before"] for text in (before, head)
    )


def _stretch(page: Page, start: int, end: int) -> tuple[int, int]:
    """The window with up to forty characters of what it is about."""
    low = page.sentence(start)[0]
    begin = max(low, start - _REACH)
    if begin > low:
        begin = page.text.find(" ", begin, start) + 1 or start
    return page.trim(begin, end)


def _loose(page: Page) -> Iterator[Finding]:
    for hit in page.hits("loose_anchor"):
        length = _LENGTH_ENDS.search(page.lower, max(0, hit.start - _REACH), hit.start)
        if length:
            message = '"Before the study" is no day: settle whether screening, enrolment or the first dose is meant.'
            yield Finding("unanchored_window", length.start(), hit.end, message, "low")


def _unanchored(page: Page) -> Iterator[Finding]:
    for match in _BARE.finditer(page.lower):
        before = page.lower[max(page.sentence(match.start())[0], match.start() - _REACH) : match.start()]
        if any(word in before for word in classes()["forward"]) or not _ENDS_CLAUSE.match(page.lower, match.end()):
            continue
        if page.item_at(match.start()) and not _has_anchor(page, match.start(), match.end()):
            yield Finding("unanchored_window", *_stretch(page, match.start(), match.end()), _MESSAGE, "low")
    for match in _AGO.finditer(page.lower) if " ago" in page.lower or "\nago" in page.lower else ():
        if _HOURS_AGO.search(match[0]):
            continue
        if page.item_at(match.start()) and not _has_anchor(page, match.start(), match.end()):
            message = '"Ago" counts back from a day that is not named; settle the anchor.'
            yield Finding("unanchored_window", *_stretch(page, match.start(), match.end()), message, "low")
    for hit in page.hits("stopping"):
        length = _STOPPED.search(page.lower, hit.end, min(page.sentence(hit.start)[1], hit.end + _REACH + 30))
        if length and page.item_at(hit.start) and not _has_anchor(page, length.start(), length.end()):
            message = "How long is said, before what is not; settle the anchor."
            yield Finding("unanchored_window", hit.start, length.end(), message, "low")


def _past(page: Page) -> Iterator[Finding]:
    spots = list(_past_windows(page))
    message = '"The past" counts back from a day that is not named; settle the anchor.'
    if len(spots) > _FEW:
        message = (
            f"{len(spots)} windows of this page count back from a day that is not named; settle the anchor once for all."
        )
        spots = spots[:1]
    for start, end in spots:
        yield Finding("unanchored_window", *_stretch(page, start, end), message, "low")


def _past_windows(page: Page) -> Iterator[tuple[int, int]]:
    """ "In the last two months" and the like, without an anchor."""
    for hit in page.hits("past_window"):
        before = _BEFORE_PAST.search(page.lower, max(0, hit.start - _REACH), hit.start)
        after = _AFTER_PAST.match(page.lower, hit.end)
        if before and after and page.item_at(hit.start) and not _has_anchor(page, before.start(), after.end()):
            yield before.start(), after.end()


def _recent(page: Page, hits: list[Hit]) -> Iterator[Finding]:
    for hit in hits:
        _, end = page.sentence(hit.start)
        if page.item_at(hit.start) and not _TIME_WORD.search(page.lower, hit.end, min(end, hit.end + 80)):
            yield Finding("unanchored_window", hit.start, hit.end, hit.phrase.message, hit.phrase.severity)
