"""The output folder is replaced in one step, and what killed runs left is swept up."""

import os
import threading
import time
from pathlib import Path

import pytest

from extractor import folder
from extractor.errors import ExtractorError
from extractor.folder import TOOL, check_folder, write_folder

RUN = {"run.json": f'{{"tool": "{TOOL}"}}', "records.jsonl": "", "texts/a.txt": "x"}


def names(place: Path) -> list[str]:
    return sorted(str(path.relative_to(place)) for path in place.rglob("*"))


@pytest.mark.parametrize("exchanges", [True, False])
def test_an_earlier_run_is_replaced_and_nothing_else_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(folder, "_exchange", lambda first, second: False)
    out = tmp_path / "out"
    write_folder(out, RUN)
    write_folder(out, {**RUN, "texts/b.txt": "y"})
    assert names(out) == ["records.jsonl", "run.json", "texts", "texts/a.txt", "texts/b.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failed_write_leaves_the_earlier_run(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, RUN)
    with pytest.raises(UnicodeEncodeError):
        write_folder(out, {**RUN, "texts/b.txt": "\ud800"})
    assert names(out) == ["records.jsonl", "run.json", "texts", "texts/a.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_cannot_be_moved_away_stays_and_nothing_is_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(path))

    out = tmp_path / "out"
    write_folder(out, RUN)
    monkeypatch.setattr(folder, "_exchange", lambda first, second: False)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        write_folder(out, RUN)
    assert names(out) == ["records.jsonl", "run.json", "texts", "texts/a.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_mount_point_is_refused_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_mount", lambda path: path.name == "out")
    with pytest.raises(ExtractorError, match=r"mount point.*inside it"):
        check_folder(tmp_path / "out")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system with renameat2")
def test_somebody_who_reads_meanwhile_finds_a_whole_run(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, RUN)
    missing, ended = [], threading.Event()

    def look() -> None:
        while not ended.is_set():
            if not (out / "run.json").exists():
                missing.append(time.monotonic())

    reader = threading.Thread(target=look)
    reader.start()
    for _ in range(20):
        write_folder(out, RUN)
    ended.set()
    reader.join()
    assert missing == []


def test_a_file_of_somebody_among_the_texts_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, {**RUN, "run.json": f'{{"tool": "{TOOL}", "sources": [{{"document": "a"}}]}}'})
    check_folder(out)
    (out / "texts" / "notes.txt").write_text("mine")
    with pytest.raises(ExtractorError, match=r"texts/notes\.txt, which no run wrote"):
        write_folder(out, RUN)
    assert (out / "texts" / "notes.txt").read_text() == "mine"


def test_only_old_remains_are_swept_up(tmp_path: Path) -> None:
    old, new, other = (tmp_path / name for name in (".out-abcdefgh", ".out-ijklmnop", ".outer-abcdefgh"))
    for path in (old, new, other):
        path.mkdir()
        (path / "records.jsonl").write_text("", encoding="utf-8")
    for path in (old, other):
        os.utime(path, (time.time() - 200_000,) * 2)
    write_folder(tmp_path / "out", RUN)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out-ijklmnop", ".outer-abcdefgh", "out"]
