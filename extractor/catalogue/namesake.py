"""Namesakes: measurements that pages call by the name of another one, told apart by the unit of the value."""

from functools import cache

from extractor import data_file
from extractor.catalogue.measurement import Measurement, measurement
from extractor.catalogue.unit import dimension


@cache
def _namesakes() -> dict[tuple[str, str | None], Measurement | None]:
    rows = data_file.rows("namesakes.csv")
    return {(row["key"], dimension(row["unit"])): measurement(row["other"]) for row in rows}


def namesake(row: Measurement, ucum: str) -> Measurement:
    """What is measured where a page names `row` and gives its value in the UCUM unit `ucum`.

    A "body surface area" in square metres is that of the whole body, one in percent that of the skin involved. Where the
    unit tells nothing it is `row` itself.
    """
    return _namesakes().get((row.key, dimension(ucum))) or row
