"""Two readers of one criterion: where they agree, where they differ, and what only one of them reads."""

import pytest
from llm_pages import Sample, draft, merged, sample

from extractor.llm.flag import disagreements, ungrounded
from extractor.llm.merge import MAX_ADDED, Merged
from extractor.model.criterion import Criterion


def about(result: Merged) -> list[str]:
    return [each.about for each in result.disagreements]


def codes(result: Merged, reader: str = "rules") -> list[tuple[str, ...]]:
    marks = ("model-agrees", "model-differs", "model-only", "narrower-concept")
    return [
        tuple(code for code in each.confidence if code in marks) for each in result.characteristics if each.reader == reader
    ]


def added(result: Merged) -> list[str]:
    return [each.concept.text for each in result.characteristics if each.reader == "llm" and each.concept]


def messages(of: Sample, result: Merged) -> list[str]:
    return [flag.message for flag in disagreements(of.rules, result.disagreements)]


def test_agreement_on_a_number() -> None:
    of = sample("Platelets of at least 50 x 10^9/L")
    number = draft("Platelets of at least 50 x 10^9/L", "Platelets", comparison="at least 50 x 10^9/L", bound="at-least")
    result = merged(of, number)
    assert codes(result) == [("model-agrees",)] and result.disagreements == ()
    assert result.characteristics[0].request == "k" * 64
    assert result.characteristics[0].value == of.rules[0].value


def test_silence_on_a_number_is_no_agreement() -> None:
    result = merged(sample("Platelets of at least 50 x 10^9/L"), draft("Platelets of at least 50 x 10^9/L", "Platelets"))
    assert codes(result) == [()] and result.disagreements == () and result.refused == ()


def test_a_number_of_something_else() -> None:
    of = sample("A J-pouch with a length of at least 12 cm and a hemoglobin of at least 9 g/dL")
    wrong = draft(
        "J-pouch with a length of at least 12 cm and a hemoglobin of at least 9 g/dL",
        "J-pouch",
        comparison="at least 9 g/dL",
    )
    result = merged(of, wrong)
    assert about(result) == ["number"] and added(result) == []
    assert messages(of, result) == [
        "Two readers differ on what a number belongs to. By the model “at least 9 g/dL” is a limit of “J-pouch”, "
        "by the rules of “hemoglobin”. Check the criterion by eye."
    ]


@pytest.mark.parametrize("bound", ["at-most", "less-than", "more-than", "between"])
def test_another_comparator(bound: str) -> None:
    of = sample("Platelets of at least 50 x 10^9/L")
    words = "Platelets of at least 50 x 10^9/L"
    result = merged(of, draft(words, "Platelets", comparison="at least 50 x 10^9/L", bound=bound))
    assert about(result) == ["comparator"] and codes(result) == [("model-differs",)]
    assert result.characteristics[0].value == of.rules[0].value


def test_a_number_that_the_rules_do_not_read() -> None:
    of = sample("Uses a wheelchair of type 4 and gout")
    result = merged(of, draft("wheelchair of type 4", "wheelchair", comparison="type 4", bound="exactly"))
    assert about(result) == ["number"] and added(result) == []


@pytest.mark.parametrize("part", ["50 x 10^9/L", "at least 50"])
def test_a_number_cut_from_its_comparator_or_unit(part: str) -> None:
    of = sample("Platelets of at least 50 x 10^9/L")
    result = merged(of, draft("Platelets of at least 50 x 10^9/L", "Platelets", comparison=part, bound="at-least"))
    assert result.refused == ("cut-number",) and codes(result) == [()]


def test_a_negation_that_the_rules_read_otherwise() -> None:
    of = sample("No shrinkage of the lesion after propranolol")
    result = merged(of, draft("after propranolol", "propranolol"))
    assert about(result) == ["negation"] and codes(result) == [("model-differs",)]
    assert result.characteristics[0].exclude == of.rules[0].exclude


def test_what_only_the_model_reads() -> None:
    of = sample("Gorham disease of the spine")
    result = merged(of, draft("Gorham disease of the spine", "Gorham disease"))
    assert added(result) == ["Gorham disease"] and codes(result, "llm") == [("model-only",)]
    (read,) = [each for each in result.characteristics if each.reader == "llm"]
    assert (read.request, read.value, read.span.quote) == ("k" * 64, None, "Gorham disease of the spine")


def test_a_label_that_the_words_do_not_bear_out_adds_nothing() -> None:
    of = sample("Gorham disease in 2 vertebrae")
    wrong = (
        draft("Gorham disease in 2 vertebrae", "Gorham disease", exclude=True),
        draft("Gorham disease in 2 vertebrae", "Gorham disease", timing="in 2 vertebrae"),
        draft("Gorham disease in 2 vertebrae", "Gorham disease", exception="2 vertebrae"),
    )
    result = merged(of, *wrong)
    assert added(result) == [] and about(result) == ["negation", "timing", "exception"]
    assert len(set(messages(of, result))) == 3


def test_a_window_that_holds_for_more_than_the_rules_tie_it_to() -> None:
    of = sample("Pleurodesis, kyphoplasty or surgery within 6 weeks before screening", "exclusion")
    timing = "within 6 weeks before screening"
    result = merged(of, draft(of.item.text, "Pleurodesis", timing=timing), draft(of.item.text, "kyphoplasty", timing=timing))
    found = {each.concept.text: each.timing for each in result.characteristics if each.reader == "llm" and each.concept}
    assert set(found) == {"Pleurodesis", "kyphoplasty"}
    assert all(timings and str(timings[0].window and timings[0].window.high) == "6" for timings in found.values())


def test_a_window_behind_another_number_is_not_tied() -> None:
    of = sample("Kyphoplasty within 6 weeks or pleurodesis within 3 weeks before screening", "exclusion")
    result = merged(of, draft(of.item.text, "Kyphoplasty", timing="within 3 weeks before screening"))
    assert added(result) == [] and about(result) == ["timing"]


def test_a_concept_that_says_more_than_the_rules_one() -> None:
    of = sample("A severe allergy to nuts or shellfish")
    result = merged(of, draft("A severe allergy to nuts or shellfish", "allergy to nuts or shellfish"))
    assert codes(result, "llm") == [("model-only", "narrower-concept")]
    assert merged(of, draft("A severe allergy", "severe allergy")).characteristics[0].confidence[-1] == "model-agrees"


def test_what_is_excepted_is_no_statement() -> None:
    of = sample("Any dermatosis except erythema toxicum")
    result = merged(of, draft("erythema toxicum", "erythema toxicum"))
    assert result == Merged(of.rules, (), ())


def test_part_of_a_time_window_is_no_statement() -> None:
    of = sample("Surgery within 6 weeks before the screening colonoscopy")
    result = merged(of, draft("before the screening colonoscopy", "screening colonoscopy"))
    assert added(result) == []


def test_additions_are_bounded() -> None:
    names = [f"Gorham{chr(97 + i)} disease" for i in range(MAX_ADDED + 3)]
    result = merged(sample(", ".join(names)), *(draft(name, name) for name in names))
    assert len(added(result)) == MAX_ADDED and result.refused == ("too-many",) * 3


def test_flags_hold_no_words_of_the_model() -> None:
    of = sample("Gorham disease of the spine")
    result = merged(of, draft("scurvy at sea", "scurvy"), draft("beriberi", "beriberi", exclude=True))
    criterion = Criterion(id="inc-1", category="inclusion", text=of.item.text, span=of.item.span(0, len(of.item.text)))
    flag = ungrounded(criterion, result.refused)
    assert flag.kind == "ungrounded" and flag.span == criterion.span
    assert "scurvy" not in flag.message and "beriberi" not in flag.message and "2 readings" in flag.message


def test_many_differences_of_one_criterion_are_few_items() -> None:
    names = [f"Gorham{chr(97 + i)} disease" for i in range(6)]
    of = sample(", ".join(names))
    result = merged(of, *(draft(name, name, exclude=True) for name in names))
    flags = disagreements(of.rules, result.disagreements)
    assert len(flags) == 3 and "on 3 further readings" in flags[-1].message


def test_a_time_or_a_result_in_words_is_told_but_not_read() -> None:
    of = sample("Currently known Gorham disease, positive")
    result = merged(of, draft(of.item.text, "Gorham disease", timing="Currently", comparison="positive", bound="exactly"))
    (read,) = [each for each in result.characteristics if each.reader == "llm"]
    assert read.confidence[-2:] == ("value-in-words", "time-in-words") and (read.value, read.timing) == (None, None)
