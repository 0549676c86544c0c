"""Dates with the month in words: "1 March 2021", "March 1st, 2021", "January 2020". No number in them is a quantity."""

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d(?![\w/]|[.,]\d)"
WRITTEN_DATE = rf"(?<![\w.,/])(?:{_DAY}[ ](?:of[ ])?)?{_MONTH}[ ](?:{_DAY},?[ ])?{_YEAR}"
"""A date or a month, always with its year; the month begins with a capital ("may" is a verb)."""
