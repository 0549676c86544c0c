"""Comparators that a conversion destroyed: found, proposed, never repaired."""

import pytest

from extractor.repair import lost_comparators, repairs_of


def found(text: str) -> list[tuple[str, str | None]]:
    return [(text[lost.start : lost.end], lost.proposal) for lost in lost_comparators(text)]


@pytest.mark.parametrize(
    ("text", "quote", "proposal"),
    [
        ("Adults =18 years of age", "Adults =18 years", ">= 18 years"),
        ("SpO2 = 93% at rest", "SpO2 = 93%", "<= 93%"),
        ("a fever =37.8°C", "fever =37.8°C", ">= 37.8°C"),
        ("Age =18 years and =79 years", "Age =18 years and =79 years", ">= 18 years and <= 79 years"),
        ("PaO2/FiO2 = 250 and = 100", "PaO2/FiO2 = 250 and = 100", ">= 100 and <= 250"),
        ("prednisolone = 5mg daily", "prednisolone = 5mg", "<= 5mg"),
        ("liver failure (stage = Child-Pugh B)", "liver failure (stage = Child-Pugh B", ">= Child-Pugh B"),
        ("oxygen, 02 = 4L/min", "02 = 4L/min", ">= 4L/min"),
        ("Haemoglobin ³ 10.0 g/dl", "Haemoglobin ³ 10.0 g/dl", ">= 10.0 g/dl"),
        ("bilirubin £ 1.5 mg/dl", "bilirubin £ 1.5 mg/dl", "<= 1.5 mg/dl"),
        ("Exclusion: SBP of ? 140 mmHg", "SBP of ? 140 mmHg", None),
        ("age โฅ18 years", "age โฅ18 years", ">= 18 years"),
        ("SpO2 â?¤ 94% in air", "SpO2 â?¤ 94%", "<= 94%"),
        ("a waist of \ufffd 90 cm", "waist of \ufffd 90 cm", None),
    ],
)
def test_a_lost_comparator_is_found(text: str, quote: str, proposal: str | None) -> None:
    ((words, proposed),) = found(text)
    assert words == quote
    assert proposed == proposal


@pytest.mark.parametrize(
    "text",
    [
        "one glass (1 drink = 12 oz of beer)",
        "pain scale (0 = none, 10 = worst)",
        "scored 0-2 (none = 0, mild = 1, severe = 2)",
        "p = 0.05 and n = 30",
        "BMI = weight/height squared",
        "ALT = alanine aminotransferase",
        "platelets > or = 100,000 and < or = 400,000",
        "INR </= 1.5, ALT >/= 3, AST < = 3, Hb >= 9, x != 4, y == 2",
        "300 mmHg (1mmHg=0.133kPa)",
        "ANC below 1000 mm3 (= 1.0 x 10^9/L)",
        "BMI = 18.5-29.9 kg/m2",
        "a score = 5 or higher",
        "https://example.org/page?id=18&x=20",
        "Does anyone under 18? No. 2 of them",
        "a voucher worth £20 per visit",
        "CrCl = 140 - age",
        "age ≥ 18 years; ECOG status = 1",
        "10^9/L and kg/m^2",
    ],
)
def test_a_true_equality_is_left(text: str) -> None:
    assert found(text) == []


def test_beside_real_signs_only_ages_and_thresholds_are_suspect() -> None:
    text = "Platelets ≥ 100 and weight = 40 kg; Gleason = 7"
    (lost,) = lost_comparators(text)
    assert (text[lost.start : lost.end], lost.reason) == ("weight = 40 kg", "equals-beside-signs")


def test_the_section_decides_the_proposal() -> None:
    text = "Inclusion\n- eGFR = 60 mL/min\nExclusion\n- eGFR = 30 mL/min"
    assert [lost.proposal for lost in lost_comparators(text)] == [">= 60 mL/min", "<= 30 mL/min"]


def test_no_comparator_is_ever_put_into_the_reading() -> None:
    text = "SpO2 = 93%; age =18 years; ³ 10 g/dl; £ 2 mg"
    assert repairs_of(text) == (text, ())
