"""What the page of one item shows, arranged for its template."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from extractor.decisions.decide import allowed
from extractor.decisions.event import Event, Said
from extractor.decisions.item import Item, ItemClaim
from extractor.decisions.same import identical_items
from extractor.decisions.state import Earlier, ItemState, Opinion
from extractor.model.review import Proposal
from extractor.report.words import phrase, visible
from extractor.review.agreed import agreed_facts
from extractor.review.desk import Table
from extractor.review.events import event_view, when
from extractor.review.item_view import (
    Asked,
    Ballot,
    Choice,
    ClaimView,
    ConflictView,
    ItemPage,
    Link,
    OldNew,
    Place,
    ProposalView,
    RailRow,
    Standing,
    Typed,
    VerdictView,
    Viewer,
)
from extractor.review.panel import panel
from extractor.review.queue import Row, around, near, rows_of, select
from extractor.review.words import answer_value, answer_words, reason_words, shorten, status_words, table, verdict_words

FIRST_REASONS = 6
RECENT_REASONS = 12
MOST_ALIKE = 500
NOTHING_TYPED = Typed()
LONGEST_DIFF = 1_500
_RELATIONS = {
    "disjoint": "No patient meets both.",
    "narrower": "A lets fewer patients in than B.",
    "wider": "A lets more patients in than B.",
    "overlapping": "A and B overlap; neither is within the other.",
    "silent": "Only one page says this.",
    "different": "A and B say different things.",
}


def item_page(
    desk: Table,
    state: ItemState,
    viewer: Viewer,
    *,
    typed: Typed = NOTHING_TYPED,
    problem: str = "",
    conflict: ConflictView | None = None,
) -> ItemPage:
    """Arrange one item for its template; `typed`, `problem` and `conflict` come from a form that was not taken."""
    item, query = state.item, viewer.filter.query()
    rows = rows_of(desk, viewer.name, blind=viewer.blind)
    row = rows[desk.run.numbers[item.id] - 1]
    blind = viewer.is_blind_to(state)
    actions = allowed(state, viewer.name, blind=blind)
    return ItemPage(
        id=item.id,
        version=state.version_for(viewer.name, blind=blind),
        filter=query,
        place=_place(select(rows, viewer.filter, desk.run.haystacks), row, query),
        asked=_asked(desk, state, query),
        standing=_standing(state, row.standing, viewer, actions),
        proposals=tuple(_proposals(item, can_agree="agree" in actions)),
        claims=tuple(_claim(desk, item, claim, letter) for letter, claim in zip(_letters(item), item.claims, strict=True)),
        ballot=_ballot(desk, state, viewer, actions),
        agreed=agreed_facts(desk.run.opened.records, [claim.document_id for claim in item.claims]),
        events=tuple(event_view(event) for event in reversed(state.history)),
        typed=typed,
        problem=problem,
        conflict=conflict,
    )


def _place(selected: Sequence[Row], row: Row, query: str) -> Place:
    before, after = around(selected, row.number)
    return Place(
        here=_href(row, query),
        back=f"/{query}",
        position=_position(selected, row),
        previous=_href(before, query),
        next=_href(after, query),
        rail=tuple(_rail_row(one, row, query) for one in near(selected, row)),
    )


def _asked(desk: Table, state: ItemState, query: str) -> Asked:
    item, reasons = state.item, reason_words(state.item.reasons)
    return Asked(
        severity=item.severity,
        field=visible(phrase(item.field)),
        cohort=visible(item.cohort or ""),
        question=visible(item.question),
        relation=_RELATIONS.get(item.relation or "", ""),
        blocked=_blocked(desk, state, query),
        unblocks=item.unblocks if state.status != "decided" else 0,
        reasons=tuple(reasons[:FIRST_REASONS]),
        more_reasons=tuple(reasons[FIRST_REASONS:]),
    )


def _standing(state: ItemState, standing: str, viewer: Viewer, actions: Sequence[str]) -> Standing:
    return Standing(
        status=standing,
        status_words=status_words(standing),
        assignee=visible(state.assignee or ""),
        verdict=_verdict(state, viewer),
        undo="undo" in actions,
        hidden=viewer.is_blind_to(state),
        earlier=_earlier(state.item, state.earlier),
        blind=_blind(state),
    )


def _ballot(desk: Table, state: ItemState, viewer: Viewer, actions: Sequence[str]) -> Ballot:
    item = state.item
    return Ballot(
        ask="Decide otherwise" if state.opinion else "What is right?",
        choices=tuple(_choice(item, code) for code in actions if code in table("keys") and code != "agree"),
        value_hint=table("hints").get(item.field, "as it should stand"),
        can_send_back="send_back" in actions,
        recent=_recent(desk.events, viewer.name),
        same=tuple(_link(desk.states[other], viewer) for other in _alike(desk, item)[:MOST_ALIKE]),
        assignees=(("", "nobody"), *((name, name) for name in viewer.reviewers)),
    )


def _position(selected: Sequence[Row], row: Row) -> str:
    for place, one in enumerate(selected, start=1):
        if one.number == row.number:
            return f"{place} of {len(selected)}"
    return f"not among the {len(selected)} that the filter shows"


def _href(row: Row | None, query: str) -> str:
    return f"/item/{row.state.item.id}{query}" if row else ""


def _rail_row(row: Row, current: Row, query: str) -> RailRow:
    item = row.state.item
    return RailRow(
        href=_href(row, query),
        severity=item.severity,
        question=shorten(visible(item.question), 110),
        quote=shorten(visible(item.claims[0].quote), 60) if item.kind == "ambiguity" else "",
        status=row.standing,
        status_words=status_words(row.standing),
        current=row.number == current.number,
    )


def _blocked(desk: Table, state: ItemState, query: str) -> Link | None:
    asked = desk.states.get(state.item.blocked_by or "")
    if not state.waits or asked is None:
        return None
    return Link(asked.item.id, 0, f"/item/{asked.item.id}{query}", "whether these pages are about one trial", "")


def _letters(item: Item) -> list[str]:
    return [chr(ord("A") + place) for place in range(len(item.claims))]


def _claim(desk: Table, item: Item, claim: ItemClaim, letter: str) -> ClaimView:
    opened, span = desk.run.opened, claim.span
    around_it = None
    if span:
        text, marks = opened.texts[claim.document_id], desk.run.marks[claim.document_id]
        around_it = panel(text, marks, span.start, span.end, item=item.id)
    repeated = item.kind == "ambiguity" or " ".join(claim.quote.split()) == " ".join(claim.value.split())
    return ClaimView(
        letter=letter,
        document=visible(claim.document),
        kind=claim.document_kind,
        date=desk.run.dates.get(claim.document_id, ""),
        value=visible(claim.value) if not (repeated and span and len(claim.value) > 80) else "",
        silent=span is None,
        panel=around_it,
        whole=f"/page/{claim.document_id}#e-{item.id}" if span else f"/page/{claim.document_id}",
        places=item.places,
    )


def _proposals(item: Item, *, can_agree: bool) -> list[ProposalView]:
    """The proposal that can be agreed with first; on a question of identity only a hint."""
    found: list[ProposalView] = []
    for origin, proposal in (("Proposal", item.proposal), ("By the rank of the sources", item.precedence)):
        if proposal:
            found.append(_proposal(item, origin, proposal, can_agree=can_agree and proposal is item.offer))
    return found


def _proposal(item: Item, origin: str, proposal: Proposal, *, can_agree: bool) -> ProposalView:
    origin = "Hint" if item.is_identity else origin
    return ProposalView(origin, visible(proposal.value), tuple(reason_words(proposal.basis)), can_agree)


def _choice(item: Item, code: str) -> Choice:
    return Choice(code, verdict_words(item, code), table("keys")[code], "value" if code == "neither" else "reason")


def _verdict(state: ItemState, viewer: Viewer) -> VerdictView | None:
    if state.opinion:
        more = f", confirmed by {', '.join(state.confirmed_by)}" if state.confirmed_by else ""
        view = _opinion_view("Decided", state.item, state.opinion)
        return view._replace(reviewer=visible(view.reviewer + more))
    mine = next((one for one in state.blind if one.reviewer == viewer.name and viewer.is_blind_to(state)), None)
    return _opinion_view("Your verdict", state.item, mine) if mine else None


def _opinion_view(heading: str, item: Item, opinion: Opinion) -> VerdictView:
    answer = opinion.answer
    words = answer_words(item, answer)
    return VerdictView(
        heading, words, answer_value(answer), visible(opinion.reviewer), when(opinion.at), visible(opinion.reason)
    )


def _blind(state: ItemState) -> tuple[VerdictView, ...]:
    """The verdicts that differ, once all may be seen."""
    return tuple(_opinion_view(one.reviewer, state.item, one) for one in state.blind) if state.is_disputed else ()


def _earlier(item: Item, earlier: Earlier | None) -> VerdictView | None:
    if earlier is None:
        return None
    pairs = [_old_new(old, new) for old, new in zip(earlier.snapshot.claims, item.claims, strict=False)]
    changed = [pair for pair in pairs if pair.old != pair.new]
    return _opinion_view("", item, earlier.opinion)._replace(pairs=tuple(changed or pairs))


def _old_new(old: Said, new: ItemClaim) -> OldNew:
    before, after = " ".join(old.quote.split()), " ".join(new.quote.split())
    return OldNew(visible(new.document), *_changes(before[:LONGEST_DIFF], after[:LONGEST_DIFF]))


def _changes(before: str, after: str) -> tuple[tuple[tuple[bool, str], ...], tuple[tuple[bool, str], ...]]:
    """Both texts in pieces that say whether they changed, by words; the spaces between pieces are pieces of their own."""
    old, new = before.split(), after.split()
    left: list[tuple[bool, str]] = []
    right: list[tuple[bool, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left += [(kind != "equal", visible(" ".join(old[a:b]))), (False, " ")] if b > a else []
        right += [(kind != "equal", visible(" ".join(new[c:d]))), (False, " ")] if d > c else []
    return tuple(left), tuple(right)


def _alike(desk: Table, item: Item) -> list[str]:
    """The other items still to do that ask the same."""
    return [state.item.id for state in identical_items(item, [desk.states[one] for one in desk.run.alike[item.id]])]


def _recent(events: Sequence[Event], reviewer: str) -> tuple[str, ...]:
    """The reasons this reviewer gave last, the latest first."""
    reasons = (event.reason for event in reversed(events) if event.reviewer == reviewer and event.action != "note")
    found: dict[str, None] = {}
    for reason in reasons:
        if reason:
            found[reason] = None
        if len(found) == RECENT_REASONS:
            break
    return tuple(found)


def _link(state: ItemState, viewer: Viewer) -> Link:
    item, query = state.item, viewer.filter.query()
    version = state.version_for(viewer.name, blind=viewer.is_blind_to(state))
    where = ", ".join(visible(document) for document in item.documents)
    return Link(item.id, version, f"/item/{item.id}{query}", shorten(visible(item.question), 160), where)
