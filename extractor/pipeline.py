"""The order of the stages: from the files a person names to everything found in them."""

import gc
import hashlib
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from extractor.entities import NONE, load_reader
from extractor.errors import ExtractorError, SourceError
from extractor.extract import extract
from extractor.model.criterion import Record
from extractor.model.document import Document, Source
from extractor.model.review import Ambiguity
from extractor.model.run import Failure, ModelEntry, Run, Settings, SourceEntry, StageTime
from extractor.output import write
from extractor.reconcile import reconcile
from extractor.repair import repair
from extractor.sources import MAX_BYTES, discover, read_source
from extractor.triage import find_ambiguities

if TYPE_CHECKING:
    from extractor.llm.progress import Progress as Asking
    from extractor.llm.second_reader import SecondReading
    from extractor.llm.settings import LlmSettings

__all__ = ["Progress", "run", "second_read", "write"]

STAGES = ("sources", "repair", "extract", "triage", "reconcile")
_YOUNG = 20_000
"""New objects at which the collector looks for garbage; at the usual 700 it does so several times a page."""
Progress = Callable[[int, int], None]
T = TypeVar("T")


class Job(NamedTuple):
    """One file to read, with the id its document will have."""

    path: str
    data: bytes
    document_id: str


class Reading(NamedTuple):
    """What reading one file gives; `seconds` by stage."""

    entry: SourceEntry
    document: Document
    record: Record
    ambiguities: tuple[Ambiguity, ...]
    seconds: dict[str, float]


def run(paths: Sequence[str], *, settings: Settings, progress: Progress | None = None) -> Run:
    """Read every source that `paths` (files and folders) name, and compare what they say.

    A source that cannot be read becomes a `Failure` and the others go on. `progress` is called with the number of files
    done and their total. A run in which no source could be read has no documents. Raises ExtractorError where the trained
    reader that `settings` name does not load.
    """
    reader = load_reader(settings.model)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    loaded, missing = load(paths)
    with rare_collections():
        results = list(_read_all(loaded, settings, progress))
    readings = [result for result in results if isinstance(result, Reading)]
    failures = [*missing, *(result for result in results if isinstance(result, Failure))]
    documents = tuple(reading.document for reading in readings)
    records = tuple(reading.record for reading in readings)
    ambiguities = tuple(ambiguity for reading in readings for ambiguity in reading.ambiguities)
    clock = Clock()
    discrepancies = clock.time("reconcile", lambda: reconcile(documents, records, ambiguities))
    return Run(
        settings=settings,
        started=started,
        sources=tuple(reading.entry for reading in readings),
        failures=tuple(failures),
        documents=documents,
        records=records,
        discrepancies=discrepancies,
        ambiguities=ambiguities,
        timings=_sum_times([*(reading.seconds for reading in readings), clock.seconds]),
        model=ModelEntry(name=reader.name, sha256=reader.digest) if reader else None,
    )


def second_read(
    run: Run, *, llm: "LlmSettings", progress: "Callable[[Asking], None] | None" = None
) -> "tuple[Run, SecondReading]":
    """Let a language model read beside the rules: the run with what the pages bear out, and how the asking went.

    `run` is what the rules read; its settings say which criteria the model is asked for. Raises ExtractorError where
    recordings are to answer and one is missing.
    """
    from extractor.llm import second_reader

    clock = Clock()
    given = (run.documents, run.records, run.ambiguities, run.discrepancies)
    scope = run.settings.llm_scope
    reading = clock.time("llm", lambda: second_reader.second_read(*given, settings=llm, scope=scope, progress=progress))
    found = {
        "records": reading.records,
        "ambiguities": reading.ambiguities,
        "discrepancies": reading.discrepancies,
        "llm": reading.use,
        "timings": (*run.timings, StageTime(stage="llm", seconds=round(clock.seconds["llm"], 4))),
    }
    return run.model_copy(update=found), reading


def load(paths: Sequence[str]) -> tuple[list[Job], list[Failure]]:
    """The files that `paths` name with their bytes, by file name, content and path, and what could not be opened.

    A file is read once, so that a pipe may be named, and never further than a source may be long.
    """
    files: list[tuple[str, str, str, bytes]] = []
    failures = [_no_files(path) for path in paths if not discover([Path(path)])]
    for path in sorted(discover([Path(path) for path in paths])):
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            problem = f"cannot be read ({error.strerror or type(error).__name__})"
            failures.append(Failure(path=_printable(path), problem=problem, remedy="check the path and its permissions"))
            continue
        files.append((_printable(path.name), hashlib.sha256(data).hexdigest(), _printable(path), data))
    files.sort(key=lambda file: file[:3])
    seen: Counter[str] = Counter()
    return [Job(path, data, _document_id(name, digest, seen)) for name, digest, path, data in files], failures


def _no_files(path: str) -> Failure:
    return Failure(
        path=_printable(path), problem="the folder holds no files that can be read", remedy="name a folder of pages"
    )


def _printable(path: str | Path) -> str:
    """The path as text that can be written, also where its bytes are no UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


def _document_id(name: str, digest: str, seen: Counter[str]) -> str:
    """The slug of the file's stem and the start of its hash; a second equal one is told apart by a number."""
    slug = re.sub(r"[^a-z0-9]+", "-", Path(name).stem.lower())[:40].strip("-")
    base = f"{slug or 'document'}-{digest[:8]}"
    seen[base] += 1
    return base if seen[base] == 1 else f"{base}-{seen[base]}"


@contextmanager
def rare_collections() -> Iterator[None]:
    """Meanwhile look for garbage seldom, and among young objects only.

    Almost nothing here refers to itself, and all that is read is kept until the end: going through it again and again finds
    nothing and takes a sixth of the time.
    """
    before = gc.get_threshold()
    _collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _collect_rarely() -> None:
    gc.set_threshold(_YOUNG, 10, 1_000_000)


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, stage: str, work: Callable[[], T]) -> T:
        """Do `work` and count its time for `stage`."""
        start = time.perf_counter()
        result = work()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start
        return result


def read(job: Job, model: str = NONE) -> Reading:
    """Take one file through every stage that needs no other file. Raises SourceError where it is no readable trial page.

    `model` names the trained reader; it is loaded once a process.
    """
    reader = load_reader(model)
    clock = Clock()
    source = clock.time("sources", lambda: read_source(job.path, job.data))
    document = clock.time("repair", lambda: repair(source, job.document_id))
    outline, record = clock.time("extract", lambda: extract(document, reader))
    if not record.criteria and all(fact.field == "title" for fact in record.facts):  # any text has a first line
        raise SourceError(job.path, "holds no eligibility criteria and no trial facts", "give the page of a clinical trial")
    ambiguities = clock.time("triage", lambda: find_ambiguities(document, outline, record))
    return Reading(_entry(job, source, document), document, record, ambiguities, clock.seconds)


def _entry(job: Job, source: Source, document: Document) -> SourceEntry:
    return SourceEntry(
        path=job.path,
        document=document.id,
        sha256=source.sha256,
        bytes=len(job.data),
        media_type=source.media_type,
        kind=document.kind,
        reader=source.reader,
        encoding=source.encoding,
        characters=len(document.text),
        omitted=dict(sorted(source.omitted.items())),
    )


def attempt(job: Job, *, debug: bool = False, model: str = NONE) -> Reading | Failure:
    """Read one file; what goes wrong in it stays with it."""
    try:
        return read(job, model)
    except SourceError as error:
        return Failure(path=error.path, problem=error.problem.removeprefix(f"{error.path}: "), remedy=error.remedy)
    except Exception as error:
        if debug:
            raise
        problem = f"an unexpected error while reading it ({type(error).__name__}: {str(error)[:200]})"
        return Failure(path=job.path, problem=problem, remedy="please report it with the output of --debug")


def _read_all(jobs: list[Job], settings: Settings, progress: Progress | None) -> Iterator[Reading | Failure]:
    """Read all files in the given order, in this process or in several."""
    work = partial(attempt, debug=settings.debug, model=settings.model)
    results = map(work, jobs) if settings.workers < 2 or len(jobs) < 2 else _in_processes(work, jobs, settings.workers)
    for done, result in enumerate(results, start=1):
        if progress:
            progress(done, len(jobs))
        yield result


def _in_processes(work: Callable[[Job], Reading | Failure], jobs: list[Job], workers: int) -> Iterator[Reading | Failure]:
    pool = ProcessPoolExecutor(
        max_workers=min(workers, len(jobs)),
        mp_context=get_context("spawn"),
        initializer=_prepare_worker,
        initargs=((signal.SIGTERM,),),
    )
    try:
        # A worker that an interrupt finds half started is known to nobody and would wait for work for ever.
        with _deaf_to(signal.SIGINT, signal.SIGTERM):
            results = pool.map(work, jobs, chunksize=max(1, min(16, len(jobs) // (4 * workers))))
        yield from results
    except BrokenProcessPool as error:
        raise ExtractorError("a process that reads documents has died", "run with fewer --workers") from error
    except BaseException:
        for process in active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _deaf_to(*signals: signal.Signals) -> Iterator[None]:
    """Hold signals back meanwhile; those that came are delivered at the end.

    Processes started meanwhile stay deaf. A terminal sends its interrupt to the whole group: the workers leave it to this
    process, which stops them.
    """
    mask = getattr(signal, "pthread_sigmask", None)
    before = mask(signal.SIG_BLOCK, signals) if mask else None
    try:
        yield
    finally:
        if mask:
            mask(signal.SIG_SETMASK, before)


def _prepare_worker(signals: Sequence[signal.Signals]) -> None:
    """In a worker: let these signals through again."""
    _collect_rarely()
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)


def _sum_times(parts: Iterable[dict[str, float]]) -> tuple[StageTime, ...]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return tuple(StageTime(stage=stage, seconds=round(total.get(stage, 0.0), 4)) for stage in STAGES)
