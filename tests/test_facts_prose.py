"""Facts of titles and sentences, and whose registry id is whose."""

from facts_pages import facts, values

HEAD = "Polenex spray for hay fever: a guide\n"


def test_what_a_title_states() -> None:
    title = (
        "A Phase 3, Randomised, Double-Blind Trial of Polenex in Spanish Patients With Hay Fever Aged 12 to 40 Years\n"
        "Text follows here.\n"
    )
    assert values(title, "phase") == ["PHASE3"]
    assert values(title, "study_design") == ["RANDOMIZED", "DOUBLE_BLIND"]
    assert "Polenex" in values(title, "intervention")
    assert values(title, "location") == ["Spain"]
    assert any("Hay Fever" in value for value in values(title, "condition"))


def test_a_condition_in_a_title_is_no_product() -> None:
    title = "Early Treatment of Severe Malaria in Children With Severe Malaria\nText follows here.\n"
    assert values(title, "intervention") == []


def test_a_title_names_what_is_combined_and_gives_way_to_a_label() -> None:
    title = "A Trial of Polenex Alone or in Combination With Cetirizine for Adults With Hay Fever\n"
    assert values(title + "Text follows here.\n", "intervention") == ["Polenex", "Cetirizine"]
    assert values(title + "Medicine: Polenex\n", "intervention") == ["Polenex"]


def test_sentences_about_this_trial() -> None:
    page = (
        HEAD + "A Lindenhof study with a new spray. It is a Phase 2 study in two groups. It plans to enroll 90 patients.\n"
    )
    assert values(page, "sponsor") == ["Lindenhof"]
    assert values(page, "phase") == ["PHASE2"]
    assert values(page, "enrollment") == ["90"]


def test_sentences_about_other_trials_state_nothing() -> None:
    page = HEAD + "An earlier phase 1 study showed this. Previous randomized trials in Peru enrolled 400 patients.\n"
    assert values(page, "phase") == []
    assert values(page, "study_design") == []
    assert values(page, "enrollment") == []
    assert values(page, "location") == []


def test_sponsor_and_hospital_of_an_investigator_initiated_study() -> None:
    page = HEAD + "This is an investigator-initiated study at Hospital Clinic for adults.\n"
    assert values(page, "sponsor") == ["Hospital Clinic"]
    assert values(HEAD + "It is run by Acme Devices and others.\n", "sponsor") == ["Acme Devices"]


def test_products_and_doses() -> None:
    page = HEAD + "Treatment Being Studied\nPolenex is injected once a week. The starting dose is 20 mg twice a day.\n"
    assert "Polenex" in values(page, "intervention")
    doses = [fact for fact in facts(page, "intervention") if "dose" in fact.confidence]
    assert [fact.value for fact in doses] == ["The starting dose is 20 mg twice a day."]


def test_sections_on_questions_and_risks_are_not_read() -> None:
    page = HEAD + "Frequently Asked Questions\nThe study is completed. It is a Phase 4 study in Peru.\n"
    assert values(page, "status") == []
    assert values(page, "phase") == []


def test_the_status_in_a_sentence() -> None:
    assert values(HEAD + "This study is no longer recruiting.\n", "status") == ["ACTIVE_NOT_RECRUITING"]


def test_the_id_of_another_trial_is_not_this_ones() -> None:
    page = HEAD + "Do not mix it up with, or take it for, another study (NCT09990020).\nIts number is NCT09990021.\n"
    assert values(page, "registry_id") == ["NCT09990021"]
    assert values(HEAD + "This is an extension of NCT09990020.\n", "registry_id") == []


def test_a_labelled_id_comes_before_sentences() -> None:
    page = HEAD + "It should not be confused with NCT09990020.\nRegistry number: NCT09990022\n"
    (fact,) = facts(page, "registry_id")
    assert (fact.value, "header" in fact.confidence) == ("NCT09990022", True)


def test_ids_of_many_registries() -> None:
    for printed in (
        "ISRCTN12345678",
        "EUCTR2031-004321-17-PT",
        "2031-504321-17-00",
        "ChiCTR2000012345",
        "jRCT2031200001",
        "DRKS00012345",
    ):
        if printed.startswith("2031"):
            printed = printed.replace("2031", "2023")
        assert values(f"A page about one trial\nTrial ID: {printed}\n", "registry_id") == [printed]


def test_two_ids_without_a_word_on_whose_they_are_leave_it_open() -> None:
    assert values(HEAD + "NCT09990030 and NCT09990031 are listed.\n", "registry_id") == []


def test_people_counted_of_both_sexes() -> None:
    assert set(values(HEAD + "The clinic at the lake. We are recruiting 60 boys and girls.\n", "sex")) == {"ALL"}
    assert set(values(HEAD + "The clinic at the lake. We are recruiting 60 girls.\n", "sex")) == {"FEMALE"}
