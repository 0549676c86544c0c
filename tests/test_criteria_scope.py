"""Negation, exception and condition inside one criterion: the sentence, and what stands in which scope."""

import time

import pytest

from extractor.criteria.modifiers import find_modifiers, modifiers_of
from extractor.criteria.scope import find_scopes, is_negated, scope_at
from extractor.extract import extract
from extractor.model.criterion import Characteristic
from extractor.repair import repair
from extractor.sources import read_source


def _at(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("text", "words", "negated"),
    [
        ("No history of stroke, seizure or head injury", "seizure", True),
        ("No history of stroke; current seizures are recorded", "seizures", False),
        ("Not able or unwilling to follow the visit plan", "follow", True),
        ("No more than three earlier lines of chemotherapy", "chemotherapy", False),
        ("A wound that is not without infection", "infection", False),
        ("Women who are nursing or not using birth control", "birth control", True),
        ("Women who are nursing or not using birth control", "nursing", False),
        ("Without fever but with a cough", "cough", False),
        ("Non-small cell lung cancer in an early stage", "lung cancer", False),
        ("Treatment with lithium is not permitted", "lithium", True),
        ("Free of seizures for a year", "seizures", True),
        ("Whether or not dialysis is needed", "dialysis", False),
        ("Cirrhosis with or without ascites", "ascites", False),
        ("Arthritis with/without nodules", "nodules", False),
        ("Unable to undergo MRI because of claustrophobia", "MRI", True),
        ("Unable to undergo MRI because of claustrophobia", "claustrophobia", False),
        ("Inability to lie flat, chronic cough or gout", "gout", False),
        ("Cannot read, write or speak the language", "speak", True),
        ("Any disease that would preclude surgery", "surgery", True),
        ("Interferon-naive hepatitis", "Interferon", True),
        ("Interferon-naive hepatitis", "hepatitis", False),
        ("Non-diabetic kidney disease", "kidney disease", False),
        ("Non-diabetic kidney disease", "diabetic", True),
        ("No history of the following: stroke, angina", "angina", True),
        ("No asthma (of any degree) or eczema", "eczema", True),
        ("Patients in whom tuberculosis cannot be ruled out", "tuberculosis", False),
        ("Spinal surgery not possible", "surgery", True),
        ("Anemia not correctable despite steroids", "steroids", False),
        ("Valid do not resuscitate order, cancer", "cancer", False),
        ("Cannot climb stairs without a handrail", "climb stairs", True),
        ("Cannot climb stairs without a handrail", "handrail", False),
        ("No measurable or evaluable lesion", "evaluable lesion", True),
        ("Not eligible for valve replacement", "valve replacement", True),
        ("Non-vascular surgery in the last year", "Non-vascular surgery", False),
        ("Non-Spanish speaking", "Spanish speaking", True),
        ("Unwilling to stop warfarin", "warfarin", False),
        ("Unable to abstain from coffee", "coffee", False),
        ("Rubella negative", "Rubella", True),
        ("Gram negative sepsis", "sepsis", False),
        ("No asthma (as determined by spirometry) or eczema", "spirometry", False),
        ("No asthma (as determined by spirometry) or eczema", "eczema", True),
        ("A rash not caused by a drug, recent travel or fever", "fever", False),
        ("Gout that has not been treated (e.g. tophi)", "tophi", False),
        ("Must have none of the following to enter: gout, angina", "gout", True),
        ("No ulcer following a careful examination of the skin", "examination", False),
        ("Not had malaria and would consent to a blood test", "blood test", False),
        ("No gout and less than six school years", "school", False),
        ("Without gout, or the joints are swollen", "joints", False),
        ("Unable to climb stairs or people who live alone", "live alone", False),
        ("Refusal. Depression", "Depression", False),
        ("Not allowed: warfarin or heparin", "heparin", True),
        ("Not confirmed lupus", "lupus", True),
        ("Poor eyesight that makes a home visit impossible", "home visit", True),
        ("Poor eyesight that makes a home visit impossible", "eyesight", False),
        ("In vivo microscopy would not be feasible", "vivo microscopy", True),
        ("Cramps that are not relieved (quinine, magnesium)", "quinine", False),
        ("Insufficient sleep and planned surgery", "sleep", True),
        ("Insufficient sleep and planned surgery", "surgery", False),
        ("Difficulty chewing", "chewing", True),
        ("Breathing difficulty or gout", "gout", False),
        ("Lives outside the county with a child", "county", True),
        ("Lives outside the county with a child", "child", False),
        ("The mumps antibody test was negative", "mumps", True),
        ("Biopsy samples are not sufficient for typing", "samples", True),
        ("Sleep may be short, but not if a fever is present", "fever", False),
    ],
)
def test_negation(text: str, words: str, negated: bool) -> None:
    assert is_negated(find_scopes(text), *_at(text, words)) is negated


@pytest.mark.parametrize(
    ("text", "words", "excepted"),
    [
        ("Any cancer except basal cell carcinoma of the skin", "basal cell", True),
        ("Any cancer except basal cell carcinoma of the skin", "Any cancer", False),
        ("Bilirubin above twice the limit, unless Gilbert syndrome is known", "Gilbert", True),
        ("Other trials, other than a patient register", "register", True),
        ("Walking aids. The use of a stick is acceptable", "stick", True),
        ("Walking aids. The use of a stick is acceptable", "aids", False),
        ("Skin disease (except acne (any form)) or burns", "form", True),
        ("Skin disease (except acne (any form)) or burns", "burns", False),
        ("Bone disease other than gout, such as myeloma", "gout", True),
        ("Bone disease other than gout, such as myeloma", "myeloma", False),
        ("Patients with mild asthma are not excluded", "asthma", True),
    ],
)
def test_exception(text: str, words: str, excepted: bool) -> None:
    assert (scope_at(find_scopes(text), "exception", *_at(text, words)) is not None) is excepted


def _read(text: str, key: str) -> list[Characteristic]:
    record = extract(repair(read_source("a.txt", text.encode()), "a"))[1]
    found = [read for criterion in record.criteria for read in criterion.characteristics]
    return [read for read in found if read.concept and read.concept.key == key]


@pytest.mark.parametrize(
    ("lead", "negated"), [("Must not have any of the following:", True), ("Any of the following:", False)]
)
def test_a_negated_introduction_negates_its_list(lead: str, negated: bool) -> None:
    found = _read(f"Inclusion Criteria:\n\n1. Aged 18 or older\n2. {lead}\n   - gout\n   - stroke\n", "gout")
    assert [read.exclude for read in found] == [negated]


@pytest.mark.parametrize(("heading", "negated"), [("Inclusion", True), ("Exclusion", False)])
def test_a_bar_among_exclusions_only_repeats_them(heading: str, negated: bool) -> None:
    found = _read(f"{heading} Criteria:\n\n- Patients with gout are excluded\n", "gout")
    assert [read.exclude for read in found] == [negated]


def test_each_value_has_the_condition_behind_it() -> None:
    found = _read("Inclusion Criteria:\n\n- Hemoglobin ≥ 9 g/dL for women, ≥ 10 g/dL for men\n", "hemoglobin")
    assert [read.condition.quote if read.condition else None for read in found] == ["for women", "for men"]


def test_a_condition_that_opens_a_statement_is_not_of_the_one_before() -> None:
    found = _read("Inclusion Criteria:\n\n- Hemoglobin ≥ 9 g/dL if male, platelets are counted\n", "hemoglobin")
    assert [read.condition for read in found] == [None]


def test_condition() -> None:
    text = "A negative urine test for women of childbearing age"
    assert scope_at(find_scopes(text), "condition", *_at(text, "childbearing")) is not None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Active or latent tuberculosis", "tuberculosis", ("active", "latent")),
        ("History of stroke, angina or gout", "gout", ("history",)),
        ("High blood pressure that is not controlled", "High blood pressure", ("uncontrolled",)),
        ("Active infection; gout", "gout", ()),
        ("Family history of gout", "gout", ("family",)),
        ("Hepatitis that was not treated", "Hepatitis", ("untreated",)),
    ],
)
def test_modifiers(text: str, words: str, expected: tuple[str, ...]) -> None:
    found = modifiers_of(find_modifiers(text), text, *_at(text, words))
    assert set(expected) <= set(found)
    assert expected or not found


@pytest.mark.parametrize(
    "piece",
    [
        "no ",
        "except (",
        "without,",
        "not - ",
        "history of ",
        "unable a, ",
        "no (a) ",
        "x-free ",
        "not possible ",
        "following: ",
        "no\n",
        "a" * 50,
    ],
)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.perf_counter()
    find_modifiers(text)
    find_scopes(text)
    assert time.perf_counter() - started < 8
