"""Numbers that cannot be meant as they stand: repaired on suspicion, beyond what the analyte can reach, in a unit that does
not fit, or with a comparator that got lost on the way."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from extractor.catalogue import convert_measured, find_terms, measurement
from extractor.model.criterion import Characteristic
from extractor.model.document import Repair
from extractor.model.review import AmbiguityKind, Proposal, Severity
from extractor.model.values import Range
from extractor.quantity import find_faults, find_quantities
from extractor.repair.comparators import lost_comparators
from extractor.repair.numbers import unclear_points
from extractor.triage.page import Finding, Page
from extractor.triage.phrases import classes, reasons

_RESTATED = re.compile(r"\d[^()\n;]{0,60}\((?:[=≈~]|i\.?e\.?,?|or|equivalent to|about)?\s{0,3}[\d,.]{1,12}[^()\n]{1,50}\)")
_LOST_POWER = re.compile(r"\d[\d.,]{0,8}\s{0,3}[x×*]\s{0,3}10\s{0,2}\?\s{0,3}/\s{0,3}[a-zµ]{1,3}\b", re.IGNORECASE)
_POINT = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.000(?![\d.])")
_UNTOLD = (None, "a", "mo", "wk", "d", "h", "min")
_UNIT_END = re.compile(r"[^\s,;()]{0,12}")
_SAME = Decimal("0.1")
_CONTEXT = 30
_MOST_REPAIRS = 12
_LOST = re.compile("\ufffd")
_BESIDE_NUMBER = re.compile("\\d ?\ufffd|\ufffd ?\\d")
_MOST_LOST = 200
_DIRECTION = "direction-mark"


def find_numbers(page: Page) -> Iterator[Finding]:
    """Doubtful repairs, lost comparators, values out of bounds, units that do not fit, restatements that differ."""
    yield from _repairs(page)
    yield from _comparators(page)
    yield from _implausible(page)
    yield from _restated(page)
    yield from _inverted(page)
    yield from _unclear(page)
    yield from _faulty(page)
    yield from _lost(page)


def _repairs(page: Page) -> Iterator[Finding]:
    """Doubtful repairs of numbers. The same repair after the same word is told once, and decimal commas once a page."""
    seen: set[tuple[str, str, str]] = set()
    for repair in page.document.repairs:
        if not repair.doubtful or not _is_number(repair):
            continue
        start, end = page.reading_of(repair.span)
        before = "".join(page.text[max(0, start - _CONTEXT) : start].split())
        commas = repair.rule == "decimal-comma"
        key = (repair.rule, "", "") if commas else (repair.before, repair.after, before)
        if key in seen or len(seen) >= _MOST_REPAIRS:
            continue
        seen.add(key)
        yield _repaired(page, repair, start, end)


def _repaired(page: Page, repair: Repair, start: int, end: int) -> Finding:
    kind: AmbiguityKind = "comparator_lost" if "comparator" in repair.rule else "mangled_number"
    message = f"Printed {repair.before!r}, read as {repair.after!r}: confirm the number."
    if repair.rule == _DIRECTION:
        message = (
            "A mark turns the direction of writing here: what a browser shows may differ from what was read; confirm it."
        )
    count = sum(other.rule == repair.rule for other in page.document.repairs)
    if repair.rule == "decimal-comma" and count > 1:
        message += f" The page has {count} decimal commas."
    first, last = page.sentence(start)
    unit = _UNIT_END.match(page.text, end, min(last, end + 16))
    low, high = page.words(max(first, start - 20), unit.end() if unit else end)
    proposal = Proposal(value=repair.after, basis=(repair.rule,)) if repair.after else None
    severity: Severity = "low" if repair.rule == "decimal-comma" else "high"
    return Finding(kind, min(low, start), max(high, end), message, severity, proposal)


def _is_number(repair: Repair) -> bool:
    return (
        repair.rule == _DIRECTION
        or any(letter.isdigit() for letter in repair.before + repair.after)
        or any(sign in repair.after for sign in "×≥≤<>=±")
    )


def _comparators(page: Page) -> Iterator[Finding]:
    for lost in lost_comparators(page.text):
        message = f"The comparator is lost: {reasons().get(lost.reason, lost.reason)}."
        proposal = Proposal(value=lost.proposal, basis=(lost.reason, "usual-wording")) if lost.proposal else None
        yield Finding("comparator_lost", lost.start, lost.end, message, "high", proposal)


def _implausible(page: Page) -> Iterator[Finding]:
    """Thresholds outside what the catalogue holds possible, and units of another dimension than the analyte's."""
    for criterion in page.record.criteria:
        for found in criterion.characteristics:
            message = _objection(found)
            if message:
                start, end = page.reading_of(found.span)
                yield Finding("implausible_value", start, end, message, "high")


def _objection(found: Characteristic) -> str | None:
    """Why the value of a characteristic cannot be meant as printed, None if it can."""
    value = found.value
    if not isinstance(value, Range):
        return None
    row = measurement(found.concept.key) if found.concept and found.concept.key else None
    if value.low is not None and value.high is not None and value.low > value.high:
        return f"The lower limit {value.low} is above the upper limit {value.high}."
    if row is None or value.relative_to or row.unit is None or value.unit in _UNTOLD:
        return None
    unit = value.unit or row.unit
    for bound in (value.low, value.high):
        if bound is None or bound == 0:
            continue
        converted = bound if unit == row.unit else convert_measured(bound, unit, row.unit, row)
        if converted is None:
            return None
        if (row.low is not None and converted < row.low) or (row.high is not None and converted > row.high):
            shown = value.unit_text or unit
            return f"{row.name} of {bound} {shown} is outside what is possible; settle the number and the unit."
    return None


def _restated(page: Page) -> Iterator[Finding]:
    """ "150 x 10^9/L (100,000 per mm3)": the bracket says the same value in another unit, and does not."""
    for match in _RESTATED.finditer(page.text):
        quantities = [found for found in find_quantities(match[0]) if isinstance(found.value, Range) and found.unit]
        bracket = match[0].rindex("(")
        outside = [found for found in quantities if found.end <= bracket][-1:]
        inside = [found for found in quantities if found.start >= bracket][:1]
        if not outside or not inside:
            continue
        first, second = outside[0].value, inside[0].value
        if isinstance(first, Range) and isinstance(second, Range) and _differ(page, match.start(), first, second):
            message = "The value and its restatement in the bracket are not the same; settle which holds."
            start = max(page.sentence(match.start())[0], match.start() - 5)
            yield Finding("self_contradiction", *page.trim(start, match.end()), message, "high")


def _differ(page: Page, position: int, first: Range, second: Range) -> bool:
    values = [first.low if first.low is not None else first.high, second.low if second.low is not None else second.high]
    if None in values or not first.unit or not second.unit or first.unit == second.unit:
        return False
    stated, restated = values
    assert stated is not None and restated is not None
    line = page.sentence(position)[0]
    terms = find_terms(page.text[max(line, position - 120) : position])
    row = measurement(terms[-1].row.key) if terms else None
    other = convert_measured(restated, second.unit, first.unit, row)
    if other is None or stated == 0:
        return False
    return abs(other - stated) > _SAME * abs(stated)


def _unclear(page: Page) -> Iterator[Finding]:
    """Powers of ten whose exponent is lost, and points that may divide thousands or decimals ("120.000")."""
    if "?" in page.text:
        for match in _LOST_POWER.finditer(page.text):
            message = "The exponent of the power of ten is lost; settle it."
            yield Finding("mangled_number", match.start(), match.end(), message, "high")
    rounds = [match.span() for match in _POINT.finditer(page.text)] if ".000" in page.text else []
    for start, end in sorted({*rounds, *unclear_points(page.text)}):
        printed = page.text[start:end]
        message = f"{printed} may be {printed.replace('.', ',')} or a decimal; settle what the point means."
        yield Finding("mangled_number", start, end, message, "high")


def _faulty(page: Page) -> Iterator[Finding]:
    """Numbers with a fault inside, from which no value is read."""
    for start, end in find_faults(page.text):
        shown = page.text[start : min(end, start + 40)]
        message = f"{shown} is no number as it stands, and was not read; settle what was meant."
        yield Finding("mangled_number", start, end, message, "high")


def _lost(page: Page) -> Iterator[Finding]:
    """Characters lost beside a number, each; those lost elsewhere in the criteria once a page."""
    places = [at.start() for at in islice(_LOST.finditer(page.text), _MOST_LOST) if page.item_at(at.start())]
    beside = [at for at in places if _BESIDE_NUMBER.search(page.text, max(0, at - 2), at + 3)]
    for at in beside:
        message = "A character was lost beside this number; settle what stood there."
        yield Finding("mangled_number", *page.with_neighbours(at, at + 1), message, "high")
    others = [at for at in places if at not in beside]
    if others:
        message = f"Characters of the criteria were lost ({len(others)} in all); settle what was written."
        yield Finding("other", *page.with_neighbours(others[0], others[0] + 1), message, "low")


def _inverted(page: Page) -> Iterator[Finding]:
    for ratio in classes()["inverted_ratio"]:
        position = page.lower.find(ratio)
        while position >= 0:
            end = min(page.line(position)[1], position + len(ratio) + 12)
            message = f"{ratio} is the usual ratio turned upside down; settle which was meant."
            yield Finding("implausible_value", *page.trim(position, end), message, "high")
            position = page.lower.find(ratio, end)
