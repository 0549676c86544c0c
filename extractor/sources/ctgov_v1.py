"""Records of the older ClinicalTrials.gov API: JSON with PascalCase keys, nested (`FullStudy`) or flat (`StudyFields`).

In both forms the name of a leaf alone says what it is ("MinimumAge"), so the leaves are read by name wherever they stand.
"""

from collections.abc import Iterator

from extractor.sources.json_record import Tree, at, listed, string, strings, value
from extractor.sources.trial import Arm, Intervention, Outcome, Place, Trial

_VALUES = {
    "nct_id": "NCTId",
    "nct_alias": "NCTIdAlias",
    "org_study_id": "OrgStudyId",
    "secondary_id": "SecondaryId",
    "acronym": "Acronym",
    "brief_title": "BriefTitle",
    "official_title": "OfficialTitle",
    "lead_sponsor": "LeadSponsorName",
    "collaborator": "CollaboratorName",
    "overall_status": "OverallStatus",
    "last_known_status": "LastKnownStatus",
    "why_stopped": "WhyStopped",
    "expanded_access": "HasExpandedAccess",
    "first_submitted": "StudyFirstSubmitDate",
    "last_update_submitted": "LastUpdateSubmitDate",
    "verification_date": "StatusVerifiedDate",
    "study_type": "StudyType",
    "phase": "Phase",
    "allocation": "DesignAllocation",
    "intervention_model": "DesignInterventionModel",
    "observational_model": "DesignObservationalModel",
    "time_perspective": "DesignTimePerspective",
    "primary_purpose": "DesignPrimaryPurpose",
    "masking": "DesignMasking",
    "who_masked": "DesignWhoMasked",
    "target_duration": "TargetDuration",
    "condition": "Condition",
    "keyword": "Keyword",
    "sex": "Gender",
    "gender_based": "GenderBased",
    "minimum_age": "MinimumAge",
    "maximum_age": "MaximumAge",
    "healthy_volunteers": "HealthyVolunteers",
    "sampling_method": "SamplingMethod",
    "official_affiliation": "OverallOfficialAffiliation",
    "removed_country": "RemovedCountry",
}

_TYPED = {
    "start_date": ("StartDate", "StartDateType"),
    "primary_completion_date": ("PrimaryCompletionDate", "PrimaryCompletionDateType"),
    "completion_date": ("CompletionDate", "CompletionDateType"),
    "first_posted": ("StudyFirstPostDate", "StudyFirstPostDateType"),
    "last_update": ("LastUpdatePostDate", "LastUpdatePostDateType"),
    "enrollment": ("EnrollmentCount", "EnrollmentType"),
}

_PASSAGES = {
    "brief_summary": "BriefSummary",
    "detailed_description": "DetailedDescription",
    "intervention_model_description": "DesignInterventionModelDescription",
    "masking_description": "DesignMaskingDescription",
    "gender_description": "GenderDescription",
    "study_population": "StudyPopulation",
    "eligibility_criteria": "EligibilityCriteria",
    "biospecimen_description": "BioSpecDescription",
}

_ARM = {"label": "ArmGroupLabel", "type": "ArmGroupType", "description": "ArmGroupDescription"}
_INTERVENTION = {"name": "InterventionName", "type": "InterventionType", "description": "InterventionDescription"}
_PLACE = {
    "facility": "LocationFacility",
    "city": "LocationCity",
    "state": "LocationState",
    "zip": "LocationZip",
    "country": "LocationCountry",
    "status": "LocationStatus",
}


def read_trial(study: Tree) -> Trial:
    """The record of a `Study` (with `ProtocolSection`), of a `ProtocolSection` alone, or of an entry of `StudyFields`."""
    protocol = at(study, "ProtocolSection") or study
    leaves = _leaves(protocol)
    removed = at(study, "DerivedSection", "MiscInfoModule", "RemovedCountryList", "RemovedCountry")
    if removed:
        leaves["RemovedCountry"] = listed(removed)
    found = {name: tuple(map(value, leaves.get(key, ()))) for name, key in _VALUES.items()}
    for name, (key, type_key) in _TYPED.items():
        found[name] = tuple(value(one, next(iter(leaves.get(type_key, ())), None)) for one in leaves.get(key, ())[:1])
    return Trial(
        values={name: tuple(one for one in several if one.text.strip()) for name, several in found.items()},
        passages={name: "\n\n".join(strings(leaves.get(key, []))) for name, key in _PASSAGES.items()},
        arms=tuple(Arm(**row, interventions=names) for row, names in _with(protocol, leaves, "ArmGroup", _ARM)),
        interventions=tuple(_interventions(protocol, leaves)),
        outcomes=tuple(_outcomes(protocol, leaves)),
        places=tuple(Place(**row) for row, _ in _rows(protocol, leaves, "Location", _PLACE)),
        omitted={"results": 1} if at(study, "ResultsSection") else {},
    )


def _nodes(tree: Tree) -> Iterator[dict[str, Tree]]:
    """Every object of the tree in the order of the record."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack.extend(reversed(list(node.values())))
        elif isinstance(node, list):
            stack.extend(reversed(node))


def _leaves(tree: Tree) -> dict[str, list[Tree]]:
    """The strings and truth values under each name, in the order of the record."""
    leaves: dict[str, list[Tree]] = {}
    for node in _nodes(tree):
        for key, child in node.items():
            plain = [one for one in listed(child) if isinstance(one, str | bool)]
            if plain:
                leaves.setdefault(key, []).extend(plain)
    return leaves


Row = tuple[dict[str, str], Tree]


def _rows(protocol: Tree, leaves: dict[str, list[Tree]], name: str, keys: dict[str, str]) -> list[Row]:
    """The entries of a list of objects; in the flat form, lists of equal length are put side by side."""
    nested = [one for node in _nodes(protocol) for one in listed(node.get(name)) if isinstance(one, dict)]
    if nested:
        return [({field: string(one.get(key)) for field, key in keys.items()}, one) for one in nested]
    columns = {field: strings(leaves.get(key, [])) for field, key in keys.items()}
    rows = max(map(len, columns.values()))
    first = next(iter(columns))
    aligned = {field: column for field, column in columns.items() if len(column) == rows}
    if first not in aligned and name != "Location":
        return []
    return [({field: column[i] for field, column in aligned.items()}, None) for i in range(rows)]


def _with(
    protocol: Tree, leaves: dict[str, list[Tree]], name: str, keys: dict[str, str]
) -> Iterator[tuple[dict[str, str], tuple[str, ...]]]:
    for row, tree in _rows(protocol, leaves, name, keys):
        yield row, strings(at(tree, "ArmGroupInterventionList", "ArmGroupInterventionName"))


def _interventions(protocol: Tree, leaves: dict[str, list[Tree]]) -> Iterator[Intervention]:
    for row, tree in _rows(protocol, leaves, "Intervention", _INTERVENTION):
        yield Intervention(
            **row,
            other_names=strings(at(tree, "InterventionOtherNameList", "InterventionOtherName")),
            arms=strings(at(tree, "InterventionArmGroupLabelList", "InterventionArmGroupLabel")),
        )


def _outcomes(protocol: Tree, leaves: dict[str, list[Tree]]) -> Iterator[Outcome]:
    for rank in ("Primary", "Secondary", "Other"):
        keys = {key: f"{rank}Outcome{key.title().replace('_', '')}" for key in ("measure", "time_frame", "description")}
        for row, _ in _rows(protocol, leaves, f"{rank}Outcome", keys):
            yield Outcome(rank=rank.lower(), **row)
