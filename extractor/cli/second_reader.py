"""The options of `extractor run` that ask a language model, and what a person sees of the asking."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from extractor.cli.terminal import complain, console
from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from extractor.llm.plan import Plan
    from extractor.llm.request import Request
    from extractor.llm.settings import LlmSettings
    from extractor.model.run import LlmScope, Run

RECORDINGS = Path("golden/recordings")

LlmOption = Annotated[
    str | None, typer.Option("--llm", metavar="MODEL", help="Let this language model read beside the rules.")
]
ScopeOption = Annotated[
    Literal["unread", "all"],
    typer.Option("--llm-scope", help="The criteria it is asked for: those that the rules left unread, or all."),
]
ReplayOption = Annotated[bool, typer.Option("--replay", help="Answer from recordings alone; nothing is sent.")]
RecordingsOption = Annotated[
    Path | None,
    typer.Option("--recordings", help="The folder of recordings: read with --replay, else replies are kept there."),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would be sent and its cost; send nothing.")]


def llm_settings(model: str | None, *, replay: bool, recordings: Path | None, dry_run: bool) -> "LlmSettings | None":
    """Whom to ask, None where no model is named. Raises ExtractorError before anything is read where it cannot be asked.

    Recordings answer alone with `replay`; otherwise the folder named for them is where replies are kept and looked up.
    """
    if model is None:
        if replay or recordings or dry_run:
            raise ExtractorError("--replay, --recordings and --dry-run ask a model", "name it with --llm MODEL")
        return None
    from extractor.llm.settings import load_settings

    folder = (recordings or RECORDINGS) if replay else None
    found = load_settings(model, replay=folder, dry_run=dry_run)
    return found.model_copy(update={"cache": recordings}) if recordings and not replay else found


def second_read(run: "Run", settings: "LlmSettings") -> "tuple[Run, bool]":
    """The run after the second reader, and whether it was answered at all; what went wrong is told on standard error."""
    from extractor import pipeline
    from extractor.llm.progress import AskBar

    with AskBar() as bar:
        found, reading = pipeline.second_read(run, llm=settings, progress=bar.update)
    for line in reading.trouble:
        complain(line)
    return found, bool(reading.answered) or not reading.use.usage["requests"]


def show_dry_run(run: "Run", settings: "LlmSettings", scope: "LlmScope") -> None:
    """Print every question that would be asked, then how much would be sent and at what cost. Nothing is sent."""
    from extractor.llm.cost import dry_run
    from extractor.llm.plan import plan

    asked = plan(run.documents, run.records, run.discrepancies, settings=settings, scope=scope)
    estimate = dry_run(asked.requests, settings=settings)
    terminal = console()
    terminal.print("\n".join(_questions(asked, settings)), soft_wrap=True)
    cost = "unknown (no price for this model)" if estimate.cost_at_most is None else f"at most {estimate.cost_at_most:f} USD"
    lines = (
        f"questions    {estimate.requests} (criteria {sum(each.request is not None for each in asked.criteria)},"
        f" pages {len(asked.pages)}, pairs {len(asked.pairs)}), {estimate.answered_already} answered already",
        f"to send      {estimate.to_send} to {estimate.host}, model {estimate.model}",
        f"tokens       about {estimate.input_tokens} in, at most {estimate.output_tokens_at_most} out",
        f"cost         {cost}" + (f", prices as of {estimate.prices_as_of}" if estimate.prices_as_of else ""),
        "nothing was sent and nothing was written",
    )
    terminal.print("\n".join(lines), soft_wrap=True)


def _questions(asked: "Plan", settings: "LlmSettings") -> Sequence[str]:
    """A line a question: whether it is answered, the keys of an answer (this model's, by hand), prompt, what it is about."""
    return [
        f"{'answered' if _is_answered(request, settings) else 'open    '} {request.key} {request.by_hand_key} "
        f"{request.prompt.name}.{request.prompt.version}  {request.subject}"
        for request in asked.requests
    ] or ["no questions: the rules left nothing unread"]


def _is_answered(request: "Request", settings: "LlmSettings") -> bool:
    """Whether a recording or the replies kept so far answer the question."""
    from extractor.llm.cost import dry_run

    return dry_run([request], settings=settings).answered_already == 1
