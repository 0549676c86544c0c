"""`extractor check`: hold what is read against the golden cases and phrases."""

from pathlib import Path
from typing import Annotated

import typer


def check_command(
    folder: Annotated[Path, typer.Argument(metavar="GOLDEN_DIR", help="The folder of golden cases.", show_default=False)],
    case: Annotated[
        list[str] | None, typer.Option("--case", help="Only this case (may be repeated).", show_default=False)
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write everything to this file as JSON.", show_default=False)
    ] = None,
    junit: Annotated[Path | None, typer.Option("--junit", help="Also write JUnit XML.", show_default=False)] = None,
    markdown: Annotated[
        Path | None, typer.Option("--markdown", help="Also write a summary for a pull request.", show_default=False)
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Take today's results as the baseline (not in CI).")
    ] = False,
    raise_floors: Annotated[
        bool, typer.Option("--raise-floors", help="Lift the floors to today's figures (not in CI).")
    ] = False,
    lower_floor: Annotated[
        list[str] | None,
        typer.Option("--lower-floor", metavar="FIELD=VALUE", help="Lower one floor (not in CI).", show_default=False),
    ] = None,
    because: Annotated[str, typer.Option(help="Why a floor is lowered.", show_default=False)] = "",
    details: Annotated[
        bool, typer.Option("--details", help="Also list known failures, what is not expected, and all times.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")] = False,
) -> None:
    """Compare what is read from the golden cases and phrases with what is expected of them.

    Ends with 0, with 1 where something that passed before is broken, something appears that must not or a field is below its
    floor, with 2 where something cannot be checked.
    """
    from extractor.check import Options, check
    from extractor.progress import Bar

    options = Options(
        only=tuple(case or ()),
        json_file=json_file,
        junit=junit,
        markdown=markdown,
        update_baseline=update_baseline,
        raise_floors=raise_floors,
        lower_floor=tuple(lower_floor or ()),
        because=because,
        details=details,
        debug=debug,
    )
    with Bar() as bar:
        raise typer.Exit(check(folder, options, progress=bar.update))
