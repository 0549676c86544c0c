"""Lists that begin inside a line, and forms that break into lists: nothing is glued, nothing is lost."""

from segment_page import read, texts, tree


def test_a_first_label_inside_the_line_that_announces_the_list() -> None:
    text = "Exclusion Criteria:\n2. One of these conditions (i) Lactic acidosis\n(ii) Dialysis\n(iii) Shock\n3. Gout\n"
    assert tree(text) == [
        ("exc-1", "One of these conditions", None),
        ("exc-2", "Lactic acidosis", "exc-1"),
        ("exc-3", "Dialysis", "exc-1"),
        ("exc-4", "Shock", "exc-1"),
        ("exc-5", "Gout", None),
    ]


def test_a_bracketed_letter_that_nothing_counts_on_from_stays() -> None:
    assert texts("Exclusion Criteria:\n1. Renal disease (i) of any stage\n2. Gout\n") == [
        "Renal disease (i) of any stage",
        "Gout",
    ]


def test_numbers_that_go_on_inside_the_line() -> None:
    text = "Inclusion Criteria:\n14. No hepatitis B during the screening period 15. No hepatitis C 16. No syphilis\n"
    assert texts(text) == ["No hepatitis B during the screening period", "No hepatitis C", "No syphilis"]
    assert texts("Inclusion Criteria:\n1. Toxicity of no more than grade 2. Patients may join later\n")[0].startswith(
        "Toxicity of no more than grade 2."
    )


def test_numbers_with_a_dash_that_go_on_inside_the_line() -> None:
    text = "Inclusion Criteria:\n1- Suspected asthma 2- Adult patients 3- Consent\n"
    assert texts(text) == ["Suspected asthma", "Adult patients", "Consent"]


def test_a_wrapped_line_of_a_nested_item() -> None:
    text = "Exclusion Criteria:\n1. Heart disease (i) Shock, myocardial\ninfarction and embolism\n(ii) Stroke\n2. Gout\n"
    assert [words for _, words, _ in tree(text)] == [
        "Heart disease",
        "Shock, myocardial infarction and embolism",
        "Stroke",
        "Gout",
    ]


def test_a_field_of_a_form_in_the_middle_of_a_list() -> None:
    text = (
        "Sponsor: A\n\nInclusion Criteria:\n* Asthma\nHealthy volunteers: No\n* Bronchitis\n\nExclusion Criteria:\n* Gout\n"
    )
    assert [(item.category, text[item.start : item.end]) for item in read(text).items] == [
        ("inclusion", "Asthma"),
        ("inclusion", "Bronchitis"),
        ("exclusion", "Gout"),
    ]


def test_a_field_of_a_form_below_the_last_item_ends_the_list() -> None:
    text = "Inclusion Criteria:\n* Asthma\nHealthy volunteers: No\nCountries: Peru\n* Lima General Hospital\n"
    assert texts(text) == ["Asthma"]


def test_numbers_before_small_letters_that_go_on_behind_a_full_stop() -> None:
    text = "Exclusion Criteria:\n16. enzyme deficiency. 17. allergic to the drug. 18. organ transplantation.\n"
    assert texts(text) == ["enzyme deficiency.", "allergic to the drug.", "organ transplantation."]
