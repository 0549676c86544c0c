"""Dates as pages print them ("March 9, 2024", "09.03.2024", "2024-03"), as ISO 8601 dates of the same precision."""

import re

from extractor.facts.vocabulary import MAX_WORDS, collapse

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTH = rf"(?P<month>{'|'.join([*MONTHS, 'sept', *(name[:3] for name in MONTHS)])})"
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>(?:19|20)\d\d)[-/.](?P<number>\d\d?)[-/.](?P<day>\d\d?)\b",
        r"\b(?P<first>\d\d?)(?P<mark>[./-])(?P<second>\d\d?)(?P=mark)(?P<year>(?:19|20)\d\d)\b",
        rf"\b{MONTH}\.?[ ](?P<day>\d\d?)(?:st|nd|rd|th)?,?[ ](?P<year>(?:19|20)\d\d)\b",
        rf"\b(?P<day>\d\d?)(?:st|nd|rd|th)?[ -]{MONTH}\.?,?[ -](?P<year>(?:19|20)\d\d)\b",
        rf"\b{MONTH}\.?,?[ -](?P<year>(?:19|20)\d\d)\b",
        r"\b(?P<year>(?:19|20)\d\d)[-/](?P<number>\d\d)\b(?![-/]\d)",
        r"^(?P<year>(?:19|20)\d\d)$",
    )
)
NUMERIC = re.compile(r"(?<![\d./-])(\d\d?)([/-])(\d\d?)\2(?:19|20)\d\d\b")


def iso_date(text: str, page: str = "") -> str | None:
    """The first date in the text as yyyy, yyyy-MM or yyyy-MM-dd, as precise as it is printed.

    "04/03/2026" is read in the order that the other dates of `page` have (one of them has a number above 12); None where
    they do not tell. With points, the day comes first.
    """
    label = collapse(text[:MAX_WORDS])
    for pattern in DATES:
        match = pattern.search(label)
        if match:
            return _iso(match.groupdict(), page)
    return None


def _iso(parts: dict[str, str | None], page: str) -> str | None:
    number, named, printed_day = (parts.get(name) for name in ("number", "month", "day"))
    month: int | None
    day: int | None
    if parts.get("first"):
        ordered = _ordered(int(parts["first"] or 0), parts["mark"] or "", int(parts["second"] or 0), page)
        if ordered is None:
            return None
        month, day = ordered
    else:
        month = int(number) if number else _month(named) if named else None
        day = int(printed_day) if printed_day else None
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    return "-".join([parts["year"] or "", *(f"{part:02d}" for part in (month, day) if part is not None)])


def _month(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, start=1) if month.startswith(name[:3].casefold()))


def _ordered(first: int, mark: str, second: int, page: str) -> tuple[int, int] | None:
    """Month and day of a date in numbers, None where either could be either."""
    if mark == "." or first > 12 or first == second:
        return second, first
    if second > 12:
        return first, second
    found = [(int(a) > 12, int(b) > 12) for a, _, b in NUMERIC.findall(page)]
    day_first, month_first = any(a for a, _ in found), any(b for _, b in found)
    if day_first == month_first:
        return None
    return (second, first) if day_first else (first, second)
