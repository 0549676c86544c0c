"""The date on which a page was last looked at, where a sentence or a note says so ("Page updated on 2 July 2025.")."""

import re
from bisect import bisect_right

from extractor.facts.assemble import fact
from extractor.facts.vocabulary import iso_date
from extractor.model.criterion import Fact
from extractor.model.document import Document
from extractor.model.outline import Outline

LOOKED_AT = r"(?:updated?|review(?:ed)?|check(?:ed)?|verified|revised|modified|refreshed|changed)"
NOTE = re.compile(
    rf"""(?:\b(?:page|site|website|contents?|information|summary|text|entry|record|details)[ ]
            (?:(?:was|were|is|are|has[ ]been|have[ ]been)[ ])?(?:last[ ]|most[ ]recently[ ])?
          |\b(?:last|latest|most[ ]recently?)[ ]
          |(?:^|(?<=[.!?][ ]))(?=[A-Z]))
         {LOOKED_AT}\b(?P<rest>[^\n;!?]{{1,60}})""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
YEAR = re.compile(r"20(?<!\d..)\d\d(?!\d)")
DATE_SOON = re.compile(
    r"(?:[ :|,(-]|\b(?:on|in|at|by|of|our|the|team|editors?|staff|date)\b){0,12}(?=[\d(]|[A-Z][a-z]{2,8}\.?[ ,])"
)


def read_dating(document: Document, outline: Outline, known: list[Fact]) -> list[Fact]:
    """The last date of review that the page notes outside its criteria, confidence "sentence"; none if a label gives one."""
    if any(each.field == "last_updated" for each in known) or not YEAR.search(document.reading):
        return []
    starts = [item.start for item in outline.items]
    found: list[Fact] = []
    for match in NOTE.finditer(document.reading):
        at = bisect_right(starts, match.start()) - 1
        soon = DATE_SOON.match(match["rest"])
        date = iso_date(match["rest"][soon.end() :]) if soon else None
        if date and (at < 0 or outline.items[at].end <= match.start()):
            end = match.start() + len(match.group().rstrip(" .,)"))
            found.append(fact(document, "last_updated", date, match.start(), end, "sentence"))
    return found[-1:]
