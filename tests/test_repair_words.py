"""Glued words: precision before recall."""

import pytest

from extractor.repair import repairs_of


def reading(text: str) -> str:
    return repairs_of(text)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("able to follow theprotocol", "able to follow the protocol"),
        ("a College ofRheumatology member", "a College of Rheumatology member"),
        ("the test isnegative", "the test is negative"),
        ("for atleast a week", "for at least a week"),
        ("the tests performed duringscreening", "the tests performed duringscreening"),
        ("maleand female", "male and female"),
        ("check_circleWho can join", "Who can join"),
    ],
)
def test_reading(text: str, expected: str) -> None:
    assert reading(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "withhold, withdrawing, withstands, bypassed, isolated, ascertain, byproduct, together, norepinephrine, anderson",
        "mRNA, HbA1c, NeuroStar, AstraZeneca, GlaxoSmithKline, YouTube, FluMist, MabThera, CyberKnife, LifeScan, pSS, eGFR",
        "hyperthyroid, transrectal, intrathoracic, multivitamin, breakthrough, chemoradiation, immunohistochemistry",
        "see www.example.org/ofRheumatology or mail theprotocol@example.org",
        "radiofrequency, electrocardiogram, thromboembolic, hepatobiliary, pseudoprogression",
    ],
)
def test_left_alone(text: str) -> None:
    assert reading(text) == text


def test_content_words_are_parted_only_on_a_page_with_several_joins() -> None:
    one = "stop the studydrug before the infusion"
    assert reading(one) == one
    page = "ofnormal range. theprotocol. isnegative. " + one
    assert reading(page).endswith("stop the study drug before the infusion")


def test_a_join_is_an_insertion() -> None:
    _, (one,) = repairs_of("read theprotocol")
    assert (one.span.start, one.span.end, one.before, one.after) == (8, 8, "", " ")


def test_names_of_measurements_that_a_blank_parts() -> None:
    assert repairs_of("Haemo globin below 9 g/dL, leuko cytes and creati nine")[0] == (
        "Haemoglobin below 9 g/dL, leukocytes and creatinine"
    )
    (repair,) = repairs_of("haemo globin")[1]
    assert (repair.rule, repair.before, repair.after) == ("broken-word", " ", "")


def test_words_that_stand_apart_for_good_reason() -> None:
    text = "no acid reflux, nine creations, pro calcium tablets, hemo dialysis, blood pressure"
    assert repairs_of(text)[0] == text
