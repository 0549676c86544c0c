"""Who may join, as sentences outside the criteria say it."""

import pytest
from facts_pages import ages, facts, values


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("Men and women between 30 and 65 years of age can apply.", "30", "65"),
        ("You must be over the age of 18.", "18", None),
        ("The study is for adults aged 18 to 40.", "18", "40"),
    ],
)
def test_age(sentence: str, low: str | None, high: str | None) -> None:
    assert ages(facts(sentence, "age")) == [(low, high)]


@pytest.mark.parametrize(
    "sentence",
    [
        "People aged 18 to 30 cannot join.",
        "Children aged 6 to 11 can join one of two groups.",
        "The donor must be between 18 and 60 years of age.",
        "Women aged 30 to 40 were seen most often.",
        "You can join for 2 to 5 visits.",
    ],
)
def test_no_age_of_the_trial(sentence: str) -> None:
    assert facts(sentence, "age") == []


def test_sex() -> None:
    assert values("For women aged 50 to 70", "sex") == ["FEMALE"]
    assert values("Men and women between 30 and 65 years of age can apply.", "sex") == ["ALL"]
    assert values("We plan to include 2,400 women.", "sex") == ["FEMALE"]


def test_people_counted_apart_are_no_total() -> None:
    assert values("We plan to include 40 women and 60 men.", "enrollment") == []
    assert values("We plan to include 120 office workers, 120 adults in all.", "enrollment") == ["120"]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Healthy volunteers are welcome.", ["true"]),
        ("We cannot accept healthy volunteers.", ["false"]),
        ("Healthy volunteers are not invited.", ["false"]),
        ("Can healthy volunteers participate? No", ["false"]),
        ("A healthy diet helps.", []),
    ],
)
def test_healthy_volunteers(sentence: str, value: list[str]) -> None:
    assert values(sentence, "healthy_volunteers") == value
