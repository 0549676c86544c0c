"""Bringing a database of decisions to the schema of this version, with a backup before anything is changed."""

from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from extractor.decisions.schema import KNOWN, REVISION
from extractor.errors import ExtractorError

SCRIPTS = files("extractor.decisions") / "migrations"
_LOCK = 7_260_150_431_992_118_005  # any number of our own: the advisory lock under which PostgreSQL databases are migrated


def prepare(engine: Engine, place: str) -> None:
    """Create or migrate the tables in one transaction; nothing is done where they are of this version.

    `place` names the database in messages. An older database is backed up first: SQLite as a file beside it, PostgreSQL as
    tables with the revision in their names. Raises ExtractorError for a newer database or that of another program.
    """
    with engine.connect() as connection:
        found = revision(connection, place)
    if found == REVISION:
        return
    with engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        found = revision(connection, place)  # another process may have been quicker
        if found == REVISION:
            return
        if found is not None:
            _back_up(engine, connection, found)
        _upgrade(connection)


def revision(connection: Connection, place: str) -> str | None:
    """The revision of the database, None where it is empty. Raises ExtractorError where it is none of ours."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables & {"events", "head"}:
            raise ExtractorError(f"{place}: holds tables of another program", "name another database")
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if list(found) and not set(found) <= set(KNOWN):
        problem = f"{place}: was written by a newer version (revision {', '.join(found)}, known up to {REVISION})"
        raise ExtractorError(problem, "update document-criteria-extractor")
    return found[0] if found else None


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _back_up(engine: Engine, connection: Connection, found: str) -> None:
    """A copy of everything under a name that says its revision."""
    if connection.dialect.name == "postgresql":
        for table in ("events", "head"):
            connection.execute(text(f"CREATE TABLE IF NOT EXISTS {table}_before_{found} AS TABLE {table}"))
        return
    import sqlite3

    file = Path(engine.url.database or "")
    backup = sqlite3.connect(file.with_name(f"{file.name}.{found}.backup"))
    source = sqlite3.connect(file)
    try:
        source.backup(backup)
    finally:
        source.close()
        backup.close()
