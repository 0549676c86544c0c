"""Conditions, drugs and procedures that a trained reader found where the catalogue is silent.

They take the scope they stand in as the catalogue's concepts do. What the rules read stays as it is: a mention that touches
the words of their concept adds nothing, except the kind of a concept that they left without one.
"""

from collections.abc import Sequence

from extractor.criteria.context import Context
from extractor.criteria.item_text import ItemText
from extractor.model.criterion import Characteristic, Concept
from extractor.model.mention import Mention

TRAINED = "trained-reader"
"""The reason code of what a trained reader saw."""
MISSPELT = "misspelt"
"""The reason code of a concept whose name the page misspells."""
WITHOUT_KIND = "observation"
GENERAL = frozenset((WITHOUT_KIND, "treatment"))
"""The topics of catalogue rows that name no condition, drug or procedure."""


def read_named(
    item: ItemText, context: Context, mentions: Sequence[Mention], found: Sequence[Characteristic]
) -> list[Characteristic]:
    """What the rules `found` in the item, with the kinds that `mentions` give, and the mentions beside it.

    Mentions stand in coordinates of the item's text; those inside an exception belong to it and are no statements.
    """
    taken = [(*item.locate(read.concept.span), _is_general(read)) for read in found if read.concept]
    named = [
        _characteristic(item, context, mention)
        for mention in mentions
        if not context.is_excepted(mention.start, mention.end) and all(_leaves_room(*place, mention) for place in taken)
    ]
    return [*(_with_kind(item, read, mentions) for read in found), *named]


def _is_general(read: Characteristic) -> bool:
    """Whether a reading names one of the catalogue's general words ("medication") and states nothing of it."""
    return read.topic in GENERAL and read.value is None and read.concept is not None and read.concept.key is not None


def _leaves_room(start: int, end: int, general: bool, mention: Mention) -> bool:
    """Whether a concept at `start` to `end` lets a mention stand: it is elsewhere, or a general word inside of it."""
    if end <= mention.start or mention.end <= start:
        return True
    return general and mention.start <= start and end <= mention.end and (start, end) != mention[:2]


def _characteristic(item: ItemText, context: Context, mention: Mention) -> Characteristic:
    span = item.span(mention.start, mention.end)
    concept = Concept(text=item.text[mention.start : mention.end], span=span, key=mention.key, code=mention.code)
    holding = context.holding(mention.start, mention.end, span)
    reasons = (TRAINED, MISSPELT) if mention.misspelt else (TRAINED,)
    return Characteristic(topic=mention.topic, concept=concept, span=span, confidence=reasons, **holding)


def _with_kind(item: ItemText, read: Characteristic, mentions: Sequence[Mention]) -> Characteristic:
    """A reading without a number whose concept has no kind, with the kind of the one mention in its words."""
    if read.topic != WITHOUT_KIND or read.value is not None or read.concept is None or read.concept.key is not None:
        return read
    start, end = item.locate(read.concept.span)
    topics = {mention.topic for mention in mentions if mention.start < end and start < mention.end}
    if len(topics) != 1:
        return read
    return read.model_copy(update={"topic": topics.pop(), "confidence": (*read.confidence, TRAINED)})
