"""Windows of time: how long ago something happened, and how long it stayed the same."""

import pytest

from extractor.model.values import Range
from extractor.quantity import find_date_limits, find_quantities, find_windows


def windows(text: str) -> list[str]:
    """The windows of a text: "before ..2 wk" lies at most two weeks before, "lasting before 3.. mo" went on for three."""
    shown = []
    for window in find_windows(text, find_quantities(text)):
        value: Range = window.value
        low, high = "" if value.low is None else str(value.low), "" if value.high is None else str(value.high)
        anchor = "" if window.anchor_start is None else f" {text[window.anchor_start : window.anchor_end]}"
        shown.append(f"{'lasting ' if window.lasting else ''}{window.relation} {low}..{high} {value.unit}{anchor}")
    return shown


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a fracture in the last fortnight", ["before ..2 wk"]),
        ("a fracture in the past decade", ["before ..10 a"]),
        ("a fracture in the week before the scan", ["before ..1 wk the scan"]),
        ("a fracture in the month following the scan", ["after ..1 mo the scan"]),
        ("a fracture over the past 9 days", ["before ..9 d"]),
        ("a fracture in recent 9 days", ["before ..9 d"]),
        ("a fracture in the last couple of weeks", ["before ..2 wk"]),
        ("a scan during the 9 days that precede entry", ["before ..9 d entry"]),
        ("a scan within the 9-day period before entry", ["before ..9 d entry"]),
        ("a scan ± 9 days of entry", ["within ..9 d entry"]),
        ("a scan within ± 9 days of entry", ["within ..9 d entry"]),
        ("no pill within 9 hours or 4 half-lives", ["within ..9 h", "within ..4 {half-life}"]),
        ("a value within 3 % for 9 days", []),
        ("a scan on day 9 ± 2 days", []),
    ],
)
def test_when_something_happened(text: str, read: list[str]) -> None:
    assert windows(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("lesions stable for 9 weeks", ["lasting before 9.. wk"]),
        ("a dose unchanged over the last 9 weeks", ["lasting before 9.. wk"]),
        ("a dose that was constant for 9 weeks before entry", ["lasting before 9.. wk entry"]),
        ("a stable dose for at least 9 weeks before entry", ["lasting before 9.. wk entry"]),
        ("stable (no change in the past 9 weeks)", ["before ..9 wk"]),
        ("stable, with a fall in the past 9 weeks", ["before ..9 wk"]),
        ("counts of 4 in 9 weeks while stable", []),
    ],
)
def test_how_long_something_stayed_the_same(text: str, read: list[str]) -> None:
    assert windows(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("treated since March 2018", ["after March 2018"]),
        ("treated on or before the 3rd of May 2018", ["before 3rd of May 2018"]),
        ("born after 1998, in town", ["after 1998"]),
        ("treated prior to 2018-05-03", ["before 2018-05-03"]),
        ("after 1998 mL, before 2010 patients", []),
        ("after may 2018 tests", []),
    ],
)
def test_limits_on_the_calendar(text: str, read: list[str]) -> None:
    assert [f"{limit.relation} {text[limit.date_start : limit.end]}" for limit in find_date_limits(text)] == read


def test_long_runs_take_linear_time() -> None:
    for unit in ("stable for the past ", "stable stable ", "within 9 d or ", "the week before "):
        text = unit * 1500 + "9 days"
        assert isinstance(find_windows(text, find_quantities(text)), tuple)
    assert len(list(find_date_limits("since May 2018 " * 4000))) == 20
    assert list(find_date_limits("since 12 " * 4000)) == []
