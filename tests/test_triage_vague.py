"""Terms with no threshold, and criteria left to judgement."""

import pytest
from test_triage_page import ambiguities, quotes


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("- Adequate organ function", "Adequate organ function"),
        ("- Sufficient cardiac, renal and lung function", "Sufficient cardiac, renal and lung function"),
        ("- Uncontrolled diabetes", "Uncontrolled diabetes"),
        ("- Poorly controlled asthma", "Poorly controlled asthma"),
        ("- Serious kidney disease", "Serious kidney disease"),
        ("- Advanced liver failure", "Advanced liver failure"),
        ("- No serious allergic constitution", "serious allergic constitution"),
        ("- Clinically significant illness, other than the disease studied", "Clinically significant illness"),
        ("- Unstable medical condition", "Unstable medical condition"),
        ("- Abnormal liver function (ALT), gout since 2 years", "Abnormal liver function"),
        ("- Immunocompromising conditions", "Immunocompromising conditions"),
        ("- More than a low dose of prednisone", "low dose"),
        ("- Earlier cancer (with limited exceptions)", "limited exceptions"),
        ("- Contraindication to MRI", "Contraindication to MRI"),
        ("- Certain chronic infections", "Certain chronic infections"),
        ("- The person is sufficiently compliant with visits", "sufficiently compliant"),
        ("- Performance status 0-1", "Performance status 0-1"),
    ],
)
def test_vague(text: str, part: str) -> None:
    found = quotes(text, "vague")
    assert len(found) == 1 and part in found[0] and len(found[0]) <= 200


@pytest.mark.parametrize(
    "text",
    [
        "- Adequate renal function (eGFR of 60 or more)",
        "- Adequate organ function, defined as follows",
        "- Severe renal impairment (eGFR < 30 mL/min)",
        "- Uncontrolled hypertension, i.e. above 160/100 mmHg",
        "- Severe liver disease (Child-Pugh C)",
        "- Severe heart failure NYHA class IV",
        "- ECOG performance status 0-1",
        "- Adequate organ function:\n  - ALT below 100 U/L",
        "- Severe pain score of 8",
        "Severe kidney disease is rare in this group of people.",
    ],
)
def test_not_vague(text: str) -> None:
    assert quotes(text, "vague") == []


def test_one_a_criterion() -> None:
    assert len(quotes("- Severe heart disease, uncontrolled diabetes, unstable medical conditions", "vague")) == 1


def test_judgement_is_told_once_a_page_and_low() -> None:
    text = (
        "Exclusion\n- A disease that in the opinion of the physician is a hindrance\n"
        "- Anything else that makes the person unsuitable for the study\n- Bad veins, as judged by the investigator"
    )
    found = [one for one in ambiguities(text) if one.kind == "vague"]
    assert len(found) == 1
    assert "unsuitable" in found[0].span.quote and found[0].severity == "low" and "statements" in found[0].message


def test_not_eligible_is_no_judgement() -> None:
    assert quotes("Exclusion\n- Patients with gout are not eligible for this trial", "vague") == []
    assert quotes("Exclusion\n- Patients who are not suitable for this trial", "vague") != []
