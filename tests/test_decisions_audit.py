"""Tampering with any column of any event, and with their row itself, is named by the audit."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from decisions_databases import KINDS, place_of
from decisions_sample import clock, draft, run_pages
from sample_pages import NAVIGATOR, REGISTRY
from sqlalchemy import create_engine, text

from extractor.decisions import schema
from extractor.decisions.audit import audit
from extractor.decisions.place import decisions_file
from extractor.decisions.store import open_store

TEXTS = [column.name for column in schema.events.columns if column.name not in ("sequence", "supersedes", "blind")]
TRIGGERS = {
    "sqlite": [
        f"DROP TRIGGER {name}" for name in ("events_no_update", "events_no_delete", "events_no_replace", "head_no_delete")
    ],
    "postgresql": ["DROP FUNCTION events_refuse() CASCADE"],
}


def write_five(place: str) -> None:
    """Five events, none of whose columns is empty."""
    with open_store(place, clock=clock) as store:
        for number in range(1, 6):
            more = {"before": draft().after, "assignee": "bo", "supersedes": 1, "predecessor": "d-0", "blind": True}
            store.append(draft(f"d-{number}", **more), expected=0)


def tamper(place: str, *statements: str) -> None:
    """Change the database behind its triggers' back."""
    engine = create_engine(place if "://" in place else f"sqlite:///{place}")
    with engine.begin() as connection:
        for statement in (*TRIGGERS[engine.dialect.name], *statements):
            connection.execute(text(statement))
    engine.dispose()


def broken(place: str) -> tuple[int, str] | None:
    with open_store(place) as store:
        return audit(*store.rows()).broken


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    found = place_of(request.param, tmp_path)
    write_five(found)
    assert broken(found) is None
    return found


def test_every_changed_column_is_named(place: str, tmp_path: Path) -> None:
    engine = create_engine(place if "://" in place else f"sqlite:///{place}")
    changes = {name: f"substr({name}, 1, length({name}) - 1) || '~'" for name in TEXTS}
    changes |= {"supersedes": "supersedes + 1", "blind": "1 - blind"}
    tamper(place)
    with open_store(place) as store:
        for column, value in changes.items():
            with engine.begin() as connection:
                before = connection.execute(text(f"SELECT {column} FROM events WHERE sequence = 3")).scalar()
                connection.execute(text(f"UPDATE events SET {column} = {value} WHERE sequence = 3"))
            found = audit(*store.rows())
            assert found.broken is not None, column
            assert found.broken.sequence == 3, column
            assert len(found.events) == 2, column
            with engine.begin() as connection:
                connection.execute(text(f"UPDATE events SET {column} = :before WHERE sequence = 3"), {"before": before})
        assert audit(*store.rows()).broken is None
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "sequence", "problem"),
    [
        ("UPDATE events SET reason = 'not seen' WHERE sequence = 2", 2, "it was changed after it was written"),
        ("UPDATE events SET hash = 'f' WHERE sequence = 2", 2, "its hash was changed"),
        ("UPDATE events SET after = NULL WHERE sequence = 2", 2, "it was changed after it was written"),
        (
            "UPDATE events SET after = '{ ' || substr(after, 2) WHERE sequence = 2",
            2,
            "it cannot be read: the column after is not",
        ),
        ("UPDATE events SET snapshot = 'x' WHERE sequence = 4", 4, "it cannot be read"),
        ("UPDATE events SET action = 'forget' WHERE sequence = 4", 4, "it cannot be read"),
        ("DELETE FROM events WHERE sequence = 3", 3, "it is missing: event 4 stands in its place"),
        ("DELETE FROM events WHERE sequence = 1", 1, "it is missing"),
        ("DELETE FROM events WHERE sequence > 3", 4, "it is missing: 2 events were removed at the end"),
        ("DELETE FROM head", 0, "the head of the chain is missing"),
        ("UPDATE head SET sequence = 4", 5, "it was added without the chain's head"),
        ("UPDATE head SET hash = 'f'", 5, "its hash is not that of the chain's head"),
    ],
)
def test_the_first_broken_event_is_named_with_what_is_wrong(place: str, statement: str, sequence: int, problem: str) -> None:
    tamper(place, statement)
    found = broken(place)
    assert found is not None
    assert (found[0], found[1][: len(problem)]) == (sequence, problem)


def test_a_removed_event_does_not_pass_when_the_rest_is_renumbered(place: str) -> None:
    tamper(
        place,
        "DELETE FROM events WHERE sequence = 2",
        *(f"UPDATE events SET sequence = {number - 1} WHERE sequence = {number}" for number in (3, 4, 5)),
        "UPDATE head SET sequence = 4",
    )
    found = broken(place)
    assert found is not None
    assert found == (2, "it does not follow the event before it: one was removed, added or written anew")


def test_the_command_ends_with_0_when_whole_and_1_when_broken(tmp_path: Path) -> None:
    run_pages(tmp_path, registry=REGISTRY, navigator=NAVIGATOR)
    place = str(decisions_file(tmp_path / "out"))
    missing = command(tmp_path)
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)
    assert "no decisions are there" in missing.stderr
    write_five(place)
    whole = command(tmp_path)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout.startswith("whole    5 events on 5 items by 1 reviewers\n")
    tamper(place, "UPDATE events SET reviewer = 'bo' WHERE sequence = 4")
    found = command(tmp_path)
    assert (found.returncode, found.stderr) == (1, "")
    assert found.stdout == "broken   event 4: it was changed after it was written; 3 events before it are whole\n"


@pytest.mark.parametrize("name", ["export", "review"])
def test_nothing_rests_on_a_broken_chain(tmp_path: Path, name: str) -> None:
    run_pages(tmp_path, registry=REGISTRY, navigator=NAVIGATOR)
    place = str(decisions_file(tmp_path / "out"))
    write_five(place)
    tamper(place, "DELETE FROM events WHERE sequence = 2")
    refused = command(tmp_path, name)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "the decisions were changed (event 2: it is missing" in refused.stderr
    assert not list(tmp_path.glob("out.resolved*"))


def command(folder: Path, name: str = "audit") -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-m", "extractor", name, str(folder / "out")]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=120, env=dict(os.environ))
