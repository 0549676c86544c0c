"""The state of each item, folded from the events: nothing else is kept of what people decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from extractor.decisions.carry import Origin, trace
from extractor.decisions.event import VERDICTS, Answer, Event, Snapshot
from extractor.decisions.item import Item
from extractor.model.base import Frozen

Status = Literal["open", "decided", "deferred", "sent_back", "reopened", "moot"]
TO_DO: frozenset[Status] = frozenset({"open", "reopened", "sent_back"})
"""The statuses that ask for a person now."""


class Opinion(Frozen):
    """A verdict that stands: by whom, when, why, and the sequence of its event."""

    reviewer: str
    answer: Answer
    reason: str
    at: str
    sequence: int


class Earlier(Frozen):
    """What was decided on earlier words: the item's id then, the item as it stood, and the verdict."""

    item: str
    snapshot: Snapshot
    opinion: Opinion


class ItemState(Frozen):
    """Where an item stands.

    `opinion` is the verdict that stands (its answer may be "defer" or "send_back"); None while the item is open. `earlier`
    is set where the item is reopened: what was decided before its words changed. `blind` are the verdicts given without
    sight of each other; as long as fewer than two reviewers have given one the item is open, and where two differ it stays
    open (`is_disputed`) until somebody decides in sight of both. A "moot" item compares two pages that were found to be
    about two trials; one that `waits` hangs on that question, which is open. `origin` is the id under which the item was
    decided before its words changed. `history` are the item's events in order, those on its words before a change included.
    `version` is the sequence of its last event, 0 for none: what `Store.append` expects.
    """

    item: Item
    status: Status = "open"
    opinion: Opinion | None = None
    confirmed_by: tuple[str, ...] = ()
    earlier: Earlier | None = None
    blind: tuple[Opinion, ...] = ()
    notes: tuple[Event, ...] = ()
    assignee: str | None = None
    history: tuple[Event, ...] = ()
    version: int = 0
    versions: tuple[tuple[str, int], ...] = ()
    origin: str | None = None
    waits: bool = False

    @property
    def is_disputed(self) -> bool:
        """Whether two reviewers, blind to each other, gave different verdicts and nobody has settled it."""
        return self.opinion is None and len({_key(opinion.answer) for opinion in self.blind}) > 1

    def version_for(self, reviewer: str, *, blind: bool) -> int:
        """What `Store.append` expects of a draft of this reviewer: in blind mode only their own events count."""
        return dict(self.versions).get(reviewer, 0) if blind else self.version


class Review(Frozen):
    """The states in the order of the items, and the decided questions that no longer arise in this run."""

    states: tuple[ItemState, ...]
    gone: tuple[Earlier, ...] = ()

    def of(self, item: str) -> ItemState | None:
        """The state of the item with this id."""
        return next((state for state in self.states if state.item.id == item), None)


def fold_events(items: Sequence[Item], events: Iterable[Event], *, viewer: str | None = None) -> Review:
    """The state of every item after `events` (in order of sequence).

    With a `viewer`, the blind verdicts of others are left out until two have been given or the item is settled: what that
    reviewer may see.
    """
    by_item: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_item[event.item].append(event)
    origins = trace(items, by_item)
    states = [_state(item, by_item, origins.get(item.id), viewer) for item in items]
    return Review(states=_with_identity(states), gone=_gone(items, by_item, origins))


def _state(item: Item, by_item: Mapping[str, list[Event]], origin: Origin | None, viewer: str | None) -> ItemState:
    own = by_item.get(item.id, [])
    before = by_item.get(origin.id, []) if origin else []
    line = [*before, *own] if origin and origin.same else own
    current = [event for event in line if event.evidence == item.evidence]
    opinion, blind = _settled(current), _blind_opinions(current)
    changed = [event for event in [*before, *own] if event.evidence != item.evidence]
    earlier = None if opinion else last_verdict(changed)
    hidden = viewer is not None and opinion is None and len(blind) < 2
    history = [event for event in [*before, *own] if not (hidden and event.blind and event.reviewer != viewer)]
    return ItemState(
        item=item,
        status=_status(opinion, earlier),
        opinion=opinion,
        confirmed_by=_confirmed(line, opinion),
        earlier=earlier,
        blind=tuple(one for one in blind if not hidden or one.reviewer == viewer),
        notes=tuple(event for event in history if event.action == "note"),
        assignee=next((event.assignee for event in reversed(line) if event.action == "assign"), None),
        history=tuple(history),
        version=own[-1].sequence if own else 0,
        versions=tuple(sorted({event.reviewer: event.sequence for event in own}.items())),
        origin=origin.id if origin else None,
    )


def effective(events: Iterable[Event]) -> list[Event]:
    """The verdicts that were not undone, in order."""
    events = list(events)
    undone = {event.supersedes for event in events if event.action == "undo"}
    return [event for event in events if event.action in VERDICTS and event.sequence not in undone]


def last_verdict(events: Sequence[Event]) -> Earlier | None:
    """The verdict that stood last on words that have changed since, with the item as it stood then."""
    for evidence in dict.fromkeys(event.evidence for event in reversed(events)):
        line = [event for event in events if event.evidence == evidence]
        opinion = _settled(line)
        if opinion:
            return Earlier(item=line[-1].item, snapshot=line[-1].snapshot, opinion=opinion)
    return None


def _settled(events: Sequence[Event]) -> Opinion | None:
    """The verdict that stands: the last one given in sight of the others, else what all who were blind agree on."""
    standing = next((event for event in reversed(effective(events)) if not event.blind), None)
    return _opinion(standing) if standing else _agreed(_blind_opinions(events))


def _blind_opinions(events: Iterable[Event]) -> tuple[Opinion, ...]:
    """Each reviewer's last blind verdict, by name."""
    last = {event.reviewer: event for event in effective(events) if event.blind}
    return tuple(_opinion(last[reviewer]) for reviewer in sorted(last))


def _opinion(event: Event) -> Opinion:
    assert event.after is not None
    return Opinion(reviewer=event.reviewer, answer=event.after, reason=event.reason, at=event.at, sequence=event.sequence)


def _key(answer: Answer) -> tuple[str, str]:
    return answer.verdict, answer.value


def _agreed(blind: tuple[Opinion, ...]) -> Opinion | None:
    """The common verdict of two or more who were blind to each other; it is signed by all of them."""
    if len(blind) < 2 or len({_key(opinion.answer) for opinion in blind}) > 1:
        return None
    last = max(blind, key=lambda opinion: opinion.sequence)
    names = ", ".join(opinion.reviewer for opinion in blind)
    reasons = "; ".join(dict.fromkeys(opinion.reason for opinion in blind if opinion.reason))
    return last.model_copy(update={"reviewer": names, "reason": reasons})


def _status(opinion: Opinion | None, earlier: Earlier | None) -> Status:
    if opinion is None:
        return "reopened" if earlier else "open"
    if opinion.answer.verdict == "defer":
        return "deferred"
    return "sent_back" if opinion.answer.verdict == "send_back" else "decided"


def _confirmed(events: Iterable[Event], opinion: Opinion | None) -> tuple[str, ...]:
    if opinion is None:
        return ()
    found = {event.reviewer for event in events if event.action == "confirm" and event.supersedes == opinion.sequence}
    return tuple(sorted(found))


def _with_identity(states: list[ItemState]) -> tuple[ItemState, ...]:
    """The states with what the question of identity means for them: they wait for it, or no longer need an answer."""
    asked = {state.item.id: state for state in states if state.item.is_identity}
    return tuple(_beside_identity(state, asked.get(state.item.blocked_by or "")) for state in states)


def _beside_identity(state: ItemState, question: ItemState | None) -> ItemState:
    if question is None:
        return state
    if question.status != "decided":
        item = state.item.model_copy(update={"precedence": None})  # no source outranks another about another trial
        return state.model_copy(update={"waits": True, "item": item})
    two_trials = question.opinion is not None and question.opinion.answer.verdict == "both"
    return state.model_copy(update={"status": "moot"}) if two_trials and state.status in TO_DO else state


def _gone(items: Iterable[Item], by_item: Mapping[str, list[Event]], origins: Mapping[str, Origin]) -> tuple[Earlier, ...]:
    known = {item.id for item in items} | {origin.id for origin in origins.values()}
    known |= {event.predecessor for events in by_item.values() for event in events if event.predecessor}
    left = (last_verdict(events) for key, events in by_item.items() if key not in known)
    return tuple(earlier for earlier in left if earlier)
