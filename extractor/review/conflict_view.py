"""What a reviewer is told whose verdict came second."""

from extractor.decisions.decide import allowed
from extractor.decisions.event import VERDICTS, Event
from extractor.decisions.state import ItemState
from extractor.report.words import visible
from extractor.review.desk import Table
from extractor.review.events import event_view
from extractor.review.guard import Form
from extractor.review.item_view import ConflictView, Viewer
from extractor.review.words import shorten, verdict_words

RESENT = ("verdict", "value", "reason")


def conflict_view(table: Table, state: ItemState, event: Event, viewer: Viewer, form: Form) -> ConflictView:
    """The other's act in words, and the reviewer's own as a form that sends it again in sight of the other.

    `event` may be of an identical item that was to get the same verdict; then nothing is offered but to look again.
    """
    seen, own = event_view(event), event.item == state.item.id
    mine = form.get("verdict", [""])[0]
    known = mine in VERDICTS and own
    by = "You have" if event.reviewer == viewer.name else f"{visible(event.reviewer)} has"
    what = "this item" if own else f"one of the items that ask the same (“{shorten(visible(event.snapshot.question), 120)}”)"
    return ConflictView(
        headline=f"{by} acted on {what} since you opened this page; nothing was written",
        words=f"{seen.when}: {seen.words}{': ' + seen.value if seen.value else ''}",
        reason=seen.reason,
        yours=f"Your verdict was: {verdict_words(state.item, mine)}." if known else "",
        reviewer=visible(event.reviewer),
        can_confirm="confirm" in allowed(state, viewer.name, blind=viewer.is_blind_to(state)) and own,
        fields=tuple((name, form.get(name, [""])[0]) for name in RESENT) if known else (),
    )
