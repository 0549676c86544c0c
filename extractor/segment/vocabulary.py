"""The word lists of this stage, read once from `extractor/data/segment_*`."""

import functools
import re
from typing import Literal, NamedTuple

from extractor import data_file

Role = Literal["header", "summary", "eligibility", "other"]
HeadingCategory = Literal["inclusion", "exclusion", "narrative", ""]


class Heading(NamedTuple):
    """A heading of the vocabulary: the section's role, and what kind of list it opens."""

    role: Role
    category: HeadingCategory


@functools.cache
def headings() -> dict[str, dict[str, Heading]]:
    """Headings in small letters, by how they match: "whole" line, "first" words, "label" before a colon and a value."""
    found: dict[str, dict[str, Heading]] = {"whole": {}, "first": {}, "label": {}}
    for row in data_file.rows("segment_headings.csv"):
        heading = Heading(row["role"], row["category"])  # type: ignore[arg-type]
        found[row["match"]][row["phrase"]] = heading
    return found


@functools.cache
def heading_openers() -> frozenset[str]:
    """The words that a heading known by its first words begins with."""
    return frozenset(phrase.split(" ", 1)[0] for phrase in headings()["first"])


@functools.cache
def words(name: str) -> frozenset[str]:
    """One of the plain word lists: `segment_<name>.txt`, one entry a line, small letters."""
    return frozenset(data_file.lines(f"segment_{name}.txt"))


@functools.cache
def any_of(name: str) -> re.Pattern[str]:
    """The entries of `segment_<name>.txt` as one pattern: whole words, any case, a space is any white space."""
    entries = sorted(data_file.lines(f"segment_{name}.txt"), key=lambda entry: (-len(entry), entry))
    body = "|".join(re.escape(entry).replace(r"\ ", r"\s{1,4}") for entry in entries)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


@functools.cache
def _telling_words(name: str) -> tuple[str, ...]:
    """The longest word of each entry of `segment_<name>.txt`: where none of them stands, no entry does."""
    return tuple(sorted({max(entry.lower().split(), key=len) for entry in data_file.lines(f"segment_{name}.txt")}))


def mentions(name: str, text: str) -> bool:
    """Does an entry of `segment_<name>.txt` stand in the text? For lists of rare words: quick where there is none."""
    lower = text.lower()
    return any(map(lower.__contains__, _telling_words(name))) and any_of(name).search(text) is not None
