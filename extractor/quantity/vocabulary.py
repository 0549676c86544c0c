"""The word lists of this layer, read once from `extractor/data/`."""

from functools import cache

from extractor import data_file


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file of `extractor/data/`, each as column name to cell."""
    return data_file.rows(name)


@cache
def words(role: str) -> frozenset[str]:
    """The words that `quantity_words.csv` lists under a role."""
    return frozenset(row["word"] for row in table("quantity_words.csv") if row["role"] == role)
