"""A later version's migration, tried on a database of this one: backed up first, all or nothing, every event kept."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from decisions_databases import KINDS, place_of
from decisions_sample import draft
from sqlalchemy import create_engine, inspect, text

from extractor.decisions import migrate
from extractor.decisions.audit import audit
from extractor.decisions.store import open_store
from extractor.errors import ExtractorError

LATER = '''"""A later migration."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table("later", sa.Column("id", sa.Integer, primary_key=True))
    op.execute(sa.text("{statement}"))
'''


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    found = place_of(request.param, tmp_path)
    with open_store(found) as store:
        for number in range(5):
            store.append(draft(f"d-{number}"), expected=0)
    return found


def with_later_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    """Let the code know one migration more, which creates a table and runs `statement`."""
    scripts = tmp_path / "migrations"
    shutil.copytree(str(migrate.SCRIPTS), scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "v0002_later.py").write_text(LATER.format(statement=statement), encoding="utf-8")
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    monkeypatch.setattr(migrate, "REVISION", "0002")
    monkeypatch.setattr(migrate, "KNOWN", ("0001", "0002"))


def tables_of(place: str) -> set[str]:
    engine = create_engine(place if "://" in place else f"sqlite:///{place}")
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_an_older_database_is_backed_up_and_migrated(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_later_version(tmp_path, monkeypatch, "SELECT 1")
    with open_store(place) as store:
        events = store.events()
        assert (len(events), audit(*store.rows()).broken) == (5, None)
        store.append(draft("d-after"), expected=0)
    assert "later" in tables_of(place)
    if "://" in place:
        engine = create_engine(place)
        with engine.connect() as connection:
            found = connection.execute(text("SELECT hash FROM events_before_0001 ORDER BY sequence")).scalars().all()
        engine.dispose()
    else:
        backup = sqlite3.connect(f"{place}.0001.backup")
        found = [row[0] for row in backup.execute("SELECT hash FROM events ORDER BY sequence")]
        backup.close()
    assert found == [event.hash for event in events]
    open_store(place).close()  # nothing is left to do


def test_a_migration_that_fails_changes_nothing(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables_of(place)
    with monkeypatch.context() as patch:
        with_later_version(tmp_path, patch, "INSERT INTO nowhere VALUES (1)")
        with pytest.raises(ExtractorError, match="nowhere"):
            open_store(place)
    assert tables_of(place) - before == set()
    with open_store(place) as store:
        assert (len(store.events()), audit(*store.rows()).broken) == (5, None)
        store.append(draft("d-after"), expected=0)
