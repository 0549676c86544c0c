"""Topics: conditions, drugs, procedures and the other concepts of criteria that carry no number of their own."""

from functools import cache
from typing import NamedTuple

from extractor import data_file


class Topic(NamedTuple):
    """A concept and its spellings. `topic` is the kind that a characteristic carries ("condition", "drug", "procedure" ...).

    `system`, `code` and `display` are one candidate code of a terminology (ICD-10-CM, ATC, RxNorm ...), or None.
    """

    key: str
    topic: str
    name: str
    aliases: tuple[str, ...]
    system: str | None
    code: str | None
    display: str | None


@cache
def topics() -> tuple[Topic, ...]:
    """Every row of `topics.csv`, in file order."""
    return tuple(
        Topic(
            key=row["key"],
            topic=row["topic"],
            name=row["name"],
            aliases=data_file.parts(row["aliases"]),
            system=row["system"] or None,
            code=row["code"] or None,
            display=row["display"] or None,
        )
        for row in data_file.rows("topics.csv")
    )


@cache
def topic(key: str) -> Topic | None:
    """The row with this key."""
    return next((row for row in topics() if row.key == key), None)
