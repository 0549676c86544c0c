"""The ages that criteria admit."""

from decimal import Decimal

from facts_pages import ages, criteria_page, criterion, document

from extractor.facts import read_facts
from extractor.model.criterion import Criterion, Fact
from extractor.model.document import Document
from extractor.model.outline import Outline
from extractor.model.values import Range


def years(low: int | None = None, high: int | None = None, *, strict: bool = False) -> Range:
    return Range(
        low=Decimal(low) if low is not None else None,
        high=Decimal(high) if high is not None else None,
        low_inclusive=not strict or low is None,
        high_inclusive=not strict or high is None,
        unit="a",
    )


def read(page: Document, outline: Outline, *criteria: Criterion) -> list[Fact]:
    return [fact for fact in read_facts(page, outline, criteria) if fact.field == "age"]


def test_a_range_in_one_criterion() -> None:
    page, outline = criteria_page(("inclusion", "Aged 18 to 65 years", None))
    (age,) = read(page, outline, criterion(page, outline.items[0], ("18 to 65 years", years(18, 65))))
    assert ages([age]) == [("18", "65")]
    assert age.span.quote == "18 to 65 years"
    assert age.confidence[0] == "text"


def test_exclusions_are_turned_round() -> None:
    page, outline = criteria_page(("exclusion", "Age under 18 years", None), ("exclusion", "Age over 80 years", None))
    found = read(
        page,
        outline,
        criterion(page, outline.items[0], ("under 18 years", years(high=18, strict=True))),
        criterion(page, outline.items[1], ("over 80 years", years(low=80, strict=True))),
    )
    assert ages(found) == [("18", None), (None, "80")]
    low, high = (fact.value for fact in found)
    assert isinstance(low, Range) and low.low_inclusive
    assert isinstance(high, Range) and high.high_inclusive


def test_the_trial_is_the_union_over_its_cohorts() -> None:
    page, outline = criteria_page(("inclusion", "Aged 10 to 60 years", "a"), ("inclusion", "Aged 18 to 65 years", "b"))
    found = read(
        page,
        outline,
        criterion(page, outline.items[0], ("10 to 60 years", years(10, 60))),
        criterion(page, outline.items[1], ("18 to 65 years", years(18, 65))),
    )
    assert {(fact.cohort, *ages([fact])[0]) for fact in found if fact.cohort} == {("a", "10", "60"), ("b", "18", "65")}
    assert sorted(ages([fact for fact in found if fact.cohort is None]), key=str) == [("10", None), (None, "65")]


def test_a_general_bound_holds_in_every_cohort() -> None:
    page, outline = criteria_page(("inclusion", "Aged 18 years or older", None), ("inclusion", "Aged up to 50 years", "b"))
    found = read(
        page,
        outline,
        criterion(page, outline.items[0], ("18 years or older", years(18))),
        criterion(page, outline.items[1], ("up to 50 years", years(high=50))),
    )
    assert ages([fact for fact in found if fact.cohort is None]) == [("18", None), (None, "50")]


def test_ages_of_others_and_of_other_things_do_not_count() -> None:
    page, outline = criteria_page(
        ("inclusion", "Aged 18 years or older", None),
        ("inclusion", "Donor aged 12 to 60 years", None),
        ("inclusion", "Women under 50 years old count as postmenopausal after two years", None),
        ("inclusion", "A Lansky value above 50 (patients under 16 years of age)", None),
    )
    items = outline.items
    found = read(
        page,
        outline,
        criterion(page, items[0], ("18 years or older", years(18))),
        criterion(page, items[1], ("12 to 60 years", years(12, 60)), subject="donor"),
        criterion(page, items[2], ("under 50 years old", years(high=50))),
        criterion(page, items[3], ("under 16 years of age", years(high=16))),
    )
    assert ages(found) == [("18", None)]


def test_a_time_that_is_no_age_does_not_count() -> None:
    page, outline = criteria_page(("inclusion", "More than 5 years without a relapse", None))
    assert read(page, outline, criterion(page, outline.items[0], ("More than 5 years", years(5)))) == []


def test_lost_comparators_are_marked() -> None:
    page, outline = criteria_page(("inclusion", "Age = 18 years and = 79 years", None))
    exact = (("= 18 years", years(18, 18)), ("= 79 years", years(79, 79)))
    found = read(page, outline, criterion(page, outline.items[0], *exact, confidence=("equals-sign",)))
    assert ages(found) == [("18", None), (None, "79")]
    assert all("equals-sign" in fact.confidence for fact in found)


def test_two_lost_comparators_that_are_not_joined_make_no_range() -> None:
    page, outline = criteria_page(("inclusion", "Age = 18 years (in one country only: age = 12 years)", None))
    exact = (("= 18 years", years(18, 18)), ("= 12 years", years(12, 12)))
    found = read(page, outline, criterion(page, outline.items[0], *exact, confidence=("equals-sign",)))
    assert ages(found) == [("12", None)]


def test_an_age_group_gives_way_to_an_age_that_says_more() -> None:
    page, outline = criteria_page(("inclusion", "Aged 50 years or older", None))
    page = document(page.text + "Are the trial subjects under 18? no\n")
    found = read(page, outline, criterion(page, outline.items[0], ("50 years or older", years(50))))
    assert ages(found) == [("50", None)]
    younger = read(page, outline, criterion(page, outline.items[0], ("50 years or older", years(16))))
    assert sorted(ages(younger)) == [("16", None), ("18", None)]


def test_an_age_under_its_own_heading() -> None:
    page, outline = criteria_page(("inclusion", "Age:", None), ("inclusion", "21 and over", None))
    (age,) = read(page, outline)
    assert ages([age]) == [("21", None)]
    assert "age-heading" in age.confidence


def test_the_word_adults_where_nothing_else_speaks_of_age() -> None:
    page, outline = criteria_page(("inclusion", "Adults with asthma", None))
    (age,) = read(page, outline)
    assert ages([age]) == [("18", None)]
    assert "adult-word" in age.confidence
    page, outline = criteria_page(("inclusion", "Adults or children with asthma", None))
    assert read(page, outline) == []


def test_sex_and_health_in_criteria() -> None:
    page, outline = criteria_page(
        ("inclusion", "Male or female", None), ("inclusion", "Healthy in the opinion of a doctor", None)
    )
    criteria = tuple(criterion(page, item) for item in outline.items)
    found = read_facts(page, outline, criteria)
    assert [(fact.field, fact.value) for fact in found] == [("sex", "ALL"), ("healthy_volunteers", "true")]


def test_contraception_is_no_sex() -> None:
    page, outline = criteria_page(("inclusion", "Women of childbearing potential must use contraception", None))
    found = read_facts(page, outline, (criterion(page, outline.items[0]),))
    assert [fact for fact in found if fact.field == "sex"] == []
