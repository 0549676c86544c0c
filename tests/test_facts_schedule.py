"""When the trial runs, and dates in numbers."""

import pytest
from facts_pages import values

from extractor.facts.printed_date import iso_date


@pytest.mark.parametrize(
    ("printed", "page", "value"),
    [
        ("18.02.2026", "", "2026-02-18"),
        ("03.04.2026", "", "2026-04-03"),
        ("20/01/2025", "", "2025-01-20"),
        ("01/20/2025", "", "2025-01-20"),
        ("05/05/2025", "", "2025-05-05"),
        ("03/04/2026", "", None),
        ("03/04/2026", "seen 28/02/2028", "2026-04-03"),
        ("03/04/2026", "seen 02/28/2028", "2026-03-04"),
        ("03/04/2026", "seen 02/28/2028 and 28/02/2028", None),
        ("40/01/2025", "", None),
    ],
)
def test_dates_in_numbers(printed: str, page: str, value: str | None) -> None:
    assert iso_date(printed, page) == value


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("Study dates: 3 March 2024 to 30 June 2027", "2024-03-03", "2027-06-30"),
        ("Dates: May 2025 – December 2028", "2025-05", "2028-12"),
        ("Start: May 2025, end: December 2028", "2025-05", "2028-12"),
        ("Start of recruitment: 20/01/2025", "2025-01-20", None),
        ("The study runs from May 2025 until December 2028.", "2025-05", "2028-12"),
        ("The trial opened in January 2023 and runs until June 2026.", "2023-01", "2026-06"),
        ("The trial starts in spring.", None, None),
        ("An earlier trial started in May 2020.", None, None),
        ("Dates: to be confirmed", None, None),
    ],
)
def test_start_and_end(line: str, start: str | None, end: str | None) -> None:
    assert values(line, "start_date") == ([start] if start else [])
    assert values(line, "completion_date") == ([end] if end else [])


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Text of 18.02.2026", "2026-02-18"),
        ("Flyer version 3, 30.01.2026", "2026-01-30"),
        ("Version 2.1, 2 February 2026", "2026-02-02"),
        ("Protocol version 2.1, 2 February 2026", None),
        ("© 2026, updated 4 March 2026", "2026-03-04"),
        ("Figures as of 3 May 2025", "2025-05-03"),
        ("Last reviewed by the study team: 14 October 2025", "2025-10-14"),
    ],
)
def test_the_date_of_the_page(line: str, date: str | None) -> None:
    assert values(line, "last_updated") == ([date] if date else [])
