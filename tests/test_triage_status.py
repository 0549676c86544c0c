"""The status in the head of a page against its sentences."""

import pytest

from extractor.extract import extract
from extractor.repair import repair
from extractor.sources import read_source
from extractor.triage import find_ambiguities

PAGE = (
    "Gout at night\nStatus: {status}\nInclusion criteria\n- Gout\nExclusion criteria\n- Kidney stones\nQuestions\n{said}\n"
)


def conflicts(status: str, said: str) -> list[str]:
    document = repair(read_source("page.txt", PAGE.format(status=status, said=said).encode()), "d")
    found = find_ambiguities(document, *extract(document))
    return [each.span.quote for each in found if each.kind == "self_contradiction"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("Recruiting", "No, it is closed to new patients since May."),
        ("Recruiting", "Recruitment has ended."),
        ("Completed", "The study is still recruiting."),
    ],
)
def test_a_sentence_against_the_head(status: str, said: str) -> None:
    assert conflicts(status, said) == [said.rstrip(".")]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("Recruiting", "When the trial is closed, results are posted."),
        ("Recruiting", "Is the trial closed?"),
        ("Recruiting", "The earlier study has ended."),
        ("Completed", "The study has ended."),
        ("Completed", "The trial is not recruiting any more."),
    ],
)
def test_sentences_that_agree_or_only_suppose(status: str, said: str) -> None:
    assert conflicts(status, said) == []
