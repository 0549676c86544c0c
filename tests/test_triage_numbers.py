"""Doubtful repairs, lost comparators, values out of bounds, restatements that differ, comparisons nobody read."""

from decimal import Decimal

import pytest
from test_triage_page import criterion, document, flags, outline, quotes, record

from extractor.model.criterion import Characteristic, Concept
from extractor.model.document import Document, Repair, Span
from extractor.model.review import Ambiguity
from extractor.model.values import Range
from extractor.triage import find_ambiguities


def measured(page: Document, name: str, key: str, quote: str, value: Range, topic: str = "measurement") -> Characteristic:
    """What a reader takes from `name ... quote` (the first place of each)."""
    start = page.reading.index(quote)
    at = page.reading.rindex(name, 0, start + len(quote))
    concept = Concept(text=name, span=page.span(at, at + len(name)), key=key)
    return Characteristic(topic=topic, concept=concept, value=value, span=page.span(start, start + len(quote)))


def read(text: str, *values: tuple[str, str, str, Range]) -> tuple[Ambiguity, ...]:
    """Ambiguities of a page whose first item holds the given measurements."""
    page = document(text)
    plan = outline(text)
    found = criterion(page, plan.items[0], *(measured(page, *value) for value in values))
    return find_ambiguities(page, plan, record(page, criteria=(found,)))


def over(low: str, unit: str | None, text: str | None = None) -> Range:
    return Range(low=Decimal(low), unit=unit, unit_text=text or unit)


@pytest.mark.parametrize(
    ("text", "name", "key", "quote", "value"),
    [
        ("- QTc >= 48 ms", "QTc", "qtc", ">= 48 ms", over("48", "ms")),
        ("- Creatinine > 177 mg/dL", "Creatinine", "creatinine", "> 177 mg/dL", over("177", "mg/dL")),
        ("- Haemoglobin >= 10 mg/dL", "Haemoglobin", "hemoglobin", ">= 10 mg/dL", over("10", "mg/dL")),
    ],
)
def test_implausible(text: str, name: str, key: str, quote: str, value: Range) -> None:
    found = [one for one in read(text, (name, key, quote, value)) if one.kind == "implausible_value"]
    assert [one.span.quote for one in found] == [quote] and found[0].severity == "high"


@pytest.mark.parametrize(
    ("text", "name", "key", "quote", "value"),
    [
        ("- QTc >= 480 ms", "QTc", "qtc", ">= 480 ms", over("480", "ms")),
        ("- Creatinine > 177 umol/L", "Creatinine", "creatinine", "> 177 umol/L", over("177", "umol/L")),
        ("- ALT > 3 x ULN", "ALT", "alt", "> 3 x ULN", Range(low=Decimal(3), relative_to="ULN")),
        ("- Platelets > 50000", "Platelets", "platelets", "> 50000", Range(low=Decimal(50000))),
    ],
)
def test_plausible(text: str, name: str, key: str, quote: str, value: Range) -> None:
    assert [one.kind for one in read(text, (name, key, quote, value))] == []


def test_limits_the_wrong_way_round() -> None:
    value = Range(low=Decimal(65), high=Decimal(18), unit="a")
    assert "above" in read("- Aged 65 to 18 years", ("Aged", "age", "65 to 18 years", value))[0].message


def test_a_ratio_upside_down() -> None:
    assert quotes("- FiO2/PaO2 > 30", "implausible_value") == ["FiO2/PaO2 > 30"]


def test_a_doubtful_repair_is_raised_with_its_proposal() -> None:
    original, reading = "- Lymphocytes >0.7×109/L", "- Lymphocytes >0.7×10^9/L"
    at = original.index("109")
    repair = Repair(
        rule="lost-superscript", span=Span(start=at, end=at + 3, quote="109"), before="109", after="10^9", doubtful=True
    )
    page = document(reading, repairs=(repair,), original=original)
    found = find_ambiguities(page, outline(reading), record(page))
    assert [one.kind for one in found] == ["mangled_number"]
    assert "0.7×109" in found[0].span.quote and found[0].proposal is not None and found[0].proposal.value == "10^9"


def test_the_same_repair_is_raised_once() -> None:
    line = "- Lymphocytes of more than >0.7×109/L"
    original = line + "\n" + line
    places = [original.index("109"), original.rindex("109")]
    repairs = tuple(
        Repair(
            rule="lost-superscript", span=Span(start=at, end=at + 3, quote="109"), before="109", after="10^9", doubtful=True
        )
        for at in places
    )
    reading = original.replace("109", "10^9")
    page = document(reading, repairs=repairs, original=original)
    assert len([one for one in find_ambiguities(page, outline(reading), record(page)) if one.kind == "mangled_number"]) == 1


def test_a_lost_comparator_is_raised_with_a_reason() -> None:
    page = document("Inclusion Criteria:\n- Age =18 years")
    found = [one for one in find_ambiguities(page, outline(page.reading), record(page)) if one.kind == "comparator_lost"]
    assert len(found) == 1 and "18" in found[0].span.quote and "equals sign" in found[0].message


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- Platelets of at least 150 x 10^9/L (100,000 per mm3)", 1),
        ("- Platelets of at least 100 x 10^9/L (100,000 per mm3)", 0),
        ("- Creatinine below 177 umol/L (2.0 mg/dL)", 0),
        ("- Creatinine below 177 umol/L (1.0 mg/dL)", 1),
    ],
)
def test_restated(text: str, wanted: int) -> None:
    assert len(quotes(text, "self_contradiction")) == wanted


def test_a_point_that_may_divide_thousands() -> None:
    assert ("mangled_number", "80.000") in flags("- Platelets below 80.000 x 10E9/L")


def test_unread() -> None:
    text = "- Grip strength > 20 kg"
    page, plan = document(text), outline(text)
    found = find_ambiguities(page, plan, record(page, criteria=(criterion(page, plan.items[0]),)))
    assert [(one.kind, one.severity) for one in found] == [("unread", "low")]
    value = measured(page, "Grip strength", "", "> 20 kg", over("20", "kg"))
    covered = criterion(page, plan.items[0], value)
    assert find_ambiguities(page, plan, record(page, criteria=(covered,))) == ()
