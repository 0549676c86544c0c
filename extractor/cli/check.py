"""`extractor check`: hold what is read against the golden cases."""

from pathlib import Path
from typing import Annotated

import typer


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
