"""The word lists and tables of this stage, read once from `extractor/data/repair_*`."""

from functools import cache

from extractor import data_file


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file, each as column name to cell."""
    return data_file.rows(name)


@cache
def words(name: str) -> frozenset[str]:
    """The words of a plain list, separated by white space."""
    return frozenset(data_file.words(name))
