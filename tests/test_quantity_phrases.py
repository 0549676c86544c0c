"""Phrases and the quantities that must be read from them."""

import csv
from pathlib import Path

import pytest

from extractor.model.values import Range, plain
from extractor.quantity import Quantity, find_quantities

ROWS = list(csv.DictReader((Path(__file__).parent / "data" / "quantities.csv").read_text(encoding="utf-8").splitlines()))


def written(quantity: Quantity) -> str:
    """A quantity in the notation of the table: "[18;65] a", "(3;] rel ULN", "{I II}"."""
    value = quantity.value
    if not isinstance(value, Range):
        return "{" + " ".join(value.members) + "}"
    low, high = "" if value.low is None else plain(value.low), "" if value.high is None else plain(value.high)
    bounds = f"{'[' if value.low_inclusive else '('}{low};{high}{']' if value.high_inclusive else ')'}"
    parts = [
        "not" if quantity.negated else "",
        bounds,
        value.unit or "",
        f"rel {value.relative_to}" if value.relative_to else "",
    ]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_phrase(row: dict[str, str]) -> None:
    read = [quantity for quantity in find_quantities(row["text"]) if quantity.explicit]
    assert " ".join(map(written, read)) == row["expected"]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_phrase_in_a_sentence(row: dict[str, str]) -> None:
    """The reading does not depend on what stands around the phrase, and offsets point at it."""
    text = f"Eligible: {row['text']}, as judged locally."
    read = [quantity for quantity in find_quantities(text) if quantity.explicit]
    assert " ".join(map(written, read)) == row["expected"]
    for quantity in read:
        assert 0 <= quantity.start <= quantity.number_start < quantity.end <= len(text)
        assert text[quantity.start : quantity.end] == text[quantity.start : quantity.end].strip()


def test_bare_number_is_not_explicit() -> None:
    assert [quantity.explicit for quantity in find_quantities("in the past 5 years")] == [False]


def test_pair_keeps_both_numbers() -> None:
    (quantity,) = find_quantities("blood pressure ≥ 160/100 mmHg")
    assert quantity.pair is not None
    assert (str(quantity.pair.low), quantity.pair.low_inclusive, quantity.pair.unit) == ("100", True, "mm[Hg]")


def test_unit_as_printed_is_kept() -> None:
    (quantity,) = find_quantities("platelets ≥ 100 x 10^9/L")
    assert isinstance(quantity.value, Range)
    assert quantity.value.unit_text == "x 10^9/L"


def test_counting_unit_of_another_clause_is_not_taken() -> None:
    first, second = (q for q in find_quantities("score below 20 within 4 weeks") if q.explicit)
    assert (first.unit, second.unit) == (None, "wk")
