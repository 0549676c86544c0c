"""A thousand kill -9, during decisions and while a run replaces its folder: nothing acknowledged is lost or doubled.

The children are forks of this process, which has everything imported, so that most of them die at work.
"""

import os
import random
import select
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from decisions_databases import place_of
from decisions_sample import draft
from sample_pages import NAVIGATOR, files_in, write_pages

from extractor import pipeline
from extractor.decisions.audit import audit
from extractor.decisions.conflict import Conflict
from extractor.decisions.store import Store, open_store
from extractor.model.run import Settings

MEMORY = Path("/dev/shm")  # a file system in memory is enough: what is killed are processes, not the machine
Work = Callable[[Callable[[str], None]], None]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, ignore_cleanup_errors=True) as name:
        yield Path(name)


def kill_at_work(work: Work, signs: int, seconds: float) -> list[str]:
    """Fork a child that does `work`, kill it `seconds` after it gave `signs` of life; returns all that it acknowledged."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            work(lambda line: os.write(writer, line.encode() + b"\n") and None)
        finally:
            os._exit(1)
    os.close(writer)
    said = b""
    while said.count(b"\n") < signs and select.select([reader], [], [], 120)[0]:
        said += os.read(reader, 4096)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as pipe:
        said += pipe.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child ended by itself"
    return said.decode().splitlines()


def decide_until_killed(place: str, warm: Store, name: int, retry: str) -> Work:
    """Work that first repeats the decision of which the last child may have lost the answer, then goes on with new ones.

    Every fifth child opens the database anew; the others take the store that this process has opened and closed before,
    which still knows its statements.
    """

    def work(acknowledge: Callable[[str], None]) -> None:
        store = open_store(place) if name % 5 == 0 else warm
        acknowledge("opened")
        for item in (retry, *(f"{name}-{number}" for number in range(10_000))):
            if item:
                try:
                    store.append(draft(item), expected=0)
                except Conflict:
                    acknowledge(f"known {item}")
                else:
                    acknowledge(f"done {item}")

    return work


@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 650), ("postgresql", 150)])
def test_no_decision_is_lost_or_doubled(kind: str, kills: int, folder: Path) -> None:
    place = place_of(kind, folder)
    chance = random.Random(7)
    warm = open_store(place)
    warm.append(draft("first"), expected=0)
    warm.close()
    done: list[str] = []
    retry = ""
    for name in range(kills):
        said = kill_at_work(decide_until_killed(place, warm, name, retry), chance.choice((1, 2, 3)), chance.uniform(0, 0.01))
        done += [line.split()[1] for line in said if line.startswith("done ")]
        last = max((int(line.rsplit("-", 1)[1]) for line in said if line.split()[-1].startswith(f"{name}-")), default=-1)
        retry = f"{name}-{last + 1}"  # the next child does not know whether this one was written
    with open_store(place) as store:
        events = store.events()
        assert audit(*store.rows()).broken is None
    times = Counter(event.item for event in events)
    assert [item for item in done if times[item] != 1] == []
    assert [item for item, count in times.items() if count != 1] == []
    assert len(done) >= kills // 4, "too few of the children died at work"
    print(f"\n{kind}: {kills} kills, {len(done)} acknowledged, {len(events)} written, 0 lost, 0 doubled")


def test_the_folder_of_a_run_is_always_whole(folder: Path) -> None:
    kills = 200
    sources = [str(path) for path in write_pages(folder / "in")]
    first = pipeline.run(sources, settings=Settings())
    (folder / "in" / "navigator.txt").write_text(NAVIGATOR.replace("18 years", "16 years"), encoding="utf-8")
    second = pipeline.run(sources, settings=Settings())
    out = folder / "place" / "out"
    known = []
    for run in (second, first):
        pipeline.write(run, out, report="<html></html>")
        known.append(files_in(out))
    chance = random.Random(7)

    def work(acknowledge: Callable[[str], None]) -> None:
        while True:
            for run in (second, first):
                pipeline.write(run, out, report="<html></html>")
                acknowledge("written")

    written, beside = 0, 0
    for _ in range(kills):
        written += len(kill_at_work(work, 1, chance.uniform(0, 0.01)))
        if not out.exists():  # killed between the two renames: the earlier run stands beside it, whole
            beside += 1
            next(iter(out.parent.glob(".out-old-*"))).rename(out)
        assert files_in(out) in known
        for left in out.parent.glob(".out-*"):
            shutil.rmtree(left)
    print(f"\n{kills} kills, {written} runs written, each time one of them whole; {beside} times beside its place")
