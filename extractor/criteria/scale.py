"""Scales of scores that no word right before them names: "a score of 5 or more on the scale", "PANSS ... a score of 3"."""

import re

from extractor.catalogue import Measurement, TermMatch
from extractor.criteria.item_text import ItemText
from extractor.criteria.phrase import MAX_LEFT, MAX_RIGHT, Found, whole_name
from extractor.quantity import Quantity

_BARE_NOUN = re.compile(
    r"\b(?P<word>scores?|levels?|values?|counts?|concentrations?|rate|duration|stage|grade|class)\s(?:is\s|of\s)?$",
    re.IGNORECASE,
)
_SCORE_OF = re.compile(r"\b(?:an?|the|total|baseline|minimum)\s(?:total\s|baseline\s)?score\s(?:of\s)?\Z", re.IGNORECASE)
_ON = re.compile(r"\s(?:points?\s)?(?:on|in)\s(?:the\s|an?\s)?", re.IGNORECASE)


def scale_behind(item: ItemText, quantity: Quantity, start: int, edge: int) -> tuple[Found, ...]:
    """The scale behind a score that is on it: "a total score of 5 or more on the Roland-Morris questionnaire".

    `start` to `edge` are the words between the last name and the score.
    """
    if _SCORE_OF.search(item.text, start, edge) is None:
        return ()
    for term in item.terms_between(quantity.end, quantity.end + MAX_RIGHT):
        if _is_score(term) and _ON.fullmatch(item.text, quantity.end, term.start):
            return (whole_name(item, term),)
    return ()


def bare_noun(item: ItemText, end: int) -> tuple[Found, ...]:
    """The word "score", "level" ... where nothing says of what: of the scale named before, if it is a score."""
    match = _BARE_NOUN.search(item.text, max(0, end - 24), end)
    if match is None:
        return ()
    term = None
    if match["word"].lower().startswith("score"):
        named = [term for term in item.terms_between(end - MAX_LEFT, match.start()) if _is_score(term)]
        term = named[-1] if named else None
    return (Found(match.start("word"), match.end("word"), term, "named-before" if term else "bare-noun"),)


def _is_score(term: TermMatch) -> bool:
    return isinstance(term.row, Measurement) and term.row.topic == "score"
