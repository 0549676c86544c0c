"""A run with what was decided on it: the folder, its items, the store."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractor.decisions.audit import audit
from extractor.decisions.event import Event, Versions
from extractor.decisions.item import Item
from extractor.decisions.items import items_of
from extractor.decisions.opened import OpenedRun, open_run, versions_of
from extractor.decisions.place import decisions_file, sqlite_file
from extractor.decisions.state import Review, fold_events
from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from extractor.decisions.store import Store


class Kept(NamedTuple):
    """How many verdicts on an earlier run still stand in this one, and how many of its items are re-opened."""

    kept: int
    reopened: int


class Opened(NamedTuple):
    """A run that was read back, with its items and the versions that its events carry."""

    run: OpenedRun
    items: tuple[Item, ...]
    versions: Versions


def open_items(folder: Path) -> Opened:
    """Read a run's folder and make its items. Raises ExtractorError where it does not hold."""
    run = open_run(folder)
    return Opened(run, items_of(run), versions_of(run))


def read_events(folder: Path, decisions: str | None) -> tuple[Event, ...]:
    """Every event on a run, from the URL or file `decisions`, else from the file beside the folder; none without a file.

    Raises ExtractorError where they cannot be read or are not as they were written.
    """
    from extractor.decisions.store import open_store

    place = decisions or decisions_file(folder)
    file = sqlite_file(place)
    if file is not None and not file.exists():
        return ()
    with open_store(place) as store:
        return whole_events(store)


def whole_events(store: "Store") -> tuple[Event, ...]:
    """The events of a store whose chain is whole. Raises ExtractorError where it is not: nothing may rest on it then."""
    found = audit(*store.rows())
    if found.broken:
        problem = f"{store.place}: the decisions were changed (event {found.broken.sequence}: {found.broken.problem})"
        raise ExtractorError(problem, "see `extractor audit`, and put a backup in its place")
    return found.events


def kept_of(review: Review) -> Kept:
    """The verdicts that stand, deferred and sent back ones included, and the items that are re-opened."""
    return Kept(
        kept=sum(state.opinion is not None for state in review.states),
        reopened=sum(state.earlier is not None and state.opinion is None for state in review.states),
    )


def carried_over(folder: Path) -> Kept:
    """What the decisions beside a run's folder mean for what it found. Raises ExtractorError where they cannot be read."""
    return kept_of(fold_events(open_items(folder).items, read_events(folder, None)))
