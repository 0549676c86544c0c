"""Negation, exception and condition inside one criterion: the sentence, and what stands in which scope."""

import time

import pytest

from extractor.criteria.modifiers import find_modifiers, modifiers_of
from extractor.criteria.scope import find_scopes, is_negated, scope_at


def _at(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("text", "words", "negated"),
    [
        ("No history of stroke, seizure or head injury", "seizure", True),
        ("No history of stroke; current seizures are recorded", "seizures", False),
        ("Not able or unwilling to follow the visit plan", "follow", True),
        ("No more than three earlier lines of chemotherapy", "chemotherapy", False),
        ("A wound that is not without infection", "infection", False),
        ("Women who are nursing or not using birth control", "birth control", True),
        ("Women who are nursing or not using birth control", "nursing", False),
        ("Without fever but with a cough", "cough", False),
        ("Non-small cell lung cancer in an early stage", "lung cancer", False),
        ("Treatment with lithium is not permitted", "lithium", True),
        ("Free of seizures for a year", "seizures", True),
        ("Whether or not dialysis is needed", "dialysis", False),
    ],
)
def test_negation(text: str, words: str, negated: bool) -> None:
    assert is_negated(find_scopes(text), *_at(text, words)) is negated


@pytest.mark.parametrize(
    ("text", "words", "excepted"),
    [
        ("Any cancer except basal cell carcinoma of the skin", "basal cell", True),
        ("Any cancer except basal cell carcinoma of the skin", "Any cancer", False),
        ("Bilirubin above twice the limit, unless Gilbert syndrome is known", "Gilbert", True),
        ("Other trials, other than a patient register", "register", True),
        ("Walking aids. The use of a stick is acceptable", "stick", True),
        ("Walking aids. The use of a stick is acceptable", "aids", False),
    ],
)
def test_exception(text: str, words: str, excepted: bool) -> None:
    assert (scope_at(find_scopes(text), "exception", *_at(text, words)) is not None) is excepted


def test_condition() -> None:
    text = "A negative urine test for women of childbearing age"
    assert scope_at(find_scopes(text), "condition", *_at(text, "childbearing")) is not None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Active or latent tuberculosis", "tuberculosis", ("active", "latent")),
        ("History of stroke, angina or gout", "gout", ("history",)),
        ("High blood pressure that is not controlled", "High blood pressure", ("uncontrolled",)),
        ("Active infection; gout", "gout", ()),
        ("Family history of gout", "gout", ("family",)),
        ("Hepatitis that was not treated", "Hepatitis", ("untreated",)),
    ],
)
def test_modifiers(text: str, words: str, expected: tuple[str, ...]) -> None:
    found = modifiers_of(find_modifiers(text), text, *_at(text, words))
    assert set(expected) <= set(found)
    assert expected or not found


@pytest.mark.parametrize("piece", ["no ", "except (", "without,", "not - ", "history of ", "no\n", "a" * 50])
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.perf_counter()
    find_modifiers(text)
    find_scopes(text)
    assert time.perf_counter() - started < 2
