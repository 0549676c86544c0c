"""The rows of a vocabulary file of `extractor/data/`."""

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of `extractor/data/<name>` as dictionaries of strings; an empty cell is the empty string."""
    return list(csv.DictReader(files("extractor.data").joinpath(name).read_text(encoding="utf-8").splitlines()))


def words(cell: str) -> tuple[str, ...]:
    """The parts of a cell that lists several spellings, separated by `|`."""
    return tuple(part for part in cell.split("|") if part)
