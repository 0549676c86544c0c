"""Limits on the calendar: what is said to lie before or after a date ("chemotherapy since January 2020")."""

from collections.abc import Sequence

from extractor.criteria.clause import SENTENCE_BREAK
from extractor.criteria.item_text import ItemText
from extractor.model.criterion import Characteristic
from extractor.model.values import Timing
from extractor.quantity import DateLimit, find_date_limits

_MOST_APART = 60
_UNTIMED = frozenset(("age", "sex"))


def with_date_limits(item: ItemText, found: Sequence[Characteristic]) -> list[Characteristic]:
    """The readings with each limit of the item on the one that stands right before it in the same clause, if one does."""
    timed = list(found)
    for limit in find_date_limits(item.text):
        index = _limited(item, timed, limit)
        if index is not None:
            timing = Timing(
                relation=limit.relation,
                window=None,
                anchor=item.text[limit.date_start : limit.end],
                span=item.span(limit.start, limit.end),
            )
            timed[index] = timed[index].model_copy(update={"timing": (*(timed[index].timing or ()), timing)})
    return timed


def _limited(item: ItemText, found: Sequence[Characteristic], limit: DateLimit) -> int | None:
    """The place among the readings of the one whose concept is the nearest before a limit."""
    nearest: tuple[int, int] | None = None
    for index, read in enumerate(found):
        if read.concept is None or read.topic in _UNTIMED:
            continue
        end = item.locate(read.concept.span)[1]
        if end <= limit.start and (nearest is None or end > nearest[0]):
            nearest = end, index
    if nearest is None or limit.start - nearest[0] > _MOST_APART:
        return None
    return None if SENTENCE_BREAK.search(item.text, nearest[0], limit.start) else nearest[1]
