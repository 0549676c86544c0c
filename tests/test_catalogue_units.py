"""Units: printed spellings as UCUM codes, and conversion against pint and ucumvert."""

import csv
import time
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pint
import pytest
from ucumvert import PintUcumRegistry, get_ucum_parser

from extractor.catalogue import convert, dimension, measurement, measurements, unit, units

ROWS = list(csv.DictReader((files("extractor.data") / "units.csv").read_text(encoding="utf-8").splitlines()))
CODES = sorted({row["ucum"] for row in ROWS} | {row.unit for row in measurements() if row.unit})

PRINTED = [
    ("x10^9/L", "10*9/L"),
    ("X 10⁹/L", "10*9/L"),
    ("× 10^9 / l", "10*9/L"),
    ("10*9/L", "10*9/L"),
    ("10E9/L", "10*9/L"),
    ("G/L", "10*9/L"),
    ("GI/L", "10*9/L"),
    ("cells x 10^6/L", "10*6/L"),
    ("10^3/uL", "10*3/uL"),
    ("K/uL", "10*3/uL"),
    ("K/µL", "10*3/uL"),
    ("thousand/mm3", "10*3/mm3"),
    ("/mm3", "/mm3"),
    ("/mm³", "/mm3"),
    ("/cu mm", "/mm3"),
    ("per cubic millimetre", "/mm3"),
    ("per microliter", "/uL"),
    ("cells/mm^3", "{cells}/mm3"),
    ("cells per μL", "{cells}/uL"),
    ("copies/mL", "{copies}/mL"),
    ("g/dl", "g/dL"),
    ("gm/dL", "g/dL"),
    ("g%", "g/dL"),
    ("g/L", "g/L"),
    ("mg%", "mg/dL"),
    ("mcg/mL", "ug/mL"),
    ("µg/l", "ug/L"),
    ("mmol per liter", "mmol/L"),
    ("mmol/ l", "mmol/L"),
    ("mM", "mmol/L"),
    ("mm", "mm"),
    ("μmol/L", "umol/L"),
    ("mEq/L", "meq/L"),
    ("U/L", "U/L"),
    ("IU/L", "[IU]/L"),
    ("IU/mL", "[IU]/mL"),
    ("IU per ml", "[IU]/mL"),
    ("mIU/mL", "m[IU]/mL"),
    ("µIU/mL", "u[IU]/mL"),
    ("ml/min/1.73m^2", "mL/min/{1.73_m2}"),
    ("mL/min/1.73 m²", "mL/min/{1.73_m2}"),
    ("mL/min per 1.73 m2", "mL/min/{1.73_m2}"),
    ("ml/min", "mL/min"),
    ("mL·min⁻¹", "mL/min"),
    ("kg/m2", "kg/m2"),
    ("kg/m²", "kg/m2"),
    ("KG/M2", "kg/m2"),
    ("kg.m-2", "kg/m2"),
    ("mg/kg/day", "mg/kg/d"),
    ("mg/kg per day", "mg/kg/d"),
    ("mg daily", "mg/d"),
    ("mg/24 hours", "mg/d"),
    ("g/24h", "g/d"),
    ("mg/m2", "mg/m2"),
    ("mmHg", "mm[Hg]"),
    ("mm Hg", "mm[Hg]"),
    ("cmH2O", "cm[H2O]"),
    ("°C", "Cel"),
    ("ºC", "Cel"),
    ("degrees Fahrenheit", "[degF]"),
    ("bpm", "{beats}/min"),
    ("beats per minute", "{beats}/min"),
    ("breaths/min", "{breaths}/min"),
    ("msec", "ms"),
    ("%", "%"),
    ("per cent", "%"),
    ("percent predicted", "%"),
    ("years of age", "a"),
    ("y/o", "a"),
    ("yrs.", "a"),
    ("mos", "mo"),
    ("weeks", "wk"),
    ("half-lives", "{half-life}"),
    ("pack-years", "{pack-years}"),
    ("cigarettes per day", "{cigarettes}/d"),
    ("drinks per week", "{drinks}/wk"),
]

# value, from, to: the commonest pairs of criteria, both written in units that pint knows through ucumvert.
PAIRS = [
    ("1.5", "10*9/L", "/uL"),
    ("1500", "/uL", "10*9/L"),
    ("100000", "/mm3", "10*9/L"),
    ("100", "10*3/uL", "10*9/L"),
    ("100", "10*9/L", "10*3/mm3"),
    ("4", "10*12/L", "10*6/uL"),
    ("9", "g/dL", "g/L"),
    ("90", "g/L", "g/dL"),
    ("1.5", "mg/dL", "mg/L"),
    ("3.5", "g/dL", "mg/mL"),
    ("500", "ug/L", "ng/mL"),
    ("20", "ng/mL", "ug/dL"),
    ("30", "ng/dL", "pg/mL"),
    ("400", "pg/mL", "ng/L"),
    ("1", "mmol/L", "umol/L"),
    ("150", "umol/L", "mmol/L"),
    ("50", "nmol/L", "umol/L"),
    ("1", "g/d", "mg/d"),
    ("3500", "mg/d", "g/d"),
    ("10", "mg/kg/d", "ug/kg/d"),
    ("75", "kg", "g"),
    ("150", "[lb_av]", "kg"),
    ("8", "[oz_av]", "g"),
    ("180", "cm", "m"),
    ("70", "[in_i]", "cm"),
    ("6", "[ft_i]", "m"),
    ("1", "[mi_i]", "km"),
    ("30", "kg/m2", "g/cm2"),
    ("60", "mL/min", "L/h"),
    ("5", "L/min", "mL/s"),
    ("140", "mm[Hg]", "kPa"),
    ("20", "cm[H2O]", "mm[Hg]"),
    ("2", "wk", "d"),
    ("72", "h", "d"),
    ("90", "min", "h"),
    ("480", "ms", "s"),
    ("2", "a", "d"),
    ("2000", "kcal", "kJ"),
    ("37.5", "Cel", "[degF]"),
    ("100.4", "[degF]", "Cel"),
    ("5", "mCi", "MBq"),
    ("200", "cGy", "Gy"),
]

# key, value, from, to
MOLAR = [
    ("glucose", "126", "mg/dL", "mmol/L"),
    ("creatinine", "1.5", "mg/dL", "umol/L"),
    ("bilirubin", "3", "mg/dL", "umol/L"),
    ("cholesterol", "240", "mg/dL", "mmol/L"),
    ("triglycerides", "500", "mg/dL", "mmol/L"),
    ("uric_acid", "6", "mg/dL", "umol/L"),
    ("testosterone", "50", "ng/dL", "nmol/L"),
    ("calcium", "2.6", "mmol/L", "mg/dL"),
    ("vitamin_d", "20", "ng/mL", "nmol/L"),
    ("phenylalanine", "600", "umol/L", "mg/dL"),
]


@pytest.fixture(scope="module")
def registry() -> Any:
    return PintUcumRegistry()


@pytest.mark.parametrize(("text", "code"), PRINTED, ids=[text for text, _ in PRINTED])
def test_printed_spelling(text: str, code: str) -> None:
    assert unit(text) == code


@pytest.mark.parametrize(
    "text", ["", "o", "of", "the", "stage", "grade", "patients with", "mg/", "/", "//", "mg//dL", "x", "10^"]
)
def test_what_is_no_unit(text: str) -> None:
    assert unit(text) is None


def test_every_code_is_ucum() -> None:
    parser = get_ucum_parser()
    for code in CODES:
        parser.parse(code)


def test_every_code_of_the_tables_has_a_dimension() -> None:
    assert [code for code in CODES if dimension(code) is None] == []


def test_every_spelling_reads_as_its_row() -> None:
    """No spelling is lost to another row, whatever the file order."""
    assert [(row.text, row.ucum, unit(row.text)) for row in units() if unit(row.text) != row.ucum] == []


def test_every_code_reads_as_itself() -> None:
    assert [(code, unit(code)) for code in CODES if unit(code) != code and "{" not in code] == []


@pytest.mark.parametrize(("value", "source", "target"), PAIRS, ids=[f"{p[1]} to {p[2]}" for p in PAIRS])
def test_conversion_agrees_with_pint(registry: Any, value: str, source: str, target: str) -> None:
    ours = convert(Decimal(value), source, target)
    quantity = registry.Quantity(float(value), registry.from_ucum(source).units)
    scale = registry.from_ucum(source).magnitude
    theirs = quantity.to(registry.from_ucum(target).units).magnitude * scale / registry.from_ucum(target).magnitude
    assert ours is not None
    assert float(ours) == pytest.approx(theirs, rel=1e-6)


@pytest.mark.parametrize(("key", "value", "source", "target"), MOLAR, ids=[row[0] for row in MOLAR])
def test_mass_to_amount_agrees_with_pint(key: str, value: str, source: str, target: str) -> None:
    plain = pint.UnitRegistry()
    row = measurement(key)
    assert row is not None
    assert row.molar_mass is not None
    mass = plain.Quantity(float(row.molar_mass), "g/mol")
    theirs = plain.Quantity(float(value), source).to(target, "chemistry", mw=mass).magnitude
    ours = convert(Decimal(value), source, target, row.molar_mass)
    assert ours is not None
    assert float(ours) == pytest.approx(theirs, rel=1e-9)


@pytest.mark.parametrize(
    ("key", "value", "source", "target", "expected"),
    [
        ("hemoglobin", "9", "g/dL", "mmol/L", 5.585),
        ("bun", "28", "mg/dL", "mmol/L", 10.0),
        ("creatinine", "1", "mg/dL", "umol/L", 88.4),
        ("uacr", "30", "mg/g", "mg/mmol", 3.39),
        ("sodium", "135", "meq/L", "mmol/L", 135.0),
        ("magnesium", "1", "meq/L", "mmol/L", 0.5),
        ("ionized_calcium", "2", "meq/L", "mg/dL", 4.0),
    ],
)
def test_conversion_of_the_laboratory_handbook(key: str, value: str, source: str, target: str, expected: float) -> None:
    row = measurement(key)
    assert row is not None
    ours = convert(Decimal(value), source, target, row.molar_mass, row.valence)
    assert ours is not None
    assert float(ours) == pytest.approx(expected, rel=5e-3)


def test_conversion_is_exact_and_reversible() -> None:
    assert convert(Decimal("9.0"), "g/dL", "g/L") == Decimal("90")
    for value, source, target in PAIRS:
        there = convert(Decimal(value), source, target)
        assert there is not None
        back = convert(there, target, source)
        assert back is not None
        assert abs(Fraction(back) - Fraction(value)) < Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("source", "target"),
    [("g/dL", "mmol/L"), ("mg", "mL"), ("10*9/L", "g/L"), ("mL/min", "mL/min/{1.73_m2}"), ("%", "mm[Hg]"), ("xyz", "g/L")],
)
def test_what_does_not_measure_the_same_is_not_converted(source: str, target: str) -> None:
    assert convert(Decimal(1), source, target) is None


@pytest.mark.parametrize("seed", ["10^", "x 10 ", "/", "-1", "mg/", " per ", "⁹", "(", "1.73 m2/", "٣"])
def test_a_long_unit_is_refused_at_once(seed: str) -> None:
    started = time.perf_counter()
    assert unit(seed * (120_000 // len(seed))) is None
    for length in range(1, 61):
        unit((seed * length)[:length])
    assert time.perf_counter() - started < 8


def test_listed_unknown_units_are_unknown() -> None:
    text = (files("extractor.data") / "units_unknown.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows
    assert [row["text"] for row in rows if unit(row["text"]) is not None] == []
    assert all(int(row["count"]) >= 3 and row["why"] for row in rows)
