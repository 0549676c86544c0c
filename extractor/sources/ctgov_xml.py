"""Legacy ClinicalTrials.gov XML (`<clinical_study>`). Its text blocks are hard-wrapped and indented, and stay so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.errors import SourceError
from extractor.sources.builder import Value
from extractor.sources.trial import Arm, Intervention, Outcome, Place, Trial

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_VALUES = {
    "nct_id": "id_info/nct_id",
    "nct_alias": "id_info/nct_alias",
    "org_study_id": "id_info/org_study_id",
    "secondary_id": "id_info/secondary_id",
    "acronym": "acronym",
    "brief_title": "brief_title",
    "official_title": "official_title",
    "lead_sponsor": "sponsors/lead_sponsor/agency",
    "collaborator": "sponsors/collaborator/agency",
    "overall_status": "overall_status",
    "last_known_status": "last_known_status",
    "why_stopped": "why_stopped",
    "expanded_access": "has_expanded_access",
    "start_date": "start_date",
    "primary_completion_date": "primary_completion_date",
    "completion_date": "completion_date",
    "first_posted": "study_first_posted",
    "last_update": "last_update_posted",
    "verification_date": "verification_date",
    "study_type": "study_type",
    "phase": "phase",
    "study_design": "study_design",
    "allocation": "study_design_info/allocation",
    "intervention_model": "study_design_info/intervention_model",
    "observational_model": "study_design_info/observational_model",
    "time_perspective": "study_design_info/time_perspective",
    "primary_purpose": "study_design_info/primary_purpose",
    "masking": "study_design_info/masking",
    "target_duration": "target_duration",
    "number_of_arms": "number_of_arms",
    "number_of_groups": "number_of_groups",
    "enrollment": "enrollment",
    "condition": "condition",
    "keyword": "keyword",
    "sex": "eligibility/gender",
    "gender_based": "eligibility/gender_based",
    "minimum_age": "eligibility/minimum_age",
    "maximum_age": "eligibility/maximum_age",
    "healthy_volunteers": "eligibility/healthy_volunteers",
    "sampling_method": "eligibility/sampling_method",
    "country": "location_countries/country",
    "removed_country": "removed_countries/country",
}

# Elements that were renamed; the older name is read where the newer is absent.
_RENAMED = {
    "first_submitted": ("study_first_submitted", "firstreceived_date"),
    "last_update_submitted": ("last_update_submitted", "lastchanged_date"),
}

_PASSAGES = {
    "brief_summary": "brief_summary",
    "detailed_description": "detailed_description",
    "intervention_model_description": "study_design_info/intervention_model_description",
    "masking_description": "study_design_info/masking_description",
    "gender_description": "eligibility/gender_description",
    "study_population": "eligibility/study_pop",
    "eligibility_criteria": "eligibility/criteria",
    "biospecimen_description": "biospec_descr",
}


def parse(path: str, text: str) -> Element:
    """The `clinical_study` element of the text. No entity is expanded, nothing is fetched. Raises SourceError."""
    from lxml import etree

    if "<!ENTITY" in text:
        raise SourceError(path, "the XML declares entities of its own", "save the record again from the registry")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.strip("\ufeff \t\r\n\f\v\x00\xa0").encode(), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        problem = f"broken XML (line {line}, column {column}: {error.msg.split(', line')[0]})"
        raise SourceError(path, problem, "save the whole record again from the registry") from None
    studies = [root] if root.tag == "clinical_study" else root.findall(".//clinical_study")
    if len(studies) == 1:
        return studies[0]
    if studies:
        raise SourceError(path, f"the XML holds {len(studies)} trials", "give one file for each trial")
    problem = f"XML that is no trial record (its root is <{str(root.tag)[:60]}>)"
    raise SourceError(path, problem, "give a <clinical_study> record, or the page as HTML or text")


def read_trial(study: Element) -> Trial:
    """The record of a `clinical_study` element."""
    return Trial(
        values=_values(study),
        passages={name: _passage(study.find(path)) for name, path in _PASSAGES.items()},
        arms=tuple(map(_arm, study.findall("arm_group"))),
        interventions=tuple(map(_intervention, study.findall("intervention"))),
        outcomes=tuple(_outcome(rank, one) for rank in _RANKS for one in study.findall(f"{rank}_outcome")),
        places=tuple(map(_place, study.findall("location"))),
        omitted=_omitted(study),
    )


_RANKS = ("primary", "secondary", "other")


def _values(study: Element) -> dict[str, tuple[Value, ...]]:
    found = {name: tuple(map(_value, study.findall(path))) for name, path in _VALUES.items()}
    for name, paths in _RENAMED.items():
        elements = next((several for several in map(study.findall, paths) if several), [])
        found[name] = tuple(map(_value, elements))
    found["official_affiliation"] = tuple(
        Value(_text(official, "affiliation"), note=_text(official, "role") or None)
        for official in study.findall("overall_official")
    )
    return {name: tuple(one for one in several if one.text.strip()) for name, several in found.items()}


def _value(element: Element) -> Value:
    return Value(_content(element), note=element.get("type"))


def _content(element: Element | None) -> str:
    """All text inside an element; records have no markup in their texts, so this is the element's one string."""
    return "" if element is None else "".join(str(part) for part in element.itertext())


def _text(element: Element, path: str) -> str:
    return _content(element.find(path))


def _passage(element: Element | None) -> str:
    """A text block without the indentation that all its lines share and without the white space around it."""
    lines = _content(element).expandtabs().split("\n")
    shared = min((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip()), default=0)
    return "\n".join([lines[0].strip(), *(line[shared:].rstrip() for line in lines[1:])]).strip("\n")


def _arm(element: Element) -> Arm:
    return Arm(
        label=_text(element, "arm_group_label"),
        type=_text(element, "arm_group_type"),
        description=_passage(element.find("description")),
    )


def _intervention(element: Element) -> Intervention:
    return Intervention(
        name=_text(element, "intervention_name"),
        type=_text(element, "intervention_type"),
        description=_passage(element.find("description")),
        other_names=tuple(map(_content, element.findall("other_name"))),
        arms=tuple(map(_content, element.findall("arm_group_label"))),
    )


def _outcome(rank: str, element: Element) -> Outcome:
    return Outcome(
        rank=rank,
        measure=_text(element, "measure"),
        time_frame=_text(element, "time_frame"),
        description=_passage(element.find("description")),
    )


def _place(element: Element) -> Place:
    return Place(
        facility=_text(element, "facility/name"),
        city=_text(element, "facility/address/city"),
        state=_text(element, "facility/address/state"),
        zip=_text(element, "facility/address/zip"),
        country=_text(element, "facility/address/country"),
        status=_text(element, "status"),
    )


def _omitted(study: Element) -> dict[str, int]:
    counts = {
        "results": int(study.find("clinical_results") is not None),
        "references": len(study.findall("reference")) + len(study.findall("results_reference")),
    }
    return {kind: count for kind, count in counts.items() if count}
