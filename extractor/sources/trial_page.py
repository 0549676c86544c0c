"""Renders a registry record as a readable page: header lines, texts under headings, lists of arms, outcomes and sites."""

from extractor.model.document import SourceField
from extractor.sources.builder import PageBuilder, Value
from extractor.sources.trial import Arm, Intervention, Outcome, Place, Trial

# Field name and printed label of the header lines, in the order of the page. `minimum_age` and what follows it stand in the
# header and not beside the criteria, so that a criterion is never a header line.
_HEADER = (
    ("nct_id", "NCT number"),
    ("nct_alias", "Former NCT number"),
    ("org_study_id", "Organization's study ID"),
    ("secondary_id", "Secondary IDs"),
    ("acronym", "Acronym"),
    ("official_title", "Official title"),
    ("lead_sponsor", "Sponsor"),
    ("collaborator", "Collaborators"),
    ("overall_status", "Overall status"),
    ("last_known_status", "Last known status"),
    ("why_stopped", "Why stopped"),
    ("expanded_access", "Expanded access"),
    ("start_date", "Start date"),
    ("primary_completion_date", "Primary completion date"),
    ("completion_date", "Completion date"),
    ("first_submitted", "First submitted"),
    ("first_posted", "First posted"),
    ("last_update_submitted", "Last update submitted"),
    ("last_update", "Last update posted"),
    ("verification_date", "Record verification date"),
    ("study_type", "Study type"),
    ("phase", "Phase"),
    ("study_design", "Study design"),
    ("allocation", "Allocation"),
    ("intervention_model", "Intervention model"),
    ("observational_model", "Observational model"),
    ("time_perspective", "Time perspective"),
    ("primary_purpose", "Primary purpose"),
    ("masking", "Masking"),
    ("who_masked", "Who is masked"),
    ("target_duration", "Target follow-up duration"),
    ("number_of_arms", "Number of arms"),
    ("number_of_groups", "Number of groups"),
    ("enrollment", "Enrollment"),
    ("condition", "Conditions"),
    ("keyword", "Keywords"),
    ("sex", "Sex"),
    ("gender_based", "Gender based"),
    ("minimum_age", "Minimum age"),
    ("maximum_age", "Maximum age"),
    ("healthy_volunteers", "Healthy volunteers"),
    ("sampling_method", "Sampling method"),
    ("official_affiliation", "Official's affiliation"),
    ("country", "Countries"),
    ("removed_country", "Removed countries"),
)

_HEADER_PASSAGES = (
    ("intervention_model_description", "Intervention model description"),
    ("masking_description", "Masking description"),
    ("gender_description", "Gender description"),
)

_SECTIONS_BEFORE = (
    ("brief_summary", "Brief summary"),
    ("detailed_description", "Detailed description"),
)

_SECTIONS_AFTER = (
    ("study_population", "Study population"),
    ("eligibility_criteria", "Eligibility criteria"),
    ("biospecimen_description", "Biospecimen description"),
)

HEADER_FIELDS = tuple(name for name, _ in _HEADER)


def render(trial: Trial) -> tuple[str, tuple[SourceField, ...]]:
    """The page of a record, and where each field of it stands on the page."""
    page = PageBuilder()
    for title in trial.values.get("brief_title", ())[:1]:
        page.line("brief_title", title)
        page.blank()
    for name, label in _HEADER:
        page.labelled(label, name, trial.values.get(name, ()))
    for name, label in _HEADER_PASSAGES:
        page.passage(label, name, trial.passages.get(name, ""))
    _sections(page, trial, _SECTIONS_BEFORE)
    _arms(page, trial.arms)
    _interventions(page, trial.interventions)
    _outcomes(page, trial.outcomes)
    _sections(page, trial, _SECTIONS_AFTER)
    _places(page, trial.places)
    return page.build()


def _sections(page: PageBuilder, trial: Trial, sections: tuple[tuple[str, str], ...]) -> None:
    for name, heading in sections:
        page.section(heading, name, trial.passages.get(name, ""))


def _arms(page: PageBuilder, arms: tuple[Arm, ...]) -> None:
    if arms:
        page.heading("Arms and groups")
    for arm in arms:
        page.labelled("Arm", "arm_label", [Value(arm.label)])
        page.labelled("Arm type", "arm_type", [Value(arm.type)])
        page.passage("Arm description", "arm_description", arm.description)
        page.labelled("Interventions of the arm", "arm_intervention", map(Value, arm.interventions))
        page.blank()


def _interventions(page: PageBuilder, interventions: tuple[Intervention, ...]) -> None:
    if interventions:
        page.heading("Interventions")
    for intervention in interventions:
        first = page.position + len("Intervention: ")
        parts = [("intervention_type", Value(intervention.type)), ("intervention_name", Value(intervention.name))]
        page.labelled_parts("Intervention", parts, ": ")
        if page.position > first:
            page.group("intervention", first)
        page.labelled("Other names", "intervention_other_name", map(Value, intervention.other_names))
        page.passage("Intervention description", "intervention_description", intervention.description)
        page.labelled("Given in the arms", "intervention_arm", map(Value, intervention.arms))
        page.blank()


def _outcomes(page: PageBuilder, outcomes: tuple[Outcome, ...]) -> None:
    if outcomes:
        page.heading("Outcome measures")
    for outcome in outcomes:
        label, name = f"{outcome.rank.capitalize()} outcome", f"{outcome.rank}_outcome"
        page.labelled(label, name, [Value(outcome.measure)])
        page.labelled("Time frame", f"{name}_time_frame", [Value(outcome.time_frame)])
        page.passage("Outcome description", f"{name}_description", outcome.description)
        page.blank()


def _places(page: PageBuilder, places: tuple[Place, ...]) -> None:
    if places:
        page.heading("Locations")
    for place in places:
        parts = [
            ("location_facility", Value(place.facility)),
            ("location_city", Value(place.city)),
            ("location_state", Value(place.state)),
            ("location_zip", Value(place.zip)),
            ("location_country", Value(place.country)),
            ("location_status", Value(place.status)),
        ]
        page.labelled_parts("Location", parts, ", ")
