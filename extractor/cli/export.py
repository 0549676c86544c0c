"""`extractor export`: the resolved records of a run."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.decisions import Decisions, RunFolder
from extractor.cli.terminal import OK


class ExportFormat(StrEnum):
    """The formats of an export."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


def export_command(
    out: RunFolder,
    form: Annotated[ExportFormat, typer.Option("--format", help="The format of the file.")] = ExportFormat.JSONL,
    file: Annotated[
        Path | None,
        typer.Option("--out", help="The file to write; an earlier one is replaced. [default: OUT.resolved.FORMAT]"),
    ] = None,
    decisions: Decisions = None,
) -> None:
    """Write each fact and criterion of the run OUT with the value that people settled on, who, when and why.

    What nobody has decided is marked open and holds no value. Ends with 0, also where items are open.
    """
    from extractor.decisions.export import write_export
    from extractor.decisions.resolve import count_open, resolve
    from extractor.decisions.session import open_items, read_events
    from extractor.decisions.state import fold_events

    opened = open_items(out)
    review = fold_events(opened.items, read_events(out, decisions))
    rows = resolve(opened.run, review.states)
    place = out.resolve()
    target = file or place.with_name(f"{place.name}.resolved.{form.value}")
    write_export(rows, target, form=form.value, folder=out)
    print(f"export   {target}  {len(rows)} rows, {count_open(rows)} items open")
    raise typer.Exit(OK)
