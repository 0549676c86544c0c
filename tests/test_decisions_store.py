"""The store of decisions, on SQLite and on PostgreSQL: appended, chained, never changed, never lost to another reviewer."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from decisions_databases import KINDS, place_of
from decisions_sample import clock, draft
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from extractor.decisions import schema
from extractor.decisions.audit import audit
from extractor.decisions.conflict import Conflict
from extractor.decisions.event import FIRST
from extractor.decisions.store import Store, open_store
from extractor.errors import ExtractorError


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return place_of(request.param, tmp_path)


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with open_store(place, clock=clock) as opened:
        yield opened


def engine_of(place: str):
    return create_engine(place if "://" in place else f"sqlite:///{place}")


def test_events_come_back_as_they_were_written_each_chained_to_the_one_before(place: str, store: Store) -> None:
    first = store.append(draft("d-1", reason="≥ 18 is printed; 'quoted', \u2028 and 𝔘𝔫𝔦"), expected=0)
    second = store.append(draft("d-2", reviewer="Bo Öst", blind=True), expected=0)
    assert (first.sequence, first.previous, first.at) == (1, FIRST, "2026-01-02T03:04:05.000+00:00")
    assert (second.sequence, second.previous) == (2, first.hash)
    with open_store(place) as again:
        assert again.events() == (first, second)
        assert again.events(after=1) == (second,)
        assert audit(*again.rows()).broken is None


def test_a_second_reviewer_gets_the_others_event_and_nothing_is_written(store: Store) -> None:
    first = store.append(draft(reviewer="ann"), expected=0)
    with pytest.raises(Conflict, match="ann has acted on this item") as caught:
        store.append(draft(reviewer="bo"), expected=0)
    assert caught.value.event == first
    assert store.append(draft(reviewer="bo"), expected=1).sequence == 2


def test_blind_reviewers_do_not_stand_in_each_others_way(store: Store) -> None:
    store.append(draft(reviewer="ann", blind=True), expected=0)
    store.append(draft(reviewer="bo", blind=True), expected=0)
    with pytest.raises(Conflict):
        store.append(draft(reviewer="bo", blind=True), expected=0)


def test_several_are_written_all_or_none(store: Store) -> None:
    store.append(draft("d-3"), expected=0)
    with pytest.raises(Conflict):
        store.append_all([(draft("d-1"), 0), (draft("d-2"), 0), (draft("d-3"), 0)])
    assert len(store.events()) == 1
    written = store.append_all([(draft("d-1"), 0), (draft("d-2"), 0), (draft("d-1"), 2)])
    assert [event.sequence for event in written] == [2, 3, 4]
    assert audit(*store.rows()).broken is None


def test_writers_at_the_same_time_lose_nothing(place: str) -> None:
    """Eight threads with a connection each append to three items, reading the version before each try."""
    with open_store(place) as opened:
        opened.append(draft("d-0"), expected=0)
    written: list[int] = []

    def work(name: str) -> None:
        with open_store(place) as own:
            for number in range(12):
                item = f"d-{number % 3}"
                while True:
                    last = max((event.sequence for event in own.events() if event.item == item), default=0)
                    try:
                        written.append(own.append(draft(item, reviewer=name), expected=last).sequence)
                        break
                    except Conflict:
                        continue

    threads = [threading.Thread(target=work, args=(f"r{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    with open_store(place) as opened:
        assert sorted(written) == list(range(2, 98))
        assert [event.sequence for event in opened.events()] == list(range(1, 98))
        assert audit(*opened.rows()).broken is None


STATEMENTS = (
    "UPDATE events SET reason = 'other'",
    "UPDATE events SET hash = 'x' WHERE sequence = 1",
    "DELETE FROM events",
    "DELETE FROM head",
)
OF_ITS_OWN = {"sqlite": "INSERT OR REPLACE INTO events SELECT * FROM events", "postgresql": "TRUNCATE events"}


def test_the_database_itself_refuses_to_change_events(place: str, store: Store) -> None:
    event = store.append(draft(), expected=0)
    engine = engine_of(place)
    for statement in (*STATEMENTS, OF_ITS_OWN[engine.dialect.name]):
        with pytest.raises(DBAPIError, match="never"), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()
    assert store.events() == (event,)


def test_a_newer_database_is_refused_with_a_clear_line(place: str) -> None:
    open_store(place).close()
    engine = engine_of(place)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(ExtractorError, match=r"written by a newer version \(revision 9999.*; update"):
        open_store(place)


def test_another_programs_database_is_refused(place: str) -> None:
    engine = engine_of(place)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE events (what TEXT)"))
    engine.dispose()
    with pytest.raises(ExtractorError, match="tables of another program"):
        open_store(place)


def test_two_that_open_a_new_database_at_once_both_get_it(place: str) -> None:
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            with open_store(place) as own:
                own.append(draft(f"d-{number}"), expected=0)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    assert errors == []
    with open_store(place) as opened:
        assert len(opened.events()) == 4


def test_the_schema_of_the_code_is_that_of_the_migrations(place: str, store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = engine_of(place)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    engine.dispose()


def test_the_newest_migration_is_the_one_that_the_code_knows() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "extractor.decisions:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [schema.REVISION]
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(schema.KNOWN)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "out.decisions.sqlite"
    file.write_text("these are no decisions, but a letter to an aunt\n" * 100, encoding="utf-8")
    with pytest.raises(ExtractorError, match="not a database"):
        open_store(file)
    assert file.read_text(encoding="utf-8").startswith("these are no decisions")


def test_an_address_that_cannot_be_reached_is_one_line_without_the_password() -> None:
    with pytest.raises(ExtractorError) as caught:
        open_store("postgresql://ann:s3cret@127.0.0.1:9/none")
    assert "s3cret" not in str(caught.value)
    assert "check that the database is running" in caught.value.remedy
    with pytest.raises(ExtractorError, match="no database URL"):
        open_store("nothing://at all")


def test_settings_of_sqlite_keep_what_was_acknowledged(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.sqlite") as opened, opened._engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert found == ["wal", 2, 1]
