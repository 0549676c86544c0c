"""Dates of the page, phases and ages as pages for patients word them."""

import time

import pytest
from facts_pages import values

from extractor.facts.dating import NOTE

PAGE = (
    "Gout at night\nSummary\nA study of gout.\nInclusion criteria\n- Gout\nExclusion criteria\n- Kidney stones\nCosts\n{}\n"
)


@pytest.mark.parametrize(
    ("note", "date"),
    [
        ("Page updated on 4 March 2026.", "2026-03-04"),
        ("The visits are free. Last checked: May 2026", "2026-05"),
        ("Reviewed by our team on 2026-03-04.", "2026-03-04"),
        ("The information was last verified on March 4, 2026.", "2026-03-04"),
    ],
)
def test_date_of_a_page_in_a_sentence(note: str, date: str) -> None:
    assert values(PAGE.format(note), "last_updated") == [date]


def test_other_dates_are_none_of_the_page() -> None:
    page = PAGE.format("Blood is checked in May 2026. The guideline was revised after the trial of 2019 had ended.")
    assert values(page, "last_updated") == []


@pytest.mark.parametrize(
    ("line", "phase"),
    [
        ("Phase: 2 (two)", "PHASE2"),
        ("Phase 3", "PHASE3"),
        ("Phase: Therapeutic exploratory - (Phase II): yes", "PHASE2"),
        ("Phase: Therapeutic exploratory (Phase II): no", None),
    ],
)
def test_phase_lines(line: str, phase: str | None) -> None:
    found = values(f"Gout at night\nKey Facts\n{line}\nStatus: open to new patients\n", "phase")
    assert found == ([phase] if phase else [])


@pytest.mark.parametrize("unit", ["last ", "Page updated ", "last updated on on ", "Reviewed by the "])
def test_notes_without_end_are_read_in_time(unit: str) -> None:
    before = time.perf_counter()
    list(NOTE.finditer(unit * (120_000 // len(unit))))
    assert time.perf_counter() - before < 8
