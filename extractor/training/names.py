"""Open lists of names: diseases of ICD-10-CM, drugs by their non-proprietary names, and the catalogue's own topics.

They give the trained reader word classes, and other names to learn from.
"""

import re
from collections import Counter

from extractor import data_file
from extractor.catalogue import topics
from extractor.training.noise import Names

_WORD = re.compile(r"[^\W\d_]+")
_KINDS = {
    "condition": "condition",
    "infection": "condition",
    "malignancy": "condition",
    "drug": "drug",
    "procedure": "procedure",
    "device": "device",
}
FEW, SOME = 5, 50
"""A word that stands in fewer disease names than this is telling; one that stands in more is of everyday use there."""
_LONGEST_NAME = 45


def drug_names() -> tuple[str, ...]:
    """Non-proprietary names of drugs and common names of substances, in small letters."""
    return data_file.words("drug_names.txt")


def disease_names() -> tuple[str, ...]:
    """The names of ICD-10-CM's diseases and what it lists under them."""
    return tuple(row["name"] for row in data_file.rows("icd10cm.csv"))


def word_classes() -> dict[str, str]:
    """The class of every word that a list knows: "drug", else how telling it is of a disease."""
    counts: Counter[str] = Counter()
    for name in disease_names():
        counts.update(set(_WORD.findall(name.lower())))
    classes = {word: "rare" if n < FEW else "some" if n < SOME else "common" for word, n in counts.items()}
    return dict(sorted((classes | dict.fromkeys(drug_names(), "drug")).items()))


def other_names() -> Names:
    """Names by kind, as a criterion may print them."""
    names: dict[str, list[str]] = {}
    for row in topics():
        if row.topic in _KINDS:
            names.setdefault(_KINDS[row.topic], []).extend(alias.lstrip("=") for alias in (row.name, *row.aliases))
    names["condition"] += [name for name in disease_names() if _is_printed(name)]
    names["drug"] += drug_names()
    return {kind: tuple(found) for kind, found in names.items()}


def _is_printed(name: str) -> bool:
    """Whether a name of the classification can stand in a criterion: no inverted words, no remarks."""
    return len(name) < _LONGEST_NAME and not any(sign in name for sign in ",[]") and "unspecified" not in name.lower()
