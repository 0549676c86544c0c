"""Negations that are not of the drug, ages that are not the patient's, names that only correct another value."""

import pytest
from test_criteria_measured import read

from extractor.extract import extract
from extractor.model.criterion import Characteristic
from extractor.model.document import Document


def readings(line: str) -> dict[str, Characteristic]:
    text = f"Inclusion Criteria:\n\n- {line}\n"
    document = Document(id="d", path="d", sha256="", media_type="text/plain", kind="registry", text=text, reading=text)
    found = [each for criterion in extract(document)[1].criteria for each in criterion.characteristics]
    return {each.concept.key or each.concept.text: each for each in found if each.concept}


@pytest.mark.parametrize(
    ("line", "key", "excluded"),
    [
        ("Could not tolerate metformin", "metformin", False),
        ("No response to methotrexate", "methotrexate", False),
        ("Does not take metformin", "metformin", True),
        ("No treatment with methotrexate to which they are responsive", "methotrexate", True),
        ("Not HIV-negative", "hiv", False),
        ("Hepatitis B negative", "hepatitis_b", True),
        ("No patients with hepatitis B are excluded", "hepatitis_b", True),
        ("Failure to use contraception", "contraception", True),
        ("Naive for methotrexate", "methotrexate", True),
        ("No drug allergy and age 21 or older", "age", False),
    ],
)
def test_what_a_negation_is_of(line: str, key: str, excluded: bool) -> None:
    assert readings(line)[key].exclude is excluded


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("Psoriasis since before the age of 25", "onset"),
        ("Psoriasis that began before age 25 years", "onset"),
        ("Infant younger than 3 months being breastfed", "child"),
        ("Infants younger than 3 months", None),
    ],
)
def test_whose_age_it_is(line: str, subject: str | None) -> None:
    assert readings(line)["age"].subject == subject


def test_what_a_value_is_corrected_for_has_no_value() -> None:
    (found,) = read("DLCO adjusted for haemoglobin of at least 45 %")
    assert found.concept is not None
    assert found.concept.key == "dlco"
