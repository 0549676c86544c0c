"""Lines of forms, page numbers and following parts of a page: they stand behind a list and are no criteria."""

import pytest
from segment_page import texts

from extractor.segment.fields import is_form_field, is_page_mark

FORM = """Inclusion criteria
1. Asthma for two years
{above}
Exclusion criteria
1. Current smoker

{below}
"""


@pytest.mark.parametrize(
    "line",
    [
        "Ethics board number: 17/2031",
        "Ethics approval: pending",
        "Principal investigator: not disclosed",
        "Planned date of last follow-up: 4/5/2031",
        "Secondary endpoint: wheeze at night",
        "Target number of participants: 64",
        "Page 3 of 44",
        "- 12 -",
        "Please see the back cover.",
    ],
)
def test_a_line_of_the_form_is_no_criterion(line: str) -> None:
    assert texts(FORM.format(above="", below=line)) == ["Asthma for two years", "Current smoker"]


def test_a_page_number_inside_a_list_does_not_end_it() -> None:
    page = "Exclusion criteria\n1. Current smoker\n\nPage 3 of 44\n\n2. Oxygen at home\n"
    assert texts(page) == ["Current smoker", "Oxygen at home"]


@pytest.mark.parametrize(
    "line",
    [
        "Performance status: ECOG 0 or 1",
        "Platelet count: above 90",
        "Sex: female",
        "Age: over 40",
        "Type 2 diabetes: excluded",
    ],
)
def test_a_labelled_criterion_stays_one(line: str) -> None:
    assert line in texts(FORM.format(above=line, below=""))


def test_sex_belongs_to_the_form_where_the_form_stands_above() -> None:
    assert is_form_field("Sex: both", below=True)
    assert not is_form_field("Sex: both", below=False)
    assert not is_form_field("Type 2 diabetes: none", below=True)


def test_page_marks() -> None:
    assert [is_page_mark(line) for line in ("Page 3", "page 3 of 44", "- 3 -", "3", "Stage 3", "-5 to 3")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


QUESTIONS = """Questions about the inhaler study

Who can take part?
Adults with asthma who wheeze on two medicines can take part.

Who cannot take part?
People who smoke cannot join. Nobody may join who uses oxygen at home.

How many visits are there?
Six in a year, each of about 2 hours.

Can a friend come along?
Yes, one person.
"""


def test_answers_below_the_next_question_are_no_criteria() -> None:
    assert texts(QUESTIONS, "inclusion") == ["Adults with asthma who wheeze on two medicines can take part."]
    assert texts(QUESTIONS, "exclusion") == ["People who smoke cannot join.", "Nobody may join who uses oxygen at home."]


def test_questions_that_ask_for_criteria_do_not_end_the_part() -> None:
    page = """A new inhaler
About this study
It is tested for a year.

Who can take part?
You need these things.

Are you over 30?
Have you had asthma for 2 years?
Do you use 3 inhalers?
"""
    assert texts(page) == [
        "You need these things.",
        "Are you over 30?",
        "Have you had asthma for 2 years?",
        "Do you use 3 inhalers?",
    ]
