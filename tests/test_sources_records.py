"""Registry records: ClinicalTrials.gov JSON (versions 2 and 1) and legacy XML."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import SourceError
from extractor.model.document import Source
from extractor.sources import read_source

V2: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT01234567",
            "orgStudyIdInfo": {"id": "TEA-1"},
            "secondaryIdInfos": [{"id": "2020-000001-10", "type": "EUDRACT_NUMBER"}, {"id": None}],
            "briefTitle": "Tea for\u2028tired engineers",
            "officialTitle": "A trial of \\[green\\] tea",
            "acronym": "TEA",
        },
        "statusModule": {
            "overallStatus": "NOT_YET_RECRUITING",
            "statusVerifiedDate": "2024-02",
            "startDateStruct": {"date": "2024-03-01", "type": "ESTIMATED"},
            "lastUpdatePostDateStruct": {"date": "2024-02-20"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Tea Board"}, "collaborators": [{"name": "Leaf Ltd"}]},
        "descriptionModule": {"briefSummary": "Does tea help?", "detailedDescription": "First.\r\n\r\nSecond."},
        "conditionsModule": {"conditions": ["Fatigue", "Boredom"], "keywords": ["tea"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE1", "PHASE2"],
            "designInfo": {"allocation": "RANDOMIZED", "maskingInfo": {"masking": "DOUBLE", "whoMasked": ["PARTICIPANT"]}},
            "enrollmentInfo": {"count": 40, "type": "ESTIMATED"},
        },
        "armsInterventionsModule": {
            "armGroups": [{"label": "Tea", "type": "OTHER", "description": "A cup\\.", "interventionNames": ["Drug: Tea"]}],
            "interventions": [{"type": "DRUG", "name": "Tea", "otherNames": ["Chai"], "armGroupLabels": ["Tea"]}],
        },
        "outcomesModule": {"primaryOutcomes": [{"measure": "Yawns", "timeFrame": "1 week", "description": "Counted"}]},
        "eligibilityModule": {
            "eligibilityCriteria": (
                "Inclusion Criteria:\n\n* Hb \\>= 9 g/dL\n* ALT \\< 3\\*ULN\n  1. at rest\n\nExclusion Criteria:\n\n* A\\_B"
            ),
            "healthyVolunteers": False,
            "sex": "FEMALE",
            "minimumAge": "18 Years",
        },
        "contactsLocationsModule": {
            "overallOfficials": [{"name": "X", "affiliation": "Tea Institute", "role": "STUDY_CHAIR"}],
            "locations": [
                {"facility": "Leeds Clinic", "city": "Leeds", "country": "United Kingdom", "status": "RECRUITING"},
                None,
            ],
        },
        "referencesModule": {"references": [{"citation": "Leaf 2001"}]},
    },
    "resultsSection": {"baselineCharacteristicsModule": {}},
    "derivedSection": {"miscInfoModule": {"removedCountries": ["Canada"]}},
}  # fmt: skip

V1: dict[str, Any] = {
    "FullStudy": {
        "Rank": 1,
        "Study": {
            "ProtocolSection": {
                "IdentificationModule": {
                    "NCTId": "NCT01234567",
                    "OrgStudyIdInfo": {"OrgStudyId": "TEA-1"},
                    "SecondaryIdInfoList": {"SecondaryIdInfo": [{"SecondaryId": "2020-000001-10"}]},
                    "BriefTitle": "Tea for tired engineers",
                },
                "StatusModule": {
                    "OverallStatus": "Recruiting",
                    "StartDateStruct": {"StartDate": "March 2024", "StartDateType": "Actual"},
                },
                "DesignModule": {
                    "PhaseList": {"Phase": ["Phase 1", "Phase 2"]},
                    "EnrollmentInfo": {"EnrollmentCount": "40"},
                },
                "ConditionsModule": {"ConditionList": {"Condition": ["Fatigue"]}},
                "ArmsInterventionsModule": {
                    "ArmGroupList": {
                        "ArmGroup": [
                            {
                                "ArmGroupLabel": "Tea",
                                "ArmGroupInterventionList": {"ArmGroupInterventionName": ["Drug: Tea"]},
                            }
                        ]
                    },
                    "InterventionList": {
                        "Intervention": [
                            {
                                "InterventionType": "Drug",
                                "InterventionName": "Tea",
                                "InterventionOtherNameList": {"InterventionOtherName": ["Chai"]},
                            }
                        ]
                    },
                },
                "OutcomesModule": {
                    "PrimaryOutcomeList": {
                        "PrimaryOutcome": [{"PrimaryOutcomeMeasure": "Yawns", "PrimaryOutcomeTimeFrame": "1 week"}]
                    }
                },
                "EligibilityModule": {
                    "EligibilityCriteria": "Inclusion:\n\nAge 18 or over\n\nExclusion:\n\nNone",
                    "Gender": "All",
                    "MinimumAge": "18 Years",
                    "HealthyVolunteers": "Accepts Healthy Volunteers",
                },
                "ContactsLocationsModule": {
                    "LocationList": {"Location": [{"LocationFacility": "Leeds Clinic", "LocationCity": "Leeds"}]}
                },
            }
        },
    }
}  # fmt: skip

XML = """<?xml version="1.0" encoding="UTF-8"?>
<clinical_study rank="1">
  <!-- a note for machines -->
  <id_info><org_study_id>TEA-1</org_study_id><nct_id>NCT01234567</nct_id></id_info>
  <brief_title>Tea &amp; engineers</brief_title>
  <sponsors><lead_sponsor><agency>Tea Board</agency></lead_sponsor></sponsors>
  <overall_status>Active, not recruiting</overall_status>
  <start_date type="Actual">March 2020</start_date>
  <phase>Phase 1/Phase 2</phase>
  <lastchanged_date>May 1, 2021</lastchanged_date>
  <enrollment type="Anticipated">40</enrollment>
  <condition>Fatigue</condition>
  <arm_group><arm_group_label>Tea</arm_group_label><description>A cup of tea</description></arm_group>
  <intervention><intervention_type>Drug</intervention_type><intervention_name>Tea</intervention_name></intervention>
  <eligibility>
    <criteria>
      <textblock>
        Inclusion Criteria:

          -  Hemoglobin &gt;= 9 g/dL measured no longer than one week
             before the first cup

               -  at rest
      </textblock>
    </criteria>
    <gender>All</gender>
    <minimum_age>18 Years</minimum_age>
    <maximum_age>N/A</maximum_age>
  </eligibility>
  <location>
    <facility><name>Leeds Clinic</name><address><city>Leeds</city><country>United Kingdom</country></address></facility>
    <status>Recruiting</status>
  </location>
  <removed_countries><country>Canada</country></removed_countries>
</clinical_study>"""


def read(record: object) -> Source:
    return read_source("record", (record if isinstance(record, str) else json.dumps(record)).encode())


def values(source: Source) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field in source.fields:
        found.setdefault(field.name, []).append(source.text[field.start : field.end])
    return found


def line(source: Source, start: str) -> str:
    return next(line for line in source.text.split("\n") if line.startswith(start))


def test_v2_fields_stand_in_the_text() -> None:
    source = read(V2)
    assert (source.reader, source.media_type) == ("ctgov-v2", "application/json")
    found = values(source)
    expected = {
        "nct_id": ["NCT01234567"],
        "org_study_id": ["TEA-1"],
        "secondary_id": ["2020-000001-10"],
        "brief_title": ["Tea for tired engineers"],
        "official_title": ["A trial of [green] tea"],
        "overall_status": ["NOT_YET_RECRUITING"],
        "start_date": ["2024-03-01"],
        "last_update": ["2024-02-20"],
        "lead_sponsor": ["Tea Board"],
        "collaborator": ["Leaf Ltd"],
        "condition": ["Fatigue", "Boredom"],
        "phase": ["PHASE1", "PHASE2"],
        "allocation": ["RANDOMIZED"],
        "enrollment": ["40"],
        "arm_label": ["Tea"],
        "arm_description": ["A cup."],
        "arm_intervention": ["Drug: Tea"],
        "intervention": ["DRUG: Tea"],
        "intervention_type": ["DRUG"],
        "intervention_name": ["Tea"],
        "intervention_other_name": ["Chai"],
        "primary_outcome": ["Yawns"],
        "primary_outcome_time_frame": ["1 week"],
        "sex": ["FEMALE"],
        "minimum_age": ["18 Years"],
        "healthy_volunteers": ["No"],
        "official_affiliation": ["Tea Institute"],
        "location_facility": ["Leeds Clinic"],
        "location_country": ["United Kingdom"],
        "location_status": ["RECRUITING"],
        "removed_country": ["Canada"],
        "detailed_description": ["First.\n\nSecond."],
    }
    assert {name: found.get(name) for name in expected} == expected
    assert "maximum_age" not in found
    assert source.omitted == {"references": 1, "results": 1}


def test_v2_is_a_page_of_labelled_lines() -> None:
    source = read(V2)
    assert source.text.startswith("Tea for tired engineers\n\nNCT number: NCT01234567\n")
    assert line(source, "Start date") == "Start date: 2024-03-01 (ESTIMATED)"
    assert line(source, "Phase") == "Phase: PHASE1; PHASE2"
    assert line(source, "Location:") == "Location: Leeds Clinic, Leeds, United Kingdom, RECRUITING"
    assert next(field.value for field in source.fields if field.name == "healthy_volunteers") == "false"


def test_v2_criteria_are_unescaped_and_keep_their_lines() -> None:
    assert values(read(V2))["eligibility_criteria"] == [
        "Inclusion Criteria:\n\n* Hb >= 9 g/dL\n* ALT < 3*ULN\n  1. at rest\n\nExclusion Criteria:\n\n* A_B"
    ]
    assert "\n\nEligibility criteria\n\nInclusion Criteria:" in read(V2).text


@pytest.mark.parametrize("wrapped", [[V2], {"studies": [V2]}, {"studies": V2}, V2["protocolSection"]])
def test_v2_is_found_in_its_wrappings(wrapped: object) -> None:
    assert values(read(wrapped))["nct_id"] == ["NCT01234567"]


def test_v1_fields_stand_in_the_text() -> None:
    source = read(V1)
    assert source.reader == "ctgov-v1"
    found = values(source)
    expected = {
        "nct_id": ["NCT01234567"],
        "org_study_id": ["TEA-1"],
        "secondary_id": ["2020-000001-10"],
        "overall_status": ["Recruiting"],
        "start_date": ["March 2024"],
        "phase": ["Phase 1", "Phase 2"],
        "enrollment": ["40"],
        "condition": ["Fatigue"],
        "arm_label": ["Tea"],
        "arm_intervention": ["Drug: Tea"],
        "intervention": ["Drug: Tea"],
        "intervention_other_name": ["Chai"],
        "primary_outcome": ["Yawns"],
        "sex": ["All"],
        "healthy_volunteers": ["Accepts Healthy Volunteers"],
        "location_city": ["Leeds"],
        "eligibility_criteria": ["Inclusion:\n\nAge 18 or over\n\nExclusion:\n\nNone"],
    }
    assert {name: found.get(name) for name in expected} == expected
    assert line(source, "Start date") == "Start date: March 2024 (Actual)"


@pytest.mark.parametrize("wrapped", [
    V1["FullStudy"],
    V1["FullStudy"]["Study"],
    V1["FullStudy"]["Study"]["ProtocolSection"],
    {"FullStudiesResponse": {"NStudiesFound": 1, "FullStudies": [V1["FullStudy"]]}},
])  # fmt: skip
def test_v1_is_found_in_its_wrappings(wrapped: object) -> None:
    assert values(read(wrapped))["nct_id"] == ["NCT01234567"]


def test_v1_flat_fields_are_read() -> None:
    fields = {
        "Rank": 1,
        "NCTId": ["NCT01234567"],
        "BriefTitle": ["Tea"],
        "Condition": ["Fatigue", "Boredom"],
        "InterventionName": ["Tea", "Water"],
        "InterventionType": ["Drug", "Other"],
        "LocationCity": ["Leeds", "York"],
        "LocationFacility": ["Clinic"],
        "MinimumAge": ["18 Years"],
        "EligibilityCriteria": ["Inclusion: thirst"],
        "MaximumAge": [],
    }
    found = values(read({"StudyFieldsResponse": {"StudyFields": [fields]}}))
    assert found["intervention"] == ["Drug: Tea", "Other: Water"]
    assert found["location_city"] == ["Leeds", "York"]
    assert "location_facility" not in found and "maximum_age" not in found
    assert found["eligibility_criteria"] == ["Inclusion: thirst"]


def test_xml_fields_stand_in_the_text() -> None:
    source = read(XML)
    assert (source.reader, source.media_type) == ("ctgov-xml", "application/xml")
    found = values(source)
    expected = {
        "nct_id": ["NCT01234567"],
        "brief_title": ["Tea & engineers"],
        "lead_sponsor": ["Tea Board"],
        "overall_status": ["Active, not recruiting"],
        "start_date": ["March 2020"],
        "last_update_submitted": ["May 1, 2021"],
        "phase": ["Phase 1/Phase 2"],
        "enrollment": ["40"],
        "intervention": ["Drug: Tea"],
        "minimum_age": ["18 Years"],
        "maximum_age": ["N/A"],
        "location_facility": ["Leeds Clinic"],
        "removed_country": ["Canada"],
    }
    assert {name: found.get(name) for name in expected} == expected
    assert source.omitted == {"comment": 1}


def test_xml_text_blocks_keep_their_lines_and_relative_indents() -> None:
    assert values(read(XML))["eligibility_criteria"] == [
        "Inclusion Criteria:\n\n  -  Hemoglobin >= 9 g/dL measured no longer than one week\n     before the first cup\n\n"
        "       -  at rest"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xml_is_read_in_any_encoding(encoding: str) -> None:
    assert values(read_source("record", XML.replace("Leeds", "Łódź").encode(encoding)))["location_city"] == ["Łódź"]


BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(("record", "words"), [
    ('{"protocolSection": {"identificationModule": {"nctId": "NCT01234567"', "broken JSON (it ends in the middle)"),
    ('{\n"protocolSection": {,}}', "line 2, column 21"),
    ('{"a":' * 100_000 + " ".join(map(chr, range(97, 123))), "nested too deeply"),
    ('{"name": "a recipe for tea"}', "no trial record"),
    ('[{"name": "tea"}]', "no trial record"),
    ({"studies": [V2, V2]}, "holds 2 trials"),
    ([V1["FullStudy"], V1["FullStudy"]], "holds 2 trials"),
    ({"protocolSection": {"identificationModule": {}}}, "says nothing"),
    (XML[:-60], "broken XML (line"),
    ("<?xml version='1.0'?><recipe><tea/></recipe>text", "broken XML"),
    ("<?xml version='1.0'?><recipe><tea>green</tea></recipe>", "no trial record (its root is <recipe>)"),
    (f"<all>{XML.partition('?>')[2]}{XML.partition('?>')[2]}</all>", "holds 2 trials"),
    (f"<?xml version='1.0'?>{BOMB}<clinical_study><brief_title>&c;</brief_title></clinical_study>", "entities"),
    ("<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><clinical_study>&a;</clinical_study>", "entities"),
    ("<clinical_study>" + "<a>" * 2_000 + "</clinical_study>", "broken XML"),
])  # fmt: skip
def test_what_is_no_record_of_one_trial_is_refused(record: object, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(record)
    assert words in caught.value.problem
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


def test_a_lone_surrogate_can_be_written() -> None:
    source = read('{"protocolSection":{"identificationModule":{"briefTitle":"Tea \\ud800 and \\ud83c\\udf75"}}}')
    source.text.encode()
    assert "\U0001f375" in source.text


JSON_TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def mutate(tree: Any, path: list[int], value: Any) -> Any:
    """The tree with the value in place of what stands at the path (numbers choose among the keys in order)."""
    if not path or not isinstance(tree, dict | list) or not tree:
        return value
    if isinstance(tree, list):
        at = path[0] % len(tree)
        return [mutate(one, path[1:], value) if i == at else one for i, one in enumerate(tree)]
    key = list(tree)[path[0] % len(tree)]
    return {**tree, key: mutate(tree[key], path[1:], value)}


@given(st.sampled_from([V2, V1]), st.lists(st.integers(0, 9), min_size=2, max_size=7), JSON_TREES)
def test_records_of_any_shape_are_read_or_refused(record: Any, path: list[int], value: Any) -> None:
    try:
        source = read(mutate(record, path, value))
    except SourceError as error:
        assert "\n" not in str(error)
        return
    source.text.encode()
    for field in source.fields:
        assert 0 <= field.start < field.end <= len(source.text)
        written = source.text[field.start : field.end]
        assert written == written.strip("\n") and written.strip()
