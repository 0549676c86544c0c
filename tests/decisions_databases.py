"""Databases for the tests of decisions: a file, and a PostgreSQL server that the test session starts itself."""

import atexit
import os
import shutil
import subprocess
import tempfile
import uuid
from functools import cache
from pathlib import Path

import pytest

KINDS = ("sqlite", "postgresql")
USER = "reviewer"


def place_of(kind: str, folder: Path) -> str:
    """A new, empty place for decisions; skips the test where there is no server."""
    if kind == "sqlite":
        return str(folder / "out.decisions.sqlite")
    server = server_url()
    if server is None:
        pytest.skip("no PostgreSQL server is installed (or name one in EXTRACTOR_TEST_POSTGRES)")
    return new_database(server)


def new_database(server: str) -> str:
    """The URL of a new database on the server."""
    from sqlalchemy import create_engine, make_url, text

    name = f"decisions_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@cache
def server_url() -> str | None:
    """The URL of a running PostgreSQL server: that of the environment, else one started for this session."""
    named = os.environ.get("EXTRACTOR_TEST_POSTGRES")
    return named or _start()


def _start() -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) if Path("/usr/lib/postgresql").is_dir() else []
    if not found or (os.geteuid() == 0 and shutil.which("runuser") is None):
        return None
    programs = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket may have 107 bytes
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    _run(programs / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
    options = f"-k {folder} -c listen_addresses= -c max_connections=60 -c shared_buffers=32MB"
    _run(programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-t", "120", "-o", options, "start")
    atexit.register(_stop, programs, folder, os.getpid())
    return f"postgresql+psycopg://{USER}@/postgres?host={folder}"


def _stop(programs: Path, folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # not in a forked child
        _run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str | Path) -> None:
    """Run a program of the server, as the user postgres where this process is root (the server refuses to run as root)."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = "/" if as_postgres else None
    done = subprocess.run(
        [*as_postgres, *map(str, command)], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=180
    )
    assert done.returncode == 0, command
