"""An event: one act of a reviewer, written down once, with the hash of the event before it.

Hashes are SHA-256 over canonical JSON (keys sorted, no white space, UTF-8; RFC 8785 for values without floats).
"""

import hashlib
import json
from typing import Literal, get_args

from extractor.model.base import Frozen
from extractor.model.values import Value

Verdict = Literal["accept_a", "accept_b", "both", "neither", "not_a_problem", "agree", "defer", "send_back"]
Action = Literal[
    "accept_a",
    "accept_b",
    "both",
    "neither",
    "not_a_problem",
    "agree",
    "defer",
    "send_back",
    "confirm",
    "undo",
    "note",
    "assign",
]
VERDICTS: frozenset[str] = frozenset(get_args(Verdict))
FIRST = "0" * 64
"""What the first event names as the hash before it."""


class Answer(Frozen):
    """A verdict with the value it settles on: `value` in words ("" where it settles on none).

    Of a typed value `typed` are the words as they were typed and `parsed` is what was read from them.
    """

    verdict: Verdict
    value: str = ""
    typed: str | None = None
    parsed: Value | str | None = None


class Said(Frozen):
    """A claim as it stood when somebody decided: the document's name, its value, the words quoted and those around them."""

    document: str
    value: str
    quote: str
    before: str = ""
    after: str = ""


class Snapshot(Frozen):
    """The item as it stood when somebody acted on it, so that an event can be read, and found again, without its run."""

    base: str
    topic: str
    context: str
    kind: str
    field: str
    severity: str
    concept: str | None = None
    cohort: str | None = None
    question: str
    claims: tuple[Said, ...]
    proposal: str | None = None


class Versions(Frozen):
    """What read the pages: the tool's version, the hash of its rules, the hashes of prompts, the model."""

    tool: str
    rules: str
    prompts: tuple[str, ...] = ()
    model: str | None = None


class Draft(Frozen):
    """An event before it is written.

    `item` is the item's id. `before` is the answer that stood, `after` the one that stands from now on. `supersedes` is the
    sequence of the event that this one undoes, confirms or takes the place of. `predecessor` is the id of the decided item
    of an earlier run that this item has taken the place of. `blind` marks what was done without sight of the others.
    """

    reviewer: str
    item: str
    action: Action
    before: Answer | None = None
    after: Answer | None = None
    reason: str = ""
    assignee: str | None = None
    supersedes: int | None = None
    predecessor: str | None = None
    blind: bool = False
    evidence: str
    snapshot: Snapshot
    versions: Versions


class Event(Draft):
    """A written event. `sequence` counts from 1 without gaps, `at` is an ISO 8601 time in UTC."""

    sequence: int
    at: str
    previous: str
    hash: str


def canonical(value: object) -> str:
    """Canonical JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: object) -> str:
    """The SHA-256 of canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


def seal(draft: Draft, *, sequence: int, at: str, previous: str) -> Event:
    """The draft as the event that follows the one with the hash `previous`."""
    body = body_of(draft) | {"sequence": sequence, "at": at, "previous": previous}
    return Event.model_validate(body | {"hash": digest(body)})


def body_of(draft: Draft) -> dict[str, object]:
    """What is hashed and stored: the fields as JSON values, without those that hold nothing.

    A field that a later version adds is absent from the events of this one, so that their hashes stay.
    """
    return draft.model_dump(mode="json", exclude_none=True)
