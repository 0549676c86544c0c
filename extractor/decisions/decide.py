"""What a reviewer does with an item, as the draft of an event; what may not be done is refused here."""

from typing import NamedTuple

from extractor.decisions.answer import typed_answer
from extractor.decisions.carry import snapshot_of
from extractor.decisions.conflict import Conflict
from extractor.decisions.event import VERDICTS, Action, Answer, Draft, Event, Versions
from extractor.decisions.folding import settings
from extractor.decisions.item import Item
from extractor.decisions.state import ItemState, effective
from extractor.errors import ExtractorError

LONGEST_REASON = 2000
LONGEST_NAME = 80
NO_REASON = frozenset({"agree", "confirm", "undo", "assign"})


class RefusedError(ExtractorError):
    """The act does not fit the item; nothing was written."""


class Decision(NamedTuple):
    """A draft with what `Store.append_all` expects of it."""

    draft: Draft
    expected: int


def allowed(state: ItemState, reviewer: str, *, blind: bool = False) -> tuple[Action, ...]:
    """What this reviewer may do with the item now, in the order in which a page should offer it."""
    item = state.item
    found: list[Action] = ["agree"] if item.offer else []
    if item.kind == "discrepancy" or item.field not in settings().unacceptable:
        found.append("accept_a")
    if len(item.claims) > 1:
        found += ["accept_b", "both"]
    found += ["neither", "not_a_problem", "defer", "send_back"]
    if (
        not blind
        and state.status == "decided"
        and state.opinion
        and state.opinion.reviewer != reviewer
        and reviewer not in state.confirmed_by
    ):
        found.append("confirm")
    if _undoable(state, reviewer, blind=blind) is not None:
        found.append("undo")
    return (*found, "note", "assign")


def needs_reason(action: Action) -> bool:
    """Whether the action asks for a reason: everything that decides, but agreement; a note is its own reason."""
    return action not in NO_REASON


def decide(
    state: ItemState,
    *,
    reviewer: str,
    action: Action,
    versions: Versions,
    reason: str = "",
    value: str = "",
    assignee: str | None = None,
    blind: bool = False,
    seen: int | None = None,
) -> Decision:
    """The draft of what `reviewer` does with the item.

    `value` is what was typed for "neither", `reason` the reason (the text of a "note"), `assignee` a name for "assign"
    (None: nobody). `seen` is the version that was shown (`ItemState.version_for`); None takes the state's own. Raises
    Conflict where the item has changed since, and RefusedError or another ExtractorError where the act does not fit: it is
    not allowed now, its reason is missing, its value cannot be read.
    """
    version = state.version_for(reviewer, blind=blind)
    if seen is not None and seen != version:
        raise Conflict(state.history[-1]) if state.history else RefusedError("this item is new", "load the page again")
    if action not in allowed(state, reviewer, blind=blind):
        raise RefusedError(f"{action.replace('_', ' ')} is not possible here", "choose another verdict")
    words = _reason(action, reason)
    _check_names(reviewer, *([assignee] if assignee is not None else []))
    target = _target(state, reviewer, action, blind=blind)
    draft = Draft(
        reviewer=reviewer,
        item=state.item.id,
        action=action,
        before=_before(state, reviewer, blind=blind),
        after=_after(state, reviewer, action, value, blind=blind),
        reason=words,
        assignee=assignee,
        supersedes=target,
        predecessor=state.origin,
        blind=blind,
        evidence=state.item.evidence,
        snapshot=snapshot_of(state.item),
        versions=versions,
    )
    return Decision(draft, version)


def answer_of(item: Item, action: Action, value: str = "") -> Answer:
    """The answer that a verdict gives. Raises ExtractorError for a typed value that cannot be read."""
    if action == "neither":
        return typed_answer(item, value)
    if action == "agree" and item.offer:
        return Answer(verdict="agree", value=item.offer.value)
    if action == "accept_a":
        return Answer(verdict="accept_a", value=item.claims[0].value)
    if action == "accept_b":
        return Answer(verdict="accept_b", value=item.claims[1].value)
    if action == "both":
        return Answer(verdict="both", value="; ".join(f"{claim.document}: {claim.value}" for claim in item.claims))
    return Answer.model_validate({"verdict": action})


def _reason(action: Action, reason: str) -> str:
    words = " ".join(reason.split())
    if needs_reason(action) and not words:
        raise RefusedError("a reason is missing", "say why in a few words")
    if len(words) > LONGEST_REASON or not words.isprintable():
        raise RefusedError("the reason cannot be kept", f"give up to {LONGEST_REASON} printable characters")
    return words


def _check_names(*names: str) -> None:
    for name in names:
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise RefusedError(f"{name[:LONGEST_NAME]!r} is no name", f"give 1 to {LONGEST_NAME} printable characters")


def _before(state: ItemState, reviewer: str, *, blind: bool) -> Answer | None:
    if blind:
        return next((one.answer for one in state.blind if one.reviewer == reviewer), None)
    standing = state.opinion or (state.earlier.opinion if state.earlier else None)
    return standing.answer if standing else None


def _after(state: ItemState, reviewer: str, action: Action, value: str, *, blind: bool) -> Answer | None:
    """The answer that stands after the act."""
    if action in VERDICTS:
        return answer_of(state.item, action, value)
    if action != "undo":
        return _before(state, reviewer, blind=blind)
    left = _line(state, reviewer, blind=blind)[:-1]
    return left[-1].after if left else None


def _line(state: ItemState, reviewer: str, *, blind: bool) -> list[Event]:
    """The verdicts on the item's present words that were not undone; in blind mode only the reviewer's own blind ones."""
    events = [event for event in effective(state.history) if event.evidence == state.item.evidence]
    return [event for event in events if event.blind == blind and (event.reviewer == reviewer or not blind)]


def _undoable(state: ItemState, reviewer: str, *, blind: bool) -> int | None:
    """The event that this reviewer may undo: the last verdict, where it is their own."""
    line = _line(state, reviewer, blind=blind)
    return line[-1].sequence if line and line[-1].reviewer == reviewer else None


def _target(state: ItemState, reviewer: str, action: Action, *, blind: bool) -> int | None:
    """The event that is undone, confirmed or superseded."""
    if action == "undo":
        return _undoable(state, reviewer, blind=blind)
    if action == "confirm" or (action in VERDICTS and not blind):
        return state.opinion.sequence if state.opinion else None
    return None
