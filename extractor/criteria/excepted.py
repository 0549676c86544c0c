"""Times that stand behind an exception: "NSAIDs other than aspirin within 3 days" sets a time for the NSAIDs.

An exception that tells what was done, or what must hold, keeps its own time: "except for a graft placed 3 months before",
"unless stable for 4 weeks".
"""

import re
from bisect import bisect_left

from extractor.criteria.item_text import ItemText

MAX_BETWEEN = 160
_NAMED = re.compile(
    r"\b(?:other than|except(?:ing)?(?: for)?|exceptions? of|apart from|aside from|excluding|not including)\s", re.IGNORECASE
)
_CUE_LEAD = re.compile(r"\b(?:with )?(?:the )?\Z", re.IGNORECASE)
_LEAD = re.compile(r"[\s,]{1,2}(?:(?:in|within|during|over|for|at|the|any|a)\s){0,3}\Z", re.IGNORECASE)
_BREAK = re.compile(r"[;\n]|\.(?=\s)|\b(?:and|or|but)\s(?:no|not|any|with|has|have)\b", re.IGNORECASE)
_TELLS = re.compile(
    r"\b(?:[a-z]{2,20}ed|given|taken|done|stable|free|clear|remission|that|which|who|is|are|was|were|been|has|have|had|if|when)"
    r"(?:\s[a-z]{2,15})?\Z",
    re.IGNORECASE,
)
_LASTING = re.compile(r"\bfor\s(?:the\s)?\Z", re.IGNORECASE)


def main_end(text: str, start: int) -> int | None:
    """Where the words of the main statement end, if a time that begins at `start` stands behind an exception from it."""
    floor = max(0, start - MAX_BETWEEN)
    cue = max(_NAMED.finditer(text, floor, start), key=lambda match: match.start(), default=None)
    if cue is None:
        return None
    end = lead_start(text, start)
    bracket = text.rfind("(", floor, cue.start())
    inside = bracket >= 0 and ")" not in text[bracket : cue.start()]
    closed = ")" in text[cue.end() : end]
    excepted = text[cue.end() : end].rstrip(" ,)")
    if inside != closed or _BREAK.search(excepted) or (not closed and _TELLS.search(excepted)):
        return None
    return bracket if inside else _before_cue(text, cue.start())


def _before_cue(text: str, start: int) -> int:
    lead = _CUE_LEAD.search(text, max(0, start - 12), start)
    return lead.start() if lead else start


def lead_start(text: str, start: int) -> int:
    """Where the words begin that lead to a time ("in the" before "past 3 years")."""
    lead = _LEAD.search(text, max(0, start - 30), start)
    return lead.start() if lead else start


def is_time(item: ItemText, start: int) -> bool:
    """Whether a time window, or a length that something lasted, begins at `start`."""
    at = bisect_left(item.windows, start, key=lambda window: window.start)
    if at < len(item.windows) and item.windows[at].start == start:
        return True
    return _LASTING.search(item.text, max(0, start - 8), start) is not None


def times_of(item: ItemText) -> tuple[int, ...]:
    """Where the item's time windows and the lengths that something lasted begin, in order."""
    starts = {window.start for window in item.windows}
    return tuple(sorted(starts | {quantity.start for quantity in item.quantities if is_time(item, quantity.start)}))
