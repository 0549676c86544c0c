"""What the commands on decisions are given alike: the run, and where its decisions are."""

from pathlib import Path
from typing import Annotated

import typer

RunFolder = Annotated[Path, typer.Argument(metavar="OUT", help="The folder of the run.", show_default=False)]
Decisions = Annotated[
    str | None,
    typer.Option(
        "--decisions",
        envvar="EXTRACTOR_DECISIONS",
        help="The URL or file of the decisions, where they are not beside OUT.",
        show_default=False,
        show_envvar=True,
    ),
]
