"""Where the trial runs: countries and hospitals in sentences, and lists of sites with their recruitment status."""

import re
from functools import cache

from extractor.facts.assemble import fact
from extractor.facts.entries import split_label
from extractor.facts.lines import Line
from extractor.facts.pages import Sentence
from extractor.facts.recruitment import status
from extractor.facts.vocabulary import table, words
from extractor.model.criterion import Fact
from extractor.model.document import Document

FACILITY = re.compile(
    r"\b(?:at|in|from|include|includes|and|,)[ ](?:the[ ])?"
    r"(?P<name>(?:[A-Z][\w'’.&-]*+[ ]){0,5}"
    r"(?:Hospital|Clinic|University|Institute|Infirmary|(?:Medical|Cancer|Health) Cent(?:er|re))"
    r"(?:[ ]of(?:[ ][A-Z][\w-]*+){1,3})?"
    r"(?:[ ]in[ ][A-Z][\w-]*+(?:[ ][A-Z][\w-]*+){0,2})?)"
)
PEOPLE_OR_PLACES = re.compile(
    r"[ ](?:\w+[ ])?(?:patients|adults|children|people|population|participants|women|men|subjects|provinces|sites|centres"
    r"|centers|hospitals)\b",
    re.IGNORECASE,
)
CAPITALS = re.compile(r"[A-Z]{2,}[ ]\b(?:US|UK|UAE)\b[ ][A-Z]{2,}")
"""A headline in capitals: "HELP US TO"."""
FULL_NAME = 4
SITE_LINES, MAX_LINES = 8, 10_000


@cache
def _countries() -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    """Country by printed name, country by adjective, and the pattern of all of them."""
    names, adjectives = {}, {}
    for row in table("fact_countries"):
        names[row["country"]] = row["country"]
        if row["alias"]:
            names[row["alias"]] = row["country"]
        if row["adjective"]:
            adjectives[row["adjective"]] = row["country"]
    printed = sorted({*names, *adjectives}, key=lambda word: (-len(word), word))
    return names, adjectives, re.compile(rf"(?<![\w-])(?=[A-Z])(?:{'|'.join(map(re.escape, printed))})(?![\w])")


def find_countries(text: str) -> list[tuple[int, int, str]]:
    """Countries that the text names as (start, end, country); an adjective counts before people or places only."""
    names, adjectives, pattern = _countries()
    found = []
    for match in pattern.finditer(text):
        word = match.group()
        if len(word) < FULL_NAME and CAPITALS.search(text[max(0, match.start() - 12) : match.end() + 12]):
            continue
        if word in names:
            found.append((match.start(), match.end(), names[word]))
        elif PEOPLE_OR_PLACES.match(text, match.end()):
            found.append((match.start(), match.end(), adjectives[word]))
    return found


def location_facts(document: Document, sentence: Sentence) -> list[Fact]:
    """Countries (in titles, summaries and sections on places) and hospitals that a sentence puts the trial in."""
    if sentence.part == "treatment" or any(word in sentence.text.casefold() for word in words("other_trial_sentence")):
        return []
    found = [
        fact(document, "location", country, *sentence.place(start, end), "country", sentence.part)
        for start, end, country in find_countries(sentence.text)[:6]
    ]
    if sentence.part == "title":
        return found
    for match in FACILITY.finditer(sentence.text):
        start, end = match.span("name")
        found.append(fact(document, "location", match["name"], *sentence.place(start, end), "facility", sentence.part))
    return found


def _site(lines: list[Line]) -> list[Line]:
    """The lines of a site: those after the last label, value of a label or heading among `lines`."""
    begin = 0
    for i, line in enumerate(lines):
        label = split_label(line)
        if label is not None:
            begin = i + 1 if label == ("location", len(line.text)) else i + 2
        elif any(word in line.text.casefold() for word in words("location_headings")) and line.text.casefold().startswith(
            ("connect", "location", "site", "where", "study", "trial", "contacts")
        ):
            begin = i + 1
    return lines[begin:]


def site_facts(document: Document, lines: list[Line]) -> list[Fact]:
    """Sites of a list in which each site ends with its recruitment status: the first line of each is the facility.

    The status is a reason code of the fact ("site-status:RECRUITING"), its span runs from the facility to the status.
    """
    found: list[Fact] = []
    after = 0
    for i, line in enumerate(lines[:MAX_LINES]):
        value = status(line.text) if len(line.text) <= 40 and not line.text.endswith(".") else None
        if value is None or i == 0:
            continue
        block = _site(lines[max(after, i - SITE_LINES) : i])
        after = i + 1
        if len(block) < 2:
            continue
        code = "NOT_AVAILABLE" if value == "SITE_NOT_AVAILABLE" else value
        name, place = block[0], block[-1]
        found.append(fact(document, "location", name.text, name.start, line.end, "facility", f"site-status:{code}"))
        for start, end, country in find_countries(place.text)[:1]:
            found.append(fact(document, "location", country, place.start + start, place.start + end, "country", "site"))
    return found
