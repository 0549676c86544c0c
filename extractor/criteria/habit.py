"""Habits: what cigarettes, packs and drinks are counted of, where the text names it before them."""

import re
from functools import cache

from extractor import data_file
from extractor.catalogue import TermMatch, measured_in
from extractor.criteria.clause import SENTENCE_BREAK
from extractor.criteria.item_text import ItemText
from extractor.criteria.phrase import BESIDE, MAX_LEFT, Found
from extractor.quantity import Quantity

_PARTED = re.compile(rf"{SENTENCE_BREAK.pattern}|\bor\b", re.IGNORECASE)


@cache
def _habits() -> dict[str, frozenset[str]]:
    """The concepts that each unit of consumption is counted of, from `habits.csv`."""
    rows = data_file.rows("habits.csv")
    return {row["unit"]: frozenset(other["key"] for other in rows if other["unit"] == row["unit"]) for row in rows}


def habit(item: ItemText, quantity: Quantity) -> tuple[Found, ...]:
    """What a number of cigarettes, packs or drinks is of: "smokers of > 10 cigarettes a day" names it before them."""
    unit = (quantity.unit or "").split("/")[0]
    keys = _habits().get(unit, frozenset())
    named = [term for term in item.terms_between(quantity.start - MAX_LEFT, quantity.start) if term.row.key in keys]
    if not named or _PARTED.search(item.text, named[-1].end, quantity.start):
        return ()
    start, end, row, _ = named[-1]
    counted = measured_in(unit)
    return (Found(start, end, TermMatch(start, end, counted or row), BESIDE if counted else "unit"),)
