"""Terms: what a text names, and what it does not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.catalogue import find_terms, measurements, topics


def named(text: str) -> list[tuple[str, str]]:
    return [(text[match.start : match.end], match.row.key) for match in find_terms(text)]


def keys(text: str) -> list[str]:
    return [key for _, key in named(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type 1 diabetes", ["type_1_diabetes"]),
        ("Type I diabetes mellitus", ["type_1_diabetes"]),
        ("type 2 diabetes", ["type_2_diabetes"]),
        ("diabetes mellitus, type 2", ["diabetes"]),
        ("diabetes mellitus type II", ["type_2_diabetes"]),
        ("T2DM", ["type_2_diabetes"]),
        ("type 1 or 2 diabetes", ["diabetes"]),
        ("gestational diabetes", ["gestational_diabetes"]),
        ("diabetes insipidus", ["diabetes_insipidus"]),
        ("prediabetes", ["prediabetes"]),
        ("hepatitis A", ["hepatitis_a"]),
        ("hepatitis B", ["hepatitis_b"]),
        ("hepatitis-C", ["hepatitis_c"]),
        ("Hepatitis E virus", ["hepatitis_e"]),
        ("autoimmune hepatitis", ["autoimmune_hepatitis"]),
        ("non-small cell lung cancer", ["nsclc"]),
        ("small cell lung cancer", ["sclc"]),
        ("nonmelanoma skin cancer", ["nonmelanoma_skin_cancer"]),
        ("carcinoma in situ of the cervix", ["carcinoma_in_situ_cervix"]),
        ("carcinoma in situ of the breast", ["dcis"]),
        ("acute myeloid leukaemia", ["acute_myeloid_leukemia"]),
        ("lupus nephritis", ["lupus_nephritis"]),
        ("acute kidney failure", ["renal_failure"]),
        ("chronic kidney disease", ["chronic_kidney_disease"]),
        ("end-stage renal disease", ["end_stage_renal_disease"]),
        ("pulmonary arterial hypertension", ["pulmonary_hypertension"]),
        ("malignant hyperthermia", ["heat_stroke"]),
        ("gestational hypertension", ["gestational_hypertension"]),
        ("EGFR mutation", ["tumor_alteration"]),
        ("eGFR", ["egfr"]),
        ("live vaccine", ["live_vaccine"]),
        ("COVID-19 vaccine", ["vaccine"]),
        ("nursing home", ["nursing_home"]),
        ("nursing mothers", ["breastfeeding"]),
        ("agalsidase alfa", ["agalsidase_alfa"]),
        ("agalsidase beta", ["agalsidase_beta"]),
        ("topical corticosteroid", ["topical_corticosteroid"]),
        ("inhaled corticosteroids", ["inhaled_corticosteroid"]),
    ],
)
def test_the_longest_name_decides(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    ("lay", "key"),
    [
        ("blood thinners", "anticoagulant"),
        ("kidney failure", "renal_failure"),
        ("heart attack", "myocardial_infarction"),
        ("high blood pressure", "hypertension"),
        ("cancer", "malignancy"),
        ("birth control", "contraception"),
        ("steroids", "corticosteroid"),
        ("bone marrow transplant", "stem_cell_transplant"),
        ("able to become pregnant", "childbearing_potential"),
        ("hives", "urticaria"),
        ("hay fever", "allergic_rhinitis"),
        ("shortness of breath", "dyspnea"),
        ("underactive thyroid", "hypothyroidism"),
        ("blood clots", "venous_thromboembolism"),
        ("painkillers", "analgesic"),
        ("the pill", "hormonal_contraceptive"),
        ("weakened immune system", "immunodeficiency"),
        ("fainting", "syncope"),
        ("flu shot", "vaccine"),
        ("breathing machine", "mechanical_ventilation"),
        ("fatty liver", "fatty_liver"),
        ("big surgery", "surgery"),
    ],
)
def test_words_of_patient_pages(lay: str, key: str) -> None:
    assert keys(f"You cannot join if {lay} was part of your history.") == [key]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("haemophilia", "hemophilia"),
        ("anaemia", "anemia"),
        ("tumour", "tumor"),
        ("leukaemia", "leukemia"),
        ("oedema", "edema"),
        ("diarrhoea", "diarrhea"),
        ("oesophageal cancer", "esophageal cancer"),
        ("coeliac disease", "celiac disease"),
        ("ciclosporin", "cyclosporine"),
        ("immunisation", "immunization"),
        ("caesarean section", "cesarean section"),
        ("paracetamol", "acetaminophen"),
        ("anaesthesia", "anesthesia"),
        ("randomised haemodialysis", "randomized hemodialysis"),
    ],
)
def test_british_and_american_spelling(one: str, other: str) -> None:
    assert keys(one) == keys(other) != []


@pytest.mark.parametrize("text", ["breast-feeding", "breast feeding", "Breast‑feeding", "BREASTFEEDING", "breast–feeding"])
def test_hyphens_blanks_and_case_are_free(text: str) -> None:
    assert named(text) == [(text, "breastfeeding")]


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("malignancy", "malignancies"),
        ("transplant", "transplants"),
        ("biopsy", "biopsies"),
        ("metastasis", "metastases"),
        ("pacemaker", "pacemakers"),
        ("allergy", "allergies"),
        ("JAK inhibitor", "JAK inhibitors"),
        ("abscess", "abscesses"),
        ("NSAID", "NSAIDs"),
        ("TIA", "TIAs"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    assert named(one) == [(one, keys(one)[0])]
    assert named(many) == [(many, keys(one)[0])]


@pytest.mark.parametrize(
    ("abbreviation", "key"),
    [
        ("RA", "rheumatoid_arthritis"),
        ("MS", "multiple_sclerosis"),
        ("PE", "pulmonary_embolism"),
        ("HIT", "heparin_induced_thrombocytopenia"),
        ("ADD", "adhd"),
        ("AIDS", "aids"),
        ("ART", "antiretroviral"),
        ("TICS", "tics"),
        ("GIST", "gist"),
        ("CART", "car_t_therapy"),
        ("PET", "pet"),
        ("CT", "ct"),
    ],
)
def test_an_abbreviation_that_is_a_word_needs_its_capitals(abbreviation: str, key: str) -> None:
    assert keys(abbreviation) == [key]
    assert key not in keys(abbreviation.lower())
    assert key not in keys(abbreviation.capitalize())


@pytest.mark.parametrize(
    "text",
    [
        "strapped",
        "extraordinary",
        "beards were grown",
        "discancer",
        "biopsychology",
        "The patients were told to start at the contrasting end, add one, and hit the mark.",
        "In contrast to the earlier part, all of them gave a response.",
        "ALL of the following must apply.",
        "the state of the art, a cart and the gist of it",
        "",
        "   \n\t",
        "....;;;((()))",
    ],
)
def test_what_names_nothing(text: str) -> None:
    assert named(text) == []


def test_no_match_inside_a_word() -> None:
    assert keys("xhepatitis By") == []
    assert keys("hepatitis Bx") == ["hepatitis"]
    assert keys("antitumor") == []


def test_a_sentence_ends_a_name() -> None:
    assert keys("No known liver. Disease elsewhere") == []
    assert keys("We saw cancer. Therapy was stopped") == ["malignancy"]


def test_full_stops_of_abbreviations() -> None:
    assert named("C. difficile") == [("C. difficile", "clostridium_difficile")]
    assert named("use of St. John's wort") == [("St. John's wort", "cyp3a4_inducer")]
    assert named("use of St John’s wort") == [("St John’s wort", "cyp3a4_inducer")]


def test_the_abbreviation_in_brackets_belongs_to_the_name() -> None:
    assert named("known human immunodeficiency virus (HIV) infection") == [
        ("human immunodeficiency virus (HIV) infection", "hiv")
    ]
    assert named("(hepatitis B virus (HBV) infection)") == [("hepatitis B virus (HBV) infection", "hepatitis_b")]
    assert named("lipoprotein(a), 25(OH)D") == [("lipoprotein(a)", "lpa"), ("25(OH)D", "vitamin_d")]


def test_a_name_does_not_leave_the_bracket_that_it_stands_in() -> None:
    assert named("pregnant (or lactating) women") == [("pregnant", "pregnancy"), ("lactating", "breastfeeding")]


def test_twins_are_the_conditions_that_measurements_name() -> None:
    (pain,) = find_terms("pain")
    assert (pain.row.key, pain.twin.key if pain.twin else None) == ("pain_score", "pain")
    (fever,) = find_terms("fever")
    assert fever.twin is not None
    assert fever.twin.topic == "condition"
    (creatinine,) = find_terms("creatinine")
    assert creatinine.twin is None
    (cancer,) = find_terms("cancer")
    assert cancer.twin is None


@pytest.mark.parametrize("row", [*measurements(), *topics()], ids=lambda row: row.key)
def test_every_row_is_found_by_its_name(row: object) -> None:
    assert hasattr(row, "name")
    (match, *rest) = find_terms(row.name)
    assert not rest
    assert (match.start, match.end) == (0, len(row.name))
    assert row in (match.row, match.twin)


@given(st.text(alphabet="aAhHbBİßcC19 -–/().'’\nµ", max_size=60))
def test_matches_are_ordered_and_in_bounds(text: str) -> None:
    end = 0
    for match in find_terms(f"HIV {text} cancer"):
        assert end <= match.start < match.end <= len(text) + 11
        end = match.end


@given(st.text(max_size=30), st.text(max_size=30))
def test_offsets_hold_in_any_script(before: str, after: str) -> None:
    text = f"{before}; rheumatoid arthritis; {after}"
    found = [text[match.start : match.end] for match in find_terms(text) if match.row.key == "rheumatoid_arthritis"]
    assert "rheumatoid arthritis" in found


@pytest.mark.parametrize(
    "seed",
    ["cancer ", "C. ", "St. ", "type 1 or ", "anti-", "carcinoma in situ of the ", "(", "hepatitis B/", "İ", "a ", "-"],
)
def test_a_pumped_text_is_scanned_in_linear_time(seed: str) -> None:
    find_terms("warm")
    started = time.process_time()
    find_terms(seed * (120_000 // len(seed)))
    assert time.process_time() - started < 8


def test_scanning_is_fast() -> None:
    sentence = (
        "Patients with stage III disease and a creatinine clearance above 60 mL/min who gave written consent may take part; "
    )
    text = sentence * 4000
    find_terms("warm")
    best = min(timed(text) for _ in range(3))
    assert len(text) / best > 1_500_000


def timed(text: str) -> float:
    started = time.process_time()
    find_terms(text)
    return time.process_time() - started
