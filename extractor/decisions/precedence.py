"""Proposals by the precedence of sources, a rule a field as data; a person applies them."""

from extractor.decisions.opened import OpenedRun
from extractor.model.review import Discrepancy, Proposal


def propose(opened: OpenedRun, found: Discrepancy) -> Proposal | None:
    """The claim of the source that ranks above the other for this field, None where the rule cannot tell."""
    return None
