"""Adjuncts: words between a thing and its number that name nothing by themselves.

"Insulin at doses of 20 IU or more" is insulin; "asthma with a duration of 2 years" is asthma; "rash due to a drug for 3
weeks" is the rash; "high (> 90 %) risk" is the risk.
"""

import re

from extractor.catalogue import Measurement, Topic
from extractor.criteria.coordination import ILLNESSES, TREATMENTS
from extractor.criteria.item_text import ItemText
from extractor.criteria.phrase import Found, left_phrase, right_phrase, words

STRETCH = "stretch"
"""The reason code of a length between two things, which is a length of neither."""
_MANNER = re.compile(
    r",?\s(?:at|on|in|with|by)\s(?:an?\s|the\s|their\s|his\s|her\s)?(?:[a-z-]{3,20}\s){0,2}"
    r"(?:dos(?:es?|ages?|ing)|duration|regimens?|frequency)(?:\s(?:of|for|is|over))?\s?\Z"
    r"|,?\s(?:during|throughout|while\son)(?:\s[^;.()\n]{3,80})?,?\sand\s(?:up\sto\s|for\s)?\Z",
    re.IGNORECASE,
)
_CAUSED = re.compile(
    r"\s(?:(?:due|secondary|related|attribut(?:ed|able))\sto|caused\sby|resulting\sfrom|(?:of|from)\s(?:prior|previous)|by|per|according\sto)"
    r"(?:\s(?:the|an?|any|his|her|their|your|prior|previous|study))*+\s?\Z",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"(?:prior|previous)\b", re.IGNORECASE)
_ENDS = re.compile(
    r"\b(?:distance|interval|difference|gap|delay|time|period)s?\s(?:elapsed\s)?(?:between\s[^;.()\n]{3,60}\sand"
    r"|from\s[^;.()\n]{3,60}\sto)\s(?:the\s|an?\s)?\Z",
    re.IGNORECASE,
)
_TREATED = re.compile(
    r"\s(?:for|to\streat)\s(?:the\streatment\sof\s|treatment\sof\s)?(?:the\s|an?\s|any\s)?(?:[a-z-]{3,20}\s){0,2}\Z",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"([^\W\d_]+)\s\(\s?\Z")
_LONGEST_WORD = 24


def before_manner(text: str, floor: int, end: int) -> int | None:
    """Where the words end of what has a dose, a duration or another time, told up to `end`; None where none is told.

    Another time: "contraception during treatment and for 6 months after it".
    """
    manner = _MANNER.search(text, floor, end)
    return manner.start() if manner else None


def caused(item: ItemText, floor: int, phrase: Found) -> Found | None:
    """The illness that `phrase` only gives the cause or the proof of ("anemia due to kidney disease"), else None."""
    earlier = _EARLIER.match(item.text, phrase.start)
    cause = _CAUSED.search(item.text, floor, earlier.end() if earlier else phrase.start)
    for term in item.terms_between(floor, cause.start()) if cause else ():
        row = term.twin if isinstance(term.row, Measurement) else term.row
        if cause and term.end == cause.start() and isinstance(row, Topic):
            return Found(term.start, term.end, term._replace(row=row), "catalogue-term")
    return None


def between_ends(text: str, floor: int, phrase: Found) -> Found:
    """The phrase with the words before it that make it one end of a stretch ("distance between the skin and the vein")."""
    stretch = _ENDS.search(text, floor, phrase.start)
    return phrase if stretch is None else Found(stretch.start(), phrase.end, None, STRETCH)


def treatment_of(item: ItemText, floor: int, event: Found) -> Found | None:
    """The treatment that was given for an illness ("surgery for endometriosis in the last year"), else None."""
    if event.term is None or event.term.row.topic not in ILLNESSES:
        return None
    lead = _TREATED.search(item.text, floor, event.start)
    for term in item.terms_between(floor, lead.start()) if lead else ():
        if lead and term.end == lead.start() and term.row.topic in TREATMENTS:
            return Found(term.start, term.end, term, "catalogue-term")
    return None


def graded(item: ItemText, start: int, end: int) -> tuple[Found, ...]:
    """What an adjective is said of whose measure stands in a bracket between: "severe (70-99 %) stenosis".

    `start` to `end` is the measure, which fills the bracket.
    """
    adjective = _LAST_WORD.search(item.text, max(0, start - _LONGEST_WORD), start)
    closed = item.text[end : end + 2]
    if adjective is None or adjective[1].lower() not in words("grading") or closed != ") ":
        return ()
    for term in item.terms_between(end, end + 3):
        if term.start == end + 2:
            return (Found(term.start, term.end, term, "catalogue-term"),)
    ceiling = next((other.start for other in item.quantities_between(end, len(item.text))), len(item.text))
    return right_phrase(item.text, end + 1, ceiling)


def phrase_before(item: ItemText, floor: int, edge: int, *, timed: bool) -> tuple[Found, ...]:
    """The noun phrase before a number, past words that only say how it was given ("at a stable dose")."""
    cut = before_manner(item.text, floor, edge)
    past = left_phrase(item.text, floor, cut, timed=timed) if cut is not None else ()
    for term in item.terms_between(past[0].start, past[0].end) if past else ():
        if term.end == past[0].end:
            return (Found(term.start, term.end, term, "catalogue-term"),)
    return past or left_phrase(item.text, floor, edge, timed=timed)
