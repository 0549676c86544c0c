"""`extractor changes`: what changed between two runs over the same pages."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.terminal import OK


def changes_command(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The folder of the earlier run.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The folder of the present run.", show_default=False)],
    json_file: Annotated[Path | None, typer.Option("--json", help="Also write the changes to this file.")] = None,
) -> None:
    """Show what the pages of two runs say differently: facts, and criteria that are new, gone, changed or only reworded."""
    from extractor.changes import compare_runs
    from extractor.changes.show import lines
    from extractor.decisions.opened import open_run

    changes = compare_runs(open_run(old).records, open_run(new).records)
    for line in lines(changes):
        print(line)
    if json_file:
        text = "".join(change.model_dump_json() + "\n" for change in changes)
        json_file.write_text(text, encoding="utf-8", newline="")
    raise typer.Exit(OK)
