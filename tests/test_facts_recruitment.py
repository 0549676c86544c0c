"""Recruitment status of labels and of sentences."""

import pytest
from facts_pages import values

from extractor.facts.recruitment import find_status, status


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("accepting new patients", "RECRUITING"),
        ("looking for 76 people", "RECRUITING"),
        ("still recruiting in Chile and Peru", "RECRUITING"),
        ("recruiting since May 2025", "RECRUITING"),
        ("Authorised, recruitment pending", "NOT_YET_RECRUITING"),
        ("not yet opened", "NOT_YET_RECRUITING"),
        ("has not started to enrol yet", None),
        ("not started to enrol yet", "NOT_YET_RECRUITING"),
        ("enrolment by invitation only", None),
        ("enrolling by invitation only", "ENROLLING_BY_INVITATION"),
        ("closed to any new volunteers", None),
        ("closed to new volunteers", "ACTIVE_NOT_RECRUITING"),
        ("closed", None),
        ("enrollment paused for the moment", "SUSPENDED"),
        ("recruiting at some sites", None),
    ],
)
def test_status_of_a_label(label: str, value: str | None) -> None:
    assert status(label) == value


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("The trial was suspended before and is now recruiting.", "RECRUITING"),
        ("The study has stopped taking new patients, but we still see the others.", "ACTIVE_NOT_RECRUITING"),
        ("We are looking for 40 people.", "RECRUITING"),
        ("We are open on weekdays.", None),
        ("Enrolment has been paused.", "SUSPENDED"),
        ("If the study is full, we write to you.", None),
        ("Until the trial is completed, nobody knows.", None),
        ("The study is open-label.", None),
        ("The study is planned as a pilot.", None),
        ("Sleep was bad and is suspended.", None),
    ],
)
def test_status_in_a_sentence(sentence: str, value: str | None) -> None:
    found = find_status(sentence)
    assert (found[2] if found else None) == value


def test_an_answer_to_the_label_is_a_status() -> None:
    assert values("Open to new participants: yes", "status") == ["RECRUITING"]
    assert values("Still open? Yes, sign up now", "status") == ["RECRUITING"]
    assert values("Still open? No", "status") == []
