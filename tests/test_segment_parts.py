"""Where the eligibility part of a page begins and ends by headings of its own kind: numbered ones, questions, answers."""

from extractor.extract import extract
from extractor.repair import repair
from extractor.sources import read_source


def _criteria(page: str) -> list[tuple[str, str]]:
    record = extract(repair(read_source("page.txt", page.encode()), "page"))[1]
    return [(each.category, each.text) for each in record.criteria]


def test_numbered_headings_of_a_protocol() -> None:
    page = (
        "Study plan, version 2\n\n4 WHO IS TAKEN\n\n4.1 Inclusion criteria\n4.1.1 Age of 21 years or more\n4.1.2 Gout\n\n"
        "4.2 Exclusion criteria\n4.2.1 Asthma\n\n4.3 Visits\nThe second visit takes place after a week.\n"
    )
    assert _criteria(page) == [("inclusion", "Age of 21 years or more"), ("inclusion", "Gout"), ("exclusion", "Asthma")]


def test_answers_open_lists_and_a_question_ends_them() -> None:
    page = (
        "A study of gout\nNCT01234567\nMay I join?\nYes, if all of these are true:\n- You have gout\n- You are over 41\n"
        "No, if any of these applies:\n- You have asthma\nHow long does it take?\nYou must come six times in a year.\n"
    )
    assert _criteria(page) == [
        ("inclusion", "You have gout"),
        ("inclusion", "You are over 41"),
        ("exclusion", "You have asthma"),
    ]
