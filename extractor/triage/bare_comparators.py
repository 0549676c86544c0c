"""Comparators that compare with nothing: "HbA1c ≤ %", "ALT ≤ x ULN", "neuropathy > Grade.", "platelets >= ;".

The number is gone, so nothing is read there; somebody has to find it.
"""

import re
from collections.abc import Iterator

from extractor.catalogue import unit
from extractor.triage.page import Finding, Page

_SIGN = re.compile(r"(?:[<>≤≥]=?|=[<>])(?![<>=≤≥-])(?<![-=<>][<>])")
_GAP = r"[ \t]{0,5}(?:\n[ \t]{0,20})?"
_UNIT = re.compile(rf"{_GAP}(?P<unit>%|[A-Za-zµ/][A-Za-zµ0-9/^%*.]{{1,20}})(?=[\s,;.)]|$)")
_PRINTED = r"(?P<unit>%|[A-Za-zµ]{1,6}/[A-Za-zµ0-9^/.]{1,16}|(?:hour|day|week|month|year|yr)s|kg|mg|mL|ml|cm|mm|kPa|mmHg)"
_WORDED = re.compile(
    rf"\b(?:(?:at (?:least|most)|(?:less|more|greater) than|no more than|up to)|\d{{1,3}} to){_GAP}{_PRINTED}(?=[\s,;.)]|$)"
    rf"|\bwithin{_GAP}(?:hour|day|week|month|year)s(?= (?:of|before|prior|after|from)\b)",
    re.IGNORECASE,
)
"""Words that compare, or the first half of a range ("18 to years"), right before a unit."""
_TIMES = re.compile(rf"{_GAP}[x×*][ ]?(?:the |institutional |normal |IULN|ULN|LLN|upper |lower )", re.IGNORECASE)
_LEVEL = re.compile(rf"{_GAP}(?:(?:NCI|CTCAE|NYHA|CTC) )?(?:grade|class|stage)[ \t]{{0,3}}(?:[.,;)]|$)", re.IGNORECASE)
_END = re.compile(r"[ \t]{0,5}(?:[;,)\]]|\.(?!\d)|$)")
_TURNED = re.compile(r"(?<!\w)\d[\d.,]{0,9}[ ]?(?:\S{1,14})?[ ]?$")
"""A number before the sign, with or without its unit: "2,000/mm3 < WBC" compares the other way round."""
_AGED = re.compile(r"(?<![<>≤≥=\w.,])[ ]?\d{1,3} ?(?:years?|months?|weeks?|days?)[ -]?old[ ]?$", re.IGNORECASE)
"""An age before the sign, which faces the people: "6 years-old <=", "13 years-old >"."""
_ORDINAL = "second"
_BEFORE = 40
_MOST = 20


def find_bare_comparators(page: Page) -> Iterator[Finding]:
    """The comparators of criteria behind which no number stands, each with the words before it; at most twenty."""
    found = 0
    for match in sorted((*_SIGN.finditer(page.text), *_WORDED.finditer(page.text)), key=lambda each: each.span()):
        item = page.item_at(match.start())
        if item is None or found >= _MOST or not _lacks_number(page.text, match, item.end):
            continue
        if page.text[match.start() - 1] in "([" and page.text[match.end() : match.end() + 1] in (")", "]"):
            continue  # "greater than (>) 18 years" only restates the words before it
        found += 1
        start = max(page.sentence(match.start())[0], match.start() - _BEFORE)
        message = "A comparator stands here without its number; find the number and put it in."
        yield Finding("missing_value", *page.words(start, match.end()), message, "high")


def _lacks_number(text: str, match: re.Match[str], end: int) -> bool:
    if match.re is _SIGN:
        return _is_bare(text, *match.span(), end)
    return match["unit"] is None or unit(match["unit"].rstrip(".")) is not None


def _is_bare(text: str, sign: int, start: int, end: int) -> bool:
    """Whether nothing to compare with follows the sign, from `sign` to `start`, in an item that ends at `end`."""
    if _AGED.search(text, max(0, sign - 24), sign):
        return False
    if _END.match(text, start, end) or _TIMES.match(text, start, end) or _LEVEL.match(text, start, end):
        return True
    measured = _UNIT.match(text, start, end)
    if measured is None or measured["unit"] == _ORDINAL or _TURNED.search(text, max(0, sign - 24), sign):
        return False
    return unit(measured["unit"].rstrip(".")) is not None
