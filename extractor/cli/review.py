"""`extractor review`: decide what a run left open, in a browser."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.terminal import OK


def review_command(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder of the run.", show_default=False)],
    reviewer: Annotated[
        list[str] | None,
        typer.Option(
            "--reviewer", help="Who decides (may be repeated). [default: the name of this user]", show_default=False
        ),
    ] = None,
    users: Annotated[
        Path | None, typer.Option("--users", help="A file of reviewers, a name a line.", show_default=False)
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="The port (0: any free one).", show_default=False)
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    decisions: Annotated[
        str | None,
        typer.Option(
            "--decisions",
            "--database",
            envvar="EXTRACTOR_DECISIONS",
            help="The URL or file of the decisions, where they are not beside OUT.",
            show_default=False,
            show_envvar=True,
        ),
    ] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide verdicts of others until two reviewers have decided.")
    ] = False,
) -> None:
    """Open a page on this machine on which people settle the disagreements and open questions of the run OUT.

    Decisions are kept beside OUT and outlive the next run. Ctrl-C ends the page; nothing decided is lost.
    """
    from extractor.review.reviewers import reviewer_names
    from extractor.review.start import review

    names = reviewer_names(reviewer or (), users)
    review(out, reviewers=names, decisions=decisions, port=port, blind=blind, browser=browser)
    raise typer.Exit(OK)
