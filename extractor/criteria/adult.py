"""Adults without a number: "adult patients with ..." means 18 years and over, which stands in `converted` and not as a value
that the text prints."""

import re
from decimal import Decimal

from extractor.criteria.item_text import ItemText
from extractor.model.criterion import Characteristic, Concept
from extractor.model.values import Range

ADULT_AGE = Decimal(18)
_ADULT = re.compile(
    r"^\W{0,4}(?:(?:all|healthy|male|female|or|and|both|hospitali[sz]ed|eligible|consenting|non-pregnant)\s){0,4}"
    r"(?P<word>adults?)\b(?!-)"
    r"(?:\s(?P<kind>patients?|subjects?|participants?|individuals?|men|women|males?|females?|volunteers?|persons?|people))?",
    re.IGNORECASE,
)


def read_adult(item: ItemText, found: tuple[Characteristic, ...]) -> tuple[Characteristic, ...]:
    """The age that the word "adult" means where the item's subject is adults and no age of the patient is printed."""
    if any(read.topic == "age" and read.subject is None for read in found):
        return ()
    match = _ADULT.match(item.text)
    if match is None or (match["kind"] is None and match["word"].lower() == "adult"):
        return ()
    span = item.span(match.start("word"), match.end("word"))
    value = Range(low=ADULT_AGE, unit="a")
    concept = Concept(text="age", span=span, key="age")
    return (Characteristic(topic="age", concept=concept, converted=value, span=span, confidence=("adult-word",)),)
