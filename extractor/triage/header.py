"""The head of a page against its text: ages and sex that the fields give and the criteria contradict."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.model.criterion import Fact, FactField
from extractor.model.review import Severity
from extractor.model.values import Range, plain
from extractor.triage.page import Finding, Page

_DAYS = {"a": Decimal("365.25"), "mo": Decimal("30.4375"), "wk": Decimal(7), "d": Decimal(1)}
_YEAR = Decimal("365.25")
_OTHER_REASONS = (" or ", "contracept", "pregnan", "childbearing", "child-bearing", "reproductive")


@dataclass(frozen=True, slots=True)
class _Ages:
    """The header's age limits in days (None: no limit), and the facts that give them.

    `coarse` says that the head only ticks age groups (under 18, 18 to 64, 65 and over), as the European register does: then
    a narrower text is no contradiction.
    """

    low: Decimal | None
    high: Decimal | None
    facts: tuple[Fact, ...]
    coarse: bool


def find_header_conflicts(page: Page) -> Iterator[Finding]:
    """Whole-trial ages and sex of the head that the text, or a cohort of it, contradicts."""
    ages = [fact for fact in page.record.facts if fact.field == "age" and isinstance(fact.value, Range)]
    header = _header(ages)
    if header:
        yield from _text_ages(page, header, [fact for fact in ages if _is_text(fact) and fact.cohort is None])
        yield from _cohort_ages(page, header, [fact for fact in ages if _is_text(fact) and fact.cohort is not None])
    yield from _values(page, "sex")
    yield from _values(page, "phase")
    yield from _sex_conditions(page)


def _is_header(fact: Fact) -> bool:
    return fact.cohort is None and (fact.reader == "field" or "header" in fact.confidence)


def _is_text(fact: Fact) -> bool:
    return not _is_header(fact) and "text" in fact.confidence


def _days(value: Range, number: Decimal | None) -> Decimal | None:
    scale = _DAYS.get(value.unit or "a")
    return None if number is None or scale is None else number * scale


def _header(ages: list[Fact]) -> _Ages | None:
    """The limits of the head, if it has an age field at all. A default such as 120 years is no limit."""
    facts = tuple(fact for fact in ages if _is_header(fact))
    if not facts:
        return None
    values = [fact.value for fact in facts if isinstance(fact.value, Range)]
    lows = [days for value in values if (days := _days(value, value.low)) is not None]
    highs = [days for value in values if (days := _days(value, value.high)) is not None]
    high = max(highs, default=None)
    coarse = any("age-group" in fact.confidence for fact in facts)
    return _Ages(min(lows, default=None), None if high is not None and high >= 99 * _YEAR else high, facts, coarse)


def _shown(value: Range) -> str:
    low = "" if value.low is None else ("from " if value.low_inclusive else "over ") + plain(value.low)
    high = "" if value.high is None else ("to " if value.high_inclusive else "under ") + plain(value.high)
    return f"{low} {high}".strip()


def _against(value: Range, header: _Ages) -> Severity | None:
    """How far a range of the text is from the head: None (the same), low (only whether the limit itself counts), high.

    A single age ("= 60 years") is mostly a lost comparator: it contradicts the head only where the head leaves it out.
    """
    low, high = _days(value, value.low), _days(value, value.high)
    if header.coarse or (low is not None and low == high):
        below = low is not None and header.low is not None and low < header.low
        above = high is not None and header.high is not None and high > header.high
        return "high" if below or above else None
    worst: Severity | None = None
    for days, inclusive, own, sign in (
        (low, value.low_inclusive, header.low, 1),
        (high, value.high_inclusive, header.high, -1),
    ):
        if days is None:
            continue
        whole = days if inclusive else days + sign * _YEAR
        if own is None:
            worst = "high" if sign < 0 or days > 0 else worst
        elif own not in (days, whole):
            worst = "high"
        elif own == days and not inclusive and worst is None:
            worst = "low"
    return worst


def _text_ages(page: Page, header: _Ages, facts: list[Fact]) -> Iterator[Finding]:
    for fact in facts:
        if not isinstance(fact.value, Range) or "conditional" in fact.confidence:
            continue
        severity = _against(fact.value, header)
        if severity:
            start, end = page.reading_of(header.facts[0].span if header.coarse else fact.span)
            message = f"The text admits ages {_shown(fact.value)}, the head of the page {_head(header)}; settle which holds."
            yield Finding("header_vs_text", start, end, message, severity)


def _head(header: _Ages) -> str:
    return ", ".join(_shown(fact.value) or "no limit" for fact in header.facts if isinstance(fact.value, Range))


def _cohort_ages(page: Page, header: _Ages, facts: list[Fact]) -> Iterator[Finding]:
    """One finding on the head's own words for all cohorts whose ages differ from it."""
    others = [fact for fact in facts if isinstance(fact.value, Range) and _against(fact.value, header) == "high"]
    if not others:
        return
    names = {cohort.id: cohort.name for cohort in page.record.cohorts}
    parts = sorted(
        {f"{names.get(f.cohort or '', f.cohort)}: {_shown(f.value)}" for f in others if isinstance(f.value, Range)}
    )
    start, end = page.reading_of(header.facts[0].span)
    message = f"The age range of the head ({_head(header)}) does not hold for every group; {'; '.join(parts)}."
    yield Finding("header_vs_text", start, end, message, "high")


def _values(page: Page, field: FactField) -> Iterator[Finding]:
    """A field whose one value in the head the title or the text contradicts; the first such place stands for all."""
    facts = [fact for fact in page.record.facts if fact.field == field and fact.cohort is None]
    header = {str(fact.value) for fact in facts if _is_header(fact)}
    if len(header) != 1:
        return
    for fact in facts:
        if not _is_header(fact) and str(fact.value) not in header and {"title", "text"} & set(fact.confidence):
            start, end = page.reading_of(fact.span)
            message = f"The text says {fact.value}, the head of the page {min(header)}; settle the {field}."
            yield Finding("header_vs_text", start, end, message, "high" if field == "sex" else "medium")
            return


def _sex_conditions(page: Page) -> Iterator[Finding]:
    """ "Women only if postmenopausal" under a head that admits all: women are not admitted as the head says."""
    if not any(fact.field == "sex" and fact.value == "ALL" and _is_header(fact) for fact in page.record.facts):
        return
    for hit in page.hits("sex_condition"):
        item = page.item_at(hit.start)
        if item is None or item.category != "inclusion":
            continue
        start, end = page.sentence(hit.start)
        if not any(word in page.lower[start:end] for word in _OTHER_REASONS):
            yield Finding("header_vs_text", start, min(end, start + 300), hit.phrase.message, hit.phrase.severity)
