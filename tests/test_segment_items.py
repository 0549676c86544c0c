"""Items: every printed shape of a list gives the same criteria."""

import pytest
from segment_page import bare, read, texts, tree, words

from extractor.model.criterion import AtLeast


def _under(body: str) -> str:
    return f"Inclusion Criteria:\n\n{body}"


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "•", "– ", "· ", "▪ ", "➢ ", "✓ ", "✗ ", "× ", "o ", "?\t", "# "])
def test_bullets(bullet: str) -> None:
    assert texts(_under(f"{bullet}Asthma for a year\n{bullet}Body mass index below 30\n")) == [
        "Asthma for a year",
        "Body mass index below 30",
    ]


@pytest.mark.parametrize(
    "labels", [("1.", "2."), ("1)", "2)"), ("(1)", "(2)"), ("I.", "II."), ("i)", "ii)"), ("a)", "b)"), ("A.", "B.")]
)
def test_ordered_labels(labels: tuple[str, str]) -> None:
    text = _under(f"{labels[0]} Asthma for a year\n{labels[1]} Body mass index below 30\n")
    outline = read(text)
    assert [(item.label, words(text, item)) for item in outline.items] == [
        (labels[0], "Asthma for a year"),
        (labels[1], "Body mass index below 30"),
    ]


def test_nested_by_indentation() -> None:
    text = _under(
        "1. Blood counts:\n   * Platelets > 100\n   * Hemoglobin > 9\n2. Asthma\n   * severe\n     * since birth\n"
    )
    assert tree(text) == [
        ("inc-1", "Blood counts:", None),
        ("inc-2", "Platelets > 100", "inc-1"),
        ("inc-3", "Hemoglobin > 9", "inc-1"),
        ("inc-4", "Asthma", None),
        ("inc-5", "severe", "inc-4"),
        ("inc-6", "since birth", "inc-5"),
    ]


def test_nested_by_the_kind_of_label_alone() -> None:
    text = _under("1. Lung disease, one of:\na) asthma\nb) bronchitis\n2. Consent given\n")
    assert [parent for _, _, parent in tree(text)] == [None, "inc-1", "inc-1", None]


def test_a_list_inside_a_line() -> None:
    text = _under("1. Liver values: a) AST ≤3 times ULN; b) ALT ≤3 times ULN; c) bilirubin ≤2 times ULN.\n2. Consent\n")
    assert tree(text) == [
        ("inc-1", "Liver values:", None),
        ("inc-2", "AST ≤3 times ULN;", "inc-1"),
        ("inc-3", "ALT ≤3 times ULN;", "inc-1"),
        ("inc-4", "bilirubin ≤2 times ULN.", "inc-1"),
        ("inc-5", "Consent", None),
    ]


def test_numbers_run_together() -> None:
    assert bare("Exclusion criteria: 1. Pregnant 2. Breastfeeding 3. Smoker 4. Known epilepsy") == [
        "Pregnant",
        "Breastfeeding",
        "Smoker",
        "Known epilepsy",
    ]
    assert bare("Exclusion criteria: 1) Pregnant; 2) Smoker, 3) Known epilepsy.") == ["Pregnant", "Smoker", "Known epilepsy"]


@pytest.mark.parametrize(
    "line",
    [
        "Dose of 1.5 mg or 2.5 mg a day",
        "ECOG score of 2. Patients with a score of 3. are asked again",
        "Asthma vs. bronchitis, e.g. with cough, i.e. wheezing (No. 3 of the table)",
        "Seen on 12.05.2019 or later by Dr. Miller",
        "Type 2 diabetes. No insulin",
        "Hepatitis B or C. E. coli is allowed",
        "Fever with pneumonia (grade 1; Grade 2 only after treatment)",
        "Signs of disease; onset less than 14 days ago",
        "Absolute count below 0. 5 per unit",
    ],
)
def test_one_bullet_is_one_item(line: str) -> None:
    assert texts(_under(f"- {line}\n- Consent\n")) == [line, "Consent"]


def test_clear_criteria_behind_semicolons_are_parted() -> None:
    assert texts(_under("- Pregnant; Breastfeeding; Age < 18 years\n")) == ["Pregnant;", "Breastfeeding;", "Age < 18 years"]


def test_an_introduced_list_behind_semicolons() -> None:
    text = "Exclusion Criteria:\n- Known history of the following: tuberculosis; epilepsy; gout\n- Smoker\n"
    outline = read(text)
    assert [(words(text, item), item.parent, item.combination) for item in outline.items] == [
        ("Known history of the following:", None, "any-of"),
        ("tuberculosis;", "exc-1", None),
        ("epilepsy;", "exc-1", None),
        ("gout", "exc-1", None),
        ("Smoker", None, None),
    ]


def test_hard_wrapped_lines() -> None:
    text = """
        Inclusion Criteria:

          -  Asthma that has been known for at least one year and that still causes symptoms on two
             or more days a week in spite of treatment

          -  Age from 18 to 70 years

             (both included)

        Exclusion Criteria:

          -  Smoking at the time of the first visit (Day
             0). Former smokers are welcome
"""
    assert texts(text) == [
        "Asthma that has been known for at least one year and that still causes symptoms on two or more days a week in spite"
        " of treatment",
        "Age from 18 to 70 years (both included)",
        "Smoking at the time of the first visit (Day 0). Former smokers are welcome",
    ]


def test_lines_wrapped_without_indentation() -> None:
    text = """Inclusion criteria:
-Asthma that was found by a chest physician and that has been treated with
inhaled steroids for no less than three months before the first visit, with a
good technique
-Age of 18 years or more
"""
    assert len(texts(text)) == 2


def test_items_without_labels() -> None:
    assert texts("Inclusion criteria:\nAsthma\nAge over 18\npatients who can walk\n") == [
        "Asthma",
        "Age over 18",
        "patients who can walk",
    ]
    assert texts("Inclusion criteria: Asthma; age over 18; able to walk") == ["Asthma;", "age over 18;", "able to walk"]
    assert texts("Inclusion criteria: Patients must be 18-65 years old. They must have asthma.") == [
        "Patients must be 18-65 years old.",
        "They must have asthma.",
    ]


def test_restarted_and_broken_numbering_loses_nothing() -> None:
    text = _under("1. Asthma\n2. Aged 18\n1. Can walk\n2. Can read\n7. Can write\n")
    outline = read(text)
    assert [words(text, item) for item in outline.items] == ["Asthma", "Aged 18", "Can walk", "Can read", "Can write"]
    assert outline.items[2].notes == ("restarted-numbering",)
    assert all(item.parent is None for item in outline.items)


def test_a_text_cut_off_before_a_new_list() -> None:
    text = _under("  4. Classified by the score of the chest society (Appendix\n\n  1. Thick skin\n\n  2. Can walk\n")
    outline = read(text)
    assert [item.notes[:1] for item in outline.items] == [("cut-off",), ("restarted-numbering",), ()]


def test_a_repeated_block_is_marked_and_kept() -> None:
    text = _under(
        "  1. Wheezing at night\n\n  2. Able to climb two flights of stairs\n\n"
        "  1. Wheezing at night 2. Able to climb two flights of stairs\n"
    )
    assert [("duplicate-block" in item.notes) for item in read(text).items] == [False, False, True, True]


def test_the_line_that_announces_the_list_is_no_item() -> None:
    text = (
        "Inclusion Criteria:\n\nPatients must meet all of the following criteria to be eligible:\n\n1. Asthma\n\n"
        "Exclusion Criteria:\n\nWhoever meets any of the following criteria will be excluded:\n\n1. Smoker\n"
    )
    assert tree(text) == [("inc-1", "Asthma", None), ("exc-1", "Smoker", None)]


def test_alternatives_at_the_head_of_a_list_are_kept() -> None:
    text = "Inclusion Criteria:\n\nPatients must meet one of the following criteria:\n\n1. Asthma\n2. Bronchitis\n"
    outline = read(text)
    assert outline.items[0].combination == "any-of"
    assert [item.parent for item in outline.items] == [None, "inc-1", "inc-1"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Any of the following:", "any-of"),
        ("Lung disease, one of:", "any-of"),
        ("One or more of the following:", "any-of"),
        ("At least one of these criteria:", "any-of"),
        ("At least two of the following:", AtLeast(n=2)),
        ("Two or more of the following:", AtLeast(n=2)),
        ("Any 3 of the following:", AtLeast(n=3)),
        ("Signs of disease, all of the following:", "all-of"),
        ("Asthma with both of the following:", "all-of"),
        ("Blood counts:", None),
        ("Lung disease, including:", None),
    ],
)
def test_combination_of_an_inclusion(head: str, expected: object) -> None:
    outline = read(_under(f"1. {head}\n   - Asthma\n   - Bronchitis\n   - Emphysema\n"))
    assert outline.items[0].combination == expected


def test_combination_of_an_exclusion_with_kinds() -> None:
    outline = read("Exclusion Criteria:\n- Lung disease, including:\n  - Asthma\n  - Bronchitis\n")
    assert outline.items[0].combination == "any-of"


@pytest.mark.parametrize(("word", "expected"), [("AND", "all-of"), ("or", "any-of")])
def test_combination_by_the_words_between_items(word: str, expected: str) -> None:
    outline = read(_under(f"1. Lung disease as below\n   - Asthma, {word}\n   - Bronchitis, {word}\n   - Emphysema\n"))
    assert outline.items[0].combination == expected


def test_a_line_with_only_or_joins_two_items() -> None:
    text = _under("1. Lung disease as below\n   - Asthma\n   - OR\n   - Bronchitis\n2. Consent\n")
    outline = read(text)
    assert [words(text, item) for item in outline.items] == ["Lung disease as below", "Asthma - OR", "Bronchitis", "Consent"]
    assert outline.items[0].combination == "any-of"


def test_alternatives_whose_nesting_was_lost() -> None:
    text = _under(
        "- Low oxygen, at least one of the following:\n- SpO2 < 93%\n- PaO2/FiO2 < 300\n- Age of 18 years\n- Consent\n"
    )
    outline = read(text)
    assert outline.items[0].combination == "any-of"
    assert [item.parent for item in outline.items] == [None, "inc-1", "inc-1", None, None]
    assert outline.items[1].notes == ("flattened-list",)


def test_topics_over_lists() -> None:
    text = "PATIENT CHARACTERISTICS:\n\nAge:\n\n* 18 and over\n\nSex:\n\n* Not specified\n\nRenal:\n\n* Creatinine < 2\n"
    assert tree(text) == [
        ("inc-1", "Age:", None),
        ("inc-2", "18 and over", "inc-1"),
        ("inc-3", "Renal:", None),
        ("inc-4", "Creatinine < 2", "inc-3"),
    ]


def test_topics_run_together() -> None:
    text = "PATIENT CHARACTERISTICS: Age: 18 and over Performance status: ECOG 0-1 Life expectancy: At least 3 months"
    assert texts(text) == ["Age: 18 and over", "Performance status: ECOG 0-1", "Life expectancy: At least 3 months"]


def test_an_over_long_item_is_split() -> None:
    sentence = "The person has wheezed at night in the last month. "
    text = _under(f"- {sentence * 200}\n- Consent\n")
    outline = read(text)
    assert all(item.end - item.start <= 4000 for item in outline.items)
    assert {note for item in outline.items[:-1] for note in item.notes} == {"split-long"}
    assert " ".join(words(text, item) for item in outline.items[:-1]) == (sentence * 200).strip()
