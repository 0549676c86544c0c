"""Finds the one study inside a JSON file: bare, in a list, or in the wrapping of an answer of the registry's interface."""

from collections.abc import Iterator
from typing import Literal

from extractor.errors import SourceError
from extractor.sources.json_record import Tree, at, listed

Version = Literal["ctgov-v2", "ctgov-v1"]

_REMEDY = "give the record of one trial as ClinicalTrials.gov JSON, or its page as HTML or text"
_V2_MODULES = frozenset({"identificationModule", "eligibilityModule"})
_V1_MODULES = frozenset({"IdentificationModule", "EligibilityModule"})
_FLAT_KEYS = frozenset({"NCTId", "BriefTitle", "EligibilityCriteria", "OfficialTitle"})
_WRAPPERS = (
    ("studies",),
    ("study",),
    ("FullStudiesResponse", "FullStudies"),
    ("FullStudies",),
    ("FullStudy",),
    ("Study",),
    ("StudyFieldsResponse", "StudyFields"),
    ("StudyFields",),
)
_MAX_STEPS = 10_000


def the_study(path: str, tree: Tree) -> tuple[Version, Tree]:
    """The version of the record's format and its tree. Raises SourceError unless the file holds exactly one trial."""
    studies = list(_studies(tree))
    if len(studies) == 1:
        return studies[0]
    if studies:
        raise SourceError(path, f"the JSON holds {len(studies)} trials", "give one file for each trial")
    raise SourceError(path, "JSON that is no trial record known here", _REMEDY)


def _studies(tree: Tree) -> Iterator[tuple[Version, Tree]]:
    stack = [tree]
    for _ in range(_MAX_STEPS):
        if not stack:
            return
        node = stack.pop()
        version = _version(node)
        if version:
            yield version, node
        elif isinstance(node, list):
            stack.extend(one for one in reversed(node) if isinstance(one, dict))
        else:
            stack.extend(inner for keys in reversed(_WRAPPERS) for inner in listed(at(node, *keys))[::-1])


def _version(node: Tree) -> Version | None:
    if not isinstance(node, dict):
        return None
    if isinstance(node.get("protocolSection"), dict) or node.keys() & _V2_MODULES:
        return "ctgov-v2"
    if isinstance(node.get("ProtocolSection"), dict) or node.keys() & (_V1_MODULES | _FLAT_KEYS):
        return "ctgov-v1"
    return None
