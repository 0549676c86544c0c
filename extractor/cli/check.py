"""`extractor check`: hold what is read against the golden cases and phrases."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.terminal import OK, TROUBLE

CaseOption = Annotated[
    list[str] | None, typer.Option("--case", help="Only this case (may be repeated).", show_default=False)
]
JsonOption = Annotated[
    Path | None, typer.Option("--json", help="Also write everything to this file as JSON.", show_default=False)
]
JunitOption = Annotated[Path | None, typer.Option("--junit", help="Also write JUnit XML.", show_default=False)]
MarkdownOption = Annotated[
    Path | None, typer.Option("--markdown", help="Also write a summary for a pull request.", show_default=False)
]
LowerOption = Annotated[
    list[str] | None,
    typer.Option("--lower-floor", metavar="FIELD=VALUE", help="Lower one floor (not in CI).", show_default=False),
]
LiveOption = Annotated[
    int | None,
    typer.Option("--live", min=1, max=100, metavar="N", help="Only ask the cases' models N times.", show_default=False),
]
LlmOption = Annotated[
    str | None, typer.Option("--llm", metavar="MODEL", help="With --live: ask this model.", show_default=False)
]


def check_command(
    folder: Annotated[Path, typer.Argument(metavar="GOLDEN_DIR", help="The folder of golden cases.", show_default=False)],
    case: CaseOption = None,
    json_file: JsonOption = None,
    junit: JunitOption = None,
    markdown: MarkdownOption = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Take today's results as the baseline (not in CI).")
    ] = False,
    raise_floors: Annotated[
        bool, typer.Option("--raise-floors", help="Lift the floors to today's figures (not in CI).")
    ] = False,
    lower_floor: LowerOption = None,
    because: Annotated[str, typer.Option(help="Why a floor is lowered.", show_default=False)] = "",
    live: LiveOption = None,
    llm: LlmOption = None,
    details: Annotated[
        bool, typer.Option("--details", help="Also list known failures, what is not expected, and all times.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")] = False,
) -> None:
    """Compare what is read from the golden cases and phrases with what is expected of them.

    With --live, cases that a language model reads are asked anew, and what is told is how stable its answers are: how much
    of what is expected was read in all of N askings and in any, the tokens and the cost. Otherwise nothing is ever sent.

    Ends with 0, with 1 where something that passed before is broken, something appears that must not or a field is below its
    floor, with 2 where something cannot be checked.
    """
    if live:
        raise typer.Exit(_ask_live(folder, live, tuple(case or ()), llm))
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


def _ask_live(folder: Path, times: int, only: tuple[str, ...], llm: str | None) -> int:
    from extractor.check.live import ask_live, show_live
    from extractor.progress import Bar

    with Bar() as bar:
        rows = ask_live(folder, times, only=only, llm=llm, progress=bar.update)
    show_live(rows)
    return TROUBLE if any(row.troubles for row in rows) else OK
