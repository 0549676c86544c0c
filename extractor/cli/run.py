"""`extractor run`: read pages and write what they say."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.second_reader import (
    DryRunOption,
    LlmOption,
    RecordingsOption,
    ReplayOption,
    ScopeOption,
    llm_settings,
    second_read,
    show_dry_run,
)
from extractor.cli.terminal import OK, TROUBLE, complain, console
from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from extractor.model.run import Run, Settings


def run_command(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files and folders to read.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option("--out", help="The folder to write; an earlier run in it is replaced.", show_default=False)
    ],
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that read documents.")] = 1,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")] = False,
    model: Annotated[
        str, typer.Option("--model", help="Trained reader: built-in, none, or a spaCy pipeline's name or folder.")
    ] = "built-in",
    llm: LlmOption = None,
    llm_scope: ScopeOption = "unread",
    replay: ReplayOption = False,
    recordings: RecordingsOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Read trial pages; write criteria, disagreements and open questions to the folder OUT.

    Ends with 0, or with 2 where a source could not be read or a model that was asked gave no answer at all (the rest is
    written all the same).
    """
    from extractor import pipeline
    from extractor.folder import check_folder
    from extractor.model.run import Settings
    from extractor.report import render

    check_folder(out, [Path(source) for source in sources])
    second = llm_settings(llm, replay=replay, recordings=recordings, dry_run=dry_run)
    settings = Settings(
        workers=workers,
        debug=debug,
        model=model,
        llm=llm,
        llm_scope=llm_scope,
        replay=str(second.replay) if second and replay else None,
    )
    run = _read(sources, settings)
    if second and dry_run:
        show_dry_run(run, second, llm_scope)
        raise typer.Exit(TROUBLE if run.failures else OK)
    answered = True
    if second:
        run, answered = second_read(run, second)
    pipeline.write(run, out, report=render(run))
    _show_run(run, out)
    _show_decisions(out)
    raise typer.Exit(TROUBLE if run.failures or not answered else OK)


def _read(sources: list[str], settings: "Settings") -> "Run":
    """What the rules read, with a line on standard error for each source that could not be read."""
    from extractor import pipeline
    from extractor.progress import Bar

    with Bar() as bar:
        run = pipeline.run(sources, settings=settings, progress=bar.update)
    for failure in run.failures:
        complain(f"{failure.path}: {failure.problem}; {failure.remedy}")
    if not run.documents:
        raise ExtractorError("no source could be read, nothing was written", "see the lines above")
    return run


def _show_run(run: "Run", out: Path) -> None:
    """The short table that ends a run, and the paths of what it wrote."""
    from rich.table import Table

    from extractor.model.review import SEVERITIES
    from extractor.output import counts

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    number = counts(run)
    for name in ("documents", "criteria", "characteristics"):
        table.add_row(name, str(number[name]))
    for name in ("discrepancies", "ambiguities"):
        parts = number[name]
        assert isinstance(parts, dict)
        order = sorted(parts, key=lambda key: SEVERITIES.index(key) if key in SEVERITIES else len(SEVERITIES))
        detail = ", ".join(f"{parts[key]} {key.replace('_', ' ')}" for key in order)
        table.add_row(name, str(sum(parts.values())) + (f"  ({detail})" if detail else ""))
    terminal = console()
    terminal.print(table)
    terminal.print(f"report   {out / 'report.html'}\nrecords  {out / 'records.jsonl'}", soft_wrap=True)


def _show_decisions(out: Path) -> None:
    """How many decisions of people on an earlier run still stand, where any stand beside the folder."""
    from extractor.decisions.place import decisions_file

    if not decisions_file(out).exists():
        return
    from extractor.decisions.session import carried_over

    try:
        found = carried_over(out)
    except ExtractorError as error:  # the run itself is written and whole
        complain(str(error))
    else:
        print(f"decisions  {found.kept} kept, {found.reopened} re-opened")
