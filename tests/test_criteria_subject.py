"""Whom an item speaks of: the patient unless somebody else stands at its head."""

import pytest

from extractor.criteria.subject import subject_at_head


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Donor younger than 60 years", "donor"),
        ("The kidney donor has hepatitis B", "donor"),
        ("Caregivers who are not able to travel", "caregiver"),
        ("Donor-specific antibodies above the limit", None),
        ("A transplant from a donor with hepatitis B", None),
        ("Patients with hepatitis B", None),
    ],
)
def test_subject(text: str, subject: str | None) -> None:
    assert subject_at_head(text) == subject
