"""Headings that no vocabulary holds: where they stand and whether they admit or refuse tells which list they open."""

import pytest
from segment_page import read as outline_of

from extractor.model.criterion import Category
from extractor.model.outline import UNCLEAR_HEADING

ADMITTED, REFUSED = ("you are 40 or older", "gout for a year"), ("kidney failure", "a stroke in the last 6 months")


def page(first: str, second: str, *, mark: str = "- ", head: str = "") -> str:
    lists = [
        f"{head}{line}\n\n" + "\n".join(mark + item for item in items)
        for line, items in ((first, ADMITTED), (second, REFUSED))
    ]
    return "\n\n".join([f"{head}A tablet against gout", *lists]) + "\n"


def read(text: str) -> dict[str, Category]:
    return {text[item.start : item.end]: item.category for item in outline_of(text).items}


EXPECTED = dict.fromkeys(ADMITTED, "inclusion") | dict.fromkeys(REFUSED, "exclusion")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Your ticket in: what we want to see", "Your ticket out: what we do not want to see"),
        ("The study wants you when", "The study does not want you when"),
        ("What is required", "What is forbidden"),
        ("Patients the clinic accepts", "Patients the clinic rejects"),
        ("Which mothers may come in", "Which mothers have to stay away"),
        ("These things are needed:", "These things stand against it:"),
        ("All of this must be true", "None of this may be true"),
        ("Inclution Criteria:", "Exclusion Criteria"),
    ],
)
@pytest.mark.parametrize(("mark", "head"), [("- ", ""), ("* ", "## "), ("[ ] ", "")])
def test_a_pair_of_lines_over_two_lists(first: str, second: str, mark: str, head: str) -> None:
    assert read(page(first, second, mark=mark, head=head)) == EXPECTED


def test_points_of_a_form() -> None:
    assert read(page("E.3 Principal inclusion criteria", "E.4 Principal exclusion criteria", mark="1. ")) == EXPECTED


def test_a_line_that_says_neither_is_asked_about() -> None:
    outline = outline_of(page("You can join if", "Hurdles"))
    assert [item.category for item in outline.items] == ["inclusion"] * 4
    assert [UNCLEAR_HEADING in item.notes for item in outline.items] == [False, False, True, False]


def test_what_stands_above_an_exclusion_list_is_read_and_asked_about() -> None:
    text = page("Some things first", "Who cannot join")
    assert read(text) == EXPECTED
    assert UNCLEAR_HEADING in outline_of(text).items[0].notes


@pytest.mark.parametrize("head", ["Blood values:", "No history of:", "Heart and vessels", "Women only:"])
def test_a_part_of_a_list_turns_nothing(head: str) -> None:
    outline = outline_of(f"Inclusion Criteria:\n\n- 18 years or older\n- gout\n\n{head}\n\n- stroke\n- angina\n")
    assert {item.category for item in outline.items} == {"inclusion"}


def test_other_lists_of_a_page_stay_out() -> None:
    text = (
        "A tablet against gout\n\nWhat you will have to bring\n\n- a list of your tablets\n- warm clothes\n\n"
        "The days are long.\n\nWho can join\n\n- you are 40 or older\n\nWho cannot join\n\n- kidney failure\n"
    )
    assert read(text) == {"you are 40 or older": "inclusion", "kidney failure": "exclusion"}
