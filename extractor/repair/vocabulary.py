"""The word lists and tables of this stage, read once from `extractor/data/`. Lines that begin with "#" are comments."""

import csv
from functools import cache
from importlib.resources import files


def _lines(name: str) -> list[str]:
    text = files("extractor.data").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file, each as column name to cell."""
    return tuple(csv.DictReader(_lines(name)))


@cache
def words(name: str) -> frozenset[str]:
    """The words of a plain list, separated by white space."""
    return frozenset(word for line in _lines(name) for word in line.split())
