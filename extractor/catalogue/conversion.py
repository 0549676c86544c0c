"""Conversions that hold for one measurement only: by its molar mass and valence, or by a published master equation."""

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extractor import data_file
from extractor.catalogue.measurement import Measurement
from extractor.catalogue.unit import convert


class _Line(NamedTuple):
    """`target = factor * source + offset`."""

    factor: Decimal
    offset: Decimal


@cache
def _equations() -> dict[tuple[str, str, str], _Line]:
    found: dict[tuple[str, str, str], _Line] = {}
    for row in data_file.rows("master_equations.csv"):
        factor, offset = Decimal(row["factor"]), Decimal(row["offset"])
        found[row["measurement"], row["from"], row["to"]] = _Line(factor, offset)
        found[row["measurement"], row["to"], row["from"]] = _Line(1 / factor, -offset / factor)
    return found


def convert_measured(number: Decimal, source: str, target: str, row: Measurement | None) -> Decimal | None:
    """`number` of the measurement in the UCUM unit `target`, or None where there is no way from `source`."""
    mass, valence = (row.molar_mass, row.valence) if row is not None else (None, None)
    converted = convert(number, source, target, mass, valence)
    if converted is not None or row is None:
        return converted
    line = _equations().get((row.key, source, target))
    return None if line is None else line.factor * number + line.offset
