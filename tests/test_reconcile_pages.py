"""Two short pages in, discrepancies out: what must be found and what must not."""

import pytest

from extractor.extract import extract
from extractor.model.criterion import Record
from extractor.model.document import Document
from extractor.model.review import Discrepancy
from extractor.reconcile import reconcile
from extractor.reconcile.identity import share_name
from extractor.repair import repair
from extractor.sources import read_source
from extractor.triage import find_ambiguities

REGISTRY = """A study of drug K in kidney disease

Overall Status: Recruiting
Sponsor: {sponsor}
Phase: {phase}
Clinical Study ID: {id}

Eligibility Criteria

Inclusion Criteria:
- {inclusion}
- Written informed consent

Exclusion Criteria:
- {exclusion}
- Known allergy to the study drug
"""
FACTS = {"sponsor": "Hilltop Institute", "phase": "2", "id": "NCT09990001"}
BASE = {"inclusion": "Hemoglobin of at least 9 g/dL", "exclusion": "Platelets below 100,000 per microliter"}


def _page(**changes: str) -> str:
    return REGISTRY.format(**{**FACTS, **BASE, **changes})


def compare(a: str, b: str) -> tuple[Discrepancy, ...]:
    documents, records, flags = [], [], []
    for name, text in (("a.txt", a), ("b.txt", b)):
        document = repair(read_source(name, text.encode()), name.removesuffix(".txt"))
        outline, record = extract(document)
        documents.append(document)
        records.append(record)
        flags.extend(find_ambiguities(document, outline, record))
    return reconcile(documents, records, flags)


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("inclusion", "Hemoglobin of at least 9 g/dL", "Hb ≥ 90 g/L"),
        ("exclusion", "Platelets below 100,000 per microliter", "Platelet count < 100 x 10^9/L"),
        ("inclusion", "ECOG performance status 0 or 1", "ECOG below 2"),
        ("inclusion", "Age 18 years or older", "Aged ≥ 18 years"),
        ("exclusion", "Major surgery within 4 weeks before enrolment", "Major surgery in the 28 days before enrolment"),
        ("inclusion", "Life expectancy of at least 12 weeks", "Life expectancy ≥ 12 weeks"),
        ("inclusion", "AST no more than 3 times the upper limit of normal", "AST ≤ 3 x ULN"),
        ("exclusion", "Body weight under 40 kg", "Weight < 40 kg"),
        ("inclusion", "HbA1c from 53 to 86 mmol/mol", "HbA1c between 7.0 % and 10.0 %"),
        ("inclusion", "Methotrexate 10 to 20 mg weekly", "Methotrexate 10 to 20 mg"),
        ("inclusion", "Neutrophils ≥ 1.5 x 10^9/L", "Neutrophils of 1,500 or more"),
        (
            "inclusion",
            "Platelets ≥ 90 x 10^9/L (transfusion permitted)",
            "Platelets ≥ 90 x 10^9/L, transfusions are allowed",
        ),
    ],
)
def test_the_same_in_other_words_is_no_discrepancy(field: str, first: str, second: str) -> None:
    assert compare(_page(**{field: first}), _page(**{field: second})) == ()


def test_an_exclusion_below_equals_an_inclusion_from() -> None:
    a = _page(inclusion="Creatinine clearance of 30 mL/min or more")
    b = _page(inclusion="Written agreement to visits", exclusion="Creatinine clearance below 30 mL/min")
    assert not [d for d in compare(a, b) if d.field == "threshold"]


@pytest.mark.parametrize(
    ("field", "first", "second", "expected", "relation"),
    [
        ("inclusion", "Hemoglobin of at least 9 g/dL", "Hemoglobin of at least 8 g/dL", "threshold", "narrower"),
        ("exclusion", "Platelets < 100 x 10^9/L", "Platelets < 75 x 10^9/L", "threshold", "narrower"),
        ("inclusion", "Hemoglobin ≥ 9 g/dL", "Hemoglobin > 9 g/dL", "threshold", "wider"),
        ("inclusion", "ECOG performance status 0 to 2", "ECOG performance status 0 or 1", "performance_status", "wider"),
        ("exclusion", "Creatinine > 150 µmol/L", "Creatinine > 150 mg/dL", "unit", "narrower"),
        ("inclusion", "HbA1c from 53 to 86 mmol/mol", "HbA1c between 7.0 % and 9.0 %", "threshold", "wider"),
        ("inclusion", "Donor aged 20 to 60 years", "Donor aged 30 to 60 years", "age", "wider"),
        (
            "exclusion",
            "Major surgery within 4 weeks before enrolment",
            "Major surgery within 12 weeks before enrolment",
            "time_window",
            None,
        ),
    ],
)
def test_a_changed_number_is_found_and_typed(
    field: str, first: str, second: str, expected: str, relation: str | None
) -> None:
    found = compare(_page(**{field: first}), _page(**{field: second}))
    assert [d.field for d in found] == [expected]
    assert relation is None or found[0].relation == relation
    assert all(claim.span is not None for claim in found[0].claims)


def test_different_ids_leave_identity_open_on_top() -> None:
    found = compare(_page(), _page(id="NCT09990010", phase="3"))
    assert found[0].field == "identity"
    assert found[0].severity == "high"
    assert {d.field for d in found} == {"identity", "phase"}
    assert all(d.conditional for d in found[1:])


def read(name: str, text: str) -> tuple[Document, Record]:
    document = repair(read_source(name, text.encode()), name.removesuffix(".txt"))
    return document, extract(document)[1]


def test_pages_of_plainly_other_trials_are_compared_only_where_they_alone_were_named() -> None:
    rash = "\n\nCondition\n\nPsoriasis\n\nTreatment\n\nLumitinib tablets\n\nEligibility Criteria"
    gout = "\n\nCondition\n\nGout\n\nTreatment\n\nUrasol infusion\n\nEligibility Criteria"
    a = read("a.txt", _page().replace("\n\nEligibility Criteria", rash))
    b = read("b.txt", _page(id="NCT09991112").replace("\n\nEligibility Criteria", gout))
    c = read("c.txt", _page().replace("\n\nEligibility Criteria", rash))
    assert [d.field for d in reconcile([a[0], b[0]], [a[1], b[1]])][:1] == ["identity"]
    assert reconcile([a[0], b[0], c[0]], [a[1], b[1], c[1]]) == ()


def test_a_page_without_id_leaves_identity_open() -> None:
    assert compare(_page(), _page(id="to be added"))[0].field == "identity"


def test_a_criterion_of_one_page_is_reported_as_missing() -> None:
    a = _page(exclusion="Platelets below 100,000 per microliter\n- Cardiac pacemaker or other implanted electronic device")
    found = compare(a, _page())
    assert [(d.field, d.relation) for d in found] == [("criterion_missing", "silent")]
    assert compare(_page(), a)[0].field == "criterion_added"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Misuse of any substance (except coffee)", "Misuse of any substance, coffee included"),
        ("Other research, other than the harbour cohort", "Takes part in other research, the harbour cohort included"),
    ],
)
def test_an_exception_turned_round_is_a_polarity_discrepancy(first: str, second: str) -> None:
    assert "polarity" in {d.field for d in compare(_page(exclusion=first), _page(exclusion=second))}


def test_a_word_dropped_between_two_registries_is_found() -> None:
    a = _page(exclusion="Treatment with biologic drugs that act on the immune system or with steroids in tablets")
    b = _page(exclusion="Treatment with drugs that act on the immune system or with steroids in tablets")
    assert len(compare(a, b)) == 1


def test_order_and_ids_do_not_depend_on_the_order_of_items() -> None:
    a = _page(inclusion="Hemoglobin ≥ 9 g/dL\n- ECOG performance status 0 to 2")
    b = _page(inclusion="ECOG performance status 0 or 1\n- Hemoglobin ≥ 8 g/dL")
    turned = _page(inclusion="Hemoglobin ≥ 8 g/dL\n- ECOG performance status 0 or 1")
    assert {d.id for d in compare(a, b)} == {d.id for d in compare(a, turned)}


def test_lone_criteria_that_may_be_one_make_one_question() -> None:
    a = _page(inclusion="Central subfield thickness above 325 µm caused by leaking vessels")
    b = _page(inclusion="The middle of the retina is swollen where a vessel is weak")
    (item,) = compare(a, b)
    assert (item.field, item.relation) == ("criterion_missing", "different")
    assert all(claim.span for claim in item.claims)


def test_a_list_element_that_differs_is_told_once() -> None:
    a = _page(exclusion="Live vaccine within 4 weeks before enrolment")
    b = _page(exclusion="Heart attack within 4 weeks before enrolment")
    (item,) = compare(a, b)
    assert [claim.value for claim in item.claims] == ["Live vaccine", "Heart attack"]


def test_lone_criteria_on_two_things_stay_two_questions() -> None:
    a = _page(exclusion="Live vaccine within 4 weeks before enrolment")
    b = _page(exclusion="A heart attack in the last four weeks, as told by the family")
    assert sorted(d.field for d in compare(a, b)) == ["criterion_added", "criterion_missing"]


@pytest.mark.parametrize(
    ("first", "second", "fields"), [("Psoriasis", "Gout", ["condition"]), ("Gout", "Gouty arthritis", [])]
)
def test_conditions_without_a_common_disease_are_found(first: str, second: str, fields: list[str]) -> None:
    a, b = (
        _page().replace("\n\nEligibility Criteria", f"\n\nCondition\n\n{name}\n\nEligibility Criteria")
        for name in (first, second)
    )
    assert [d.field for d in compare(a, b)] == fields


def test_a_name_is_shared_with_any_of_several() -> None:
    assert share_name(iter(["Bright Trials Ltd", "Hilltop Institute"]), iter(["Salt Works", "Hilltop Institute"]))
    assert not share_name(iter(["Bright Trials Ltd"]), iter(["Salt Works", "Hilltop Institute"]))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Blackouts, unless a pacemaker was implanted", "Blackouts of a patient without a pacemaker"),
        ("Sepsis; chills alone do not count", "Sepsis: chills alone will not be taken for it"),
        ("Low marrow counts. Use of growth\n  factors is allowed", "Low marrow counts (growth factors are allowed)"),
    ],
)
def test_an_exception_told_as_a_negation_is_not_turned_round(first: str, second: str) -> None:
    assert "polarity" not in {d.field for d in compare(_page(exclusion=first), _page(exclusion=second))}


def test_who_cannot_consent_and_who_consents_are_one_rule() -> None:
    a = _page(exclusion="The patient or a legal guardian cannot sign the consent form")
    b = _page(inclusion="Consent of the patient or of a legal guardian")
    assert "polarity" not in {d.field for d in compare(a, b)}


def test_a_narrowing_word_counts_wherever_the_criterion_says_it() -> None:
    a = _page(exclusion="Active uncontrolled infection; such an infection shows in new fever")
    b = _page(exclusion="Active uncontrolled infection")
    assert not [d for d in compare(a, b) if d.reasons[0].startswith("only-one-says")]
    found = compare(a, _page(exclusion="Active infection"))
    assert ("only-one-says-uncontrolled",) in {d.reasons for d in found}


def test_a_window_that_the_other_page_states_further_down_its_list_is_not_missing() -> None:
    a = _page(exclusion="Treatment of asthma with steroid tablets within 4 weeks before enrolment")
    bare = "Asthma that needs steroid tablets"
    assert [d.field for d in compare(a, _page(exclusion=bare))] == ["time_window"]
    listed = f"{bare}, as follows:\n  - for severe asthma, in the past 28 days\n  - for hay fever"
    assert "time_window" not in {d.field for d in compare(a, _page(exclusion=listed))}


PATIENTS = """A study of drug K, in plain words

What is this trial about?

Drug K is tried in people whose kidneys do not work well.

Who can join?
- Your hemoglobin is at least 9 g/dL

Who cannot join?
- Platelets below 100,000 per microliter
- You have gout

Ask your doctor about it.
"""


def test_what_a_patient_page_leaves_out_of_one_list_is_one_item() -> None:
    listed = "Any of these on the day of screening:\n  - Tinnitus\n  - Vertigo\n- Known gout"
    quotes = [d.claims[0].span.quote for d in compare(_page(exclusion=listed), PATIENTS) if d.claims[0].span]
    assert [quote.split() for quote in quotes if "Tinnitus" in quote or "Vertigo" in quote] == [["Tinnitus", "-", "Vertigo"]]


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        ("Use of rifampicin, digoxin or ritonavir", "Use of digoxin", ["rifampicin; ritonavir", "not stated"]),
        ("Use of rifampicin or digoxin", "Use of digoxin or ritonavir", ["rifampicin", "ritonavir"]),
        ("Hepatitis B or hepatitis C", "Hepatitis C", ["Hepatitis B", "not stated"]),
    ],
)
def test_what_only_one_of_two_lists_names_is_one_item(first: str, second: str, values: list[str]) -> None:
    found = compare(_page(exclusion=first), _page(exclusion=second))
    assert [[claim.value for claim in item.claims] for item in found] == ([values] if values else [])
    assert all(claim.span for item in found for claim in item.claims)


def test_a_number_without_a_unit_is_not_taken_for_any_count() -> None:
    a, b = _page(inclusion="Neutrophils ≥ 1.5 x 10^9/L"), _page(inclusion="Neutrophils of 1,000 or more")
    assert [d.field for d in compare(a, b)] == ["threshold"]


def test_lone_criteria_that_share_words_disagree_by_their_limits_alone() -> None:
    a = _page(inclusion="Thinnest corneal point at least 420 microns behind the flap")
    b = _page(inclusion="The cornea is 0.48 mm or thicker at its thinnest place")
    assert [d.field for d in compare(a, b)] == ["threshold"]
    assert compare(a, _page(inclusion="The cornea is 0.42 mm or thicker at its thinnest place")) == ()


def test_lone_criteria_that_share_a_rare_number_are_one_small_question() -> None:
    lay = PATIENTS.replace("Who cannot", "- Five or more lumps or sores\n\nWho cannot")
    a = _page(inclusion="AN count of 5 or more")
    asked = ("perhaps-the-same-in-other-words", "same-number")
    assert [d.severity for d in compare(a, lay) if d.reasons == asked] == ["low"]
    both = lay.replace("or sores", "or sores\n- Five or more broken nails")
    assert asked not in {d.reasons for d in compare(a, both)}


def test_a_drug_that_a_patient_page_leaves_out_of_a_list_is_told() -> None:
    a = _page(exclusion="Use of rifampicin, digoxin or ritonavir")
    lay = PATIENTS.replace("- You have gout", "- You take {}")
    told = [d.claims[0].value for d in compare(a, lay.format("digoxin or ritonavir")) if "list-element" in d.reasons[0]]
    assert told == ["rifampicin"]
    assert "list-element" not in str(compare(a, lay.format("rifampicin, digoxin or ritonavir")))
    assert "list-element" not in str(compare(a, lay.format("medicines such as digoxin or ritonavir")))


GROUPS = """
Group 1 ({first}):
- Aged 11 to 14 years
Group 2 ({second}):
- Aged 15 to {last} years
"""


def test_ages_of_groups_are_set_against_those_of_the_same_group() -> None:
    def page(first: str, second: str, last: int) -> str:
        groups = GROUPS.format(first=first, second=second, last=last)
        return _page().replace("Inclusion Criteria:\n", f"Inclusion Criteria:\n{groups}\nAll groups:\n")

    a = page("younger pupils", "older pupils", 17)
    assert not [d for d in compare(a, page("first years", "last years", 17)) if d.field == "age"]
    (found,) = [d for d in compare(a, page("first years", "last years", 19)) if d.field == "age"]
    assert [claim.value for claim in found.claims] == ["≤ 17 years", "≤ 19 years"]


def test_months_of_four_weeks_are_a_small_difference() -> None:
    a, b = _page(inclusion="Life expectancy of at least 8 weeks"), _page(inclusion="Life expectancy of at least two months")
    assert [d.severity for d in compare(a, b)] == ["low"]
    assert [d.severity for d in compare(a, _page(inclusion="Life expectancy of at least 9 weeks"))] == ["high"]
