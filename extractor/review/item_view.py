"""The parts of the page of one item, as its template takes them."""

from typing import NamedTuple

from extractor.decisions.state import ItemState
from extractor.review.events import EventView
from extractor.review.panel import Panel
from extractor.review.queue import Filter


class Typed(NamedTuple):
    """What a reviewer had typed into a form that was not taken, so that nothing is lost."""

    verdict: str = ""
    value: str = ""
    reason: str = ""
    note: str = ""
    same: bool = False


class ConflictView(NamedTuple):
    """What another reviewer did meanwhile, and the reviewer's own act as the fields of a form that sends it again."""

    headline: str
    words: str
    reason: str
    yours: str
    reviewer: str
    can_confirm: bool
    fields: tuple[tuple[str, str], ...]


class Choice(NamedTuple):
    """A verdict that can be chosen; `goes_to` is the field in which a person goes on typing."""

    code: str
    words: str
    key: str
    goes_to: str


class ClaimView(NamedTuple):
    """What one page says, beside its text around the evidence (None where it is silent)."""

    letter: str
    document: str
    kind: str
    date: str
    value: str
    silent: bool
    panel: Panel | None
    whole: str
    places: int


class ProposalView(NamedTuple):
    """A suggested answer."""

    origin: str
    words: str
    basis: tuple[str, ...]
    can_agree: bool


class VerdictView(NamedTuple):
    """A verdict that stands, or stood."""

    heading: str
    words: str
    value: str
    reviewer: str
    when: str
    reason: str
    pairs: tuple["OldNew", ...] = ()


class OldNew(NamedTuple):
    """The words of one page then and now, as pieces that say whether they changed."""

    document: str
    old: tuple[tuple[bool, str], ...]
    new: tuple[tuple[bool, str], ...]


class Link(NamedTuple):
    """An item to go to."""

    id: str
    version: int
    href: str
    question: str
    where: str


class RailRow(NamedTuple):
    """An item of the list beside the page."""

    href: str
    severity: str
    question: str
    quote: str
    status: str
    status_words: str
    current: bool


class Place(NamedTuple):
    """Where the item stands in the filtered queue: addresses around it ("" where there is none), and the items near it."""

    here: str
    back: str
    position: str
    previous: str
    next: str
    rail: tuple[RailRow, ...]


class Asked(NamedTuple):
    """What is asked and why. `blocked` is the open question of identity, `unblocks` counts the items that wait for this."""

    severity: str
    field: str
    cohort: str
    question: str
    relation: str
    blocked: Link | None
    unblocks: int
    reasons: tuple[str, ...]
    more_reasons: tuple[str, ...]


class Standing(NamedTuple):
    """What people have said so far. `hidden` says that verdicts of others do not show yet; `blind` are those that differ."""

    status: str
    status_words: str
    assignee: str
    verdict: VerdictView | None
    undo: bool
    hidden: bool
    earlier: VerdictView | None
    blind: tuple[VerdictView, ...]


class Ballot(NamedTuple):
    """What can be decided: the choices, a hint how a value is typed, recent reasons, and the items that ask the same."""

    ask: str
    choices: tuple[Choice, ...]
    value_hint: str
    can_send_back: bool
    recent: tuple[str, ...]
    same: tuple[Link, ...]
    assignees: tuple[tuple[str, str], ...]


class ItemPage(NamedTuple):
    """Everything that the template of an item shows. `version` and `filter` go into its forms."""

    id: str
    version: int
    filter: str
    place: Place
    asked: Asked
    standing: Standing
    proposals: tuple[ProposalView, ...]
    claims: tuple[ClaimView, ...]
    ballot: Ballot
    agreed: tuple[tuple[str, str], ...]
    events: tuple[EventView, ...]
    typed: Typed
    problem: str
    conflict: ConflictView | None


class Viewer(NamedTuple):
    """Who looks, how, and who else there is. `blind` says that this is a double review."""

    name: str
    blind: bool
    reviewers: tuple[str, ...]
    filter: Filter

    def is_blind_to(self, state: ItemState) -> bool:
        """Whether a verdict on the item is given without sight of others: until two have decided, alike or not."""
        return self.blind and state.opinion is None and not state.is_disputed
