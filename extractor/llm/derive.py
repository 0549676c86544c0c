"""From grounded words to a characteristic, by the same parsers as the rules; a model's labels only say what to look for.

Numbers with comparator and unit, negation, timing, exception and topic are read from the words in their context. Where a
label says something else the words win, and the label stands as a doubt.
"""

from typing import Literal, NamedTuple

from extractor.criteria.concept import concept
from extractor.criteria.context import Context
from extractor.criteria.item_text import ItemText
from extractor.criteria.phrase import Found
from extractor.llm.draft import CharacteristicDraft
from extractor.llm.eligible import is_too_long, names_something, why_no_statement
from extractor.llm.ground import Folded, Grounded, Place, locate
from extractor.llm.topic import topic_of
from extractor.model.criterion import Characteristic
from extractor.model.values import Timing
from extractor.quantity import Window

Doubt = Literal["negation", "number", "comparator", "timing", "exception"]
READER = "second-reader"


class Refused(NamedTuple):
    """A draft that is no reading; `reason` is a code ("not-on-page", "heading", "several-places" ...)."""

    reason: str


class Reading(NamedTuple):
    """A grounded draft and the characteristic that its words make, without value; `doubts` are labels they do not bear out.

    `excepted` says that the concept stands inside an exception, which is no statement of its own; `nameless` that its words
    name nothing by themselves, so that only the rules' own reading can stand at its place.
    """

    draft: CharacteristicDraft
    at: Grounded
    derived: Characteristic
    doubts: tuple[Doubt, ...]
    excepted: bool
    nameless: bool


def read_draft(item: ItemText, context: Context, page: Folded, draft: CharacteristicDraft) -> Reading | Refused:
    """Ground one draft in the text of its criterion and read its words again; `page` is `fold(item.text)`.

    A statement that is printed more than once counts only where all its places read the same.
    """
    places = locate(page, draft)
    if not places:
        return Refused("not-on-page")
    for at in places:
        reason = why_no_statement(item.text, at.statement)
        if reason or is_too_long(item.text[at.concept.start : at.concept.end]):
            return Refused(reason or "whole-paragraph")
    readings = [_derive(item, context, draft, at) for at in places]
    if any(_meaning(reading) != _meaning(readings[0]) for reading in readings):
        return Refused("several-places")
    return readings[0]


def _meaning(reading: Reading) -> tuple[object, ...]:
    read = reading.derived
    windows = tuple((timing.relation, timing.window, timing.anchor) for timing in read.timing or ())
    bounded = tuple(span.quote if span else None for span in (read.exception, read.condition))
    return read.topic, read.exclude, read.modifiers, windows, bounded, reading.excepted, reading.doubts


def _derive(item: ItemText, context: Context, draft: CharacteristicDraft, at: Grounded) -> Reading:
    at, in_words = _settled(item, at)
    start, end = at.concept
    terms = tuple(term for term in item.terms_between(start, end) if term.end <= end)
    whole = next((term for term in terms if (term.start, term.end) == (start, end)), None)
    topic = topic_of(item.text[start:end], start, terms)
    timing = timing_at(item, at.timing) if at.timing else None
    span = item.span(*at.statement)
    derived = Characteristic(
        topic=topic.topic,
        concept=concept(item, Found(start, end, whole, READER)),
        timing=(timing,) if timing else None,
        span=span,
        reader="llm",
        confidence=("model-only", topic.reason, *in_words),
    )
    derived = derived.model_copy(update=context.holding(start, end, item.span(start, end)))
    excepted = context.is_excepted(start, end)
    return Reading(draft, at, derived, _doubts(draft, at, derived), excepted, not names_something(item.text[start:end]))


def _settled(item: ItemText, at: Grounded) -> tuple[Grounded, tuple[str, ...]]:
    """The places with a window quoted as a number in its own field, and without numbers and windows that hold no number.

    "Positive", "at screening", "currently" say something that no value or window holds; the reason codes tell that they do.
    """
    codes = []
    if at.timing is None and at.comparison is not None and timing_at(item, at.comparison) is not None:
        at = at._replace(timing=at.comparison, comparison=None)
    if at.comparison is not None and not item.quantities_between(*at.comparison):
        at, codes = at._replace(comparison=None), ["value-in-words"]
    if at.timing is not None and not item.quantities_between(*at.timing):
        at, codes = at._replace(timing=None), [*codes, "time-in-words"]
    return at, tuple(codes)


def _doubts(draft: CharacteristicDraft, at: Grounded, derived: Characteristic) -> tuple[Doubt, ...]:
    """The labels of a draft that its words do not bear out; a number is never read here."""
    doubts: list[Doubt] = []
    if draft.exclude != derived.exclude:
        doubts.append("negation")
    if at.comparison is not None:
        doubts.append("number")
    if at.timing is not None and derived.timing is None:
        doubts.append("timing")
    if at.exception is not None and derived.exception is None:
        doubts.append("exception")
    return tuple(doubts)


def timing_at(item: ItemText, place: Place) -> Timing | None:
    """The one time window whose length and unit the place quotes whole, as the rules read it; None where there is none.

    How long something lasted is no window in time.
    """
    met = [window for window in item.windows if window.start < place.end and place.start < window.end]
    if len(met) != 1 or met[0].lasting:
        return None
    quantity = item.quantities[met[0].index]
    if not place.holds(Place(quantity.start, quantity.end)):
        return None
    return _timing(item, met[0])


def _timing(item: ItemText, window: Window) -> Timing:
    anchor = None
    if window.anchor_start is not None and window.anchor_end is not None:
        anchor = item.text[window.anchor_start : window.anchor_end]
    return Timing(relation=window.relation, window=window.value, anchor=anchor, span=item.span(window.start, window.end))
