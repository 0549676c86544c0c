"""Facts told in the parts of one line, and in the sentences of pages for patients."""

import pytest

from extractor.extract import extract
from extractor.repair import repair
from extractor.sources import read_source

REST = "\n\nWho can join\n- dry eyes\n\nWho cannot join\n- an eye infection\n"


def facts(line: str) -> set[tuple[str, str]]:
    text = f"Drops against dry eyes\n\nAbout the study\n{line}{REST}"
    record = extract(repair(read_source("page.txt", text.encode()), "page"))[1]
    return {
        (each.field, str(each.value)) for each in record.facts if each.field not in ("title", "condition", "intervention")
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Phase 2 · Recruiting · 84 people", {("phase", "PHASE2"), ("status", "RECRUITING"), ("enrollment", "84")}),
        (
            "Run by Lakeside Eye Institute | Phase 3 | about 1,250 patients",
            {("sponsor", "Lakeside Eye Institute"), ("phase", "PHASE3"), ("enrollment", "1250")},
        ),
        (
            "Sponsor: Aquila • Participants: 60 • completed",
            {("sponsor", "Aquila"), ("enrollment", "60"), ("status", "COMPLETED")},
        ),
        ("Lakeside Eye Institute is running the study.", {("sponsor", "Lakeside Eye Institute")}),
        ("Some 90 teenagers will take part.", {("enrollment", "90")}),
        ("The team wants to recruit 120 couples.", {("enrollment", "120")}),
        ("Recruitment has been paused.", {("status", "SUSPENDED")}),
        ("The study has not started yet.", {("status", "NOT_YET_RECRUITING")}),
        ("This trial was stopped early.", {("status", "TERMINATED")}),
    ],
)
def test_what_a_line_tells(line: str, expected: set[tuple[str, str]]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "An earlier study was stopped early.",
        "In another trial 90 people will take part.",
        "Your eyes are red | your lids are swollen | you blink often",
        "Dry eyes · 84 people in 100 have them",
        "Lakeside Eye Institute is running out of space.",
    ],
)
def test_what_is_not_told_of_this_trial(line: str) -> None:
    assert facts(line) == set()
