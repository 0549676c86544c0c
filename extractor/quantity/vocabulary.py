"""The word lists of this layer, read once from `extractor/data/`."""

import csv
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file of `extractor/data/`, each as column name to cell."""
    text = files("extractor.data").joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def words(role: str) -> frozenset[str]:
    """The words that `quantity_words.csv` lists under a role."""
    return frozenset(row["word"] for row in table("quantity_words.csv") if row["role"] == role)
