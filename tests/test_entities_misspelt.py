"""Names that a page misspells: the concept is the catalogue's where exactly one name sounds like the word."""

import pytest

from extractor import entities
from extractor.catalogue import find_terms, topics
from extractor.entities.misspelt import meant
from extractor.entities.passage import Passage


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("azythromicyn", "azithromycin"),
        ("Hidroxichloroquine", "hydroxychloroquine"),
        ("metothrexate", "methotrexate"),
    ],
)
def test_a_name_that_sounds_the_same(word: str, key: str) -> None:
    row = meant(word, "drug")
    assert row is not None and row.key == key


@pytest.mark.parametrize("word", ["azithromycin", "rimegepant", "zorbinexate", "20240611", "hydroxyzine", ""])
def test_a_name_that_is_another_or_none(word: str) -> None:
    row = meant(word, "drug")
    assert row is None


def test_no_name_of_the_catalogue_is_a_misspelling() -> None:
    names = [(name, row.topic) for row in topics() for name in (row.name, *row.aliases)]
    assert [name for name, topic in names if meant(name, topic)] == []


def test_the_reader_takes_it_for_what_it_means() -> None:
    reader = entities.load_reader("built-in")
    assert reader is not None
    text = "Allergy to azythromicyn"
    (found,) = entities.read_mentions(reader, [Passage(text, find_terms(text))])
    assert [(text[mention.start : mention.end], mention.key, mention.misspelt) for mention in found] == [
        ("azythromicyn", "azithromycin", True)
    ]
