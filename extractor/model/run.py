"""A run: its settings, the sources it read, and everything it found."""

from pydantic import Field

from extractor.model.base import Frozen
from extractor.model.criterion import Record
from extractor.model.document import Document, Kind
from extractor.model.review import Ambiguity, Discrepancy


class Settings(Frozen):
    """What a person may choose. No setting changes what is found, only how the run is done.

    `workers` is the number of processes that read documents. `debug` lets an unexpected error end the run with its traceback
    in place of one line.
    """

    workers: int = 1
    debug: bool = False


class SourceEntry(Frozen):
    """How one source was read. `omitted` counts what its reader left out of the text on purpose, by kind."""

    path: str
    document: str
    sha256: str
    bytes: int
    media_type: str
    kind: Kind
    reader: str
    encoding: str | None
    characters: int
    omitted: dict[str, int] = Field(default_factory=dict)


class Failure(Frozen):
    """A source that could not be read: what is wrong with it and what a person can do."""

    path: str
    problem: str
    remedy: str


class StageTime(Frozen):
    """Seconds spent in one stage, summed over all documents and processes."""

    stage: str
    seconds: float


class Run(Frozen):
    """One run over any number of sources.

    `documents`, `sources` and `records` are in one order: by file name, then content, then path, so that the order in which
    the sources were named makes no difference. `started` is an ISO 8601 time in UTC.
    """

    settings: Settings
    started: str
    sources: tuple[SourceEntry, ...]
    failures: tuple[Failure, ...]
    documents: tuple[Document, ...]
    records: tuple[Record, ...]
    discrepancies: tuple[Discrepancy, ...]
    ambiguities: tuple[Ambiguity, ...]
    timings: tuple[StageTime, ...]
