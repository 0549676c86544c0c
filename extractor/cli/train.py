"""`extractor train`: make the trained reader, or the table of codes, that the package ships."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.terminal import OK, console
from extractor.errors import ExtractorError


def train_command(
    chia: Annotated[
        Path | None, typer.Option("--chia", metavar="DIR", help="The Chia corpus in brat format.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder to write the reader to.", show_default=False)
    ] = None,
    codes: Annotated[
        Path | None, typer.Option("--codes", metavar="FILE", help="Write the table of ICD-10-CM here.", show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same weights.")] = 0,
    epochs: Annotated[int | None, typer.Option("--epochs", min=1, max=200, help="Passes over the corpus.")] = None,
) -> None:
    """Train the reader of conditions, drugs and procedures on labelled criteria; takes about two minutes.

    `extractor run --model DIR` then reads with it.
    """
    if codes is None and (chia is None or out is None):
        raise ExtractorError("nothing to make", "give --chia DIR with --out DIR, or --codes FILE")
    if codes is not None:
        from extractor.training.icd import write_table

        print(f"{write_table(codes)} names in {codes}")
    if chia is not None and out is not None:
        _train(chia, out, seed, epochs)
    raise typer.Exit(OK)


def _train(chia: Path, out: Path, seed: int, epochs: int | None) -> None:
    from extractor.training import Recipe, make_reader, write_reader

    recipe = Recipe(seed=seed) if epochs is None else Recipe(seed=seed, epochs=epochs)
    terminal = console()
    made = make_reader(
        chia,
        recipe=recipe,
        progress=lambda epoch, loss: terminal.print(f"epoch {epoch} of {recipe.epochs}: loss {loss:.0f}"),
    )
    write_reader(made, out)
    for name, row in made.trained.card.figures.items():
        terminal.print(f"{name:22}" + "  ".join(f"{figure} {value:.3f}" for figure, value in row.items()))
    terminal.print(f"reader   {out}")
