"""How the report names the pages of a run, and whether it shows them whole."""

from typing import NamedTuple

from extractor.model.run import Run

SIDE_BY_SIDE = 6
SIDE_BY_SIDE_CHARACTERS = 600_000


class Lettering(NamedTuple):
    """The name of each page by its document: a letter where few pages are shown whole, side by side, else a number."""

    names: dict[str, str]
    whole: bool


def letter_pages(run: Run) -> Lettering:
    """Name the pages of a run in its order."""
    characters = sum(len(document.text) for document in run.documents)
    whole = len(run.documents) <= SIDE_BY_SIDE and characters <= SIDE_BY_SIDE_CHARACTERS
    return Lettering(
        {document.id: chr(ord("A") + index) if whole else str(index + 1) for index, document in enumerate(run.documents)},
        whole,
    )
