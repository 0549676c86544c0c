"""A page that repeats one trouble without end, or that is longer than any list: few questions, and nothing silent."""

from extractor.extract import extract
from extractor.model.outline import BEYOND_BOUNDS
from extractor.repair import repair
from extractor.sources import read_source
from extractor.triage import find_ambiguities

WORDS = "the trial takes people with asthma who live near its own centre and can come for every single visit there on foot"


def test_repeats_of_one_cause_are_counted_in_the_last_one() -> None:
    text = f"Inclusion Criteria:\n* {WORDS}\n" + "".join(f"* Disease number{n} (with\n" for n in range(200))
    page = repair(read_source("page.txt", text.encode()), "page")
    found = [one for one in find_ambiguities(page, *extract(page)) if one.kind == "truncated"]
    assert len(found) == 20
    assert found[-1].message.endswith("The page has 180 more places like this one.")


def test_what_lies_beyond_the_bounds_is_kept_unread_and_asked_about_once() -> None:
    lines = (f"* {WORDS}, platelets above {n} x 10^9/L in visit {n}\n" for n in range(100, 2600))
    page = repair(read_source("page.txt", ("Inclusion Criteria:\n" + "".join(lines)).encode()), "page")
    outline, record = extract(page)
    beyond = [criterion for criterion in record.criteria if BEYOND_BOUNDS in criterion.notes]
    assert beyond and not any(criterion.characteristics for criterion in beyond)
    assert record.criteria[-1].span.end >= len(page.text) - 2
    asked = [one for one in find_ambiguities(page, outline, record) if one.kind == "unread"]
    assert [one.severity for one in asked] == ["high"]
    assert asked[0].span.start == beyond[0].span.start
