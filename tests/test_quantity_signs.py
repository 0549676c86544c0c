"""Signs, damaged numbers and ends of ranges: where a wrong value would be read with confidence."""

import pytest

from extractor.model.values import Range
from extractor.quantity import find_faults, find_quantities


def explicit(text: str) -> list[str]:
    """The comparisons of a text, as "low..high unit" with a round bracket at an end that is left out."""
    shown = []
    for found in find_quantities(text):
        value = found.value
        if found.explicit and isinstance(value, Range):
            low = "" if value.low is None else f"{'[' if value.low_inclusive else '('}{value.low}"
            high = "" if value.high is None else f"{value.high}{']' if value.high_inclusive else ')'}"
            shown.append(f"{low}..{high} {value.unit or ''}".strip())
    return shown


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a lumbar T-score of -2.5 or lower", ["..-2.5]"]),
        ("T-score between -2.5 and -1.0", ["[-2.5..-1.0]"]),
        ("a score from -4 to +2", ["[-4..2]"]),
        ("base excess (-4 to -2 mmol/L)", ["[-4..-2] mmol/L"]),
        ("base excess < -5 mmol/L", ["..-5) mmol/L"]),
        ("T-score ≤ - 2.5", ["..-2.5]"]),
        ("T-score −1 or less", ["..-1]"]),
        ("weight 40 -80 kg", ["[40..80] kg"]),
        ("weight 40 kg -80 kg", ["[40..80] kg"]),
        ("-18 years or older", ["[18.. a"]),
        ("age -18 years or older", ["[18.. a"]),
        ("pulse (rest)-60 or more", ["[60.."]),
    ],
)
def test_a_minus_is_a_sign_or_a_dash(text: str, read: list[str]) -> None:
    assert explicit(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("sodium outside 135-145 mmol/L", ["..135) mmol/L", "(145.. mmol/L"]),
        ("sodium out of the normal range (135 to 145 mmol/L)", ["..135) mmol/L", "(145.. mmol/L"]),
        ("sodium outside the range of 135 to 145 mmol/L", ["..135) mmol/L", "(145.. mmol/L"]),
        ("sodium within 135 and 145 mmol/L", ["[135..145] mmol/L"]),
        ("a pulse of 55 up to 85 bpm", ["[55..85] {beats}/min"]),
        ("a BMI from 21 up to 33.5 kg/m2", ["[21..33.5] kg/m2"]),
        ("a Lansky score of at least 60 up to 15 years", ["[60..", "..15] a"]),
    ],
)
def test_both_ends_of_a_range_are_read(text: str, read: list[str]) -> None:
    assert explicit(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("from 24+0 to 27+6 weeks", ["[168..195] d"]),
        ("below 33 3/7 weeks", ["..234) d"]),
        ("a sum of 3+4", []),
        ("an acuity of 20/50 or better", ["[20.. /50"]),
        ("a sight from 20/50 to 20/400", ["..20] /50", "[20.. /400"]),
        ("a sight from 6/60 to 6/9", ["[6.. /60", "..6] /9"]),
        ("a sum of 20/50 or more", []),
        ("tears of 4 mm in 5 minutes or less", ["..4] mm"]),
        ("80 % of the planned amount or more", ["[80.. %"]),
        ("at least 3 million copies/mL", ["[3000000.. {copies}/mL"]),
        ("a lattice above 0.09 nL", ["(0.09.. nL"]),
        ("lipase up to 2 x nL", ["..2]"]),
        ("over 8 months to 3 years", ["(8.. mo", "..3] a"]),
        ("drip over 3 to 5 hours", ["[3..5] h"]),
        ("more than 3 units of blood", ["(3.. {blood_units}"]),
        ("transfused with 3 or more units", ["[3.. {blood_units}"]),
        ("insulin of 30 or more units", ["[30.. U"]),
        ("alcohol of over 21 units a week", ["(21.. {drinks}/wk"]),
        ("at least a third of the skin", ["[1.. /3"]),
        ("two thirds or more of the skin", ["[2.. /3"]),
        ("a score below minus 3", ["..-3)"]),
        ("plus or minus 3 or more", ["[3.."]),
        ("± 6 days of the visit", ["..6] d"]),
        ("day 12 ± 2 days of the visit", []),
        ("ready by 3 April 2019 or at least 4 times", ["[4.. {times}"]),
        ("on or after January 2, 2018", []),
        ("at least 13 mm in women, 15 in men", ["[13.. mm", "[15.. mm"]),
        ("at least 2.5E4 copies/mL", ["[2.5.. 10*4/mL"]),
        ("protein of 2 g/24 h or more", ["[2.. g/d"]),
        ("fever above 38½ °C", ["(38.5.. Cel"]),
        ("3 x 1000/µl or more", ["[3.. 10*3/uL"]),
        ("a viral load above 4 log10 copies/mL", ["(4.. {log_copies}/mL"]),
        ("albumin of 3.2 g% or more", ["[3.2.. g/dL"]),
        ("12 years and over: 2 mg/dL", ["[12.. a"]),
        ("two packs with a filter in a day or more", []),
        ("more than half of it", []),
        ("more than half of the dose", ["(50.. %"]),
    ],
)
def test_what_a_number_is_part_of(text: str, read: list[str]) -> None:
    assert explicit(text) == read


@pytest.mark.parametrize(
    "number",
    ["2 00,000", "11..5", "17 .5", "60?109", "7O", "36⅔", "5 5 %", "1OO", "10^777"],
    ids=lambda number: number.replace(" ", "_"),
)
def test_no_value_is_read_from_a_damaged_number(number: str) -> None:
    text = f"a value of at least {number} as measured"
    assert [text[start:end] for start, end in find_faults(text)] == [number.removesuffix(" %")]
    assert explicit(text) == []


@pytest.mark.parametrize(
    "text", ["≥ 10 000 /µL", "≥ 1.5 x 10^9/L", "1,200 mg", "grade 1 2 weeks ago", "H2O", "age 18.", "≥ 2 5 x"]
)
def test_sound_numbers_are_no_faults(text: str) -> None:
    assert list(find_faults(text)) == []


@pytest.mark.parametrize("number", ["1,2,3", "l2", "O5"])
def test_no_value_is_read_from_a_number_damaged_behind_a_sign(number: str) -> None:
    text = f"≥ {number} g"
    assert [text[start:end] for start, end in find_faults(text)] == [number]
    assert explicit(text) == []
    assert list(find_faults(f"stage {number} g")) == []


def test_a_long_number_is_read_whole_or_not_at_all() -> None:
    assert explicit("above > 4500000000000 in all") == ["(4500000000000.."]
    assert explicit("below < 0.123456789 in all") == ["..0.123456789)"]
    for number in ("9" * 40, "1." + "3" * 40):
        assert explicit(f"above > {number} in all") == []
        assert len(list(find_faults(f"above > {number} in all"))) == 1


def test_long_runs_of_digits_take_linear_time() -> None:
    for unit in ("1 ", "1,1,", "20/40 sight ", "1 May ", "± 1 d ", "1.", "1 .", "1?", "24+0 ", "-", "up to ", "1 000 "):
        assert isinstance(find_quantities(unit * 4000), tuple)
        assert len(list(find_faults(unit * 4000))) <= 50
