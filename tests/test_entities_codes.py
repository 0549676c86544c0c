"""Candidate codes: exact names first, spellings next, and never across a number, a type, a side or a negation."""

import csv
from importlib.resources import files

import pytest

from extractor.catalogue import topics
from extractor.entities.codes import SYSTEM, bag_of, candidate, phrase_of, with_code
from extractor.model.mention import Mention


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("asthma", "J45"),
        ("Crohn's disease", "K50"),
        ("Type II diabetes mellitus", "E11"),
        ("type 1 diabetes mellitus", "E10"),
        ("stage 3 chronic kidney disease", "N18.3"),
        ("oesophageal varices", "I85"),
        ("migraine without aura", "G43.0"),
        ("migraine with aura", "G43.1"),
        ("Heart Failure", "I50"),
    ],
)
def test_a_name_of_the_classification_has_its_code(name: str, code: str) -> None:
    found = candidate(name)
    assert found is not None
    assert (found.system, found.code, found.match) == (SYSTEM, code, "exact")
    assert found.score > 0.95


@pytest.mark.parametrize(("name", "code"), [("atrial fibrilation", "I48.91"), ("amyotropic lateral sclerosis", "G12.21")])
def test_a_misspelled_name_has_a_candidate_below_one(name: str, code: str) -> None:
    found = candidate(name)
    assert found is not None
    assert (found.code, found.match) == (code, "similar")
    assert 0.9 <= found.score < 1


@pytest.mark.parametrize(
    "name", ["diabetes", "glarosis", "condition", "cancer of some kind", "", "type", "( )", "7", "a" * 5000]
)
def test_what_is_no_name_has_none(name: str) -> None:
    assert candidate(name) is None


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Type 1 diabetes mellitus", "Type 2 diabetes mellitus"),
        ("Typ 1 diabetes mellitus", "Type 2 diabetes mellitus"),
        ("Chronic kidney disease, stage 4", "Chronic kidney disease, stage 3"),
        ("acute kidney failure", "Chronic kidney disease"),
        ("hypothyroidism", "hyperthyroidism"),
        ("bipolar II disorder", "bipolar disorder"),
        ("migraine with aura", "migraine without aura"),
        ("malignant neoplasm of left bronchus", "malignant neoplasm of right bronchus"),
        ("congenital glaucoma", "glaucoma"),
    ],
)
def test_names_that_mean_something_else_do_not_share_a_code(name: str, other: str) -> None:
    first, second = candidate(name), candidate(other)
    assert first is None or second is None or first.code != second.code


def test_no_typed_name_leads_to_another_type() -> None:
    for number in (1, 2, 3):
        for spelling in ("type {} diabetes", "type-{} diabetes mellitus", "diabetes mellitus type {}", "diabetes, type {}"):
            found = candidate(spelling.format(number))
            assert found is None or f"Type {number}" in found.display


def test_only_conditions_are_looked_up() -> None:
    assert with_code(Mention(0, 6, "drug"), "asthma").code is None
    assert with_code(Mention(0, 6, "condition"), "asthma").code == candidate("asthma")


def test_phrases_forget_case_order_and_spelling() -> None:
    assert phrase_of("Tumours of the Oesophagus") == "tumor esophagus"
    assert bag_of(phrase_of("Diabetes mellitus, type II")) == bag_of(phrase_of("type 2 diabetes mellitus"))


def codes() -> dict[str, str]:
    text = (files("extractor.data") / "icd10cm.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(text.splitlines()) if row["kind"] == "name"}


def test_the_catalogue_names_codes_that_exist_by_their_names() -> None:
    known = codes()
    wrong = {
        row.key: (row.code, row.display, known.get(row.code or ""))
        for row in topics()
        if row.system == SYSTEM and known.get(row.code or "") != row.display
    }
    assert wrong == {}
