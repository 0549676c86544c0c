"""Units: the printed spelling of a unit as a UCUM code, and exact conversion between codes of one dimension.

Codes follow the Unified Code for Units of Measure (UCUM). `units.csv` has one row a unit: its code, its dimension, the
factor to the base unit of that dimension, and every printed spelling. Units put together with "/" need no row of their own.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from extractor import data_file

LONGEST = 60
"""A printed unit longer than this many characters is not read."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_TYPOGRAPHY = str.maketrans(
    {
        "×": "x",
        "∗": "*",
        "·": ".",
        "⋅": ".",
        "∙": ".",
        "•": ".",
        "−": "-",
        "–": "-",
        "‐": "-",
        "‑": "-",
        "⁄": "/",
        "∕": "/",
        "º": "°",
        "˚": "°",
    }
)
_RAISED = re.compile(r"(?<=[0-9])[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_POWER_OF_TEN = re.compile(r"^(?:cells? ?)?[xX*.]? ?10 ?(?:\^|\*\*|\*|[eE])? ?\(?([0-9]{1,2})\)?(?![0-9])")
_WRITTEN_POWER = re.compile(r"10 ?(?:\^|\*|[eE]|\()")
_CARET = re.compile(r"(?<=[A-Za-z])\^\(?([23])\)?")
_NEGATIVE = re.compile(r"[. *]?([A-Za-z]{1,6})\^?\(?-([1235])\)?(?![0-9])")
_PER_AREA = re.compile(r"[./ *]{0,2}1[.,]73 ?m\^?-2")  # "ml·min-1·1.73 m-2": the minus divides by the whole area
_PER = re.compile(r" ?/ ?| (?:per|a|an|each|every|in) | ?\bper ")
_ADVERB = re.compile(r"[ /](daily|weekly|monthly|yearly)$")
_ADVERBS = {"daily": "/day", "weekly": "/week", "monthly": "/month", "yearly": "/year"}
_SHARE = re.compile(r"/(?P<whole>[1-9][0-9]{0,3})")
_COUNTED = re.compile(
    r"^(10\^[0-9]{1,2})(?:cells?|copies|platelets|neutrophils|lymphocytes|leukocytes|granulocytes|[A-Za-z+0-9]{0,6}cells)$"
)


class Unit(NamedTuple):
    """One printed spelling of a unit, its UCUM code and its dimension ("mass/volume")."""

    text: str
    ucum: str
    dimension: str


class _Scale(NamedTuple):
    """How a code relates to base units: exponents by dimension (sorted), factor, and what is added before the factor."""

    exponents: tuple[tuple[str, int], ...]
    factor: Fraction
    offset: Fraction


class _Table(NamedTuple):
    spellings: dict[str, str]
    folded: dict[str, str]
    scales: dict[str, _Scale]


def _bare(text: str) -> str:
    """The text without the punctuation and the brackets around all of it ("[mg/dL]", but "[IU]/mL")."""
    text = text.strip(" .;:()")
    if "[" not in text[1:] and "]" not in text[:-1]:
        return text.strip(" .;:()[]")
    return text


def _canonical(text: str) -> str:
    """A printed unit without what typography leaves free: blanks, hyphens, superscripts, carets, "per", micro signs."""
    text = _RAISED.sub(lambda m: "^" + m[0].translate(_SUPERSCRIPTS), text).translate(_SUPERSCRIPTS).translate(_TYPOGRAPHY)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("μ", "u")
    text = _ADVERB.sub(lambda m: _ADVERBS[m[1]], " ".join(_bare(text).split()))
    if _WRITTEN_POWER.search(text):
        text = _POWER_OF_TEN.sub(r"10^\1", text)
    text = _CARET.sub(r"\1", text)
    text = _PER_AREA.sub("/1.73m2", text)
    text = _NEGATIVE.sub(lambda m: "/" + m[1] + ("" if m[2] == "1" else m[2]), text)
    return _PER.sub("/", text).replace(" ", "").replace("-", "").rstrip(".")


def _fraction(cell: str) -> Fraction:
    return Fraction(cell) if cell else Fraction(0)


@cache
def _table() -> _Table:
    spellings: dict[str, str] = {}
    scales: dict[str, _Scale] = {}
    for row in data_file.rows("units.csv"):
        ucum = row["ucum"]
        if row["dimension"]:
            scales[ucum] = _Scale(((row["dimension"], 1),), _fraction(row["factor"]), _fraction(row["offset"]))
        for text in (*data_file.parts(row["texts"]), ucum):
            spellings.setdefault(_canonical(text), ucum)
        spellings.setdefault(ucum, ucum)
    folded: dict[str, set[str]] = {}
    for text, ucum in spellings.items():
        if len(text) > 1:
            folded.setdefault(text.lower(), set()).add(ucum)
    return _Table(spellings, {text: min(codes) for text, codes in folded.items() if len(codes) == 1}, scales)


def _exact(text: str) -> str | None:
    return _table().spellings.get(text)


def _folded(text: str) -> str | None:
    table = _table()
    return table.spellings.get(text) or table.folded.get(text.lower())


def _composed(canonical: str, lookup: Callable[[str], str | None]) -> str | None:
    """A unit written with one to three "/", each part looked up for itself."""
    numerator, *denominators = canonical.split("/")
    if not 1 <= len(denominators) <= 3:
        return None
    counted = _COUNTED.match(numerator)
    head = lookup(counted[1] if counted else numerator) if numerator else ""
    parts = [head, *(lookup(part) for part in denominators)]
    return None if None in parts else "/".join(part or "" for part in parts)


@lru_cache(maxsize=8192)
def unit(text: str) -> str | None:
    """The UCUM code of a printed unit ("x 10^9 / l" is `10*9/L`), or None if it is not known.

    Letter case counts only where two units differ by it alone ("mM" and "mm", "G/L" and "g/L").
    """
    if len(text) > LONGEST:
        return None
    canonical = _canonical(text)
    return _exact(canonical) or _composed(canonical, _exact) or _folded(canonical) or _composed(canonical, _folded)


@lru_cache(maxsize=4096)
def _scale(ucum: str) -> _Scale | None:
    """Exponents and factor of a code; a code with "/" is multiplied out, its offset is then zero."""
    table = _table()
    if ucum in table.scales:
        return table.scales[ucum]
    if share := _SHARE.fullmatch(ucum):  # "/3" of "a third of", "/40" of the Snellen fraction 20/40
        return _Scale((("fraction", 1),), Fraction(1, int(share["whole"])), Fraction(0))
    exponents: dict[str, int] = {}
    factor = Fraction(1)
    for place, part in enumerate(ucum.split("/")):
        scale = table.scales.get(part) if part else _Scale((("number", 1),), Fraction(1), Fraction(0))
        if scale is None or (place and not part):
            return None
        sign = -1 if place else 1
        for name, power in scale.exponents:
            exponents[name] = exponents.get(name, 0) + sign * power
        factor *= scale.factor**sign
    return _Scale(tuple(sorted((name, power) for name, power in exponents.items() if power)), factor, Fraction(0))


def _named(exponents: tuple[tuple[str, int], ...]) -> str:
    above = "·".join(name for name, power in exponents for _ in range(power))
    below = "/".join(name for name, power in exponents for _ in range(-power))
    if below:
        return f"{above or 'fraction'}/{below}"
    return above or "fraction"


def dimension(ucum: str) -> str | None:
    """The dimension of a UCUM code ("mass/volume", "number/volume", "time"), None if the code is not known."""
    scale = _scale(ucum)
    return _named(scale.exponents) if scale else None


@cache
def units() -> tuple[Unit, ...]:
    """Every printed spelling in the table, in file order. Units put together with "/" are read by `unit` all the same."""
    found: list[Unit] = []
    for row in data_file.rows("units.csv"):
        kind = dimension(row["ucum"]) or ""
        found.extend(Unit(text, row["ucum"], kind) for text in data_file.parts(row["texts"]))
    return tuple(found)


def _as_mass(scale: _Scale, name: str, amount_in_grams: Decimal) -> _Scale:
    """The scale with each mole (or equivalent) replaced by its mass in grams."""
    exponents = dict(scale.exponents)
    power = exponents.pop(name, 0)
    exponents["mass"] = exponents.get("mass", 0) + power
    kept = tuple(sorted((key, value) for key, value in exponents.items() if value and key != "fraction"))
    return _Scale(kept, scale.factor * Fraction(amount_in_grams) ** power, scale.offset)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def convert(
    value: Decimal, from_ucum: str, to_ucum: str, molar_mass: Decimal | None = None, valence: int | None = None
) -> Decimal | None:
    """`value` of one unit in another, None if the two do not measure the same or one of them is not known.

    `molar_mass` (g/mol) lets mass and amount of substance change into each other, `valence` equivalents and amount of
    substance. The arithmetic is in fractions, so a result with a finite decimal form is exact; others have 28 digits.
    """
    source, target = _scale(from_ucum), _scale(to_ucum)
    if source is None or target is None:
        return None
    if source.exponents != target.exponents and valence:
        source, target = (_with_valence(scale, valence) for scale in (source, target))
    if source.exponents != target.exponents and molar_mass:
        source, target = (_as_mass(scale, "substance", molar_mass) for scale in (source, target))
    if source.exponents != target.exponents:
        return None
    return _decimal((Fraction(value) + source.offset) * source.factor / target.factor - target.offset)


def _with_valence(scale: _Scale, valence: int) -> _Scale:
    """The scale with equivalents as amount of substance."""
    exponents = dict(scale.exponents)
    power = exponents.pop("equivalent", 0)
    exponents["substance"] = exponents.get("substance", 0) + power
    kept = tuple(sorted((key, count) for key, count in exponents.items() if count))
    return _Scale(kept, scale.factor / Fraction(valence) ** power, scale.offset)
