"""Dates with the month in words ("1 March 2021", "March 1st, 2021", "January 2020") and limits on the calendar.

No number in a date is a quantity.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from extractor.model.values import Relation

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d(?![\w/]|[.,]\d)"
WRITTEN_DATE = rf"(?<![\w.,/])(?:{_DAY}[ ](?:of[ ])?)?{_MONTH}[ ](?:{_DAY},?[ ])?{_YEAR}"
"""A date or a month, always with its year; the month begins with a capital ("may" is a verb)."""

_MOST = 20
_NUMERIC_DATE = r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})(?![\w/-]|[.,]\d)"
_BARE_YEAR = rf"{_YEAR}(?=\s?(?:$|[.,;)]|(?:and|or|with|in|at|by)\b))"
_RELATIONS: dict[str, Relation] = {
    "since": "after",
    "after": "after",
    "on or after": "after",
    "as of": "after",
    "before": "before",
    "prior to": "before",
    "on or before": "before",
    "until": "before",
}
_LIMIT = re.compile(
    rf"\b(?P<word>(?i:{'|'.join(sorted(_RELATIONS, key=len, reverse=True))})) (?:the )?"
    rf"(?P<date>{WRITTEN_DATE}|{_NUMERIC_DATE}|{_BARE_YEAR})"
)


class DateLimit(NamedTuple):
    """Characters `start` to `end` say on which side of a date something lies; the date begins at `date_start`."""

    start: int
    end: int
    relation: Relation
    date_start: int


def find_date_limits(text: str) -> Iterator[DateLimit]:
    """The limits on the calendar that `text` sets, "since January 2020", "before 1 March 2021"; at most twenty."""
    for match in islice(_LIMIT.finditer(text), _MOST):
        yield DateLimit(*match.span(), _RELATIONS[match["word"].lower()], match.start("date"))
