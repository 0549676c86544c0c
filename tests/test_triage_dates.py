"""Undated pages."""

import pytest
from test_triage_page import quotes


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("A page\nPage last reviewed: [date]", "last reviewed: [date]"),
        ("A page\nLast reviewed: not dated", "Last reviewed: not dated"),
        ("We give no advice. Last updated in autumn.", "Last updated in autumn"),
        ("A page for patients.\nStudy details may change.", "Study details may change"),
        ("A page for patients.\nAsk your doctor.", "Ask your doctor."),
    ],
)
def test_undated(text: str, part: str) -> None:
    found = quotes(text, "undated_page", kind="navigator")
    assert len(found) == 1 and part in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "A page\nLast updated: June 2021",
        "A page\nLast reviewed 2022-04-01",
        "We give no advice. Page checked in March 2018.",
        "Updated on 3 May 2020. Details may change.",
    ],
)
def test_dated(text: str) -> None:
    assert quotes(text, "undated_page", kind="navigator") == []


def test_registry_records_are_not_asked() -> None:
    assert quotes("A record\nDetails may change.", "undated_page") == []
