"""Values behind a condition or an exception: the sentence, and what is read from it."""

import pytest

from extractor.extract import extract
from extractor.model.criterion import Characteristic
from extractor.model.values import Range
from extractor.repair import repair
from extractor.sources import read_source


def read(category: str, sentence: str) -> tuple[Characteristic, ...]:
    page = f"{category} Criteria:\n\n- {sentence}\n"
    _, record = extract(repair(read_source("page.txt", page.encode()), "page"))
    return tuple(each for criterion in record.criteria for each in criterion.characteristics)


def written(each: Characteristic) -> str:
    concept = each.concept.key or each.concept.text if each.concept else "-"
    value = each.value
    limits = f" {value.low or ''}..{value.high or ''}" if isinstance(value, Range) else ""
    condition = f" if {each.condition.quote.lower().removeprefix('if ')}" if each.condition else ""
    exception = f" except {each.exception.quote.lower()}" if each.exception else ""
    return f"{'not ' if each.exclude else ''}{concept}{limits}{condition}{exception}"


@pytest.mark.parametrize(
    ("category", "sentence", "expected"),
    [
        ("Inclusion", "If over 70 years old, an MMSE of 25 or more", ["mmse 25.. if over 70 years old"]),
        ("Inclusion", "For women under 45: FSH above 25 IU/L", ["fsh 25.. if for women under 45"]),
        ("Inclusion", "LDL below 3 mmol/L if over 60 years", ["ldl ..3 if over 60 years"]),
        ("Exclusion", "HIV infection (unless CD4 > 350/µL)", ["hiv except cd4 > 350/µl"]),
        ("Exclusion", "Gout, unless untouched for 3 years or more", ["gout except untouched for 3 years or more"]),
        (
            "Inclusion",
            "ALT ≤ 2 x ULN, except in liver metastases, then ≤ 4 x ULN",
            ["alt ..2 except in liver metastases, then ≤ 4 x uln", "alt ..4 if in liver metastases, then ≤ 4 x uln"],
        ),
        (
            "Exclusion",
            "Ferritin < 20 ng/mL, unless iron is given and it is above 15 ng/mL",
            ["ferritin ..20 except iron is given and it is above 15 ng/ml"],
        ),
        ("Exclusion", "Blood pressure > 150/90 mmHg unless on at least 2 drugs", ["sbp 150.. except on at least 2 drugs"]),
        ("Inclusion", "Patients are eligible if HbA1c is below 8.5 %", ["hba1c ..8.5"]),
        ("Exclusion", "Gout if the uric acid is over 8 mg/dL", ["gout if the uric acid is over 8 mg/dl", "uric_acid 8.."]),
        (
            "Inclusion",
            "Asthma provided that FEV1 is at least 2 L",
            ["asthma if provided that fev1 is at least 2 l", "fev1 2.."],
        ),
        (
            "Inclusion",
            "eGFR ≥ 55 in patients aged < 60 years and ≥ 40 in those over 60 years",
            ["egfr 55.. if in patients aged < 60 years", "egfr 40.. if in those over 60 years"],
        ),
        ("Inclusion", "Weight of 60 kg or more (women: 50 kg or more)", ["weight 60..", "weight 50.. if women"]),
        ("Inclusion", "Adolescent volunteers: BMI ≥ 17", ["bmi 17.. if adolescent volunteers"]),
        ("Inclusion", "All volunteers: BMI ≥ 17", ["bmi 17.."]),
        ("Inclusion", "Men of 20 to 40 years must have a BMI ≥ 17", ["age 20..40", "bmi 17.. if men of 20 to 40 years"]),
        (
            "Inclusion",
            "Gout is not needed, but if present uric acid must be ≤ 9 mg/dL",
            ["gout", "uric_acid ..9 if present"],
        ),
        ("Inclusion", "At least two of: cough, ascites, gout", ["cough", "ascites", "gout"]),
        ("Inclusion", "At least 2 of cough, ascites or gout", ["cough", "ascites", "gout"]),
        ("Exclusion", "Heart failure, but not NYHA class I", ["heart_failure except nyha class i"]),
        ("Inclusion", "Haemoglobin 8 g/dL or more, transfusions are allowed", ["hemoglobin 8.. except transfusions"]),
        ("Exclusion", "Gout; any cancer except basal cell carcinoma", ["gout", "malignancy except basal cell carcinoma"]),
        ("Exclusion", "Any cancer. Basal cell carcinoma is allowed", ["malignancy except basal cell carcinoma"]),
        ("Inclusion", "No menses for a year and FSH > 45 IU/L", ["fsh 45.."]),
        ("Inclusion", "Patients must be off steroids", ["not corticosteroid"]),
        ("Inclusion", "ASA 1 or 2 (ASA 1 corresponding to a person in full health)", ["asa"]),
    ],
)
def test_what_a_statement_holds_under(category: str, sentence: str, expected: list[str]) -> None:
    found = [written(each) for each in read(category, sentence) if each.topic != "sex" and "dbp" not in written(each)]
    assert [each for each in found if any(each.split(" if ")[0] == want.split(" if ")[0] for want in expected)] == expected
    values = [each for each in found if ".." in each]
    assert values == [each for each in expected if ".." in each]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("First-degree relative with breast cancer", "relative"),
        ("Someone in your family had epilepsy", "relative"),
        ("Maternal fever above 38.5 °C", "parent"),
        ("Male partner with azoospermia", "partner"),
        ("Relatives of a patient with epilepsy", None),
        ("Epilepsy", None),
    ],
)
def test_of_whom_it_is_said(sentence: str, subject: str | None) -> None:
    found = read("Exclusion", sentence)
    assert {each.subject for each in found if each.concept and each.concept.key != "family_history"} == {subject}
