"""The state folded from events: verdicts, undo, superseding, blind double review, identity, and any order of all these."""

import shutil
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from decisions_sample import VERSIONS, clock, make_item, state_of
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from extractor.decisions.agreement import agreements, disagreements, kappa
from extractor.decisions.audit import audit
from extractor.decisions.conflict import Conflict
from extractor.decisions.decide import RefusedError, allowed, decide
from extractor.decisions.event import Action, Event
from extractor.decisions.item import Item
from extractor.decisions.same import identical_items
from extractor.decisions.state import ItemState, Review, fold_events
from extractor.decisions.store import Store, open_store
from extractor.errors import ExtractorError


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "out.decisions.sqlite", clock=clock) as opened:
        yield opened


def act(store: Store, item: Item, reviewer: str, action: Action, **more: object) -> Event:
    """What `reviewer` does with the item as it stands now."""
    values = {"reason": "seen"} | more
    chosen = decide(state_of(item, store), reviewer=reviewer, action=action, versions=VERSIONS, **values)
    return store.append(chosen.draft, expected=chosen.expected)


def test_a_verdict_stands_with_its_value_before_and_after(store: Store) -> None:
    item = make_item()
    act(store, item, "ann", "accept_a")
    event = act(store, item, "ann", "neither", value="16 years and older")
    assert event.before and event.after
    assert (event.before.value, event.after.value, event.after.typed) == ("≥ 10 years", "≥ 16 years", "16 years and older")
    state = state_of(item, store)
    assert (state.status, state.version, len(state.history)) == ("decided", 2, 2)
    assert state.opinion and state.opinion.answer.parsed.low == Decimal(16)


def test_undo_brings_back_what_stood_before_and_only_ones_own_is_undone(store: Store) -> None:
    item = make_item()
    act(store, item, "ann", "accept_a")
    act(store, item, "bo", "accept_b")
    assert "undo" not in allowed(state_of(item, store), "ann")
    undone = act(store, item, "bo", "undo")
    assert (undone.supersedes, undone.after and undone.after.verdict) == (2, "accept_a")
    state = state_of(item, store)
    assert state.opinion and (state.opinion.reviewer, state.opinion.answer.verdict) == ("ann", "accept_a")
    act(store, item, "ann", "undo")
    assert state_of(item, store).status == "open"
    with pytest.raises(RefusedError, match="undo is not possible"):
        act(store, item, "ann", "undo")


def test_a_second_reviewer_agrees_or_supersedes(store: Store) -> None:
    item = make_item()
    first = act(store, item, "ann", "accept_a")
    with pytest.raises(RefusedError, match="confirm is not possible"):
        act(store, item, "ann", "confirm")
    assert act(store, item, "bo", "confirm", reason="").supersedes == first.sequence
    assert state_of(item, store).confirmed_by == ("bo",)
    assert act(store, item, "cy", "accept_b").supersedes == first.sequence
    state = state_of(item, store)
    assert state.opinion and (state.opinion.reviewer, state.confirmed_by) == ("cy", ())


def test_what_was_shown_counts(store: Store) -> None:
    item = make_item()
    shown = state_of(item, store)
    act(store, item, "ann", "accept_a")
    with pytest.raises(Conflict, match="ann has acted") as caught:
        decide(state_of(item, store), reviewer="bo", action="accept_b", reason="x", versions=VERSIONS, seen=shown.version)
    assert caught.value.event.action == "accept_a"


@pytest.mark.parametrize(
    "action", ["accept_a", "accept_b", "both", "neither", "not_a_problem", "defer", "send_back", "note"]
)
def test_a_reason_is_required(store: Store, action: Action) -> None:
    with pytest.raises(RefusedError, match="a reason is missing"):
        act(store, make_item(), "ann", action, reason=" \t", value="≥ 10 years")
    assert store.events() == ()


def test_agreement_with_the_proposal_needs_none(store: Store) -> None:
    event = act(store, make_item(), "ann", "agree", reason="")
    assert event.after and event.after.value == "≥ 10 years"
    with pytest.raises(RefusedError, match="agree is not possible"):
        act(store, make_item(2, precedence=None), "ann", "agree")


def test_deferred_and_sent_back_are_no_decisions(store: Store) -> None:
    for number, (action, status) in enumerate({"defer": "deferred", "send_back": "sent_back"}.items()):
        item = make_item(number)
        act(store, item, "ann", action)
        assert state_of(item, store).status == status


def test_notes_and_assignment_leave_the_verdict_alone(store: Store) -> None:
    item = make_item()
    act(store, item, "ann", "accept_a")
    act(store, item, "bo", "note", reason="ask the sponsor")
    act(store, item, "bo", "assign", assignee="cy", reason="")
    state = state_of(item, store)
    assert (state.status, state.assignee, [note.reason for note in state.notes]) == ("decided", "cy", ["ask the sponsor"])
    assert "undo" in allowed(state, "ann")


def test_a_changed_quote_re_opens_with_old_and_new_side_by_side(store: Store) -> None:
    item = make_item(quote="18 years or older")
    act(store, item, "ann", "accept_b", reason="the page is right")
    changed = make_item(9, quote="16 years or older", topic=item.topic)
    state = state_of(changed, store)
    assert (state.status, state.version, state.origin) == ("reopened", 0, "d-1")
    assert state.earlier and state.earlier.opinion.reason == "the page is right"
    assert [claim.quote for claim in state.earlier.snapshot.claims] == ["from 10 years", "18 years or older"]
    event = act(store, changed, "bo", "note", reason="look at the protocol")
    assert event.predecessor == "d-1"
    assert state_of(changed, store).status == "reopened"
    assert act(store, changed, "bo", "accept_a").before == state.earlier.opinion.answer
    assert state_of(changed, store).status == "decided"
    act(store, changed, "bo", "undo")
    assert state_of(changed, store).status == "reopened"
    assert state_of(item, store).status == "decided"


def test_the_same_question_about_other_words_does_not_inherit_a_verdict(store: Store) -> None:
    act(store, make_item(), "ann", "accept_a")
    review = fold_events([make_item(), make_item(2, topic="t-1", quote="18 years of age")], store.events())
    assert [state.status for state in review.states] == ["decided", "open"]


def test_what_no_longer_arises_is_listed(store: Store) -> None:
    act(store, make_item(), "ann", "accept_a")
    other = make_item(2, field="phase", documents=("x", "y"))
    review = fold_events([other], store.events())
    assert [(earlier.item, earlier.opinion.reviewer) for earlier in review.gone] == [("d-1", "ann")]


def identity(number: int = 7) -> Item:
    return make_item(number, field="identity", concept="registry id", precedence=None)


def test_field_items_wait_for_identity_and_are_moot_when_there_are_two_trials(store: Store) -> None:
    question, item = identity(), make_item(blocked_by="d-7")
    states = lambda: fold_events([question, item], store.events()).states  # noqa: E731
    assert (states()[1].waits, states()[1].item.offer) == (True, None)
    act(store, question, "ann", "not_a_problem", reason="one trial in two registries")
    assert (states()[1].waits, states()[1].item.offer is not None, states()[1].status) == (False, True, "open")
    act(store, question, "ann", "both", reason="two trials")
    assert states()[1].status == "moot"
    act(store, question, "ann", "undo")
    assert states()[1].status == "open"


def test_blind_verdicts_stand_alone_until_both_have_decided(store: Store) -> None:
    item = make_item()
    act(store, item, "ann", "accept_a", blind=True)
    for viewer, seen in (("ann", 1), ("bo", 0)):
        state = fold_events([item], store.events(), viewer=viewer).states[0]
        assert (state.status, len(state.blind), len(state.history)) == ("open", seen, seen)
    act(store, item, "ann", "note", reason="between us", blind=True)
    act(store, item, "bo", "note", reason="mine", blind=True)  # no conflict, which would tell of the other
    assert [note.reason for note in fold_events([item], store.events(), viewer="bo").states[0].notes] == ["mine"]
    act(store, item, "bo", "accept_a", blind=True)
    state = state_of(item, store)
    assert state.opinion and (state.status, state.opinion.reviewer) == ("decided", "ann, bo")
    assert len(state.notes) == 2


def test_blind_verdicts_that_differ_stay_open_until_somebody_settles_them(store: Store) -> None:
    item = make_item()
    act(store, item, "ann", "accept_a", blind=True)
    act(store, item, "bo", "accept_b", blind=True)
    state = state_of(item, store)
    assert (state.status, state.is_disputed, len(state.blind)) == ("open", True, 2)
    act(store, item, "bo", "undo", blind=True)
    assert not state_of(item, store).is_disputed
    act(store, item, "bo", "accept_b", blind=True)
    act(store, item, "cy", "accept_b", reason="the protocol says so")
    assert state_of(item, store).status == "decided"


def test_what_two_agreed_on_blind_is_shown_when_the_words_change(store: Store) -> None:
    item = make_item()
    act(store, item, "ann", "accept_a", blind=True)
    act(store, item, "bo", "accept_a", blind=True)
    state = state_of(make_item(9, quote="16 years or older", topic=item.topic), store)
    assert state.earlier and (state.status, state.earlier.opinion.reviewer) == ("reopened", "ann, bo")


def test_a_value_that_reads_differently_re_opens_and_comes_back_with_the_reading(store: Store) -> None:
    item = make_item()
    act(store, item, "ann", "accept_a")
    read_anew = item.model_copy(update={"evidence": "e-other"})
    assert state_of(read_anew, store).status == "reopened"
    act(store, read_anew, "bo", "accept_b")
    assert state_of(read_anew, store).status == "decided"
    state = state_of(item, store)
    assert state.opinion and (state.status, state.opinion.reviewer) == ("decided", "ann")


def test_kappa_is_cohens() -> None:
    """Worked out by hand: 35 of 50 alike, by chance 0.5 x 0.6 + 0.5 x 0.4 = 0.5, so (0.7 - 0.5) / (1 - 0.5)."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == Decimal("0.400")
    assert kappa([("y", "y")] * 4) is None
    assert kappa([]) is None
    assert kappa([("y", "n"), ("n", "y")]) == Decimal("-1.000")


def test_agreement_by_field_and_the_list_of_disagreements(store: Store) -> None:
    items = [make_item(number, field="age" if number < 3 else "phase") for number in range(4)]
    for item, first, second in zip(
        items,
        ("accept_a", "accept_b", "accept_a", "both"),
        ("accept_a", "accept_b", "accept_b", "both"),
        strict=True,
    ):
        act(store, item, "ann", first, blind=True)
        act(store, item, "bo", second, blind=True)
    found = {line.field: (line.items, line.agreed, line.kappa) for line in agreements(store.events())}
    assert found == {"age": (3, 2, Decimal("0.400")), "all": (4, 3, Decimal("0.636")), "phase": (1, 1, None)}
    (differ,) = disagreements(store.events())
    assert (differ.item, [answer.verdict for answer in differ.answers]) == ("d-2", ["accept_a", "accept_b"])


def test_one_verdict_for_all_identical_items_in_one_step(store: Store) -> None:
    items = [make_item(1), make_item(2), make_item(3, concept="maximum age"), identity(4), make_item(5)]
    act(store, items[4], "bo", "accept_b")
    states = fold_events(items, store.events()).states
    same = identical_items(items[0], states)
    assert [state.item.id for state in same] == ["d-2"]
    chosen = [
        decide(state, reviewer="ann", action="accept_a", reason="all alike", versions=VERSIONS)
        for state in (states[0], *same)
    ]
    assert len(store.append_all(chosen)) == 2
    assert identical_items(items[3], states) == ()


ITEMS = 3
QUOTES = ("18 years or older", "16 years or older", "from 21 years of age")
CHOICES: tuple[Action, ...] = ("accept_a", "accept_b", "both", "not_a_problem", "defer")


class Reviewing(RuleBasedStateMachine):
    """Reviewers act, pages change and change back; a plain list of verdicts says what must stand."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_store(self.folder / "out.decisions.sqlite", clock=clock)
        self.quotes = [0] * ITEMS
        self.stands: dict[tuple[int, int], list[tuple[str, Action]]] = {}
        self.written = 0

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def items(self) -> list[Item]:
        return [
            make_item(number * 10 + quote, quote=QUOTES[quote], topic=f"t-{number}", documents=(f"a{number}", f"b{number}"))
            for number, quote in enumerate(self.quotes)
        ]

    def review(self) -> Review:
        return fold_events(self.items(), self.store.events())

    def write(self, state: ItemState, reviewer: str, action: Action) -> None:
        chosen = decide(state, reviewer=reviewer, action=action, reason="r", versions=VERSIONS)
        self.written = self.store.append(chosen.draft, expected=chosen.expected).sequence

    @rule(number=st.integers(0, ITEMS - 1), reviewer=st.sampled_from(["ann", "bo"]), action=st.sampled_from(CHOICES))
    def decides(self, number: int, reviewer: str, action: Action) -> None:
        self.write(self.review().states[number], reviewer, action)
        self.stands.setdefault((number, self.quotes[number]), []).append((reviewer, action))

    @rule(number=st.integers(0, ITEMS - 1), reviewer=st.sampled_from(["ann", "bo"]))
    def undoes(self, number: int, reviewer: str) -> None:
        line = self.stands.get((number, self.quotes[number]), [])
        state = self.review().states[number]
        if line and line[-1][0] == reviewer:
            self.write(state, reviewer, "undo")
            line.pop()
        else:
            with pytest.raises(ExtractorError):
                self.write(state, reviewer, "undo")

    @rule(number=st.integers(0, ITEMS - 1), reviewer=st.sampled_from(["ann", "bo"]))
    def notes(self, number: int, reviewer: str) -> None:
        self.write(self.review().states[number], reviewer, "note")

    @rule(number=st.integers(0, ITEMS - 1), quote=st.integers(0, len(QUOTES) - 1))
    def page_changes(self, number: int, quote: int) -> None:
        self.quotes[number] = quote

    @precondition(lambda self: self.written)
    @rule(number=st.integers(0, ITEMS - 1))
    def late_reviewer_is_told(self, number: int) -> None:
        state = self.review().states[number]
        chosen = decide(state, reviewer="cy", action="note", reason="late", versions=VERSIONS)
        if state.version:
            with pytest.raises(Conflict):
                self.store.append(chosen.draft, expected=state.version - 1)

    @invariant()
    def states_are_those_of_the_list(self) -> None:
        if not hasattr(self, "store"):
            return
        for number, state in enumerate(self.review().states):
            line = self.stands.get((number, self.quotes[number]), [])
            if line:
                assert state.opinion
                assert (state.opinion.reviewer, state.opinion.answer.verdict) == line[-1]
                assert state.status == ("deferred" if line[-1][1] == "defer" else "decided")
            else:
                assert state.opinion is None
                assert state.status in ("open", "reopened")
                if state.status == "open":
                    assert state.earlier is None
        found = audit(*self.store.rows())
        assert (found.broken, len(found.events)) == (None, self.written)


TestReviewing = Reviewing.TestCase
TestReviewing.settings = settings(
    max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
