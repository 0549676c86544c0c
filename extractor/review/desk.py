"""What the reviewers have before them: the run as it stands in its folder, and the state of every item."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from markupsafe import Markup

from extractor.decisions.audit import follows
from extractor.decisions.event import Event, Versions
from extractor.decisions.item import Item
from extractor.decisions.items import items_of
from extractor.decisions.opened import OpenedRun, open_run, versions_of
from extractor.decisions.same import likeness_key
from extractor.decisions.state import TO_DO, ItemState, Review, fold_events
from extractor.decisions.store import Store
from extractor.errors import ExtractorError
from extractor.report.words import value_words, visible
from extractor.review.cut import Mark
from extractor.review.panel import Marks

Stamp = tuple[int, int, int]


class Loaded(NamedTuple):
    """A run read once. `numbers` are the items' places in the queue, `marks` the highlighted places by document id,
    `haystacks` what a search looks through by item id, `alike` the ids of the items that ask the same by item id, `dates`
    what a page says of its last update by document id; `bodies` keeps whole sources as HTML once somebody looked.
    """

    stamp: Stamp
    opened: OpenedRun
    versions: Versions
    items: tuple[Item, ...]
    numbers: Mapping[str, int]
    marks: Mapping[str, Marks]
    haystacks: Mapping[str, str]
    alike: Mapping[str, Sequence[str]]
    dates: Mapping[str, str]
    bodies: dict[str, Markup]


class Table(NamedTuple):
    """One moment: a run, its items' states by id in the order of the queue, and the events behind them.

    `trouble` says why the folder could not be read again since, "" where all is well.
    """

    run: Loaded
    states: Mapping[str, ItemState]
    events: Sequence[Event]
    trouble: str = ""


class Desk:
    """The run in the folder `out` with the decisions in `store`; every request takes its `table` of this moment.

    Where a new run replaces the folder, the next table shows it. With `blind`, every reviewer has a table of their own, on
    which the verdicts of others do not show until two have decided. Threads may share a desk.
    """

    def __init__(self, out: Path, run: Loaded, store: Store, *, blind: bool = False) -> None:
        self.out = out
        self.store = store
        self.blind = blind
        self._lock = RLock()
        self._run = run
        self._trouble = ""
        self._events: list[Event] = []
        self._by_item: dict[str, list[Event]] = defaultdict(list)
        self._folded: dict[str | None, tuple[int, dict[str, ItemState]]] = {}

    def table(self, reviewer: str) -> Table:
        """What `reviewer` sees at this moment. Raises ExtractorError where the decisions cannot be read."""
        viewer = reviewer if self.blind else None
        with self._lock:
            self._take_new_run()
            self._take_new_events()
            return Table(self._run, self._states(viewer), self._events[:], self._trouble)

    def _take_new_run(self) -> None:
        """Read the folder again where a run has replaced it; where it cannot be read, what was read before still holds."""
        try:
            if stamp_of(self.out) != self._run.stamp:
                self._run = load(self.out)
                self._folded.clear()
            self._trouble = ""
        except (OSError, ExtractorError) as error:
            self._trouble = str(error)

    def _take_new_events(self) -> None:
        """Take what was decided since; the last event known must still stand, and every new one follow in the chain."""
        last = self._events[-1] if self._events else None
        found = self.store.events(after=last.sequence - 1 if last else 0)
        if last and found[:1] != (last,):
            raise _broken(self.store.place, last.sequence)
        for event in found[1:] if last else found:
            if not follows(event, self._events[-1] if self._events else None):
                raise _broken(self.store.place, event.sequence)
            self._events.append(event)
            self._by_item[event.item].append(event)

    def _states(self, viewer: str | None) -> Mapping[str, ItemState]:
        """The states after all events known; only what the new ones touch is folded again."""
        count, states = self._folded.get(viewer, (-1, {}))
        if count < 0:
            states = by_id(fold_events(self._run.items, self._events, viewer=viewer))
        elif count < len(self._events):
            touched = {event.item for event in self._events[count:]}
            states = states | self._refolded(states, touched, viewer)
        self._folded[viewer] = len(self._events), states
        return states

    def _refolded(self, states: Mapping[str, ItemState], touched: set[str], viewer: str | None) -> dict[str, ItemState]:
        """The touched items and those that wait for them, each with its question of identity, folded anew."""
        if not touched <= states.keys():  # an item of another run: it may have become the origin of one of this run
            return by_id(fold_events(self._run.items, self._events, viewer=viewer))
        wanted = [item for item in self._run.items if item.id in touched or item.blocked_by in touched]
        beside = {item.blocked_by for item in wanted}
        items = [item for item in self._run.items if item.id in beside or item.id in touched or item.blocked_by in touched]
        origins = [states[item.id].origin for item in items]
        ids = dict.fromkeys([*(item.id for item in items), *(origin for origin in origins if origin)])
        events = sorted((event for one in ids for event in self._by_item.get(one, ())), key=lambda event: event.sequence)
        return by_id(fold_events(items, events, viewer=viewer))


def _broken(place: str, sequence: int) -> ExtractorError:
    problem = f"{place}: event {sequence} was changed or removed while the page was open; nothing more is taken"
    return ExtractorError(problem, "run `extractor audit` and put a backup in its place")


def by_id(review: Review) -> dict[str, ItemState]:
    """The states by item id, in their order."""
    return {state.item.id: state for state in review.states}


def stamp_of(out: Path) -> Stamp:
    """What changes whenever a run replaces the folder. Raises OSError where it holds no run."""
    found = (out / "run.json").stat()
    return found.st_mtime_ns, found.st_ino, found.st_size


def load(out: Path) -> Loaded:
    """Read the folder of a run. Raises ExtractorError where it holds none."""
    try:
        stamp = stamp_of(out)
    except OSError as error:
        raise ExtractorError(
            f"{out}: holds no run ({error.strerror})", "name a folder that `extractor run` wrote"
        ) from error
    opened = open_run(out)
    items = items_of(opened)
    numbers = {item.id: number for number, item in enumerate(items, start=1)}
    return Loaded(
        stamp=stamp,
        opened=opened,
        versions=versions_of(opened),
        items=items,
        numbers=numbers,
        marks=_marks(items, numbers, opened.texts),
        haystacks={item.id: _haystack(item) for item in items},
        alike=_alike(items),
        dates=_dates(opened),
        bodies={},
    )


def _marks(items: Iterable[Item], numbers: Mapping[str, int], documents: Iterable[str]) -> dict[str, Marks]:
    found: dict[str, list[Mark]] = {document: [] for document in documents}
    for item in items:
        for claim in item.claims:
            if claim.span:
                mark = Mark(claim.span.start, claim.span.end, item.severity, numbers[item.id], item.id)
                found[claim.document_id].append(mark)
    return {document: Marks(marks) for document, marks in found.items()}


def _alike(items: Iterable[Item]) -> dict[str, list[str]]:
    """For each item all that ask the same, itself included; compared once a run, not at every look at an item."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for item in items:
        groups[(item.id,) if item.is_identity else likeness_key(item)].append(item.id)
    return {one: group for group in groups.values() for one in group}


def _haystack(item: Item) -> str:
    parts = [item.id, item.question, item.concept or "", item.cohort or "", item.field.replace("_", " ")]
    parts += [part for claim in item.claims for part in (claim.document, claim.value, claim.quote)]
    return " ".join(" ".join(parts).split()).casefold()


def _dates(opened: OpenedRun) -> dict[str, str]:
    return {
        record.document.id: visible(value_words(fact.value))
        for record in opened.records
        for fact in reversed(record.facts)
        if fact.field == "last_updated"
    }


def standing_of(state: ItemState, reviewer: str, *, blind: bool) -> str:
    """The status as this reviewer sees it: also "given" (their blind verdict waits for a second) and "disputed"."""
    if not state.blind or state.opinion is not None:
        return state.status
    if state.is_disputed:
        return "disputed"
    return "given" if blind and any(one.reviewer == reviewer for one in state.blind) else state.status


def is_to_do(standing: str) -> bool:
    """Whether an item of this standing asks for a person now."""
    return standing in TO_DO or standing == "disputed"
