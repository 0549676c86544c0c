"""Sources: the bytes of one file become a text that a person can read, with the fields that the file's format states.

`Source.text` is what every span counts in. For plain text it is the decoded file itself, for HTML, JSON and XML a page made
of the text taken from it. `Source.fields` name the pieces of that page whose meaning the format states:

* identity: nct_id, nct_alias, org_study_id, secondary_id, brief_title, official_title, acronym, page_title (HTML)
* who: lead_sponsor, collaborator, official_affiliation
* state: overall_status, last_known_status, why_stopped, expanded_access, start_date, primary_completion_date,
  completion_date, first_submitted, first_posted, last_update_submitted, last_update, verification_date
* design: study_type, phase, study_design, allocation, intervention_model, intervention_model_description,
  observational_model, time_perspective, primary_purpose, masking, who_masked, masking_description, target_duration,
  number_of_arms, number_of_groups, enrollment, biospecimen_description
* what: condition, keyword, brief_summary, detailed_description
* arms: arm_label, arm_type, arm_description, arm_intervention
* interventions: intervention (type and name together), intervention_type, intervention_name, intervention_description,
  intervention_other_name, intervention_arm
* outcomes: primary_outcome, secondary_outcome, other_outcome, each also with _time_frame and _description
* eligibility: eligibility_criteria, sex, gender_based, gender_description, minimum_age, maximum_age, healthy_volunteers,
  study_population, sampling_method
* sites: location_facility, location_city, location_state, location_zip, location_country, location_status, country,
  removed_country

Values are printed in the words of the record ("PHASE2" stays so); truth values are printed as "Yes" and "No", with the raw
spelling in `SourceField.value`. A name occurs once for each value.

`Source.omitted` counts what is left out on purpose: hidden, comment, script, style, cookie_banner, navigation, form,
embedded, deleted and excerpt (the cut form of a text that is read whole) in HTML; results and references in records;
nul_character (each read as U+FFFD) everywhere.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from extractor.errors import SourceError
from extractor.model.document import Source, SourceField
from extractor.sources import ctgov_v1, ctgov_v2, ctgov_xml
from extractor.sources.binary import refuse_binary
from extractor.sources.decode import Decoded, decode
from extractor.sources.detect import detect
from extractor.sources.html import read_html
from extractor.sources.json_record import parse
from extractor.sources.study import the_study
from extractor.sources.text import refuse_unreadable
from extractor.sources.trial import Trial
from extractor.sources.trial_page import render

MAX_BYTES = 20_000_000


def read_source(path: str, data: bytes) -> Source:
    """Read the bytes of one file; what they are is found from their content. `path` only names the source.

    Raises SourceError, with one line and a remedy, for what cannot be read: empty, too large or binary files, text that is
    no page, broken JSON or XML, records that are not of one trial, pages that show no text.
    """
    if len(data) > MAX_BYTES:
        raise SourceError(path, f"the file has more than {MAX_BYTES // 1_000_000} MB", "give the page of one trial")
    if not data.strip():
        raise SourceError(path, "the file is empty", "give a file that holds the page")
    refuse_binary(path, data)
    decoded = decode(data)
    refuse_unreadable(path, decoded.text)
    nuls = decoded.text.count("\x00")
    if nuls:  # no store and no browser keeps one; HTML and CommonMark 0.31 (section 2.3) have the same character instead
        decoded = decoded._replace(text=decoded.text.replace("\x00", "\ufffd"))
    source = _READERS[detect(decoded.text)](path, decoded)
    if source.reader != "text":
        refuse_unreadable(path, source.text)
    omitted = {**source.omitted, **({"nul_character": nuls} if nuls else {})}
    return source.model_copy(update={"sha256": hashlib.sha256(data).hexdigest(), "omitted": omitted})


def discover(paths: Sequence[Path]) -> list[Path]:
    """The files that the paths stand for: files as given, folders with all files below them in the order of their names.

    Inside folders, files and folders whose name begins with a dot are left out and links to folders are not followed. A path
    named twice counts once; a path that does not exist is kept, so that reading it says so.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_files(path) if path.is_dir() else [path]))
    return list(found)


def _files(folder: Path) -> list[Path]:
    files: list[Path] = []
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files.extend(Path(at, name) for name in names if not name.startswith("."))
    return sorted(files)


def _source(path: str, reader: str, media_type: str, decoded: Decoded, page: tuple[str, tuple[SourceField, ...]]) -> Source:
    text, fields = page
    return Source(
        path=path, sha256="", media_type=media_type, reader=reader, encoding=decoded.encoding, text=text, fields=fields
    )


def _read_text(path: str, decoded: Decoded) -> Source:
    return _source(path, "text", "text/plain", decoded, (decoded.text, ()))


def _read_html(path: str, decoded: Decoded) -> Source:
    page = read_html(path, decoded.text)
    if not page.text:
        raise SourceError(path, "the page shows no text", "save the page after it has loaded, as HTML or text")
    source = _source(path, "html", "text/html", decoded, (page.text, page.fields))
    return source.model_copy(update={"omitted": page.omitted})


def _read_json(path: str, decoded: Decoded) -> Source:
    version, study = the_study(path, parse(path, decoded.text))
    trial = (ctgov_v2 if version == "ctgov-v2" else ctgov_v1).read_trial(study)
    return _record(path, version, "application/json", decoded, trial)


def _read_xml(path: str, decoded: Decoded) -> Source:
    trial = ctgov_xml.read_trial(ctgov_xml.parse(path, decoded.text))
    source = _record(path, "ctgov-xml", "application/xml", decoded, trial)
    comments = decoded.text.count("<!--")
    return source.model_copy(update={"omitted": {**({"comment": comments} if comments else {}), **source.omitted}})


def _record(path: str, reader: str, media_type: str, decoded: Decoded, trial: Trial) -> Source:
    source = _source(path, reader, media_type, decoded, render(trial))
    if not source.text.strip():
        raise SourceError(path, "the record says nothing about its trial", "save the whole record again from the registry")
    return source.model_copy(update={"omitted": dict(trial.omitted)})


_READERS = {"text": _read_text, "html": _read_html, "json": _read_json, "xml": _read_xml}
