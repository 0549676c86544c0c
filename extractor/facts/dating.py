"""The date on which a page was last looked at, where a sentence or a note says so ("Page updated on 2 July 2025.")."""

import re
from bisect import bisect_right

from extractor.facts.assemble import fact
from extractor.facts.printed_date import iso_date
from extractor.model.criterion import Fact
from extractor.model.document import Document
from extractor.model.outline import Outline

LOOKED_AT = (
    r"(?:updated?|review(?:ed)?|check(?:ed)?|verified|revised|modified|refreshed|changed|edited|published|posted|printed"
    r"|written)"
)
PAGE = (
    r"(?:page|site|website|contents?|information|summary|text|entry|record|details|leaflet|flyer|letter|sheet|article"
    r"|notice)"
)
NOTE = re.compile(
    rf"""(?:\b{PAGE}[ ]
            (?:(?:was|were|is|are|has[ ]been|have[ ]been)[ ])?(?:last[ ]|most[ ]recently[ ])?{LOOKED_AT}
          |\b(?:last|latest|most[ ]recently?)[ ]{LOOKED_AT}
          |(?:^|(?<=[.!?][ ])|(?<=[,;|•·–—-][ ])){LOOKED_AT}
          |(?:\b{PAGE}|(?:^|(?<=[.!?|•·][ ])){PAGE}?[ ]?(?<!protocol[ ])version(?:[ ]v?\d{{1,2}}(?:\.\d{{1,2}})?+)?),?[ ]
            (?:(?:of|from|dated)[ ])?(?=\d)
          |\bas[ ]of(?=[ ])|\b(?:team|editors)(?=,[ ][\dA-Z]))(?P<rest>[^\n;!?]{{1,60}})""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
YEAR = re.compile(r"20(?<!\d..)\d\d(?!\d)")
DATE_SOON = re.compile(
    r"(?:[ :|,(-]|\b(?:on|in|at|by|of|our|the|team|editors?|staff|date|study|trial|research|medical|nurse)\b){0,12}"
    r"(?=[\d(]|[A-Z][a-z]{2,8}\.?[ ,])"
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
        date = iso_date(match["rest"][soon.end() :], document.reading) if soon else None
        if date and (at < 0 or outline.items[at].end <= match.start()):
            end = match.start() + len(match.group().rstrip(" .,)"))
            found.append(fact(document, "last_updated", date, match.start(), end, "sentence"))
    return found[-1:]
