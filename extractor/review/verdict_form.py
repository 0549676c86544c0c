"""Forms of reviewers as acts on items."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast, get_args

from extractor.decisions.decide import Decision, RefusedError, decide
from extractor.decisions.event import VERDICTS, Action
from extractor.decisions.state import ItemState
from extractor.review.desk import Table
from extractor.review.guard import Form
from extractor.review.item_view import Typed, Viewer

ACTIONS: frozenset[str] = frozenset(get_args(Action))


class Act(NamedTuple):
    """What a form asks for. `seen` is the version of the item that its page showed, `also` those of its identical items."""

    action: Action
    value: str
    reason: str
    assignee: str | None
    seen: int
    also: Mapping[str, int]


def read_act(form: Form, action: str) -> Act:
    """The act of a form; `action` is the last part of its address. Raises RefusedError where the form says none."""
    wanted = _first(form, "verdict") if action == "verdict" else action
    if wanted not in ACTIONS or (action == "verdict" and wanted not in VERDICTS):
        raise RefusedError("no verdict is chosen", "choose one")
    same = _first(form, "same") == "all"
    return Act(
        action=cast(Action, wanted),
        value=_first(form, "value") if wanted == "neither" else "",
        reason=_first(form, "note") if wanted == "note" else _first(form, "reason") if action == "verdict" else "",
        assignee=_first(form, "assignee") or None if wanted == "assign" else None,
        seen=_number(_first(form, "version")),
        also=dict(_also(form.get("also", []))) if same else {},
    )


def typed_of(form: Form) -> Typed:
    """What was typed, to be shown again."""
    return Typed(
        _first(form, "verdict"),
        _first(form, "value"),
        _first(form, "reason"),
        _first(form, "note"),
        _first(form, "same") == "all",
    )


def decisions_of(table: Table, state: ItemState, act: Act, viewer: Viewer) -> list[Decision]:
    """The act on the item and on its identical ones, to be written in one transaction.

    Raises Conflict where one of them has changed since it was shown, and ExtractorError where the act does not fit.
    """
    if act.assignee is not None and act.assignee not in viewer.reviewers:
        raise RefusedError("this reviewer is not known here", "choose one of the names")
    others = [(table.states[key], seen) for key, seen in act.also.items() if key in table.states]
    return [
        decide(
            one,
            reviewer=viewer.name,
            action=act.action,
            versions=table.run.versions,
            reason=act.reason,
            value=act.value,
            assignee=act.assignee,
            blind=viewer.is_blind_to(one),
            seen=seen,
        )
        for one, seen in [(state, act.seen), *others]
    ]


def _first(form: Form, name: str) -> str:
    return form.get(name, [""])[0]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise RefusedError("the form does not say which version it decides on", "load the page again")
    return int(text)


def _also(entries: Sequence[str]) -> list[tuple[str, int]]:
    return [(key, _number(version)) for key, _, version in (entry.rpartition(":") for entry in entries)]
