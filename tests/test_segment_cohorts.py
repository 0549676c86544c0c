"""Cohorts: headings that open criteria for some patients, and lines that only look like one."""

import pytest
from segment_page import read, words


def _by_cohort(text: str) -> list[tuple[str | None, str]]:
    return [(item.cohort, words(text, item)) for item in read(text).items]


def test_numbered_cohorts_in_both_lists_have_one_id() -> None:
    text = (
        "Inclusion Criteria:\nCohort 1:\n- Asthma\nCohort 2 (healthy volunteers):\n- No lung disease\n"
        "Exclusion Criteria:\nCohort 1\n- Smoker\nAll cohorts:\n- Pregnant\n"
    )
    assert _by_cohort(text) == [
        ("cohort-1", "Asthma"),
        ("cohort-2", "No lung disease"),
        ("cohort-1", "Smoker"),
        (None, "Pregnant"),
    ]
    assert [(cohort.id, cohort.expansion) for cohort in read(text).cohorts] == [
        ("cohort-1", None),
        ("cohort-2", "healthy volunteers"),
    ]


@pytest.mark.parametrize(
    ("heading", "cohort"),
    [
        ("Arm B only:", "arm-b"),
        ("Part 2:", "part-2"),
        ("Phase II portion only:", "phase-ii"),
        ("Group A (severe asthma):", "group-a"),
        ("For patients in Cohort 3:", "cohort-3"),
    ],
)
def test_group_headings(heading: str, cohort: str) -> None:
    text = f"Inclusion Criteria:\n- Consent\n{heading}\n- Asthma\n"
    assert _by_cohort(text)[-1] == (cohort, "Asthma")


def test_groups_of_people() -> None:
    text = "Inclusion:\nPatients:\n- Asthma\nHealthy controls:\n- No asthma\nExclusion:\nPatients:\n- Smokes\n"
    assert _by_cohort(text) == [("patients", "Asthma"), ("healthy-controls", "No asthma"), ("patients", "Smokes")]


def test_headings_of_lists_for_a_group() -> None:
    text = (
        "Inclusion criteria for healthy volunteers:\n- No lung disease\nDonor inclusion criteria:\n- Weight > 50 kg\n"
        "Exclusion criteria: (for group 2)\n- Smoker\nInclusion Criteria: Cohort 1:\n- Asthma\n"
    )
    assert _by_cohort(text) == [
        ("healthy-volunteers", "No lung disease"),
        ("donor", "Weight > 50 kg"),
        ("group-2", "Smoker"),
        ("cohort-1", "Asthma"),
    ]


FLAT = """Eligibility Criteria

Inclusion

Inclusion Criteria 1. Severe Plaque Disease (SPD): Patients who meet all of the following requirements can enter the group.

Definition: plaques on one tenth of the skin.

  1. Aged 10-65 years;

  2. Plaques for a year.

  1. HdX: Patients who fulfil every one of these points may enter this group.

  2. Aged 18-65 years;

4.QRS Definition: Based on two blood tests, antibodies are present.

  1. Aged 12-60 years;

Exclusion

Exclusion criteria:

  1. Severe Plaque Disease (SPD):

  2. Heart failure;

2.HdX

  1. Dialysis;

  1. Heart failure; 7) Dialysis at any time before; 8) Had gene therapy at any time before. 4. QRS

  1. Epilepsy;

Study Design

Treatment Group(s): 2
"""


def test_cohorts_of_a_page_that_lost_its_nesting() -> None:
    assert _by_cohort(FLAT) == [
        ("spd", "Definition: plaques on one tenth of the skin."),
        ("spd", "Aged 10-65 years;"),
        ("spd", "Plaques for a year."),
        ("hdx", "Aged 18-65 years;"),
        ("qrs", "Based on two blood tests, antibodies are present."),
        ("qrs", "Aged 12-60 years;"),
        ("spd", "Heart failure;"),
        ("hdx", "Dialysis;"),
        ("hdx", "Heart failure;"),
        ("hdx", "Dialysis at any time before;"),
        ("hdx", "Had gene therapy at any time before."),
        ("qrs", "Epilepsy;"),
    ]
    first = read(FLAT).cohorts[0]
    assert (first.id, first.abbreviation, first.expansion) == ("spd", "SPD", "Severe Plaque Disease")
    assert FLAT[first.start : first.end] == "Severe Plaque Disease (SPD)"


def test_a_cohort_that_is_a_list_item_ends_with_its_sub_items() -> None:
    text = "Inclusion Criteria:\n- Aged 18\n- Part A:\n  - Asthma\n  - Wheezing\n- Consent\n"
    assert _by_cohort(text) == [(None, "Aged 18"), ("part-a", "Asthma"), ("part-a", "Wheezing"), (None, "Consent")]


def test_a_cohort_named_in_one_item_holds_for_that_item() -> None:
    text = "Inclusion Criteria:\n- Cohort 1: Patients with asthma\n- Cohort 2: Patients with bronchitis\n- Consent\n"
    assert _by_cohort(text) == [
        ("cohort-1", "Patients with asthma"),
        ("cohort-2", "Patients with bronchitis"),
        (None, "Consent"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "For patients with liver metastases: ALT < 5 times ULN",
        "Women of childbearing potential must use contraception",
        "Patients with any of the following:",
        "Group therapy in the last month",
        "Phase of remission for a year",
        "Part of a family with asthma",
        "Arm circumference over 20 cm",
    ],
)
def test_a_criterion_is_no_cohort(line: str) -> None:
    outline = read(f"Inclusion Criteria:\n- {line}\n- Consent\n")
    assert outline.cohorts == ()
    assert len(outline.items) == 2


def test_one_line_over_a_list_of_patients_is_a_parent_and_no_cohort() -> None:
    text = (
        "Inclusion Criteria:\n\nPatients suspected of asthma at visit one:\n\n- Wheezing\n- Cough\n\nExclusion:\n- Smoker\n"
    )
    outline = read(text)
    assert outline.cohorts == ()
    assert [item.parent for item in outline.items] == [None, "inc-1", "inc-1", None]


def test_diseases_that_each_head_a_list_of_their_own_are_cohorts() -> None:
    text = (
        "Inclusion\n\n1. Giant Cell Arteritis (GCA): each point below must apply.\n\n  1) Aged 50 or over\n\n"
        "  2) ESR above 50 mm/h\n\n2. Takayasu Arteritis (TAK): each point below must apply.\n\n  1) Aged 16 to 40\n\n"
        "Exclusion\n\n  1) Sepsis\n"
    )
    assert _by_cohort(text) == [
        ("gca", "Aged 50 or over"),
        ("gca", "ESR above 50 mm/h"),
        ("tak", "Aged 16 to 40"),
        (None, "Sepsis"),
    ]
    assert [cohort.expansion for cohort in read(text).cohorts] == ["Giant Cell Arteritis", "Takayasu Arteritis"]


def test_one_disease_with_sub_items_among_other_items_is_no_cohort() -> None:
    text = (
        "Inclusion Criteria:\n1. Aged 18 or over\n2. Heart failure (HF): all of the following apply.\n   a) NYHA class II\n"
        "3. Kidney disease (CKD): all of the following apply.\n   a) eGFR below 60\n"
    )
    assert {cohort for cohort, _ in _by_cohort(text)} == {None}


def test_group_is_known_by_the_patients_it_holds() -> None:
    text = (
        "Inclusion\n\nGroup A: Giant Cell Arteritis (GCA). Patients who meet all of the following may enter the group.\n\n"
        "  1. Aged 50 or over\n\n  2. Fever\n\nGroup B: Takayasu Arteritis (TAK). Patients who meet all of the following may"
        " enter the group.\n\n  1. Aged 16 to 40\n\n  2. Fever\n\nExclusion\n\nGroup B:\n\n  1. Sepsis\n"
    )
    assert _by_cohort(text) == [
        ("gca", "Aged 50 or over"),
        ("gca", "Fever"),
        ("tak", "Aged 16 to 40"),
        ("tak", "Fever"),
        ("tak", "Sepsis"),
    ]


def test_groups_whose_lists_have_headings_of_their_own() -> None:
    text = (
        "Eligibility\nGout group\n✅ May be eligible\n✔ Aged 20 or over\n❌ May not be eligible\n✘ Kidney stones\n"
        "Psoriasis group\n✅ May be eligible\n✔ Aged 30 or over\n❌ May not be eligible\n✘ Sepsis\n"
    )
    assert _by_cohort(text) == [
        ("gout", "Aged 20 or over"),
        ("gout", "Kidney stones"),
        ("psoriasis", "Aged 30 or over"),
        ("psoriasis", "Sepsis"),
    ]
    assert [item.category for item in read(text).items] == ["inclusion", "exclusion", "inclusion", "exclusion"]


def test_the_last_cohort_of_one_list_does_not_own_the_next_list() -> None:
    text = "Inclusion Criteria:\nCohort 1:\n- Gout\nCohort 2:\n- Psoriasis\nExclusion Criteria:\n- Sepsis\n"
    assert _by_cohort(text)[-1] == (None, "Sepsis")


def test_an_announcement_may_name_the_group_it_opens() -> None:
    text = (
        "Inclusion Criteria 1. Gouty Arthritis (GA): Patients who meet all points below join the GA group.\n\n  1. Aged 20\n"
        "\n  2. Pain\n"
    )
    assert {cohort for cohort, _ in _by_cohort(text)} == {"ga"}
