"""The table of ICD-10-CM that the package ships: names of diseases and what the classification includes under each.

It is drawn from `simple-icd-10-cm`, which holds the tabular list of the CDC's National Center for Health Statistics (public
domain). That library takes seconds and 190 MB to load; the table takes milliseconds.
"""

import csv
from functools import cache
from pathlib import Path

from extractor.catalogue import topics
from extractor.entities.codes import SYSTEM, phrase_of, spellings

LONGEST = 6
"""Characters of a code, point included: deeper ones add laterality and encounters, which no criterion states."""
_INJURIES = "ST"
_EXTERNAL = "VWXY"
HEADER = ("code", "name", "kind", "phrase", "bare_phrase")


def write_table(path: Path) -> int:
    """Write the table as CSV: a row for each code's own name ("name") and for each term included under it ("included").

    The last columns hold what names are looked up by, with and without inessential words in brackets. Rows stand in the
    classification's order. Gives their number.
    """
    rows = [(*row, *_phrases(row[1])) for row in _rows()]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
    return len(rows)


def _phrases(name: str) -> tuple[str, str]:
    phrases = [phrase_of(spelling) for spelling in spellings(name)]
    return phrases[0], phrases[1] if len(phrases) > 1 and phrases[1] != phrases[0] else ""


def _rows() -> list[tuple[str, str, str]]:
    import simple_icd_10_cm as icd

    found = []
    for code in icd.get_all_codes():
        if not _is_wanted(code):
            continue
        found.append((code, icd.get_description(code), "name"))
        included = dict.fromkeys((*icd.get_inclusion_term(code), *icd.get_includes(code)))
        found += [(code, " ".join(term.split()), "included") for term in included]
    return found


@cache
def _catalogue_codes() -> frozenset[str | None]:
    return frozenset(row.code for row in topics() if row.system == SYSTEM)


def _is_wanted(code: str) -> bool:
    """Codes of diseases down to `LONGEST`, and those that the catalogue names."""
    if code in _catalogue_codes():
        return True
    if not code[0].isalpha() or "-" in code or code[0] in _EXTERNAL or len(code) > LONGEST:
        return False
    return code[0] not in _INJURIES or len(code) <= LONGEST - 1
