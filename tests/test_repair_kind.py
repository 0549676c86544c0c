"""The kind of a page, by what it says."""

import pytest

from extractor.model.document import Source, SourceField
from extractor.repair.kind import kind_of

PAGES = {
    "registry": "A Trial of X\n\nOverall Status: Recruiting\nTrial ID: X-1\nPhase: 2\nStudy Type: Interventional",
    "navigator": "Who This Trial May Be For\nAdults.\nFrequently Asked Questions\nThis does not replace medical advice.",
    "protocol": "Clinical Study Protocol\nProtocol version 3\nTable of contents\nSchedule of assessments",
    "unknown": "Inclusion Criteria:\n- Age 18 or older\nExclusion Criteria:\n- Pregnant",
}


def source(text: str, *fields: SourceField) -> Source:
    return Source(path="p", sha256="0", media_type="text/plain", reader="text", encoding=None, text=text, fields=fields)


@pytest.mark.parametrize("kind", list(PAGES))
def test_kind(kind: str) -> None:
    assert kind_of(source(PAGES[kind]), PAGES[kind]) == kind


def test_a_record_with_a_registry_number_is_a_registry_record() -> None:
    text = "Who This Trial May Be For"
    assert kind_of(source(text, SourceField(name="nct_id", start=0, end=3)), text) == "registry"


def test_an_even_score_is_unknown() -> None:
    text = "overall status\nabout this clinical trial"
    assert kind_of(source(text), text) == "unknown"
