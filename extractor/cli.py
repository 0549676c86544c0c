"""The command line. Nothing heavy is imported before it is needed: `--help` answers at once."""

import signal
import sys
import warnings
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from extractor import __version__
from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.model.run import Run

OK, REGRESSION, TROUBLE, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="extractor",
    help="Reads trial pages into grounded eligibility criteria, and shows where pages disagree and what is unclear.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"extractor {__version__}")
        raise typer.Exit


@app.callback()
def extractor(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that stand before a command."""


@app.command("run")
def run_command(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files and folders to read.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option("--out", help="The folder to write; an earlier run in it is replaced.", show_default=False)
    ],
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that read documents.")] = 1,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")] = False,
) -> None:
    """Read trial pages; write criteria, disagreements and open questions to the folder OUT.

    Ends with 0, or with 2 where a source could not be read (the others are written all the same).
    """
    from extractor import pipeline
    from extractor.folder import check_folder
    from extractor.model.run import Settings
    from extractor.progress import Bar
    from extractor.report import render

    check_folder(out, [Path(source) for source in sources])
    with Bar() as bar:
        run = pipeline.run(sources, settings=Settings(workers=workers, debug=debug), progress=bar.update)
    for failure in run.failures:
        _complain(f"{failure.path}: {failure.problem}; {failure.remedy}")
    if not run.documents:
        raise ExtractorError("no source could be read, nothing was written", "see the lines above")
    pipeline.write(run, out, report=render(run))
    _show_run(run, out)
    raise typer.Exit(TROUBLE if run.failures else OK)


@app.command("check")
def check_command(
    folder: Annotated[Path, typer.Argument(metavar="GOLDEN_DIR", help="The folder of golden cases.", show_default=False)],
    case: Annotated[
        list[str] | None, typer.Option("--case", help="Only this case (may be repeated).", show_default=False)
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures to this file.", show_default=False)
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Take today's results as the baseline (not in CI).")
    ] = False,
    details: Annotated[bool, typer.Option("--details", help="Also list known failures and what is not expected.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")] = False,
) -> None:
    """Compare what is read from the golden cases with what is expected of them.

    Ends with 0, with 1 where something that passed before is broken or something appears that must not, with 2 where a
    case cannot be checked.
    """
    from extractor.check import check

    only = tuple(case or ())
    raise typer.Exit(
        check(folder, only=only, json_file=json_file, update_baseline=update_baseline, details=details, debug=debug)
    )


def _complain(line: str) -> None:
    print("extractor:", " ".join(line.splitlines()), file=sys.stderr)


def _show_run(run: "Run", out: Path) -> None:
    """The short table that ends a run, and the paths of what it wrote."""
    from rich.table import Table

    from extractor.output import counts

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    number = counts(run)
    for name in ("documents", "criteria", "characteristics"):
        table.add_row(name, str(number[name]))
    for name in ("discrepancies", "ambiguities"):
        parts = number[name]
        assert isinstance(parts, dict)
        order = sorted(
            parts, key=lambda key: ("high", "medium", "low").index(key) if key in ("high", "medium", "low") else 3
        )
        detail = ", ".join(f"{parts[key]} {key.replace('_', ' ')}" for key in order)
        table.add_row(name, str(sum(parts.values())) + (f"  ({detail})" if detail else ""))
    console = _console()
    console.print(table)
    console.print(f"report   {out / 'report.html'}\nrecords  {out / 'records.jsonl'}", soft_wrap=True)


def _console() -> "Console":
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False)


def _end(number: int, frame: FrameType | None) -> None:
    # Ending as on Ctrl-C lets every open `finally` remove what is half-written.
    raise KeyboardInterrupt


def main() -> None:
    """Run the command line and end the process.

    Status 0: done; 1: a check found a regression; 2: trouble, explained by one line a cause; 130: interrupted.
    """
    signal.signal(signal.SIGTERM, _end)
    if "--debug" not in sys.argv:
        warnings.simplefilter("ignore")  # those of libraries: a person cannot act on them
    sys.exit(_status(sys.argv[1:]))


def _status(arguments: list[str]) -> int:
    try:
        status = int(app(arguments or ["--help"], standalone_mode=False) or OK)
        if status == INTERRUPTED:  # typer turns Ctrl-C into this status
            _complain("interrupted; nothing was written")
        return status
    except typer.TyperException as error:
        _complain(f"{error.format_message().rstrip('.')}; see extractor --help")
    except ExtractorError as error:
        _complain(str(error))
    except Exception as error:
        if "--debug" in arguments:
            raise
        _complain(_explain(error))
    return TROUBLE


def _explain(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or 'the output'}: {error.strerror or error}; check the path, its rights and the free space"
    return f"unexpected {type(error).__name__}: {str(error)[:300]}; please report it with the output of --debug"
