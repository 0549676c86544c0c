"""Numbers that lost their shape. All such repairs are doubtful."""

import pytest

from extractor.repair import repairs_of
from extractor.repair.numbers import unclear_points


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lymphocytes > 0.5×109/L at entry", "lymphocytes > 0.5×10^9/L at entry"),
        ("granulocytes of 1.5 x 10 9/L or more", "granulocytes of 1.5 x 10^9/L or more"),
        ("neutrophil<110^9/L,platelet<5010^9/L", "neutrophil<1×10^9/L,platelet<50×10^9/L"),
        ("Platelets ≥ 100 10^9/L", "Platelets ≥ 100×10^9/L"),
        ("ANC ≥ 1.5 109/L", "ANC ≥ 1.5×10^9/L"),
        ("platelets < 50109/L", "platelets < 50×10^9/L"),
        ("platelets below 70 (109/L)", "platelets below 70 (10^9/L)"),
        ("Platelet count < 105/mm3", "Platelet count < 10^5/mm3"),
        ("hemoglobin > 9; PLT ≥ 10×104/mm3", "hemoglobin > 9; PLT ≥ 10×10^4/mm3"),
        ("2 x 106 CAR T cells", "2 x 10^6 CAR T cells"),
        ("neutrophils under 1000/mm3 (= 1,0 x 10? /L)", "neutrophils under 1000/mm3 (= 1.0 x 10^9 /L)"),
        ("something of 1,0 x 10? /L", "something of 1.0 x 10^\ufffd /L"),
        ("lymphocytes < 0. 6x 109/L", "lymphocytes < 0.6x 10^9/L"),
        ("bilirubin below 2,5 x ULN", "bilirubin below 2.5 x ULN"),
        ("BMI ≥ 18,5 and ≤ 27,5", "BMI ≥ 18.5 and ≤ 27.5"),
        ("eGFR < 60 ml/min/1,73 m2", "eGFR < 60 ml/min/1.73 m2"),
        ("dose of 0,125 mg", "dose of 0.125 mg"),
        ("cholesterol 3,11 - 6,50 mmol/L", "cholesterol 3.11 - 6.50 mmol/L"),
        ("platelets below 50.000 /mmc", "platelets below 50,000 /mmc"),
        ("white cells above 25.000 per microliter", "white cells above 25,000 per microliter"),
        ("platelets < 120.000 x 10E9/L", "platelets < 120 x 10E9/L"),
        ("platelets above 100 000/µL", "platelets above 100,000/µL"),
        ("a bill of 1.500.000 units", "a bill of 1,500,000 units"),
        ("infusion of 3×106 CD34+ cells per kg", "infusion of 3×10^6 CD34+ cells per kg"),
        ("5 x 107 viable T cells", "5 x 10^7 viable T cells"),
        ("platelets over 40.000/mm3; ferritin 1.500 ng/mL", "platelets over 40,000/mm3; ferritin 1,500 ng/mL"),
        (
            "INR ≤ 1.5 x ULN; platelets over 40.000/mm3; ferritin 1.500 ng/mL",
            "INR ≤ 1.5 x ULN; platelets over 40,000/mm3; ferritin 1,500 ng/mL",
        ),
        ("haemoglobin ≥ 8,5 g/dL; ferritin ≤ 3.000 ng/mL", "haemoglobin ≥ 8.5 g/dL; ferritin ≤ 3,000 ng/mL"),
        ("LDH above 1.200 U/L", "LDH above 1,200 U/L"),
    ],
)
def test_reading(text: str, expected: str) -> None:
    read, repairs = repairs_of(text)
    assert read == expected
    assert repairs
    assert all(one.doubtful for one in repairs)


@pytest.mark.parametrize(
    "text",
    [
        "ANC ≥ 1.5 x 10^9/L and 1.5 x 10E9/L",
        "1,500/mm3 or 100,000 platelets",
        "sodium of 109/L",
        "CD4 count above 105/mm3",
        "creatinine 1.250 mg/dL",
        "ferritin above 1.500 ng/mL",
        "ferritin above 1.500 ng/mL, bilirubin ≤ 1.5 mg/dL, platelets 40,000/mm3",
        "sodium of 109 red cells",
        "QTc over 0.450 seconds",
        "ECOG 0,1",
        "segments 4,5,6",
        "aged ≥ 18,65 years",
        "25-hydroxy or 1,25(OH)2D",
        "in 2019 400 patients",
        "call 10 9 8",
        "a value of 18,65",
    ],
)
def test_left_alone(text: str) -> None:
    assert repairs_of(text) == (text, ())


def test_a_point_that_nothing_decides_is_told() -> None:
    text = "ferritin above 1.500 ng/mL, version 1.250 of the form, creatinine below 1.250 mg/dL"
    assert [text[start:end] for start, end in unclear_points(text)] == ["1.500"]
