"""What a page says of its patients in a word: adults, healthy volunteers."""

import re
from decimal import Decimal

from extractor.facts.assemble import fact
from extractor.facts.pages import Sentence
from extractor.model.criterion import Fact
from extractor.model.document import Document
from extractor.model.outline import Outline
from extractor.model.values import Range

ADULT = re.compile(
    r"(?:(?:all|healthy|eligible|hospitali[sz]ed)[ ])?adults?\b"
    r"(?![ ](?:must|should|need|have to)\b|[ ](?:or|and)[ ](?:child|minor|adolescent|paediatric|pediatric))",
    re.IGNORECASE,
)
ADULTS_WITH = re.compile(r"^(?:[\w' ]{0,60}[ ])?(?P<adults>adults)[ ](?:with|who|living|in|aged|having)\b", re.IGNORECASE)
HEALTHY = re.compile(
    r"(?:(?:must be|be|is|are|generally|in general|overtly|all|adult|male|female)[ ]){0,4}healthy\b"
    r"(?=[ ](?:in the opinion|as |adult|volunteer|subject|participant|individual|male|female|m[ae]n|wom[ae]n|non-?smok"
    r"|control|and )|[,;.]|$)",
    re.IGNORECASE,
)
HEALTHY_TITLE = re.compile(
    r"\bhealthy[ ](?:\w+[ ]){0,2}"
    r"(?:volunteers|subjects|participants|adults|individuals|men|women|males|females|people)\b",
    re.IGNORECASE,
)
HEAD = 120


def read_people(document: Document, outline: Outline, said: list[Sentence], known: list[Fact]) -> list[Fact]:
    """Age 18 and over from the word "adults" where nothing else in the text states an age ("adult-word"), and healthy
    volunteers from a title or from an inclusion criterion that asks for health.
    """
    found: list[Fact] = []
    stated = [each for each in known if each.field == "age"]
    if not any(each.reader == "field" or {"text", "sentence"} & set(each.confidence) for each in stated):
        found += _adults(document, outline, said)
    if not any(each.field == "healthy_volunteers" for each in known):
        found += _healthy(document, outline, said)
    return found


def _adults(document: Document, outline: Outline, said: list[Sentence]) -> list[Fact]:
    value = Range(low=Decimal(18), unit="a")
    for item in outline.items:
        match = (
            ADULT.match(document.reading, item.start, min(item.end, item.start + HEAD))
            if item.category == "inclusion"
            else None
        )
        if match:
            return [fact(document, "age", value, match.start(), match.end(), "text", "adult-word")]
    for sentence in said:
        match = ADULTS_WITH.match(sentence.text) if sentence.part == "summary" else None
        if match:
            return [fact(document, "age", value, *sentence.place(*match.span("adults")), "sentence", "adult-word")]
    return []


def _healthy(document: Document, outline: Outline, said: list[Sentence]) -> list[Fact]:
    for item in outline.items:
        if item.category == "inclusion" and HEALTHY.match(document.reading, item.start, min(item.end, item.start + HEAD)):
            end = min(item.end, item.start + HEAD)
            return [fact(document, "healthy_volunteers", "true", item.start, end, "text")]
    for sentence in said:
        match = HEALTHY_TITLE.search(sentence.text) if sentence.part == "title" else None
        if match:
            return [fact(document, "healthy_volunteers", "true", *sentence.place(match.start(), match.end()), "title")]
    return []
