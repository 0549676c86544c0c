"""Ages as labels and titles print them ("13 to 21 years", "18 and over", "19(Year)", "All Ages"), outside of criteria."""

import re
from decimal import Decimal
from functools import cache

from extractor.facts.vocabulary import MAX_WORDS, collapse, table, words
from extractor.model.values import Range

UNIT = r"[ ]?\(?(?P<{0}>years?|yrs?|y/?o|y|months?|mos?|weeks?|wks?|days?|d|hours?|minutes?)\b(?:\(s\))?\)?"
NUMBER = r"(?<![\d.,:/])(?P<{0}>\d{{1,3}}(?:\.\d{{1,2}})?)(?![\d.]*\d|%)"
OLD = r"(?:[ ](?:of age|old))?+"

BETWEEN = re.compile(
    NUMBER.format("low")
    + f"(?:{UNIT.format('low_unit')})?+{OLD}"
    + r"(?:[ ]?[-–—~][ ]?|[ ](?:to|and|through|thru|until|up to)[ ])"
    + NUMBER.format("high").replace(r"(?<![\d.,:/])", "")
    + f"(?:{UNIT.format('unit')})?+{OLD}",
    re.IGNORECASE,
)
LOW_BEFORE = re.compile(
    r"(?P<sign>≥|>[ ]?=|=>|>|\bat least|\bolder than|\bover|\babove|\bfrom|\bminimum(?: age)?(?: of)?"
    r"|\bgreater than(?: or equal to)?)[ ]?"
    + r"(?:the age of )?+"
    + NUMBER.format("low")
    + f"(?:{UNIT.format('unit')})?+{OLD}",
    re.IGNORECASE,
)
HIGH_BEFORE = re.compile(
    r"(?P<sign>≤|<[ ]?=|=<|<|\bup to|\byounger than|\bunder|\bbelow|\bat most|\bno older than|\bnot older than"
    r"|\bmaximum(?: age)?(?: of)?"
    + r"|\bless than(?: or equal to)?)[ ]?(?:the age of )?+"
    + NUMBER.format("high")
    + f"(?:{UNIT.format('unit')})?+{OLD}",
    re.IGNORECASE,
)
LOW_AFTER = re.compile(
    NUMBER.format("low")
    + f"(?:{UNIT.format('unit')})?+{OLD}"
    + r"(?:[ ]?\+|,?[ ](?:and|or|&)[ ](?:over|older|above|more|up|upwards?|greater)\b(?![ ](?:than|the age|\d)))",
    re.IGNORECASE,
)
HIGH_AFTER = re.compile(
    NUMBER.format("high")
    + f"(?:{UNIT.format('unit')})?+{OLD}"
    + r",?[ ](?:and|or|&)[ ](?:younger|under|below|less)\b(?![ ](?:than|the age|\d))",
    re.IGNORECASE,
)
NEXT_GROUP = re.compile(r"[ ]?(?:[,;/]|and|or)[ ]?(?:elderly[ ])?\(?" + LOW_AFTER.pattern, re.IGNORECASE)
NOTHING = re.compile(r"0 ?[-–—]+")
"""What a form prints for a limit that was left out."""
TURNED = re.compile(r"(?:[ -]?old\b)?[ ]?(?P<sign>[<>≤≥]=?|=[<>])$", re.IGNORECASE)
SINGLE = re.compile(NUMBER.format("low") + f"(?:{UNIT.format('unit')})?+", re.IGNORECASE)
EXCLUSIVE = re.compile(r"(?:>|<|older than|over|above|younger than|under|below|less than|greater than)$", re.IGNORECASE)
UCUM = {"y": "a", "mo": "mo", "w": "wk", "d": "d", "h": "h", "mi": "min"}
MAX_YEARS = 130


def _unit(text: str | None) -> str:
    printed = (text or "years").casefold()
    return next(code for start, code in UCUM.items() if printed.startswith(start))


def _plausible(number: Decimal | None, unit: str) -> bool:
    return number is None or unit != "a" or number <= MAX_YEARS


def _range(low: str | None, high: str | None, unit: str | None, sign: str = "") -> Range | None:
    code = _unit(unit)
    lower, upper = Decimal(low) if low else None, Decimal(high) if high else None
    if not _plausible(lower, code) or not _plausible(upper, code) or (lower and upper and lower > upper):
        return None
    inclusive = not EXCLUSIVE.fullmatch(sign.strip())
    return Range(
        low=lower,
        high=upper,
        low_inclusive=inclusive or low is None,
        high_inclusive=inclusive or high is None,
        unit=code,
        unit_text=unit,
    )


def find_age(text: str) -> tuple[int, int, Range] | None:
    """The age range that a text prints, with its place in it; None for none, and where the units of its ends differ."""
    found = find_ages(text)
    return found[0] if len(found) == 1 else None


def find_ages(text: str) -> list[tuple[int, int, Range]]:
    """The age range that a stretch of text prints, with its (start, end) in it: one half for each end where units differ.

    Years are meant where no unit is printed. The two ends may be printed apart ("older than 17 and younger than 76").
    """
    between = BETWEEN.search(text, 0, MAX_WORDS)
    if between and not (between["low_unit"] and between["unit"] and _unit(between["low_unit"]) != _unit(between["unit"])):
        found = _range(between["low"], between["high"], between["unit"] or between["low_unit"])
        return [_with_next_group(text, between.start(), between.end(), found)] if found else []
    if between:
        lower, upper = _range(between["low"], None, between["low_unit"]), _range(None, between["high"], between["unit"])
        return [(*between.span(side), half) for side, half in (("low", lower), ("high", upper)) if half]
    low = LOW_AFTER.search(text, 0, MAX_WORDS) or LOW_BEFORE.search(text, 0, MAX_WORDS)
    high = HIGH_AFTER.search(text, 0, MAX_WORDS) or HIGH_BEFORE.search(text, 0, MAX_WORDS)
    lower = _range(low["low"], None, low["unit"], low.groupdict().get("sign") or "") if low else None
    upper = _range(None, high["high"], high["unit"], high.groupdict().get("sign") or "") if high else None
    if low and high and lower and upper and lower.unit == upper.unit:
        both = lower.model_copy(update={"high": upper.high, "high_inclusive": upper.high_inclusive})
        return [(min(low.start(), high.start()), max(low.end(), high.end()), both)]
    return [(*match.span(), half) for match, half in ((low, lower), (high, upper)) if match and half]


def _with_next_group(text: str, start: int, end: int, found: Range) -> tuple[int, int, Range]:
    """The range with an older group that a list names behind it ("18-64 years, 65+ years" is 18 and over)."""
    older = NEXT_GROUP.match(text, end)
    if older is None or found.high is None or not found.high <= Decimal(older["low"]) <= found.high + 1:
        return start, end, found
    return start, older.end(), found.model_copy(update={"high": None})


@cache
def _groups() -> dict[str, Range]:
    return {
        row["words"]: Range(
            low=Decimal(row["low"]) if row["low"] else None,
            high=Decimal(row["high"]) if row["high"] else None,
            low_inclusive=row["low_inclusive"] != "false",
            high_inclusive=row["high_inclusive"] != "false",
            unit="a",
        )
        for row in table("fact_ages")
    }


def age_group(text: str) -> Range | None:
    """The range of an age group that a label names in words ("Adults", "All Ages"), None if it names none."""
    return _groups().get(collapse(text[:MAX_WORDS]).casefold().strip(" .;,"))


def limit(text: str, *, upper: bool) -> Range | None:
    """The value of a field that holds one limit ("18 Years", "N/A"): half-open, without bound for "no limit"."""
    value = collapse(text[:MAX_WORDS]).casefold()
    if value in words("no_limit") or NOTHING.fullmatch(value):
        return Range(unit="a")
    match = SINGLE.match(collapse(text[:MAX_WORDS])) or SINGLE.search(collapse(text[:MAX_WORDS]))
    if not match:
        return None
    turned = TURNED.match(match.string, match.end())
    sign = turned["sign"] if turned and (turned["sign"][0] in ">≥") == upper else ""  # "6 years-old <=", "13 years-old >"
    return _range(None, match["low"], match["unit"], sign) if upper else _range(match["low"], None, match["unit"], sign)
