"""Sections: where the eligibility text begins and ends, and what opens an inclusion or an exclusion list."""

import pytest
from segment_page import read, texts

from extractor.model.document import SourceField

PAGE = """A Study of a New Inhaler
Sponsor: Lung Institute
Ages 18-70
Study Summary
This study looks at an inhaler. People breathe better with it, we hope.
Who This Trial May Be For
Grown-ups with asthma who still wheeze on two medicines. Please contact us for more.
Eligibility Criteria
These points are illustrative; the centre decides.
check_circleInclusion Criteria – May Be Eligible
- ✓Asthma for at least one year
- ✓Aged 18 to 70
cancelExclusion Criteria – May Not Be Eligible
- ×Smoker
Patients who use a spacer may continue with it.
Criteria here are illustrative.
Medical Records and Tests Needed for Review
Bring the last lung function test.
- vaccination card
Risks and Side Effects
Patients must expect a sore throat.
"""


def test_sections_of_a_navigator_page() -> None:
    outline = read(PAGE)
    assert [(section.role, section.heading) for section in outline.sections] == [
        ("header", None),
        ("summary", "Study Summary"),
        ("eligibility", "Who This Trial May Be For"),
        ("eligibility", "Eligibility Criteria"),
        ("other", "Medical Records and Tests Needed for Review"),
        ("other", "Risks and Side Effects"),
    ]
    assert outline.sections[0].start == 0
    assert outline.sections[-1].end == len(PAGE)
    assert all(one.end == two.start for one, two in zip(outline.sections, outline.sections[1:], strict=False))


def test_items_of_a_navigator_page() -> None:
    outline = read(PAGE)
    found = [(item.id, item.label, PAGE[item.start : item.end], item.notes) for item in outline.items]
    assert found == [
        ("inc-1", None, "Grown-ups with asthma who still wheeze on two medicines.", ("narrative",)),
        ("inc-2", "- ✓", "Asthma for at least one year", ()),
        ("inc-3", "- ✓", "Aged 18 to 70", ()),
        ("exc-1", "- ×", "Smoker", ()),
        ("inc-4", None, "Patients who use a spacer may continue with it.", ()),
    ]


@pytest.mark.parametrize(
    ("heading", "category"),
    [
        ("Inclusion Criteria", "inclusion"),
        ("Key Inclusion Criteria:", "inclusion"),
        ("INCLUSION", "inclusion"),
        ("Inclusions:", "inclusion"),
        ("**Inclusion Criteria:**", "inclusion"),
        ("## Inclusion criteria", "inclusion"),
        ("1. Inclusion criteria:", "inclusion"),
        ("* INCLUSION CRITERIA:", "inclusion"),
        ("Main criteria for inclusion:", "inclusion"),
        ("Inclusion criteria are as follows:", "inclusion"),
        ("Inclusion criteria for this study:", "inclusion"),
        ("May be eligible", "inclusion"),
        ("Patients who may qualify", "inclusion"),
        ("Who can take part", "inclusion"),
        ("Who can take part?", "inclusion"),
        ("You may be able to join if:", "inclusion"),
        ("DISEASE CHARACTERISTICS:", "inclusion"),
        ("PRIOR CONCURRENT THERAPY:", "inclusion"),
        ("Criterios de inclusión:", "inclusion"),
        ("Exclusion", "exclusion"),
        ("Exclusion criteria: (any of these)", "exclusion"),
        ("Main exclusion criteria", "exclusion"),
        ("2. Exclusion criteria:", "exclusion"),
        ("Non-inclusion criteria:", "exclusion"),
        ("May not be eligible", "exclusion"),
        ("You cannot take part if", "exclusion"),
        ("Not eligible if:", "exclusion"),
        ("Patients who may not qualify", "exclusion"),
        ("Ausschlusskriterien:", "exclusion"),
    ],
)
def test_list_headings(heading: str, category: str) -> None:
    outline = read(f"{heading}\n\n- Asthma\n- Eczema of the hands\n")
    assert [item.category for item in outline.items] == [category, category]


@pytest.mark.parametrize(
    "line",
    [
        "Inclusion in another trial during the last month",
        "Exclusion of pregnancy by a blood test",
        "Meets the inclusion criteria of the main study",
    ],
)
def test_a_criterion_that_speaks_of_inclusion_is_no_heading(line: str) -> None:
    assert texts(f"Inclusion Criteria:\n- {line}\n- Asthma\n") == [line, "Asthma"]


def test_only_a_list_with_its_own_headings() -> None:
    text = "Inclusion Criteria:\n  1. Asthma\nExclusion Criteria:\n  1. Smoker\n"
    outline = read(text)
    assert [(section.role, section.start, section.end) for section in outline.sections] == [("eligibility", 0, len(text))]
    assert [item.id for item in outline.items] == ["inc-1", "exc-1"]


def test_a_bare_list_is_inclusion() -> None:
    outline = read("- Asthma for a year\n- Aged 18 or over\n- Able to use an inhaler\n")
    assert [item.category for item in outline.items] == ["inclusion"] * 3
    assert [section.role for section in outline.sections] == ["eligibility"]


def test_text_without_criteria_has_no_items() -> None:
    assert read("The garden was green.\nIt rained all night.\nNobody went out.\n").items == ()


def test_a_heading_glued_to_another() -> None:
    text = (
        "Eligibility Criteria\nInclusion\nInclusion Inclusion Criteria 1. Asthma, daily symptoms.\n\nStudy Design\n\n- 20\n"
    )
    assert texts(text) == ["Asthma, daily symptoms."]


def test_a_heading_inside_a_paragraph() -> None:
    text = "Inclusion Criteria: Adults with asthma. Able to swallow. Exclusion Criteria: Smokers. Pregnant women."
    outline = read(text)
    assert [(item.category, text[item.start : item.end]) for item in outline.items] == [
        ("inclusion", "Adults with asthma."),
        ("inclusion", "Able to swallow."),
        ("exclusion", "Smokers."),
        ("exclusion", "Pregnant women."),
    ]


def test_the_source_field_says_where_the_text_is() -> None:
    body = "Adults with asthma\n\nNot smoking\n"
    text = f"Brief summary\nInclusion Criteria: none are given here.\nEligibility\n{body}Locations\n- Town, Country\n"
    start = text.index(body)
    outline = read(text, fields=(SourceField(name="eligibility_criteria", start=start, end=start + len(body)),))
    assert [text[item.start : item.end] for item in outline.items] == ["Adults with asthma", "Not smoking"]
    assert [section.role for section in outline.sections if section.start <= start < section.end] == ["eligibility"]


def test_header_lines_before_the_list_are_no_items() -> None:
    text = (
        "Inhaler\nTrial ID: X-17\nSex: All\n- second title\nInclusion Criteria\n- Asthma\n\nExclusion Criteria\n- Smoker\n"
    )
    assert texts(text) == ["Asthma", "Smoker"]


def test_form_text_and_set_phrases_are_left_out() -> None:
    text = (
        "Inclusion criteria:\n1. Asthma\nAre the trial subjects under 18? no\nNumber of subjects for this age range:\n"
        "F.1.2 Adults (18-64 years) yes\nF.1.2.1 Number of subjects for this age range 30\n"
        "Exclusion criteria:\nNone\nOther protocol-defined criteria may apply.\n"
    )
    assert texts(text) == ["Asthma"]


def test_an_outdated_list_is_marked() -> None:
    text = "Inclusion criteria:\nCurrent inclusion criteria:\n1. Age over 18\nPrevious inclusion criteria:\n1. Age over 21\n"
    assert [item.notes for item in read(text).items] == [(), ("superseded",)]


def test_a_record_goes_on_with_its_other_fields() -> None:
    text = (
        "Sponsor: Lung Institute\nEligibility Criteria:\nInclusion Criteria:\n- Asthma\nExclusion Criteria:\n- Smoker\n"
        "Enrollment: 250\nHealthy Volunteers: No\nCentral Contact: Call us\n"
    )
    assert texts(text) == ["Asthma", "Smoker"]
    assert [section.role for section in read(text).sections][:2] == ["header", "eligibility"]


def test_the_numbered_points_of_a_form() -> None:
    text = (
        "E.2.1 | Main objective | Breathing\nE.3\nPrincipal inclusion criteria\n-Asthma\nE.4\nPrincipal exclusion criteria\n"
        "-Smoker\nE.5 End points\nE.5.1 | Primary end point | Wheezing\nF.2.1 | Female | Yes\n"
    )
    assert [(item.category, text[item.start : item.end]) for item in read(text).items] == [
        ("inclusion", "Asthma"),
        ("exclusion", "Smoker"),
    ]
