"""The files of `extractor/data/`: vocabularies, word lists and settings, as the stages read them.

Nothing is kept here: who needs a file more than once keeps what it made of it. In tables and lists, lines that begin with
"#" are comments.
"""

import csv
import tomllib
from decimal import Decimal
from importlib.resources import files
from typing import Any


def text(name: str) -> str:
    """The whole file."""
    return files("extractor.data").joinpath(name).read_text(encoding="utf-8")


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file with a head, each as column name to cell; an empty cell is the empty string."""
    return tuple(csv.DictReader(line for line in text(name).splitlines() if not line.startswith("#")))


def lines(name: str) -> tuple[str, ...]:
    """The entries of a list with one on each line, without white space around them."""
    return tuple(line.strip() for line in text(name).splitlines() if line.strip() and not line.startswith("#"))


def words(name: str) -> tuple[str, ...]:
    """The entries of a list that white space separates."""
    return tuple(word for line in lines(name) for word in line.split())


def table(name: str) -> dict[str, Any]:
    """A TOML file; its numbers with a fraction are decimals."""
    return tomllib.loads(text(name), parse_float=Decimal)


def parts(cell: str) -> tuple[str, ...]:
    """The spellings in one cell, which `|` separates."""
    return tuple(part for part in cell.split("|") if part)
