"""Characters that were lost or that turn the direction of writing: a person is asked where a number is concerned."""

from extractor.extract import extract
from extractor.model.review import Ambiguity
from extractor.repair import repair
from extractor.sources import read_source
from extractor.triage import find_ambiguities


def asked(*criteria: str) -> list[Ambiguity]:
    """What a page of these criteria is asked about."""
    text = "Inclusion Criteria:\n" + "".join(f"* {criterion}\n" for criterion in criteria)
    page = repair(read_source("page.txt", text.encode()), "page")
    return list(find_ambiguities(page, *extract(page)))


def test_a_mark_that_turns_a_number_around() -> None:
    found = asked("Age 18 to \u202e56\u202c years", "Platelets \u200f> 100 x 10^9/L")
    assert [(one.kind, one.severity) for one in found] == [("mangled_number", "high")] * 2
    assert all("direction" in one.message and one.proposal is None for one in found)


def test_a_mark_that_turns_no_number() -> None:
    assert asked("Asthma\u200e", "\u2068Gout\u2069", "Able to read\u200f") == []


def test_lost_characters_beside_a_number_and_elsewhere() -> None:
    found = asked("Platelets > 100\x00 x 10^9/L", "Crohn\ufffds disease", "Behcet\ufffds disease")
    assert [(one.kind, one.severity) for one in found] == [("mangled_number", "high"), ("other", "low")]
    assert "(2 in all)" in found[1].message
