"""A quote is found letter by letter or not at all."""

import time

import pytest
from llm_pages import draft

from extractor.llm.ground import MAX_QUOTE, Place, find_places, fold, locate

TEXT = (
    "Non-small cell tumour (HER2-negative), size ≥ 12.5 mm or >=3 cm;\n"
    "  no\u00a0fever within 10 days. Weight 80 kg, type 2 or 10^9/L"
)


def found(quote: str, text: str = TEXT) -> list[str]:
    return [text[place.start : place.end] for place in find_places(fold(text), quote)]


@pytest.mark.parametrize(
    "quote",
    ["Non-small cell tumour", "size ≥ 12.5 mm", "≥ 12.5 mm", "12.5", ">=3 cm", "Weight 80 kg", "type 2", "(HER2-negative)"],
)
def test_words_of_the_page_are_found_where_they_stand(quote: str) -> None:
    assert found(quote) == [quote]


@pytest.mark.parametrize(
    "quote",
    [
        "small cell tumour",  # cut out of "Non-small"
        "HER2",  # cut out of "HER2-negative"
        "12",
        "2.5 mm",
        "5 mm",
        "= 3 cm",
        "=3 cm",
        "3 centimetres",
        "size > 12.5 mm",
        "size ≥ 12,5 mm",
        "weight 80 kg",
        "Weight 8",
        "",
        "   ",
        "x" * (MAX_QUOTE + 1),
    ],
)
def test_what_is_not_printed_so_is_not_found(quote: str) -> None:
    assert found(quote) == []


def test_only_white_space_is_folded_and_the_place_is_that_of_the_page() -> None:
    assert found("3 cm; no fever") == []  # cut off from ">="
    assert found("cm; No fever") == []
    assert found("cm; no fever") == ["cm;\n  no\u00a0fever"]


def test_every_place_is_found() -> None:
    assert find_places(fold("rash, no rash, rash"), "rash") == (Place(0, 4), Place(9, 13), Place(15, 19))


def test_concept_and_time_are_those_of_the_statement() -> None:
    text = "Surgery within 2 weeks; biopsy of the liver; no biopsy within 2 weeks"
    (place,) = locate(fold(text), draft("no biopsy within 2 weeks", "biopsy", timing="within 2 weeks"))
    assert (place.concept.start, place.timing and place.timing.start) == (48, 55)


def test_one_quote_that_is_not_there_refuses_the_draft() -> None:
    text = fold("Liver biopsy within 2 weeks")
    assert locate(text, draft("Liver biopsy within 2 weeks", "Liver biopsy", timing="within 2 weeks"))
    assert not locate(text, draft("Liver biopsy within 2 weeks", "Liver biopsy", timing="within 3 weeks"))
    assert not locate(text, draft("Liver biopsy", "Liver biopsy", exception="except at baseline"))
    assert not locate(text, draft("Liver biopsy", "Kidney biopsy"))
    assert not locate(text, draft("within 2 weeks", "Liver biopsy"))  # the concept stands outside its statement


@pytest.mark.parametrize(
    "text", ["a" * 60_000, "ab " * 20_000, "a-" * 30_000, "< " * 30_000, "1." * 30_000, "\u00a0\n" * 30_000]
)
def test_hostile_pages_take_no_time(text: str) -> None:
    start = time.process_time()
    for quote in ("a", "ab", "a a", "a" * 300, "ab " * 199, "< <", "1.1", "-"):
        find_places(fold(text), quote)
    assert time.process_time() - start < 2
