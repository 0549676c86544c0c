"""Records of the ClinicalTrials.gov API version 2 (`protocolSection`): JSON whose text fields are CommonMark."""

from extractor.sources.builder import Value
from extractor.sources.commonmark import unescape
from extractor.sources.json_record import Tree, at, listed, string, strings, value, values
from extractor.sources.trial import Arm, Intervention, Outcome, Place, Trial

_VALUES = {
    "nct_id": "identificationModule.nctId",
    "nct_alias": "identificationModule.nctIdAliases",
    "org_study_id": "identificationModule.orgStudyIdInfo.id",
    "acronym": "identificationModule.acronym",
    "brief_title": "identificationModule.briefTitle",
    "official_title": "identificationModule.officialTitle",
    "lead_sponsor": "sponsorCollaboratorsModule.leadSponsor.name",
    "overall_status": "statusModule.overallStatus",
    "last_known_status": "statusModule.lastKnownStatus",
    "why_stopped": "statusModule.whyStopped",
    "expanded_access": "statusModule.expandedAccessInfo.hasExpandedAccess",
    "first_submitted": "statusModule.studyFirstSubmitDate",
    "last_update_submitted": "statusModule.lastUpdateSubmitDate",
    "verification_date": "statusModule.statusVerifiedDate",
    "study_type": "designModule.studyType",
    "phase": "designModule.phases",
    "allocation": "designModule.designInfo.allocation",
    "intervention_model": "designModule.designInfo.interventionModel",
    "observational_model": "designModule.designInfo.observationalModel",
    "time_perspective": "designModule.designInfo.timePerspective",
    "primary_purpose": "designModule.designInfo.primaryPurpose",
    "masking": "designModule.designInfo.maskingInfo.masking",
    "who_masked": "designModule.designInfo.maskingInfo.whoMasked",
    "target_duration": "designModule.targetDuration",
    "condition": "conditionsModule.conditions",
    "keyword": "conditionsModule.keywords",
    "sex": "eligibilityModule.sex",
    "gender_based": "eligibilityModule.genderBased",
    "minimum_age": "eligibilityModule.minimumAge",
    "maximum_age": "eligibilityModule.maximumAge",
    "healthy_volunteers": "eligibilityModule.healthyVolunteers",
    "sampling_method": "eligibilityModule.samplingMethod",
}

# Structures of a value and its type ("2020-01", "ESTIMATED").
_TYPED = {
    "start_date": ("statusModule.startDateStruct", "date"),
    "primary_completion_date": ("statusModule.primaryCompletionDateStruct", "date"),
    "completion_date": ("statusModule.completionDateStruct", "date"),
    "first_posted": ("statusModule.studyFirstPostDateStruct", "date"),
    "last_update": ("statusModule.lastUpdatePostDateStruct", "date"),
    "enrollment": ("designModule.enrollmentInfo", "count"),
}

_PASSAGES = {
    "brief_summary": "descriptionModule.briefSummary",
    "detailed_description": "descriptionModule.detailedDescription",
    "intervention_model_description": "designModule.designInfo.interventionModelDescription",
    "masking_description": "designModule.designInfo.maskingInfo.maskingDescription",
    "gender_description": "eligibilityModule.genderDescription",
    "study_population": "eligibilityModule.studyPopulation",
    "eligibility_criteria": "eligibilityModule.eligibilityCriteria",
    "biospecimen_description": "designModule.bioSpec.description",
}


def read_trial(study: Tree) -> Trial:
    """The record whose tree has a `protocolSection` (or is one). Absent and oddly shaped parts are simply not there."""
    protocol = at(study, "protocolSection") or study
    return Trial(
        values=_values(protocol, study),
        passages={name: unescape(string(at(protocol, *path.split(".")))) for name, path in _PASSAGES.items()},
        arms=tuple(map(_arm, listed(at(protocol, "armsInterventionsModule", "armGroups")))),
        interventions=tuple(map(_intervention, listed(at(protocol, "armsInterventionsModule", "interventions")))),
        outcomes=_outcomes(at(protocol, "outcomesModule")),
        places=tuple(map(_place, listed(at(protocol, "contactsLocationsModule", "locations")))),
        omitted=_omitted(protocol, study),
    )


def _values(protocol: Tree, study: Tree) -> dict[str, tuple[Value, ...]]:
    found = {name: values(at(protocol, *path.split("."))) for name, path in _VALUES.items()}
    for name, (path, key) in _TYPED.items():
        struct = at(protocol, *path.split("."))
        found[name] = (value(at(struct, key), at(struct, "type")),)
    secondary = listed(at(protocol, "identificationModule", "secondaryIdInfos"))
    found["secondary_id"] = tuple(value(at(info, "id"), at(info, "domain") or at(info, "type")) for info in secondary)
    found["collaborator"] = values(
        [at(one, "name") for one in listed(at(protocol, "sponsorCollaboratorsModule", "collaborators"))]
    )
    officials = listed(at(protocol, "contactsLocationsModule", "overallOfficials"))
    found["official_affiliation"] = tuple(value(at(official, "affiliation"), at(official, "role")) for official in officials)
    found["removed_country"] = values(at(study, "derivedSection", "miscInfoModule", "removedCountries"))
    return {name: _unescaped(several) for name, several in found.items()}


def _unescaped(several: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(one._replace(text=unescape(one.text)) for one in several if one.text.strip())


def _marked(tree: Tree, key: str) -> str:
    return unescape(string(at(tree, key)))


def _arm(tree: Tree) -> Arm:
    return Arm(
        label=_marked(tree, "label"),
        type=_marked(tree, "type"),
        description=_marked(tree, "description"),
        interventions=tuple(map(unescape, strings(at(tree, "interventionNames")))),
    )


def _intervention(tree: Tree) -> Intervention:
    return Intervention(
        name=_marked(tree, "name"),
        type=_marked(tree, "type"),
        description=_marked(tree, "description"),
        other_names=tuple(map(unescape, strings(at(tree, "otherNames")))),
        arms=tuple(map(unescape, strings(at(tree, "armGroupLabels")))),
    )


def _outcomes(module: Tree) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(
            rank=rank,
            measure=_marked(tree, "measure"),
            time_frame=_marked(tree, "timeFrame"),
            description=_marked(tree, "description"),
        )
        for rank in ("primary", "secondary", "other")
        for tree in listed(at(module, f"{rank}Outcomes"))
    )


def _place(tree: Tree) -> Place:
    return Place(**{name: _marked(tree, name) for name in Place._fields})


def _omitted(protocol: Tree, study: Tree) -> dict[str, int]:
    counts = {
        "results": int(bool(at(study, "resultsSection"))),
        "references": len(listed(at(protocol, "referencesModule", "references"))),
    }
    return {kind: count for kind, count in counts.items() if count}
