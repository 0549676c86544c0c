"""Whom the trial takes, as sentences outside the criteria say it: age, sex, healthy volunteers."""

import re

from extractor.facts.assemble import fact
from extractor.facts.pages import Sentence
from extractor.facts.printed_age import find_ages
from extractor.facts.vocabulary import PEOPLE, named_sex, words
from extractor.model.criterion import Fact
from extractor.model.document import Document

ADMITS = re.compile(
    r"^(?:for|open to|suitable for|looking for|we (?:are )?(?:invit|want|need|look|accept|enrol|recruit)\w*(?: for)?)"
    rf" (?:\w+ )?{PEOPLE}\b"
    r"|^you (?:must|need to|have to|should) be\b|\b(?:study|trial|it) (?:is|was) (?:for|open to)\b"
    r"|\b(?:can|may|are (?:able|welcome|invited|eligible) to) (?:apply|join|take part|participate|enrol|enter|sign up"
    r"|volunteer)\b|\b(?:will be|are) (?:invited|recruited|enrolled|included)\b",
    re.IGNORECASE,
)
NOT_ALL = re.compile(r"\b(?:not|cannot|n't|unless|except|if|groups?|cohorts?|arms?|part [A-Z\d])\b", re.IGNORECASE)
AGED = re.compile(
    rf"\b(?:age[ds]?|years?|months?|weeks?|days?|{PEOPLE} (?:who are )?(?:between|over|under|from) \d)", re.IGNORECASE
)
HEALTHY = r"healthy (?:adult )?(?:volunteers|people|adults|participants|subjects|individuals)"
WELCOME = re.compile(
    rf"\b{HEALTHY} (?:are|can|may) (?:also )?(?:be )?"
    r"(?:welcome|accepted|eligible|invited|included|join|take part|participate)\b"
    rf"|\b(?:accepts?|invites?|includes?|enrols?|recruits?|needs?|(?:looking|look) for) {HEALTHY}\b",
    re.IGNORECASE,
)
UNWELCOME = re.compile(
    rf"\b{HEALTHY} (?:are|can|may)(?: ?not)\b|\bno {HEALTHY}"
    rf"|(?:\bnot|n't|cannot) (?:accept|invite|include|enrol|take|recruit)(?:ing)? {HEALTHY}\b",
    re.IGNORECASE,
)


def admission_facts(document: Document, sentence: Sentence) -> list[Fact]:
    """Age and sex from a summary's sentence that says who may join, and whether it takes healthy volunteers.

    A sentence on a part of the trial's patients, or with a "not", says nothing of age and sex; confidence is "sentence".
    """
    if sentence.part != "summary":
        return []
    found = _healthy(document, sentence)
    if ADMITS.search(sentence.text) and not NOT_ALL.search(sentence.text):
        found += [*_ages(document, sentence), *_sexes(document, sentence)]
    return found


def _ages(document: Document, sentence: Sentence) -> list[Fact]:
    lowered = sentence.text.casefold()
    if not AGED.search(sentence.text) or any(word in lowered for word in words("age_asides")):
        return []
    return [
        fact(document, "age", value, *sentence.place(start, end), "sentence")
        for start, end, value in find_ages(sentence.text)
    ]


def _sexes(document: Document, sentence: Sentence) -> list[Fact]:
    named = re.search(r"\b(?:wom[ae]n|m[ae]n|girls|boys|(?:fe)?males?)\b", sentence.text, re.IGNORECASE)
    value = named_sex(sentence.text) if named else None
    return [fact(document, "sex", value, *sentence.place(*named.span()), "sentence")] if named and value else []


def _healthy(document: Document, sentence: Sentence) -> list[Fact]:
    for value, pattern in (("false", UNWELCOME), ("true", WELCOME)):
        match = pattern.search(sentence.text)
        if match:
            return [fact(document, "healthy_volunteers", value, *sentence.place(*match.span()), "sentence")]
    return []
