"""Properties of the quantity reader: what is written in any spelling is read back; hostile input stays linear."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.values import Range, plain
from extractor.quantity import find_quantities, find_windows

LOW_INCLUSIVE = ["≥ {} {}", ">={} {}", "at least {} {}", "no less than {} {}", "{} {} or more", "a minimum of {} {}"]
LOW_EXCLUSIVE = ["> {} {}", ">{} {}", "more than {} {}", "greater than {} {}", "above {} {}", "exceeding {} {}"]
HIGH_INCLUSIVE = ["≤ {} {}", "<={} {}", "at most {} {}", "no more than {} {}", "up to {} {}", "not exceeding {} {}"]
HIGH_EXCLUSIVE = ["< {} {}", "<{} {}", "less than {} {}", "below {} {}", "under {} {}"]
BOTH = ["between {} and {} {}", "{}-{} {}", "{} – {} {}", "from {} to {} {}", "{} to {} {}", "{} ~ {} {}"]
UNITS = {"mg/dL": "mg/dL", "%": "%", "mmol/L": "mmol/L", "years": "a", "weeks": "wk", "x 10^9/L": "10*9/L"}

numbers = st.decimals(min_value="0.1", max_value="999", places=1).map(lambda n: n.normalize()).filter(lambda n: n > 0)
units = st.sampled_from(sorted(UNITS))


def only(text: str) -> Range:
    (value,) = [quantity.value for quantity in find_quantities(text) if quantity.explicit]
    assert isinstance(value, Range)
    return value


@given(numbers, units, st.sampled_from([0, 1, 2, 3]), st.integers(0, 5))
def test_one_sided_round_trip(number: Decimal, unit: str, kind: int, spelling: int) -> None:
    spellings = (LOW_INCLUSIVE, LOW_EXCLUSIVE, HIGH_INCLUSIVE, HIGH_EXCLUSIVE)[kind]
    value = only("marker " + spellings[spelling % len(spellings)].format(plain(number), unit))
    assert (value.low, value.high) == ((number, None) if kind < 2 else (None, number))
    inclusive = value.low_inclusive if kind < 2 else value.high_inclusive
    assert inclusive == (kind % 2 == 0)
    assert value.unit == UNITS[unit]


@given(numbers, numbers, units, st.sampled_from(BOTH))
def test_two_sided_round_trip(one: Decimal, other: Decimal, unit: str, spelling: str) -> None:
    low, high = min(one, other), max(one, other)
    value = only("marker " + spelling.format(plain(low), plain(high), unit))
    assert (value.low, value.high, value.unit) == (low, high, UNITS[unit])
    assert value.low_inclusive and value.high_inclusive


@given(st.integers(1, 998), st.sampled_from(LOW_INCLUSIVE + HIGH_EXCLUSIVE))
def test_another_digit_is_another_reading(number: int, spelling: str) -> None:
    assert only("marker " + spelling.format(number, "mg/dL")) != only("marker " + spelling.format(number + 1, "mg/dL"))


@given(numbers, st.sampled_from(["≥", ">", "≤", "<", ">=", "<="]), st.sampled_from([" ", "", "\u00a0"]))
def test_spaces_do_not_matter(number: Decimal, symbol: str, space: str) -> None:
    spaced = only(f"marker {symbol} {plain(number)} mg/dL")
    assert only(f"marker{space}{symbol}{space}{plain(number)}{space}mg/dL") == spaced


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    quantities = find_quantities(text)
    ends = [0]
    for quantity in quantities:
        assert 0 <= quantity.start < quantity.end <= len(text)
        ends.append(quantity.end)
    assert list(find_windows(text, quantities)) == sorted(find_windows(text, quantities), key=lambda window: window.index)


PUMPS = [
    "20 mg of abc ",
    "5 mg abc def ghi or equivalent ",
    "a year ",
    "one and a ",
    "3 times or abc def ",
    "> 3 ULN (5 ULN ",
    "4 consecutive ",
    "1 g/L (2 g/L ",
    "1",
    "1 ",
    "1,",
    "1-",
    "1/",
    "≥",
    "≥ ",
    "≥ 1 ",
    "between ",
    "from the ",
    "within the last ",
    "10^",
    "1 x 10",
    "5 mg/",
    "5 mg per ",
    "twenty-",
    "I-",
    "or more ",
    "minimum ",
    "(",
    "5 years (",
    "5 years prior to ",
    "a-",
    "a'",
    " ",
    "\u00a0",
    "1.",
    "1 000 ",
    "upper limit of ",
    "2 x the institutional ",
    "½",
]


@pytest.mark.parametrize("pump", PUMPS)
def test_hostile_input_is_read_in_linear_time(pump: str) -> None:
    text = (pump * 120_000)[:120_000]
    started = time.process_time()
    find_windows(text, find_quantities(text))
    assert time.process_time() - started < 20.0, "not linear"
