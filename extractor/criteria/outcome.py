"""What a drug did: who did not tolerate it or respond to it has taken it, and what is not contraindicated is not refused."""

import re

from extractor.criteria.scope import Scope

DRUG_TOPICS = frozenset(("drug", "treatment", "procedure"))
_MOST_APART = 80
_OUTCOME = re.compile(
    r"\b(?:tolerat(?:e|es|ed|ing)|respon(?:d|ds|ded|ding|sive|se)\sto|controlled\s(?:by|with|on)|helped\sby|benefit(?:ed)?\sfrom"
    r"|contraindications?\s(?:to|for|against))\b[^.;:\n]*+\Z",
    re.IGNORECASE,
)


def is_outcome(text: str, scopes: tuple[Scope, ...], start: int) -> bool:
    """Whether the negation over a drug at `start` is of its effect ("did not tolerate", "no response to")."""
    negations = [scope for scope in scopes if scope.kind == "negation" and scope.holds(start, start)]
    if not negations:
        return False
    cue = max(negations, key=lambda scope: scope.cue_start).cue_start
    return _OUTCOME.search(text, max(cue, start - _MOST_APART), start) is not None
