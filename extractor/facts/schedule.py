"""When the trial runs: a label's two dates ("March 2024 to June 2027"), and sentences that say when it starts and ends."""

import re

from extractor.facts.assemble import fact
from extractor.facts.printed_date import iso_date
from extractor.model.criterion import Fact, FactField
from extractor.model.document import Document

BETWEEN_DATES = re.compile(r"[ ](?:to|until|till|through|and|up to)[ ](?=[A-Z\d])|[ ][-–—][ ]")
DATE = r"(?P<date>(?:\d{1,2}(?:st|nd|rd|th)?[ .])?[A-Z][a-z]{2,8}\.?[ ](?:\d{1,2},?[ ])?20\d\d|\d[\d./-]{3,9})"
TRIAL = r"\b(?:(?:study|trial|recruitment|enrol+ment)|[Ii]t)"
STARTS = re.compile(
    rf"{TRIAL}[ ](?:is[ ](?:planned|expected|due|scheduled)[ ]to[ ]|will[ ]|has[ ]been[ ])?"
    r"(?:open(?:ed|s)?|start(?:ed|s)?|began|begins?|recruiting|running|runs?)[ ]"
    rf"(?:enrolling[ ]|recruiting[ ]|recruitment[ ])?(?:in|on|from|since)[ ]{DATE}"
)
ENDS = re.compile(
    r"\b(?:runs?|running|lasts?|ends?|finish(?:es)?|completed?|finished)[ ]"
    rf"(?:from[ ][^.;]{{4,24}}[ ](?:to|until|till)|until|till|to|in|by|on)[ ](?:the[ ]end[ ]of[ ])?{DATE}"
)


def date_range(document: Document, at: int, text: str, *confidence: str) -> list[Fact]:
    """Start and completion date from `text`, which stands at `at` of the reading and names both."""
    between = BETWEEN_DATES.search(text)
    if between is None:
        return []
    first, last = (iso_date(part, document.reading) for part in (text[: between.start()], text[between.end() :]))
    if not first or not last:
        return []
    return [
        fact(document, "start_date", first, at, at + between.start(), *confidence),
        fact(document, "completion_date", last, at + between.end(), at + len(text), *confidence),
    ]


def find_schedule(sentence: str, page: str) -> list[tuple[FactField, int, int, str]]:
    """The (field, start, end, value) of each date that the sentence gives for the trial's start or end."""
    found: list[tuple[FactField, int, int, str]] = []
    patterns: tuple[tuple[FactField, re.Pattern[str]], ...] = (("start_date", STARTS), ("completion_date", ENDS))
    for field, pattern in patterns:
        match = pattern.search(sentence)
        date = iso_date(match["date"], page) if match else None
        if match and date:
            found.append((field, *match.span("date"), date))
    return found
