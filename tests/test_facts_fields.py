"""Facts of fields that a source's format names."""

from facts_pages import ages, document

from extractor.facts import read_facts
from extractor.model.criterion import Fact
from extractor.model.document import SourceField
from extractor.model.outline import Outline

RECORD = (
    ("nct_id", "NCT09990010"),
    ("org_study_id", "ACME-1"),
    ("brief_title", "Polenex in Patients With Hay Fever"),
    ("lead_sponsor", "Acme"),
    ("collaborator", "Acme Sur"),
    ("overall_status", "Active, not recruiting"),
    ("start_date", "May 2020"),
    ("study_type", "Interventional"),
    ("phase", "PHASE1"),
    ("masking", "DOUBLE"),
    ("intervention_model", "CROSSOVER"),
    ("number_of_arms", "2"),
    ("enrollment", "44"),
    ("condition", "Hay Fever"),
    ("sex", "FEMALE"),
    ("minimum_age", "21 Years"),
    ("maximum_age", "55 Years"),
    ("healthy_volunteers", "No"),
    ("intervention", "DRUG: Polenex"),
    ("location_facility", "Clinic One"),
    ("location_country", "Spain"),
    ("location_status", "RECRUITING"),
    ("location_country", "Spain"),
)


def read(pairs: tuple[tuple[str, str], ...]) -> list[Fact]:
    text, fields = "", []
    for name, words in pairs:
        fields.append(SourceField(name=name, start=len(text), end=len(text) + len(words)))
        text += words + "\n"
    return list(read_facts(document(text, tuple(fields)), Outline(), ()))


def of(found: list[Fact], field: str) -> list[object]:
    return [fact.value for fact in found if fact.field == field and fact.reader == "field"]


def test_a_record() -> None:
    found = read(RECORD)
    assert of(found, "registry_id") == ["NCT09990010"]
    assert of(found, "sponsor") == ["Acme", "Acme Sur"]
    assert of(found, "status") == ["ACTIVE_NOT_RECRUITING"]
    assert of(found, "start_date") == ["2020-05"]
    assert of(found, "phase") == ["PHASE1"]
    assert {"DOUBLE_BLIND", "CROSSOVER", "ARMS=2", "INTERVENTIONAL"} <= set(of(found, "study_design"))
    assert of(found, "enrollment") == ["44"]
    assert of(found, "sex") == ["FEMALE"]
    assert of(found, "intervention") == ["Polenex"]
    assert of(found, "healthy_volunteers") == ["false"]
    assert ages([fact for fact in found if fact.field == "age"]) == [("21", "55")]


def test_collaborators_and_sites_carry_reason_codes() -> None:
    found = read(RECORD)
    assert [fact.confidence for fact in found if fact.field == "sponsor"] == [("lead",), ("collaborator",)]
    assert [fact.value for fact in found if fact.field == "location" and fact.confidence == ("country",)] == ["Spain"]


def test_the_site_status_reaches_its_site() -> None:
    found = read((("nct_id", "NCT09990010"), ("location_facility", "Clinic One"), ("location_status", "Withdrawn")))
    (site,) = [fact for fact in found if fact.field == "location"]
    assert site.confidence == ("facility", "site-status:WITHDRAWN")
    assert site.span.quote.endswith("Withdrawn")


def test_expanded_access_has_no_phase() -> None:
    found = read((("nct_id", "NCT09990011"), ("study_type", "Expanded Access")))
    assert of(found, "phase") == ["NA"]
    assert of(found, "study_design") == ["EXPANDED_ACCESS"]


def test_the_raw_value_counts_and_the_printed_words_are_the_evidence() -> None:
    page = document("Yes\n", (SourceField(name="healthy_volunteers", start=0, end=3, value="true"),))
    (fact,) = read_facts(page, Outline(), ())
    assert (fact.value, fact.span.quote, fact.reader) == ("true", "Yes", "field")
