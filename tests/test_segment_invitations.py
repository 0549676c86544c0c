"""Lay headings: which lines open a list of who may or may not join, and which are sentences like any other."""

import time

import pytest
from segment_page import texts

from extractor.segment.invitations import lay_heading


@pytest.mark.parametrize(
    "line",
    [
        "who could join",
        "who may enter this study?",
        "people who can be included",
        "you might be a good fit if",
        "what you need to join",
    ],
)
def test_invitations(line: str) -> None:
    heading = lay_heading(line)
    assert heading is not None and heading.category == "inclusion"


@pytest.mark.parametrize(
    "line",
    [
        "who could not join",
        "what rules you out",
        "not suitable if",
        "you should not apply if",
        "reasons you may be excluded",
    ],
)
def test_refusals(line: str) -> None:
    heading = lay_heading(line)
    assert heading is not None and heading.category == "exclusion"


@pytest.mark.parametrize(
    "line",
    [
        "can i still join?",
        "who pays for the hotel",
        "please join us",
        "patients with asthma can join",
        "join",
        "not pregnant",
        "no",
    ],
)
def test_other_lines(line: str) -> None:
    assert lay_heading(line) is None


def test_a_question_of_one_is_neutral() -> None:
    heading = lay_heading("can i take part?")
    assert heading is not None and heading.category == ""


def test_hostile_lines_are_cheap() -> None:
    started = time.perf_counter()
    for line in ("who " * 50_000, "who can join " * 5, "'" * 100_000):
        lay_heading(line)
    assert time.perf_counter() - started < 8


@pytest.mark.parametrize(
    ("heading", "category"),
    [
        ("Reasons for exclusion", "exclusion"),
        ("Reasons for not joining", "exclusion"),
        ("Exclusion conditions", "exclusion"),
        ("Barriers to joining", "exclusion"),
        ("Sorry, not if you", "exclusion"),
        ("Don't apply if you", "exclusion"),
        ("Unfortunately you cannot take part if", "exclusion"),
        ("Participation is not possible if", "exclusion"),
        ("What would stop me joining?", "exclusion"),
        ("Who should stay away", "exclusion"),
        ("You must not have", "exclusion"),
        ("Inclusion conditions", "inclusion"),
        ("Conditions for taking part", "inclusion"),
        ("Participation is possible if", "inclusion"),
        ("You must have", "inclusion"),
    ],
)
def test_more_headings_in_plain_words(heading: str, category: str) -> None:
    opening = "exclusion" if category == "inclusion" else "inclusion"
    above = {"inclusion": "You can join if", "exclusion": "You cannot join if"}[opening]
    page = f"A pill\nAbout this study\nIt is new.\n{above}\n- Asthma\n{heading}\n- Smoking\n"
    assert texts(page, opening) == ["Asthma"]
    assert texts(page, category) == ["Smoking"]
