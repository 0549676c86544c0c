"""The command line, one module a command. Nothing heavy is imported before it is needed: `--help` answers at once."""

import signal
import sys
import warnings
from types import FrameType
from typing import Annotated

import typer

from extractor import __version__
from extractor.cli.audit import audit_command
from extractor.cli.changes import changes_command
from extractor.cli.check import check_command
from extractor.cli.export import export_command
from extractor.cli.golden import golden_app
from extractor.cli.review import review_command
from extractor.cli.run import run_command
from extractor.cli.terminal import INTERRUPTED, OK, TROUBLE, complain
from extractor.cli.train import train_command
from extractor.errors import ExtractorError

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


app.command("run")(run_command)
app.command("check")(check_command)
app.command("train")(train_command)
app.add_typer(golden_app, name="golden")
app.command("audit")(audit_command)
app.command("review")(review_command)
app.command("export")(export_command)
app.command("changes")(changes_command)


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
            complain("interrupted; nothing was written")
        return status
    except typer.TyperException as error:
        complain(f"{error.format_message().rstrip('.')}; see extractor --help")
    except ExtractorError as error:
        complain(str(error))
    except Exception as error:
        if "--debug" in arguments:
            raise
        complain(_explain(error))
    return TROUBLE


def _explain(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or 'the output'}: {error.strerror or error}; check the path, its rights and the free space"
    return f"unexpected {type(error).__name__}: {str(error)[:300]}; please report it with the output of --debug"
