"""A full disk, a limit on the size of files, a read-only file: a clear line, and a database that is sound."""

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from decisions_sample import draft

from extractor.decisions.audit import audit
from extractor.decisions.export import write_export
from extractor.decisions.store import open_store
from extractor.errors import ExtractorError


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte; skips where this user may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, timeout=60).returncode != 0:
        pytest.skip("this user may not mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True, timeout=60)


def fill(folder: Path, leave: int) -> Path:
    """Fill the file system but for `leave` bytes."""
    filler = folder / "filler"
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    filler.write_bytes(b"\0" * max(0, free - leave))
    return filler


def sound(place: Path) -> int:
    """The number of events of a database whose pages and chain are whole."""
    with open_store(place) as store:
        with store._engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        found = audit(*store.rows())
        assert found.broken is None
        return len(found.events)


@pytest.mark.parametrize("leave", range(0, 120_000, 4096 * 3))
def test_a_disk_that_fills_up_at_any_write_loses_nothing(small_disk: Path, leave: int) -> None:
    """Room for `leave` bytes more: decisions are written until one is refused, then all that were acknowledged are there."""
    place = small_disk / "out.decisions.sqlite"
    with open_store(place) as store:
        store.append(draft("d-first"), expected=0)
    filler = fill(small_disk, leave)
    written = 1
    try:
        with open_store(place) as store:
            for number in range(200):
                store.append(draft(f"d-{number}", reason="long " * 200), expected=0)
                written += 1
        pytest.fail("the disk was not full")
    except ExtractorError as error:
        assert "free some space" in error.remedy
        assert "nothing was written" in error.problem
        assert "\n" not in str(error)
    filler.unlink()
    assert sound(place) == written
    with open_store(place) as store:
        store.append(draft("d-after"), expected=0)
    assert sound(place) == written + 1


@pytest.mark.parametrize("leave", range(0, 60_000, 4096 * 2))
def test_a_new_database_on_a_full_disk_is_none_or_whole(small_disk: Path, leave: int) -> None:
    place = small_disk / "out.decisions.sqlite"
    filler = fill(small_disk, leave)
    try:
        open_store(place).close()
    except ExtractorError as error:
        assert "free some space" in error.remedy
    filler.unlink()
    assert sound(place) == 0


def test_an_export_on_a_full_disk_leaves_the_earlier_one(small_disk: Path, tmp_path: Path) -> None:
    target = small_disk / "out.resolved.jsonl"
    target.write_text("the earlier export\n", encoding="utf-8")
    filler = fill(small_disk, 0)
    with pytest.raises(OSError, match="No space left"):
        write_export([row() for _ in range(50)], target, form="jsonl", folder=tmp_path / "out")
    filler.unlink()
    assert target.read_text(encoding="utf-8") == "the earlier export\n"
    assert [path.name for path in small_disk.iterdir()] == ["out.resolved.jsonl"]


def row():
    from extractor.decisions.resolve import Evidence, Resolved

    evidence = Evidence(document="a.txt", value="18", start=0, end=2, quote="18" * 200)
    nothing = dict.fromkeys(("concept", "cohort", "parsed", "verdict", "decided_by", "decided_at", "reason", "severity"))
    return Resolved(
        trial="T", kind="fact", field="age", state="undisputed", value="18", question=None, confirmed_by=(), items=(),
        evidence=(evidence,), **nothing,
    )  # fmt: skip


def in_child(work: Callable[[], None]) -> str:
    """What `work` ends with in a child of its own: the line of its ExtractorError, or "" where it raised none."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            work()
        except ExtractorError as error:
            os.write(writer, str(error).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said


@pytest.mark.parametrize("room", [0, 4096, 20_000, 50_000])
def test_a_limit_on_the_size_of_files_is_a_clear_line(tmp_path: Path, room: int) -> None:
    place = tmp_path / "out.decisions.sqlite"
    with open_store(place) as store:
        store.append(draft("d-first"), expected=0)
    before = sound(place)

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        limit = place.stat().st_size + room
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with open_store(place) as store:
            for number in range(300):
                store.append(draft(f"d-{number}", reason="long " * 200), expected=0)

    assert "free some space" in in_child(work)
    assert sound(place) >= before


def test_a_disk_that_may_not_be_written_is_a_clear_line(small_disk: Path) -> None:
    place = small_disk / "out.decisions.sqlite"
    open_store(place).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True, timeout=60)
    with pytest.raises(ExtractorError, match=r"writable|may be written"), open_store(place) as store:
        store.append(draft(), expected=0)


def test_a_folder_that_is_not_there_is_a_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="check that its folder exists"):
        open_store(tmp_path / "absent" / "out.decisions.sqlite")


def test_a_locked_database_is_a_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.decisions.store.BUSY_SECONDS", 0.2)
    place = tmp_path / "out.decisions.sqlite"
    said = pytest.raises(ExtractorError, match="locked; nothing was written; wait for the other program")
    with open_store(place) as store, open_store(place) as other, store._writer.begin(), said:
        other.append(draft(), expected=0)
    assert sound(place) == 0
