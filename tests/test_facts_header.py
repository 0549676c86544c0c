"""Facts of labelled lines."""

from facts_pages import ages, facts, values

from extractor.model.outline import Item, Outline, Section
from extractor.model.values import Range

GLANCE = """Tablets for hay fever: what to know

Registry number: NCT09990001
Sponsor: Lindenhof Pharma
Phase: 2
Status: recruiting
Ages: 18 years and over
Sex: all
Participants: about 1,200
Country: Portugal
Medicine: Polenex
Comparison: cetirizine
Last updated: June 2021
"""


def test_a_table_at_a_glance() -> None:
    assert values(GLANCE, "registry_id") == ["NCT09990001"]
    assert values(GLANCE, "sponsor") == ["Lindenhof Pharma"]
    assert values(GLANCE, "phase") == ["PHASE2"]
    assert values(GLANCE, "status") == ["RECRUITING"]
    assert values(GLANCE, "sex") == ["ALL"]
    assert values(GLANCE, "enrollment") == ["1200"]
    assert values(GLANCE, "location") == ["Portugal"]
    assert values(GLANCE, "last_updated") == ["2021-06"]
    assert {"Polenex", "cetirizine"} <= set(values(GLANCE, "intervention"))
    assert ages(facts(GLANCE, "age")) == [("18", None)]


def test_evidence_shows_the_label_on_the_same_line() -> None:
    (sponsor,) = facts(GLANCE, "sponsor")
    assert sponsor.span.quote == "Sponsor: Lindenhof Pharma"
    assert GLANCE[sponsor.span.start : sponsor.span.end] == sponsor.span.quote
    assert "header" in sponsor.confidence


def test_values_below_their_label() -> None:
    page = (
        "Drops for glaucoma in a clinic\n\nPhase\n\n1/2\n\nCondition\n\nGlaucoma\n\n"
        "Ocular Hypertension\n\nTreatment\n\nDrug: Eyelax\n\nClinical Study ID\n\nNCT09990002\n"
        "LH-77\n  • Ages 40-80\n  • Female\n"
    )
    assert values(page, "phase") == ["PHASE1/PHASE2"]
    assert values(page, "condition") == ["Glaucoma", "Ocular Hypertension"]
    assert values(page, "intervention") == ["Eyelax"]
    assert values(page, "registry_id") == ["NCT09990002"]
    assert values(page, "secondary_id") == ["LH-77"]
    assert values(page, "sex") == ["FEMALE"]
    assert ages(facts(page, "age")) == [("40", "80")]


def test_answers_of_a_register() -> None:
    page = (
        "Trial ID: EUCTR2031-004321-17-PT\nPhase: Human pharmacology (Phase I): no\n"
        "Therapeutic exploratory (Phase II): yes\nTherapeutic confirmatory - (Phase III): yes\n"
        "Therapeutic use (Phase IV): no\nSex: \nFemale: yes\nMale: no\n"
        "Are the trial subjects under 18? no\nF.1.2 Adults (18-64 years) yes\n"
        "F.1.3 Elderly (>=65 years) no\n"
    )
    (phase,) = facts(page, "phase")
    assert phase.value == "PHASE2/PHASE3"
    assert phase.span.quote.startswith("Therapeutic exploratory")
    assert values(page, "sex") == ["FEMALE"]
    assert values(page, "registry_id") == ["EUCTR2031-004321-17-PT"]
    (age,) = facts(page, "age")
    assert ages([age]) == [("18", "65")]
    assert age.span.quote.startswith("Are the trial subjects")


def test_a_minimum_and_a_maximum_are_one_range() -> None:
    page = "Trial ID: NCT09990003\nMinimum age: 6 Months\nMaximum age: 17 Months\n"
    (age,) = facts(page, "age")
    assert ages([age]) == [("6", "17")]
    assert age.span.quote == "Minimum age: 6 Months\nMaximum age: 17 Months"


def test_no_limit_is_a_statement() -> None:
    (age,) = facts("Trial ID: NCT09990003\nMinimum age: 18 Years\nMaximum age: N/A\n", "age")
    assert ages([age]) == [("18", None)]
    assert "no-limit" in age.confidence


def test_a_placeholder_is_no_fact() -> None:
    page = "A page about drops for dogs\nRegistry number: to be added\nStatus: please ask, TBC\nSponsor: VERIFY\n"
    assert {fact.field for fact in facts(page)} <= {"title"}


def test_labels_inside_criteria_are_not_of_the_header() -> None:
    page = "A page about drops\nInclusion\nStatus: completed\nPhase: 3\n"
    start = page.index("Inclusion")
    item = Item(id="c", category="inclusion", start=start + 10, end=len(page))
    outline = Outline(
        sections=(Section(role="eligibility", heading="Inclusion", start=start, end=len(page)),), items=(item,)
    )
    assert facts(page, "status", outline) == []
    assert facts(page, "phase", outline) == []


def test_sites_with_their_status() -> None:
    page = (
        "Trial ID: NCT09990004\nStudy Start date:\nMay 2, 2020\n\nConnect with a study center\n\n"
        "  • Hospital Santa Clara\n\n    Porto 4000\n    Portugal\n\n    Active - Recruiting\n\n"
        "  • Hospital do Rio\n\n    Braga 4700\n    Portugal\n\n    Site Not Available\n"
    )
    sites = [fact for fact in facts(page, "location") if "facility" in fact.confidence]
    assert [fact.value for fact in sites] == ["Hospital Santa Clara", "Hospital do Rio"]
    assert "site-status:RECRUITING" in sites[0].confidence
    assert "site-status:NOT_AVAILABLE" in sites[1].confidence
    assert facts(page, "status") == []


def test_a_form_with_codes_and_answers_in_cells() -> None:
    text = (
        "Register number: NCT09990001\nF.1 Age Range\nF.1.1 | Trial has subjects under 18 | No\n"
        "F.1.2 | Adults (18-64 years) | Yes\nF.2 Gender\nF.2.1 | Female | Yes\nF.2.2 | Male | Yes\n"
    )
    assert values(text, "sex") == ["ALL"]
    assert ages(facts(text, "age")) == [("18", None)]


def test_several_ids_under_one_label() -> None:
    assert values("Secondary IDs: ABC-123; KV 20-7\n", "secondary_id") == ["ABC-123", "KV 20-7"]
    below = "Secondary IDs:\nABC-123\nFDA regulated?\nDelayed posting\nGrantor number: 4\n"
    assert values(below, "secondary_id") == ["ABC-123"]


def test_an_age_group_beside_its_limits() -> None:
    assert ages(facts("Age group: Adult\nMinimum age: 21 Years\n", "age")) == [("21", None)]
    assert ages(facts("Age group: Adult\nSex: all\n", "age")) == [("18", None)]


def test_groups_of_ages_and_units_in_the_plural_of_forms() -> None:
    assert ages(facts("Age range: 18-64 years, 65+ years\n", "age")) == [("18", None)]
    assert ages(facts("Age range: 18-64 years, 70+ years\n", "age")) == [("18", "64")]
    assert ages(facts("Ages: from 30.00 Year(s) to 70.00 Year(s)\n", "age")) == [("30.00", "70.00")]


def test_labels_in_brackets_and_before_dots() -> None:
    text = "[Target sample size] 76\n[Sex] All\nWho pays for it ...... Helix Bio\n"
    assert values(text, "enrollment") == ["76"]
    assert values(text, "sex") == ["ALL"]
    assert values(text, "sponsor") == ["Helix Bio"]


def test_the_words_of_the_clinical_trials_information_system() -> None:
    text = "Overall trial status: Authorised, recruiting\nTrial phase: Therapeutic confirmatory (Phase III)\n"
    assert values(text, "status") == ["RECRUITING"]
    assert values(text, "phase") == ["PHASE3"]


def test_limits_of_age_with_the_comparator_behind() -> None:
    (age,) = facts("Age-lower limit: 6 years-old <=\nAge-upper limit: 13 years-old >\n", "age")
    assert isinstance(age.value, Range)
    assert (age.value.low, age.value.low_inclusive) == (6, True)
    assert (age.value.high, age.value.high_inclusive) == (13, False)


def test_an_upper_age_of_nothing_is_no_bound() -> None:
    assert ages(facts("Minimum age: 55 Y\nMaximum age: 0 -\n", "age")) == [("55", None)]
