"""A run: its settings, the sources it read, and everything it found."""

from typing import Literal

from pydantic import Field

from extractor.model.base import Frozen
from extractor.model.criterion import Record
from extractor.model.document import Document, Kind
from extractor.model.review import Ambiguity, Discrepancy

LlmScope = Literal["unread", "all"]


class Settings(Frozen):
    """What a person may choose. Without a second reader no setting changes what is found, only how the run is done.

    `workers` is the number of processes that read documents. `debug` lets an unexpected error end the run with its traceback
    in place of one line. `llm` names the language model that reads beside the rules (None: none), `llm_scope` the criteria
    it is asked for: those that the rules left wholly or partly unread, or all. With `replay`, the path of a folder, its
    answers come from recordings alone. `model` names the trained reader of conditions, drugs and procedures: "built-in",
    "none" (rules alone), or a folder or spaCy pipeline.
    """

    workers: int = 1
    debug: bool = False
    model: str = "built-in"
    llm: str | None = None
    llm_scope: LlmScope = "unread"
    replay: str | None = None


class ModelEntry(Frozen):
    """The trained reader of a run and the SHA-256 of its files."""

    name: str
    sha256: str


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


class PromptUse(Frozen):
    """A prompt that was sent: its name and version, and the sha256, in hex, of its files."""

    name: str
    version: str
    sha256: str


class LlmUse(Frozen):
    """What the second reader was asked in a run and what came of it.

    `usage` holds the figures of the asking (requests, answers by origin, failures by reason, tokens, cost in US dollars as a
    decimal string, None where the price is not known). `outcomes` counts what became of the answers: characteristics agreed
    with, differed on, added, refused by reason, facts added, proposals made.
    """

    model: str
    scope: LlmScope
    prompts: tuple[PromptUse, ...]
    input_tokens: int
    output_tokens: int
    cost: str | None
    usage: dict[str, object]
    outcomes: dict[str, int]


class Run(Frozen):
    """One run over any number of sources; `llm` is None where no language model read, `model` where no trained reader did.

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
    model: ModelEntry | None = None
    llm: LlmUse | None = None
