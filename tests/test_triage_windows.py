"""Time windows with no anchor."""

import pytest
from test_triage_page import quotes


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("- Large operation or injury within 6 weeks", "within 6 weeks"),
        ("- Radiotherapy the last three months", "the last three months"),
        ("- Smoking in the past year", "in the past year"),
        ("- Stopped steroids for more than two weeks", "more than two weeks"),
        ("- Off immunotherapy for at least 3 months", "for at least 3 months"),
        ("- Chloroquine within 10 weeks prior to study.", "10 weeks prior to study"),
        ("- Recent surgery with bleeding", "Recent surgery"),
        ("- Had a vaccine recently", "vaccine recently"),
    ],
)
def test_unanchored(text: str, part: str) -> None:
    found = quotes(text, "unanchored_window")
    assert len(found) == 1 and part in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "- Surgery within 4 weeks before screening",
        "- Surgery within 4 weeks of the first dose",
        "- Stroke in the past 6 months prior to enrolment",
        "- Before randomization: infection within 7 days",
        "- Pain for at least 3 months",
        "- Off steroids for at least 2 weeks before the first dose",
        "- Recent stroke (within 3 months before entry)",
        "Results come within 2 weeks.",
    ],
)
def test_anchored(text: str) -> None:
    assert quotes(text, "unanchored_window") == []


def test_the_same_wording_is_told_once() -> None:
    assert len(quotes("- Surgery within 4 weeks\n- Surgery within 4 weeks", "unanchored_window")) == 1


def test_many_windows_are_told_as_one() -> None:
    text = "\n".join(
        f"- {what} in the past 6 months" for what in ("Stroke", "Surgery", "Fracture", "Infection", "Transfusion")
    )
    assert len(quotes(text, "unanchored_window")) == 1


def test_ago_counts_from_no_day() -> None:
    assert quotes("- A stroke more than 6 months ago", "unanchored_window") == ["A stroke more than 6 months ago"]
