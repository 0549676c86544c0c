"""Writing the output folder in one step: all of it stands there at the end, or nothing does."""

import ctypes
import glob
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from extractor.errors import ExtractorError

TOOL = "document-criteria-extractor"
ENTRIES = frozenset({"run.json", "texts", "records.jsonl", "discrepancies.jsonl", "ambiguities.jsonl", "report.html"})
_HERE, _EXCHANGED = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2(2)."""
_STALE = 24 * 3600
"""Seconds after which a folder that a killed run left is taken to be nobody's."""


def check_folder(folder: Path, sources: Iterable[Path] = ()) -> None:
    """Make sure that `folder` may be written: it is absent, empty, or what an earlier run wrote, and no source lies in it.

    Raises ExtractorError with the remedy otherwise. Nothing is changed.
    """
    place = folder.resolve()
    if Path.cwd().is_relative_to(place):
        raise ExtractorError(f"{folder}: is the current folder or holds it", "name a folder of its own with --out")
    inside = [source for source in sources if source.resolve().is_relative_to(place)]
    if inside:
        raise ExtractorError(f"{folder}: holds the source {inside[0]}", "name a folder with no sources in it with --out")
    if place.is_mount():
        raise ExtractorError(f"{folder}: is a mount point, which cannot be replaced", "name a folder inside it with --out")
    if place.is_dir():
        _check_earlier(folder, {entry.name for entry in place.iterdir()})
    elif place.exists():
        raise ExtractorError(f"{folder}: is not a folder", "name a new folder with --out")


def _check_earlier(folder: Path, names: set[str]) -> None:
    if not names:
        return
    run = _run_of(folder / "run.json") if "run.json" in names else None
    if run is None:
        raise ExtractorError(f"{folder}: is not empty and was not written by a run", "name a new or empty folder with --out")
    foreign = [*sorted(names - ENTRIES), *_foreign_texts(folder / "texts", run)]
    if foreign:
        raise ExtractorError(f"{folder}: also holds {foreign[0]}, which no run wrote", "move it away or name another --out")


def _run_of(run_file: Path) -> dict[str, object] | None:
    """What an earlier run says of itself, None where the file is not one of ours."""
    try:
        content = json.loads(run_file.read_bytes())
    except ValueError:
        return None
    return content if isinstance(content, dict) and content.get("tool") == TOOL else None


def _foreign_texts(texts: Path, run: Mapping[str, object]) -> list[str]:
    """What lies among an earlier run's texts and is none of them."""
    sources = run.get("sources")
    if not isinstance(sources, list) or not texts.is_dir():
        return []
    known = {f"{source.get('document')}.txt" for source in sources if isinstance(source, dict)}
    return sorted(f"texts/{entry.name}" for entry in texts.iterdir() if entry.name not in known)


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write `files` (relative name to text, as UTF-8 with line ends as they are) as the whole content of `folder`.

    The files are written and flushed to a temporary folder beside it, which then takes its place. On any error or interrupt
    the temporary folder is removed and `folder` is as it was.
    """
    check_folder(folder)
    place = folder.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    _sweep(place)
    draft = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        for name in sorted(files):
            _write_file(draft / name, files[name])
        draft.chmod(0o777 & ~_umask())
        _take_place(draft, place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write_file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _take_place(draft: Path, place: Path) -> None:
    """Put `draft` in the place of `place`; what stood there is in `draft` then, or gone.

    The two are exchanged in one step where the system can (Linux), so that `place` is there at every moment. Elsewhere what
    stood there is kept under another name until the new one is in place.
    """
    if not place.exists():
        draft.rename(place)
        return
    if _exchange(draft, place):
        return
    old = Path(tempfile.mkdtemp(prefix=f".{place.name}-old-", dir=place.parent))
    try:
        place.rename(old)
        try:
            draft.rename(place)
        except BaseException:
            old.rename(place)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders by renameat2(2); False where the system or the file system has no such call."""
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    names = os.fsencode(first), os.fsencode(second)
    return renameat2 is not None and renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGED) == 0


def _sweep(place: Path) -> None:
    """Remove what runs that were killed a day or longer ago left beside `place`."""
    for left in place.parent.glob(f".{glob.escape(place.name)}-????????"):
        if left.is_dir() and time.time() - left.stat().st_mtime > _STALE:
            shutil.rmtree(left, ignore_errors=True)
