"""`extractor golden`: make golden cases and take differences as expected."""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.terminal import OK, REGRESSION, console
from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from extractor.check.accept import Choice
    from extractor.check.difference import Difference

golden_app = typer.Typer(
    help="Make golden cases, and take differences as expected.", no_args_is_help=True, rich_markup_mode=None
)

Folder = Annotated[Path, typer.Option("--golden", help="The folder of golden cases.")]
KINDS = ("draft", "changed", "missed", "forbidden", "fixed", "appeared", "vanished", "moved", "extra", "phrase", "unmarked")


@golden_app.command("add")
def add_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of the new case.", show_default=False)],
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="The pages of the case.", show_default=False)],
    folder: Folder = Path("golden"),
    title: Annotated[str, typer.Option(help="What the case is about, in a line.", show_default=False)] = "",
    edit: Annotated[bool, typer.Option(help="Open the draft in $EDITOR.")] = True,
) -> None:
    """Read the pages and write the case GOLDEN/NAME with what was read as a draft, for correction.

    A check refuses the draft until `extractor golden accept --case NAME` takes it.
    """
    from extractor.check.add import add_case

    path = add_case(folder, name, sources, title=title)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if edit and editor and sys.stdin.isatty():
        subprocess.run([*shlex.split(editor), str(path)], check=False)
    terminal = console()
    terminal.print(f"draft  {path}", soft_wrap=True)
    terminal.print(f"correct it, then: extractor golden accept --golden {folder} --case {name}", soft_wrap=True)


@golden_app.command("accept")
def accept_command(
    folder: Folder = Path("golden"),
    case: Annotated[
        list[str] | None, typer.Option("--case", help="Only this case (may be repeated).", show_default=False)
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help=f"Only this kind: {', '.join(KINDS)}.", show_default=False),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Only differences with this id, or these words in them.", show_default=False),
    ] = None,
    all_of_them: Annotated[bool, typer.Option("--all", help="Accept all that are named, without asking.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="Reject all that are named, without asking.")] = False,
    known: Annotated[bool, typer.Option("--known", help="Take all that are named as known failures.")] = False,
    show_list: Annotated[bool, typer.Option("--list", help="Only list them; ends with 1 where there are any.")] = False,
) -> None:
    """Walk through the differences between what is expected and what is read, and write what you decide.

    Extras and known failures are shown where --kind or --only (or --case) names them. Refused in CI.
    """
    from extractor.check import in_ci
    from extractor.check.accept import apply_choices, find_differences
    from extractor.check.walk import counted

    if in_ci() and not show_list:
        raise ExtractorError("accepting is a person's decision", "run it without CI, and commit what it writes")
    unknown = sorted(set(kind or ()) - set(KINDS))
    if unknown or all_of_them + reject + known > 1:
        problem = f"{unknown[0]} is no kind of difference" if unknown else "--all, --reject and --known exclude each other"
        raise ExtractorError(problem, f"the kinds are {', '.join(KINDS)}")
    differences = _named(find_differences(folder, tuple(case or ())), kind or [], only or [], everything=bool(case))
    if show_list:
        _print_all(differences)
        raise typer.Exit(REGRESSION if differences else OK)
    decided: Choice | None = "accept" if all_of_them else "reject" if reject else "known" if known else None
    choices = _choices(differences, decided)
    written = apply_choices(folder, choices)
    terminal = console()
    for path in written:
        terminal.print(f"written  {path}", soft_wrap=True)
    terminal.print(counted(choices))


def _named(found: "list[Difference]", kinds: list[str], only: list[str], *, everything: bool) -> "list[Difference]":
    """The differences that the flags name; without flags those that a check fails for or tells of."""
    return [
        each
        for each in found
        if (each.kind in kinds if kinds else bool(only) or each.kind != "extra")
        and (not only or any(word == each.id or word in f"{each.place}: {each.label}" for word in only))
        and (bool(kinds or only) or everything or not each.known)
    ]


def _print_all(differences: "list[Difference]") -> None:
    from extractor.check.walk import show_difference

    terminal = console()
    for each in differences:
        show_difference(each, terminal)
    terminal.print(f"\n{len(differences)} differences")


def _choices(differences: "list[Difference]", decided: "Choice | None") -> "list[tuple[Difference, Choice]]":
    if decided:
        return [(each, decided) for each in differences]
    if not differences:
        return []
    if not sys.stdin.isatty():
        raise ExtractorError(
            f"{len(differences)} differences and no terminal to ask in", "use --list, then --all, --reject or --known"
        )
    from extractor.check.walk import walk

    return walk(differences, console(), _ask)


def _ask() -> str:
    try:
        return input("> ")
    except EOFError:
        return ""


@golden_app.command("phrase")
def phrase_command(
    words: Annotated[list[str], typer.Argument(metavar="CRITERION...", help="Criteria, one each.", show_default=False)],
    exclusion: Annotated[bool, typer.Option("--exclusion", help="They are exclusion criteria.")] = False,
) -> None:
    """Print criteria as lines of a phrase file, as they are read today: a draft for correction."""
    from extractor.check.phrase_check import read_phrase
    from extractor.check.phrases import draft_line

    for text in words:
        given = read_phrase(text, "exclusion" if exclusion else "inclusion")
        print(draft_line(text, given.characteristics, given.offset))
