"""Items and the characteristics with a number that must be read from them."""

import csv
import time
from pathlib import Path

import pytest

from extractor.criteria.item_text import item_text
from extractor.criteria.measured import read_measured
from extractor.extract import extract
from extractor.model.criterion import Characteristic
from extractor.model.document import Document
from extractor.model.outline import Item
from extractor.model.values import Range, Timing, Value, plain

ROWS = list(csv.DictReader((Path(__file__).parent / "data" / "measured.csv").read_text(encoding="utf-8").splitlines()))


def read(text: str) -> tuple[Characteristic, ...]:
    document = Document(id="d", path="d", sha256="", media_type="text/plain", kind="registry", text=text, reading=text)
    return read_measured(item_text(document, Item(id="c1", category="inclusion", start=0, end=len(text))))


def written_value(value: Value | None) -> str:
    if value is None:
        return "-"
    if not isinstance(value, Range):
        return "{" + " ".join(value.members) + "}"
    low, high = "" if value.low is None else plain(value.low), "" if value.high is None else plain(value.high)
    bounds = f"{'[' if value.low_inclusive else '('}{low};{high}{']' if value.high_inclusive else ')'}"
    relative = f"rel {value.relative_to}" if value.relative_to else ""
    unit = "" if (value.unit or "").startswith("{") and "/" not in (value.unit or "") else value.unit or ""
    return " ".join(part for part in (bounds, unit, relative) if part)


def written_timing(timing: Timing) -> str:
    return f"{timing.relation} {written_value(timing.window)} {repr(timing.anchor) if timing.anchor else '-'}"


def written(read: Characteristic) -> str:
    concept = "-" if read.concept is None else read.concept.key or repr(read.concept.text)
    parts = ["not" if read.exclude else "", read.topic, concept]
    if read.value is not None:
        parts.append(written_value(read.value))
    parts += [written_timing(timing) for timing in read.timing or ()]
    parts.append(f"of {read.subject}" if read.subject else "")
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_item(row: dict[str, str]) -> None:
    assert "; ".join(map(written, read(row["text"]))) == row["expected"]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_spans_quote_the_text(row: dict[str, str]) -> None:
    text = row["text"]
    for characteristic in read(text):
        spans = [characteristic.span, *(timing.span for timing in characteristic.timing or ())]
        spans += [characteristic.concept.span] if characteristic.concept else []
        assert all(text[span.start : span.end] == span.quote for span in spans)


def test_equals_sign_is_flagged() -> None:
    (age,) = read("Age = 18 years")
    assert "equals-sign" in age.confidence


def test_assumed_unit_is_flagged() -> None:
    (age,) = read("Adults over 18")
    assert "unit-assumed" in age.confidence


def test_loinc_code_is_proposed() -> None:
    (read_one,) = read("Haemoglobin ≥ 9.0 g/dL")
    assert read_one.concept is not None and read_one.concept.code is not None
    assert (read_one.concept.code.system, read_one.concept.code.code) == ("http://loinc.org", "718-7")


def test_number_for_women_is_no_age() -> None:
    assert {characteristic.topic for characteristic in read("alcohol score ≥13 for women, ≥15 for men")} != {"age"}
    assert all(characteristic.topic != "age" for characteristic in read("alcohol score ≥13 for women, ≥15 for men"))


def test_age_that_a_score_is_adjusted_to_is_no_age() -> None:
    assert all(characteristic.topic != "age" for characteristic in read("comorbidity score adjusted to age <4"))


def test_wrapped_lines_are_read_as_one_and_quoted_as_they_stand() -> None:
    text = "no zorbine within 12\n              weeks prior to\n   the  first dose"
    (window,) = read(text)
    assert written(window) == "observation 'zorbine' before [;12] wk 'the first dose'"
    assert window.span.quote == text[11:]


def test_adult_means_eighteen_but_prints_no_number() -> None:
    (adult,) = read("Adult patients with plaque psoriasis")
    assert adult.value is None and adult.confidence == ("adult-word",)
    assert written_value(adult.converted) == "[18;] a"


PUMPS = [
    "≥ 1 ",
    "ECOG 0 or 1, ",
    "ECOG ",
    "class ",
    "stage I/II ",
    "age ≥ 18 ",
    "AST and ",
    "( ≥ 1 mg) ",
    "5 years before ",
    "a ",
    "of ",
    "BP > 140/90 ",
]


@pytest.mark.parametrize("pump", PUMPS)
def test_hostile_items_are_read_in_linear_time(pump: str) -> None:
    text = (pump * 100_000)[:100_000]
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 20.0, "not linear"


def test_a_value_below_the_words_that_name_it() -> None:
    text = (
        "Inclusion Criteria:\n1. Platelets:\n   a) at least 100 x 10^9/L\n2. Age:\n   a) 18 and over\n"
        "3. Life expectancy:\n   a) 12 weeks or more\n"
    )
    page = Document(id="d", path="p", sha256="0", media_type="text/plain", kind="unknown", text=text, reading=text)
    _, record = extract(page)
    found = [
        (each.topic, each.concept.text if each.concept else None, each.span.quote)
        for criterion in record.criteria
        for each in criterion.characteristics
    ]
    assert found == [
        ("measurement", "Platelets", "at least 100 x 10^9/L"),
        ("age", "age", "18 and over"),
        ("life_expectancy", "Life expectancy", "12 weeks or more"),
    ]
