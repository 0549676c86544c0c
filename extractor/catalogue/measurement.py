"""Measurements: laboratory values, vital signs, physiological tests and scores, one row of `measurements.csv` each."""

from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple, cast

from extractor import data_file

MeasurementTopic = Literal["measurement", "score", "vital_sign", "life_expectancy", "observation"]
Better = Literal["low", "high"]


class Measurement(NamedTuple):
    """What a number in a criterion can speak of.

    `unit` is the UCUM code meant where none is printed; `low` and `high` are in it and bound the thresholds that criteria
    plausibly set (not the normal range). `molar_mass` is in g/mol. `levels` are the steps of a score ("0-5", "I-IV", "A-C").
    `better` is the end of the scale at which a patient is fitter.
    """

    key: str
    topic: MeasurementTopic
    name: str
    aliases: tuple[str, ...]
    loinc: str | None
    unit: str | None
    low: Decimal | None
    high: Decimal | None
    molar_mass: Decimal | None
    valence: int | None
    levels: str | None
    better: Better | None


def _number(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def _measurement(row: dict[str, str]) -> Measurement:
    return Measurement(
        key=row["key"],
        topic=cast(MeasurementTopic, row["topic"]),
        name=row["name"],
        aliases=data_file.parts(row["aliases"]),
        loinc=row["loinc"] or None,
        unit=row["unit"] or None,
        low=_number(row["low"]),
        high=_number(row["high"]),
        molar_mass=_number(row["molar_mass"]),
        valence=int(row["valence"]) if row["valence"] else None,
        levels=row["levels"] or None,
        better=cast("Better | None", row["better"] or None),
    )


@cache
def measurements() -> tuple[Measurement, ...]:
    """Every row of `measurements.csv`, in file order."""
    return tuple(_measurement(row) for row in data_file.rows("measurements.csv"))


@cache
def measurement(key: str) -> Measurement | None:
    """The row with this key."""
    return next((row for row in measurements() if row.key == key), None)


@cache
def _counted_in() -> dict[str, Measurement]:
    """Rows by the annotation of their unit ("{drinks}" of "{drinks}/wk") where only one row counts in it."""
    found: dict[str, list[Measurement]] = {}
    for row in measurements():
        if row.unit and row.unit.startswith("{") and "/" in row.unit:
            found.setdefault(row.unit.split("/")[0], []).append(row)
    return {annotation: same[0] for annotation, same in found.items() if len(same) == 1}


def measured_in(ucum: str) -> Measurement | None:
    """The only measurement that counts what a UCUM code annotates: alcohol intake of "{drinks}/d"; None where several do."""
    return _counted_in().get(ucum.split("/")[0])
