"""Printed words as values of the API v2."""

import pytest

from extractor.facts.designs import find_designs
from extractor.facts.printed_age import age_group, find_age, limit
from extractor.facts.printed_date import iso_date
from extractor.facts.recruitment import status
from extractor.facts.vocabulary import phase, sex


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Recruiting", "RECRUITING"),
        ("Active - Recruiting", "RECRUITING"),
        ("Active, not recruiting", "ACTIVE_NOT_RECRUITING"),
        ("NOT_YET_RECRUITING", "NOT_YET_RECRUITING"),
        ("completed (results posted)", "COMPLETED"),
        ("Enrolling by invitation", "ENROLLING_BY_INVITATION"),
        ("please call us", None),
        ("maybe recruiting soon", None),
    ],
)
def test_status(printed: str, value: str | None) -> None:
    assert status(printed) == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1/2", "PHASE1/PHASE2"),
        ("Phase 2/Phase 3", "PHASE2/PHASE3"),
        ("I/II", "PHASE1/PHASE2"),
        ("Phase IIa", "PHASE2"),
        ("PHASE4", "PHASE4"),
        ("Early Phase 1", "EARLY_PHASE1"),
        ("Phase2", "PHASE2"),
        ("N/A", "NA"),
        ("to be told", None),
    ],
)
def test_phase_of_a_label(printed: str, value: str | None) -> None:
    assert phase(printed, bare=True) == value


def test_phase_in_running_words() -> None:
    assert phase("this phase 3 trial") == "PHASE3"
    assert phase("phase 15 of the moon") is None
    assert phase("3 arms") is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Both", "ALL"),
        ("Female: yes Male: yes", "ALL"),
        ("Women aged 20 to 40", "FEMALE"),
        ("men only", "MALE"),
        ("-", None),
    ],
)
def test_sex(printed: str, value: str | None) -> None:
    assert sex(printed) == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("March 9, 2024", "2024-03-09"),
        ("2020/04/01", "2020-04-01"),
        ("12 May 2020", "2020-05-12"),
        ("June 2020", "2020-06"),
        ("2021-07", "2021-07"),
        ("Sept. 3rd, 2019", "2019-09-03"),
        ("2020-13-01", None),
        ("in spring", None),
    ],
)
def test_iso_date(printed: str, value: str | None) -> None:
    assert iso_date(printed) == value


@pytest.mark.parametrize(
    ("printed", "low", "high", "unit"),
    [
        ("10-65", "10", "65", "a"),
        ("13 to 21 years", "13", "21", "a"),
        ("18 Years and older", "18", None, "a"),
        ("70 and under", None, "70", "a"),
        ("6 months through 23 months", "6", "23", "mo"),
        ("older than 15 years old and younger than 61 years of age", "15", "61", "a"),
    ],
)
def test_printed_age(printed: str, low: str | None, high: str | None, unit: str) -> None:
    found = find_age(printed)
    assert found is not None
    value = found[2]
    assert (value.low and str(value.low), value.high and str(value.high), value.unit) == (low, high, unit)


def test_printed_age_keeps_strict_bounds_apart() -> None:
    found = find_age("older than 17 and younger than 76")
    assert found is not None
    assert not found[2].low_inclusive
    assert not found[2].high_inclusive


def test_no_age_is_read_from_other_numbers() -> None:
    assert find_age("visit in week 12, 3.5 mg") is None
    assert find_age("500 to 900 participants") is None
    assert find_age("65-18") is None


def test_age_groups_and_limits() -> None:
    group, everyone = age_group("Adults"), age_group("All Ages")
    assert group is not None and str(group.low) == "18"
    assert everyone is not None and everyone.low is None and everyone.high is None
    top, none = limit("100(Year)", upper=True), limit("N/A", upper=True)
    assert top is not None and str(top.high) == "100" and top.low is None
    assert none is not None and none.high is None


def test_designs_take_the_longest_wording() -> None:
    said = "An open-label, non-randomized, two-arm study; the multicentre part is double-blind."
    assert [value for _, _, value in find_designs(said)] == [
        "OPEN_LABEL",
        "NON_RANDOMIZED",
        "ARMS=2",
        "MULTICENTER",
        "DOUBLE_BLIND",
    ]
