"""Statements of one page that cannot all hold."""

from decimal import Decimal

import pytest
from test_triage_numbers import measured, over, read
from test_triage_page import criterion, document, flags, outline, quotes, record

from extractor.model.criterion import Cohort, Fact, FactField
from extractor.model.document import Document
from extractor.model.review import Ambiguity
from extractor.model.values import Range
from extractor.triage import find_ambiguities


def fact(
    page: Document, field: FactField, value: Range | str, quote: str, *confidence: str, cohort: str | None = None
) -> Fact:
    start = page.reading.index(quote)
    return Fact(field=field, value=value, span=page.span(start, start + len(quote)), cohort=cohort, confidence=confidence)


def years(low: str | None, high: str | None, **more: bool) -> Range:
    return Range(low=Decimal(low) if low else None, high=Decimal(high) if high else None, unit="a", **more)  # type: ignore[arg-type]


def conflicts(page: Document, *facts: Fact, cohorts: tuple[Cohort, ...] = ()) -> list[Ambiguity]:
    found = find_ambiguities(page, outline(page.reading), record(page, facts=facts, cohorts=cohorts))
    return [one for one in found if one.kind in ("header_vs_text", "self_contradiction")]


def test_the_same_analyte_twice() -> None:
    value = Range(low=Decimal(3), relative_to="ULN")
    text = "- Bad liver values (ALT >=3 ULN; ALT >= 3 ULN)"
    found = read(text, ("ALT", "alt", ">=3 ULN", value), ("ALT", "alt", ">= 3 ULN", value))
    twice = [one for one in found if one.kind == "self_contradiction"]
    assert len(twice) == 1 and twice[0].proposal is not None and twice[0].proposal.value == "AST"


def test_two_analytes_are_no_repetition() -> None:
    value = Range(low=Decimal(3), relative_to="ULN")
    found = read("- ALT >=3 ULN; AST >= 3 ULN", ("ALT", "alt", ">=3 ULN", value), ("AST", "ast", ">= 3 ULN", value))
    assert found == ()


def test_single_arm_with_two_groups() -> None:
    text = "This is a single-arm study.\nTreatment Group(s): 2"
    assert ("self_contradiction", "Treatment Group(s): 2") in flags(text)
    assert flags("This is a single-arm study.\nTreatment Group(s): 1") == []
    assert flags("This is a parallel study.\nTreatment Group(s): 2") == []


def test_a_hospital_that_recruits_and_does_not() -> None:
    text = "\n".join(
        (
            "  • North Hospital",
            "    Main Street 5, 12345 Town",
            "    Recruiting",
            "  • North Hospital",
            "    Town 12345",
            "    Completed",
        )
    )
    assert quotes(text, "self_contradiction") == ["Completed"]
    assert quotes(text.replace("Town 12345", "Elsewhere 99999"), "self_contradiction") == []
    assert quotes(text.replace("North Hospital", "Investigative Site"), "self_contradiction") == []


def test_subject_counts_that_do_not_add_up() -> None:
    line = "Number of subjects for this age range"
    text = f"Target sample size: 30\nF.1.2.1 {line} 9\nF.1.3.1 {line} {{}}\n"
    assert len(quotes(text.format(8), "self_contradiction")) == 1
    assert quotes(text.format(21), "self_contradiction") == []


def test_a_dose_that_rises_to_itself() -> None:
    text = "The starting dose is 15 mg once a day. Later the doctor may go up to {} mg once a day."
    assert len(quotes(text.format(15), "self_contradiction")) == 1
    assert quotes(text.format(20), "self_contradiction") == []


def test_a_block_that_stands_twice() -> None:
    text = "- One rule\n- Two rules\n- One rule\n- Two rules"
    marked = flags(text, notes={"c3": ("duplicate-block",), "c4": ("duplicate-block",)})
    assert marked == [("self_contradiction", "One rule\n- Two rules")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Adults with gout\n- 18 years or older\nA parent or guardian may give consent for a minor.", 1),
        ("Adults with gout\n- 18 years or older\nThe patient gives consent.", 0),
        ("Adults with gout\n- 18 years or older\n- Minor surgery is allowed with consent", 0),
    ],
)
def test_consent_for_a_minor_in_a_trial_of_adults(text: str, wanted: int) -> None:
    page = document(text)
    found = conflicts(page, fact(page, "age", years("18", None), "18 years or older", "text"))
    assert len(found) == wanted


def test_treatment_asked_for_and_excluded() -> None:
    text = "- Previously received interferon, and worse since\nExclusion\n- Previously received interferon"
    assert len(quotes(text, "self_contradiction")) == 1
    assert quotes(text + " within 4 weeks", "self_contradiction") == []
    assert quotes(text.replace("- Previously", "- Never previously", 1), "self_contradiction") == []


def test_dialysis_asked_for_and_low_clearance_excluded() -> None:
    text = "- Dialysis patients\nExclusion\n- eGFR < 15 mL/min"
    page, plan = document(text), outline(text)
    low = Range(high=Decimal(15), high_inclusive=False, unit="mL/min", unit_text="mL/min")
    criteria = (
        criterion(page, plan.items[0]),
        criterion(page, plan.items[1], measured(page, "eGFR", "egfr", "< 15 mL/min", low)),
    )
    found = find_ambiguities(page, plan, record(page, criteria=criteria))
    assert [one.span.quote for one in found if one.kind == "self_contradiction"] == ["eGFR < 15 mL/min"]


def test_an_exclusion_that_lets_nobody_in() -> None:
    text = "- Haemoglobin >= 9 g/dL\nExclusion\n- Haemoglobin >= {} g/dL"
    for limit, wanted in (("8", 1), ("12", 0)):
        page, plan = document(text.format(limit)), outline(text.format(limit))
        first = measured(page, "Haemoglobin", "hemoglobin", ">= 9 g/dL", over("9", "g/dL"))
        second = measured(page, "Haemoglobin", "hemoglobin", f">= {limit} g/dL", over(limit, "g/dL"))
        criteria = (criterion(page, plan.items[0], first), criterion(page, plan.items[1], second))
        found = find_ambiguities(page, plan, record(page, criteria=criteria))
        assert len([one for one in found if one.kind == "self_contradiction"]) == wanted


def test_opposites() -> None:
    assert flags("Zinc for outpatients with flu\n- Patients admitted to hospital") == [("self_contradiction", "outpatients")]
    assert flags("Zinc for outpatients with flu\n- Patients seen at home") == []
    assert flags("A non-randomized study. Everyone receives zinc.") == []
    assert flags("A randomized study. Everyone receives zinc.") == [("self_contradiction", "randomized")]


HEAD = "Minimum age: 18 Years\nMaximum age: {}\n- Aged 18 to 60 years"


def test_header_age_against_text() -> None:
    for printed, high, wanted in (
        ("N/A", None, ["18 to 60 years"]),
        ("60 Years", "60", []),
        ("75 Years", "75", ["18 to 60 years"]),
    ):
        page = document(HEAD.format(printed))
        found = conflicts(
            page,
            fact(page, "age", years("18", high), "Minimum age: 18 Years", "header"),
            fact(page, "age", years("18", "60"), "18 to 60 years", "text"),
        )
        assert [one.span.quote for one in found] == wanted


def test_a_limit_that_only_one_side_counts_in_is_low() -> None:
    page = document("Minimum age: 18 Years\n- Older than 18 years")
    found = conflicts(
        page,
        fact(page, "age", years("18", None), "Minimum age: 18 Years", "header"),
        fact(page, "age", years("18", None, low_inclusive=False), "Older than 18 years", "text"),
    )
    assert [(one.kind, one.severity) for one in found] == [("header_vs_text", "low")]


def test_header_age_against_a_group() -> None:
    page = document("Ages 12-70\n- Group B: aged 20-70 years")
    group = Cohort(id="b", name="Group B", span=page.span(13, 20))
    found = conflicts(
        page,
        fact(page, "age", years("12", "70"), "Ages 12-70", "header"),
        fact(page, "age", years("20", "70"), "20-70 years", "text", cohort="b"),
        cohorts=(group,),
    )
    assert [(one.span.quote, one.severity) for one in found] == [("Ages 12-70", "high")] and "Group B" in found[0].message


def test_ticked_age_groups_are_coarse() -> None:
    page = document("Adults (18-64 years) no, elderly yes\n- Aged 60 to 80")
    head = fact(page, "age", years("65", None), "Adults (18-64 years) no", "header", "age-group")
    assert [one.span.quote for one in conflicts(page, head, fact(page, "age", years("60", "80"), "60 to 80", "text"))] == [
        "Adults (18-64 years) no"
    ]
    assert conflicts(page, head, fact(page, "age", years("66", "80"), "60 to 80", "text")) == []


def test_header_sex_against_text() -> None:
    page = document("Sex: All\n- Women with gout")
    head = fact(page, "sex", "ALL", "All", "header")
    assert [one.kind for one in conflicts(page, head, fact(page, "sex", "FEMALE", "Women", "text"))] == ["header_vs_text"]
    assert conflicts(page, head, fact(page, "sex", "ALL", "Women", "text")) == []


def test_women_on_a_condition() -> None:
    page = document("Sex: All\n- Women are allowed if they are postmenopausal")
    assert [one.kind for one in conflicts(page, fact(page, "sex", "ALL", "All", "header"))] == ["header_vs_text"]
    other = document("Sex: All\n- Women must be postmenopausal or use contraception")
    assert conflicts(other, fact(other, "sex", "ALL", "All", "header")) == []
