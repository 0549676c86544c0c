"""Coordination: names that "and", "or" and commas put beside each other, so that what is said of one is said of all."""

import re

from extractor.catalogue import Measurement, TermMatch
from extractor.criteria.item_text import ItemText

MAX_NAMES = 8
MAX_REACH = 240
ILLNESSES = frozenset(("condition", "malignancy", "infection"))
TREATMENTS = frozenset(("drug", "procedure", "treatment", "device"))
_JOINED = re.compile(
    r"\s?(?:,|/|&|,?\s(?:and/or|and|or|as\swell\sas))\s?(?:(?:an?|the|any|other|another)\s)?(?:[a-z]{4,14}\s)?",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:active|current|currently|ongoing|chronic)\s(?:[a-z]{3,14}\s)?$", re.IGNORECASE
)  # not in the past
_LIST_END = re.compile(r"\s(?:and/or|and|or|as\swell\sas)\s|/|&", re.IGNORECASE)


def _kind(topic: str) -> str:
    """What a topic is for a list: an illness, something given or done, or itself."""
    return "illness" if topic in ILLNESSES else "treatment" if topic in TREATMENTS else topic


def coordinated_names(item: ItemText, last: TermMatch, floor: int) -> tuple[TermMatch, ...]:
    """The topics that stand in one list with `last`, which ends it, in order; no further back than `floor`.

    "A stroke or heart attack", "aspirin, heparin or warfarin": names of one kind, the last two joined by a word. A list of
    different kinds ("HIV, pregnancy or surgery") stays apart: what follows it may be about its last name alone.
    """
    names = [last]
    terms = item.terms_between(max(floor, last.start - MAX_REACH), last.start)
    for term in reversed(terms):
        gap = item.text[term.end : names[0].start]
        if isinstance(term.row, Measurement) or _kind(term.row.topic) != _kind(last.row.topic) or not _JOINED.fullmatch(gap):
            break
        if (len(names) == 1 and not _LIST_END.search(gap)) or _PRESENT.search(
            item.text, max(0, term.start - 40), term.start
        ):
            break
        names.insert(0, term)
        if len(names) == MAX_NAMES:
            break
    return tuple(names)
