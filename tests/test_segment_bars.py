"""Tables in plain text, and lines that only date the page."""

import pytest
from segment_page import read, texts, words

from extractor.segment.statements import is_dating

TABLE = """Trial: NCT09990001

Inclusion criteria

| You need | Details |
|---|:---:|
| Age | 18 to 65 |
| Platelets | at least 100 x 10^9/L |

Exclusion criteria

| Reason | Details |
| --- | --- |
| Smoking | within 2 weeks |
"""


def test_rows_are_items_and_heads_are_not() -> None:
    assert [(item.category, words(TABLE, item)) for item in read(TABLE).items] == [
        ("inclusion", "Age | 18 to 65"),
        ("inclusion", "Platelets | at least 100 x 10^9/L"),
        ("exclusion", "Smoking | within 2 weeks"),
    ]


def test_a_bar_inside_a_line_is_no_table() -> None:
    assert texts("Inclusion criteria\n* Asthma | bronchitis\n* Gout\n") == ["Asthma | bronchitis", "Gout"]


@pytest.mark.parametrize(
    "line",
    [
        "Last edited 22 February 2026",
        "Version 2.1, 2 February 2026",
        "Text of 18.02.2026",
        "This letter was printed on 3 March 2026",
    ],
)
def test_lines_that_date_the_page(line: str) -> None:
    assert is_dating(line)


@pytest.mark.parametrize(
    "line", ["Version 2.1 of the scale above 12", "Surgery written down before 2020", "Status of HIV in 2024 known"]
)
def test_lines_that_date_something_else(line: str) -> None:
    assert not is_dating(line)


def test_topics_of_which_nothing_is_asked() -> None:
    text = "Inclusion criteria\nAge: Over 18\nLife expectancy: Not specified\nRenal: creatinine normal\n"
    assert texts(text) == ["Age: Over 18", "Renal: creatinine normal"]
