"""Lists inside one criterion: what holds for all names, names in part, alternatives, and the condition of one value."""

import pytest

from extractor.extract import extract
from extractor.model.criterion import Characteristic
from extractor.repair import repair
from extractor.sources import read_source


def _read(sentence: str, category: str = "Exclusion") -> tuple[Characteristic, ...]:
    page = f"{category} Criteria:\n\n  -  {sentence}\n"
    criteria = extract(repair(read_source("page.txt", page.encode()), "page"))[1].criteria
    return tuple(each for criterion in criteria for each in criterion.characteristics)


def _keys(sentence: str) -> list[str | None]:
    return [each.concept.key for each in _read(sentence) if each.concept]


def _windows(sentence: str) -> list[tuple[str | None, str, str, str | None]]:
    return [
        (
            each.concept.key if each.concept else None,
            timing.relation,
            f"{timing.window.high} {timing.window.unit}",
            timing.anchor,
        )
        for each in _read(sentence)
        for timing in each.timing or ()
        if timing.window
    ]


@pytest.mark.parametrize(
    ("sentence", "keys"),
    [
        ("Hepatitis B or C", ["hepatitis_b", "hepatitis_c"]),
        ("Hepatitis A, B or C", ["hepatitis_a", "hepatitis_b", "hepatitis_c"]),
        ("Type 1 or type 2 diabetes", ["type_1_diabetes", "type_2_diabetes"]),
        ("Kidney, liver or lung disease", ["renal_impairment", "liver_disease", "lung_disease"]),
        ("Heart attack or stroke", ["myocardial_infarction", "stroke"]),
        ("Asthma or a rash on the hands", ["asthma", "skin_disease"]),
    ],
)
def test_names_in_part_are_completed(sentence: str, keys: list[str]) -> None:
    assert _keys(sentence) == keys


def test_a_window_holds_for_each_of_coordinated_events() -> None:
    assert _windows("A stroke, angina or heart attack in the last 8 months") == [
        (key, "before", "8 mo", None) for key in ("stroke", "angina", "myocardial_infarction")
    ]


@pytest.mark.parametrize("sentence", ["HIV or surgery within 5 weeks", "Active hepatitis B or malaria within 5 weeks"])
def test_a_window_is_not_given_to_another_kind_or_to_what_is_present(sentence: str) -> None:
    assert len(_windows(sentence)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "ECT within 9 weeks or TMS within 5 weeks before screening",
        "ECT within 9 weeks, or TMS within 5 weeks, before screening",
    ],
)
def test_windows_of_a_list_share_their_event(sentence: str) -> None:
    assert _windows(sentence) == [("ect", "before", "9 wk", "screening"), ("tms", "before", "5 wk", "screening")]


def test_an_event_may_stand_behind_a_remark() -> None:
    assert _windows("Malaria in the 21 days before, or at, the first visit") == [
        ("malaria", "before", "21 d", "the first visit")
    ]


def test_the_last_year_is_one_year() -> None:
    assert _windows("Stroke in the past year") == [("stroke", "before", "1 a", None)]
    assert _windows("Gout within the last month") == [("gout", "before", "1 mo", None)]


def test_the_event_of_a_window_may_be_qualified() -> None:
    assert _windows("Fracture of the wrist in the last 7 weeks") == [("fracture", "before", "7 wk", None)]


def test_words_of_a_window_do_not_make_a_thing_past() -> None:
    assert all(each.modifiers == () for each in _read("Stroke in the past 7 months"))
    assert _read("Previous stroke")[0].modifiers == ("history",)


@pytest.mark.parametrize(
    ("sentence", "groups"),
    [
        ("Asthma, gout or angina", [1, 1, 1]),
        ("Asthma, gout and angina", [None, None, None]),
        ("Asthma; gout or angina", [None, 1, 1]),
        ("Asthma or gout, and angina or stroke", [1, 1, 2, 2]),
        ("Lung disease such as asthma, sarcoidosis and tuberculosis", [None, 1, 1, 1]),
        ("Hemoglobin < 8 g/dL, or platelets < 60 x 10^9/L", [1, 1]),
    ],
)
def test_or_makes_alternatives(sentence: str, groups: list[int | None]) -> None:
    assert [each.alternative for each in _read(sentence)] == groups


def test_a_count_of_listed_things_is_the_criterions_own() -> None:
    page = "Inclusion Criteria:\n\n  -  At least two of the following: fever, cough or asthma\n"
    (criterion,) = extract(repair(read_source("page.txt", page.encode()), "page"))[1].criteria
    assert criterion.model_dump(mode="json")["combination"] == {"at-least": 2}


def test_one_of_several_counts_nothing() -> None:
    assert [each.value for each in _read("At least one of asthma, gout or angina")] == [None, None, None]


@pytest.mark.parametrize(
    ("sentence", "conditions"),
    [
        ("Hemoglobin ≥ 11 g/dL in women and ≥ 12 g/dL in men", ["in women", "in men"]),
        ("Ferritin > 300 ug/L (men) or > 200 ug/L (women)", ["men", "women"]),
        ("ALT < 2 x ULN (< 4 x ULN with liver metastases)", [None, "liver metastases"]),
        ("If on insulin, HbA1c below 9 %", ["If on insulin"]),
        ("ALT < 2 x ULN in men and women", [None]),
    ],
)
def test_a_value_has_its_own_condition(sentence: str, conditions: list[str | None]) -> None:
    values = [each for each in _read(sentence, "Inclusion") if each.value is not None and each.topic != "sex"]
    assert [each.condition.quote if each.condition else None for each in values] == conditions


@pytest.mark.parametrize("sentence", ["You are over 41", "You must be at least nineteen", "You are between 19 and 66"])
def test_a_number_that_a_person_is_is_an_age(sentence: str) -> None:
    assert [each.topic for each in _read(sentence, "Inclusion")] == ["age"]


def test_a_donor_keeps_what_belongs_to_him() -> None:
    assert _read("Your donor's eGFR is 55 or more")[0].subject == "donor"
