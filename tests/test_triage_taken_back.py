"""A treatment that a page demands and forbids: asked about where both are plain, and nowhere else."""

import pytest

from extractor.extract import extract
from extractor.repair import repair
from extractor.sources import read_source
from extractor.triage import find_ambiguities


def asked(inclusion: str, exclusion: str) -> list[str]:
    """What the page of one inclusion and one exclusion is asked about as taken back."""
    text = f"Inclusion Criteria:\n* {inclusion}\n\nExclusion Criteria:\n* {exclusion}\n"
    page = repair(read_source("page.txt", text.encode()), "page")
    found = find_ambiguities(page, *extract(page))
    return [one.span.quote for one in found if one.message.startswith("Asked for here")]


@pytest.mark.parametrize(
    ("inclusion", "exclusion"),
    [
        ("Previously treated with tocilizumab", "Prior treatment with tocilizumab"),
        ("Must have received prior platinum-based chemotherapy", "Any previous platinum-based chemotherapy."),
        ("Refractory to methotrexate", "Use of methotrexate"),
    ],
)
def test_a_plain_demand_and_a_plain_exclusion(inclusion: str, exclusion: str) -> None:
    assert asked(inclusion, exclusion)


@pytest.mark.parametrize(
    ("inclusion", "exclusion"),
    [
        ("Recovered from the effects of prior radiotherapy", "Prior radiotherapy"),
        ("Prior chemotherapy is allowed", "Prior chemotherapy"),
        ("No prior chemotherapy, or previous chemotherapy with a response", "Prior chemotherapy"),
        ("Prior chemotherapy", "Chemotherapy within 3 weeks before randomization"),
        ("Prior chemotherapy", "Prior chemotherapy for another malignancy"),
        ("Prior chemotherapy", "Current chemotherapy"),
        ("Received an allogeneic transplant", "Poor lung function in the pre-transplant tests"),
        ("Previously treated with trastuzumab", "Allergy to trastuzumab"),
        ("Prior anti-PD-1 treatment", "Prior high-dose chemotherapy"),
    ],
)
def test_what_leaves_room_is_no_contradiction(inclusion: str, exclusion: str) -> None:
    assert asked(inclusion, exclusion) == []
