"""Comparators whose number is gone."""

import pytest

from extractor.extract import extract
from extractor.repair import repair
from extractor.sources import read_source
from extractor.triage import find_ambiguities


def asked(criterion: str) -> list[str]:
    """The words at which the page of one criterion is asked for a number."""
    page = repair(read_source("page.txt", f"Inclusion Criteria:\n* {criterion}\n* Asthma\n".encode()), "page")
    return [one.span.quote for one in find_ambiguities(page, *extract(page)) if one.kind == "missing_value"]


@pytest.mark.parametrize(
    "criterion",
    [
        "HbA1c ≤ %",
        "Creatinine clearance > mL/min",
        "ALT ≤ x ULN",
        "Steroids (> mg/day of prednisone)",
        "Neuropathy > NCI Grade.",
        "Platelets >= ; haemoglobin above 9 g/dL",
        "Body weight >=",
        "Age 18 to years",
        "Haemoglobin at least g/dL",
        "Use of steroids within weeks of baseline",
        "Tumor at 10 cm from the anus (or colon ≤)",
    ],
)
def test_a_comparator_without_its_number(criterion: str) -> None:
    assert len(asked(criterion)) == 1


@pytest.mark.parametrize(
    "criterion",
    [
        "HbA1c ≤ 8 %",
        "Platelets >=\n    100 x 10^9/L",
        "ALT < ULN",
        "Neuropathy > grade 2",
        "2,000/mm3 < WBC < 15,000/mm3",
        "Prior treatment ≥ second line",
        "Age greater than (>) 18 years",
        "Age 18 to 65 years",
        "Cannabis at least weekly",
        "No new medicine up to Day 14",
        "Likely to die within days",
        "Last dose less than or equal to [<=] 30 days ago",
        "Creatinine < or = 2 mg/dL",
        "Increase (low --> high) of the dose",
        "Age: 6 years-old <=",
        "Aged 20 years-old <= and 75 years-old >",
    ],
)
def test_a_comparator_with_something_to_compare_with(criterion: str) -> None:
    assert asked(criterion) == []
