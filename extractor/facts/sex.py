"""The sexes that the criteria admit, where a criterion says so in so many words."""

import re

from extractor.facts.assemble import fact
from extractor.facts.vocabulary import sex
from extractor.model.criterion import Criterion, Fact
from extractor.model.document import Document
from extractor.model.outline import Outline

BOTH = re.compile(
    r"\b(?:males? (?:or|and|&) females?|females? (?:or|and|&) males?|men (?:or|and) women|women (?:or|and) men"
    r"|both (?:sexes|genders)"
    r"|(?:either|any|all) (?:sex|gender)s?|(?:males?|females?)/(?:fe)?males?|(?:sex|gender)[ ]?:[ ]?(?:both|all|any))\b",
    re.IGNORECASE,
)
BOTH_WORDS = ("male", "women", "sex", "gender")
"""One of these stands in whatever `BOTH` finds."""
ONE = re.compile(
    r"^(?:(?:healthy|adult|eligible|pregnant|postmenopausal|non-pregnant|nulliparous)[ ,]++){0,3}"
    r"(?P<word>females?|wom[ae]n|males?|m[ae]n)(?:[ ](?:patients?|subjects?|participants?|volunteers?|gender|sex|only))?"
    r"(?=[ ]?(?:$|[.;,]|aged?\b|of age|with\b|between\b|from\b|\d|over\b|who\b|undergoing\b))",
    re.IGNORECASE,
)
CONDITIONAL = re.compile(
    r"\b(?:childbearing|child-bearing|contracepti|pregnan(?:t|cy) test|must|should|agree|if )", re.IGNORECASE
)
LEAD = 160


def read_sexes(document: Document, outline: Outline, criteria: tuple[Criterion, ...]) -> list[Fact]:
    """ALL from inclusion criteria that name both sexes, FEMALE or MALE from one that opens with the only sex admitted."""
    found: list[Fact] = []
    singles: list[Fact] = []
    for item, criterion in zip(outline.items, criteria, strict=False):
        if criterion.category != "inclusion":
            continue
        text = document.reading[item.start : min(item.end, item.start + LEAD)]
        both = BOTH.search(text) if any(word in text.lower() for word in BOTH_WORDS) else None
        one = ONE.match(text)
        if one and CONDITIONAL.search(document.reading[item.start : item.end][:400]):
            one = None
        if both:
            start, end = item.start + both.start(), item.start + both.end()
            found.append(fact(document, "sex", "ALL", start, end, "text").model_copy(update={"cohort": item.cohort}))
        elif one:
            start, end = item.start + one.start("word"), item.start + one.end("word")
            value = sex(one["word"]) or ""
            singles.append(fact(document, "sex", value, start, end, "text").model_copy(update={"cohort": item.cohort}))
    one_sex = len({each.value for each in singles}) == 1
    return found or (singles if one_sex else [])
