"""The store of events: append-only, in SQLite or PostgreSQL, each event chained to the one before by its hash."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, Row, create_engine, event, func, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from extractor.decisions import schema
from extractor.decisions.conflict import Conflict
from extractor.decisions.event import Draft, Event, seal
from extractor.decisions.migrate import prepare
from extractor.decisions.place import is_url, sqlite_file
from extractor.decisions.row import from_row, to_row
from extractor.errors import ExtractorError

BUSY_SECONDS = 30
POOL = {"pool_size": 10, "max_overflow": 30}


class Store:
    """An open database of decisions. `place` names it in messages (no password). Threads may share a store."""

    def __init__(self, engine: Engine, place: str, clock: Callable[[], datetime]) -> None:
        self.place = place
        self._engine = engine
        self._writer = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._clock = clock
        self._turn = Lock()  # threads take turns here: SQLite lets the waiting poll, which starves some

    def append(self, draft: Draft, *, expected: int) -> Event:
        """Write one event, durably, and return it.

        `expected` is the sequence of the item's last event that the reviewer has seen (`ItemState.version`), 0 for none.
        Raises Conflict where there is a later one; for a blind draft only the reviewer's own events count. Raises
        ExtractorError where the database cannot be written; then nothing was.
        """
        return self.append_all([(draft, expected)])[0]

    def append_all(self, drafts: Sequence[tuple[Draft, int]]) -> tuple[Event, ...]:
        """Write several events in one transaction, all or none; see `append`."""
        with self._turn, clear_errors(self.place), self._writer.begin() as connection:
            last = connection.execute(select(schema.head.c.sequence, schema.head.c.hash).with_for_update()).one()
            sequence, previous = last.sequence, last.hash
            written = []
            for draft, expected in drafts:
                _check_version(connection, draft, expected)
                sealed = seal(draft, sequence=sequence + 1, at=self._now(), previous=previous)
                connection.execute(insert(schema.events), to_row(sealed))
                sequence, previous = sealed.sequence, sealed.hash
                written.append(sealed)
            connection.execute(update(schema.head).values(sequence=sequence, hash=previous))
        return tuple(written)

    def events(self, *, after: int = 0) -> tuple[Event, ...]:
        """The events behind the sequence `after`, in order. Raises ExtractorError where one cannot be read."""
        with clear_errors(self.place), self._engine.connect() as connection:
            query = select(schema.events).where(schema.events.c.sequence > after).order_by(schema.events.c.sequence)
            return tuple(self._event(row) for row in connection.execute(query))

    def rows(self) -> tuple[list[dict[str, Any]], tuple[int, str] | None]:
        """The raw rows in order of sequence, and the head (sequence and hash), None where it is missing: for the audit."""
        with clear_errors(self.place), self._engine.connect() as connection:
            query = select(schema.events).order_by(schema.events.c.sequence)
            found = [dict(row._mapping) for row in connection.execute(query)]
            head = connection.execute(select(schema.head.c.sequence, schema.head.c.hash)).one_or_none()
        return found, (head.sequence, head.hash) if head else None

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds")

    def _event(self, row: Row[Any]) -> Event:
        try:
            return Event.model_validate(from_row(dict(row._mapping)))
        except (ValidationError, ValueError) as error:
            problem = f"{self.place}: event {row.sequence} was changed and cannot be read"
            raise ExtractorError(problem, "run `extractor audit` and put a backup in its place") from error


def open_store(place: str | Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Store:
    """Open the decisions at `place`: a file (made where it is absent) or the URL of a PostgreSQL or SQLite database.

    Raises ExtractorError where it cannot be opened, is newer than this version, or is not a database of decisions.
    """
    engine, name = _engine(place)
    try:
        with clear_errors(name):
            prepare(engine, name)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, name, clock)


def _engine(place: str | Path) -> tuple[Engine, str]:
    try:
        url = make_url(str(place)) if is_url(place) else make_url("sqlite://").set(database=str(place))
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        name = str(sqlite_file(place) or url.render_as_string(hide_password=True))
        if url.get_backend_name() == "sqlite":
            return _sqlite(create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **POOL)), name
        return create_engine(url, pool_pre_ping=True, isolation_level="READ COMMITTED", **POOL), name
    except (ArgumentError, NoSuchModuleError) as error:
        raise ExtractorError(
            "the address of the decisions is no database URL", "give postgresql://HOST/NAME or a file"
        ) from error
    except ModuleNotFoundError as error:
        raise ExtractorError(
            "no driver for PostgreSQL is installed", "install document-criteria-extractor[postgres]"
        ) from error


def _sqlite(engine: Engine) -> Engine:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, so that a writer takes its lock at once
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def _check_version(connection: Connection, draft: Draft, expected: int) -> None:
    columns = schema.events.c
    mine = [columns.item == draft.item] + ([columns.reviewer == draft.reviewer] if draft.blind else [])
    newest = connection.execute(select(func.max(columns.sequence)).where(*mine)).scalar() or 0
    if newest != expected:
        row = connection.execute(select(schema.events).where(columns.sequence == newest)).one_or_none()
        if row is None:
            raise ExtractorError(f"no event {expected} of this item is known", "load the page again")
        raise Conflict(Event.model_validate(from_row(dict(row._mapping))))


@contextmanager
def clear_errors(place: str) -> Iterator[None]:
    """Errors of the database as one line that says what to do."""
    try:
        yield
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())[:300]
        remedy = next((remedy for words, remedy in _REMEDIES if words in said.lower()), "check that the database is at hand")
        raise ExtractorError(f"{place}: {said}; nothing was written", remedy) from error
    except PoolTimeout as error:
        raise ExtractorError(f"{place}: too many at once; nothing was written", "try again") from error


_REMEDIES = (
    ("disk is full", "free some space and decide again"),
    ("no space left", "free some space and decide again"),
    ("disk i/o error", "free some space, check the disk, and decide again"),
    ("locked", "wait for the other program to end, and decide again"),
    ("readonly", "make the file and its folder writable"),
    ("read-only", "make the database writable for this user"),
    ("unable to open", "check that its folder exists and may be written"),
    ("not a database", "put a backup in its place, or name another file"),
    ("malformed", "put a backup in its place"),
    ("permission denied", "give this user the right to read and write it"),
    ("authentication failed", "set PGPASSWORD or a password file"),
    ("connection", "check that the database is running and can be reached"),
)
