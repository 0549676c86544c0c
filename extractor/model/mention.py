"""A place of a text where a trained reader sees a condition, a drug or a procedure named."""

from decimal import Decimal
from typing import NamedTuple

from extractor.model.criterion import Code


class Mention(NamedTuple):
    """Characters `start` to `end` of the text that was read name something of the kind `topic`.

    `topic` is the topic a characteristic gets ("condition", "drug", "procedure", "device"). `score` is the reader's own
    certainty from 0 to 1 with two digits, None where it states none. `key` is the catalogue's id where the words stand for
    one of its concepts (an abbreviation that the page explains, or a name that the words misspell: `misspelt`), `code` a
    candidate a person may reject.
    """

    start: int
    end: int
    topic: str
    score: Decimal | None = None
    key: str | None = None
    code: Code | None = None
    misspelt: bool = False
