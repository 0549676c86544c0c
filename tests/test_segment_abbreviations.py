"""Abbreviations that a page defines."""

import subprocess
import sys

from segment_page import read

from extractor.segment.abbreviations import find_abbreviations, is_plausible


def test_definitions_are_found_and_sorted() -> None:
    text = "Patients with systemic sclerosis (SSc), or with lupus nephritis (LN) and an upper limit of normal (ULN)."
    text += " LN: ALT below 3 x ULN. SSc: no further rule."
    assert find_abbreviations(text) == (
        ("LN", "lupus nephritis"),
        ("SSc", "systemic sclerosis"),
        ("ULN", "upper limit of normal"),
    )


def test_a_short_form_that_is_never_used_again_is_left_alone() -> None:
    assert find_abbreviations("Patients with systemic sclerosis (SSc) of the skin") == ()


def test_nested_definitions_do_not_give_a_wrong_long_form() -> None:
    found = dict(
        find_abbreviations(
            "Positive hepatitis B virus (HBV) surface antigen (HBsAg) test. HBV DNA below the limit; HBsAg again"
        )
    )
    assert found.get("HBV") == "hepatitis B virus"
    assert "(" not in found.get("HBsAg", "")


def test_long_forms_must_fit() -> None:
    assert is_plausible("LN", "lupus nephritis")
    assert not is_plausible("LN", "nephritis of lupus")
    assert not is_plausible("HBsAg", "hepatitis B virus (HBV) surface antigen")
    assert not is_plausible("A", "asthma")


def test_no_bracket_no_pipeline() -> None:
    code = (
        "import sys; from extractor.segment import outline; from extractor.model.document import Document;"
        "t='Inclusion Criteria:\\n- Asthma (severe or not)';"
        "outline(Document(id='d',path='p',sha256='0',media_type='t',kind='unknown',text=t,reading=t));"
        "assert 'spacy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_cohort_takes_its_long_form_from_the_page() -> None:
    text = (
        "Study of systemic sclerosis (SSc).\nInclusion Criteria:\nSSc group:\n- Thick skin\nControl group:\n- Healthy skin\n"
    )
    assert [(cohort.id, cohort.name) for cohort in read(text).cohorts] == [
        ("ssc", "SSc group"),
        ("control", "Control group"),
    ]


def test_long_runs_do_not_slow_it_down() -> None:
    assert find_abbreviations("(_=*" * 50_000 + " lupus nephritis (LN), active LN") == (("LN", "lupus nephritis"),)
