"""Give one measured quantity one name on two pages, where one says "viral load" and the other "HIV RNA".

`data/reconcile_broader.csv` says which name of the catalogue may stand for which. It does so only where one page uses the
broader name alone and the other one narrower name alone: of two, nobody knows which is meant, unless all of them are
("liver enzymes" for "ALT and AST"; column `of_several`).
"""

from functools import cache
from typing import NamedTuple

from extractor import data_file
from extractor.model.criterion import Characteristic, Criterion, Record


class Narrower(NamedTuple):
    """A name for which a broader one may stand; `of_several` says that it does so also where it is one of several."""

    key: str
    of_several: bool


@cache
def _narrower() -> dict[str, tuple[Narrower, ...]]:
    found: dict[str, tuple[Narrower, ...]] = {}
    for row in data_file.rows("reconcile_broader.csv"):
        name = Narrower(row["narrow"], row["of_several"] == "any")
        found[row["broad"]] = (*found.get(row["broad"], ()), name)
    return found


def in_one_name(a: Record, b: Record) -> tuple[Record, Record]:
    """Both records with the narrower key wherever a broader one stands for it; the printed words stay."""
    first, second = _measured(a), _measured(b)
    return _renamed(a, _meant(first, second)), _renamed(b, _meant(second, first))


def _measured(record: Record) -> frozenset[str]:
    """The keys of the concepts that a record gives values of."""
    reads = (read for criterion in record.criteria for read in criterion.characteristics if read.value is not None)
    return frozenset(read.concept.key for read in reads if read.concept and read.concept.key)


def _meant(own: frozenset[str], other: frozenset[str]) -> dict[str, str]:
    """For each broader name of a page, the narrower name that the other page has in its place."""
    found = {}
    for broad in sorted(own & _narrower().keys() - other):
        names = [name for name in _narrower()[broad] if name.key in other]
        alone = len(names) == 1 or (names and names[0].of_several)
        if alone and not own & {name.key for name in _narrower()[broad]}:
            found[broad] = names[0].key
    return found


def _renamed(record: Record, names: dict[str, str]) -> Record:
    if not names:
        return record
    return record.model_copy(update={"criteria": tuple(_criterion(criterion, names) for criterion in record.criteria)})


def _criterion(criterion: Criterion, names: dict[str, str]) -> Criterion:
    reads = tuple(_characteristic(read, names) for read in criterion.characteristics)
    return criterion if reads == criterion.characteristics else criterion.model_copy(update={"characteristics": reads})


def _characteristic(read: Characteristic, names: dict[str, str]) -> Characteristic:
    if read.concept is None or read.concept.key not in names:
        return read
    return read.model_copy(update={"concept": read.concept.model_copy(update={"key": names[read.concept.key]})})
