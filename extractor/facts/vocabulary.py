"""Printed words as values of the ClinicalTrials.gov API v2. The words are data (`extractor/data/fact_*`)."""

import re
from functools import cache

from extractor import data_file

SPACES = re.compile(r"\s+")
MAX_WORDS = 400

DIGITS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "one": "1", "two": "2", "three": "3", "four": "4"}
PHASE = re.compile(
    r"\b(?P<early>early[ _-]?)?+phases?[ :_-]{0,3}+(?P<first>iv|i{1,3}|[0-4]|one|two|three|four)[ab]{0,2}"
    r"(?:[ ]?(?:/|-|–|and|or|to|\|)[ ]?(?:phase[ _-]?)?+(?P<second>iv|i{1,3}|[0-4])[ab]{0,2})?+(?!\.?\w)",
    re.IGNORECASE,
)
BARE_PHASE = re.compile(
    r"(?P<first>iv|i{1,3}|[0-4])[ab]{0,2}(?:[ ]?(?:/|-|–|and|or|to|,|\|)[ ]?(?P<second>iv|i{1,3}|[0-4])[ab]{0,2})?+$",
    re.IGNORECASE,
)
PHASE_LINE = re.compile(
    r"(?:(?:in|an?)[ ])?(?:early )?phase[ ](?:[0-4]|[IViv]{1,3}|one|two|three|four)\b[\w /-]{0,14}$", re.IGNORECASE
)
NO_PHASE = re.compile(r"(?:n/?a|not applicable|no phase|none)$", re.IGNORECASE)

MIXED = re.compile(
    r"\b(?:all|both|any|every(?:one|body)|either|males? (?:and|&|or) females?|females? (?:and|&|or) males?"
    r"|men (?:and|or) women|women (?:and|or) men|boys and girls|girls and boys|all genders|both sexes|both genders)\b",
    re.IGNORECASE,
)
WOMEN = re.compile(r"\b(?:females?|wom[ae]n|girls?)\b", re.IGNORECASE)
MEN = re.compile(r"\b(?:males?|m[ae]n|boys?)\b", re.IGNORECASE)


PEOPLE = (
    r"(?:participants|patients|subjects|people|persons|volunteers|adults|women|men|children|babies|infants|newborns|boys|girls"
    r"|teenagers|adolescents|families|couples|donors|veterans|mothers|places|students)"
)
"""Whom a trial takes, in a word."""


def collapse(text: str) -> str:
    """Text with every run of white space as one space, none at the ends."""
    return SPACES.sub(" ", text).strip()


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `extractor/data/<name>.csv`."""
    return data_file.rows(f"{name}.csv")


@cache
def words(name: str) -> tuple[str, ...]:
    """A word list of `extractor/data/fact_words.toml`."""
    return tuple(data_file.table("fact_words.toml")[name])


def phase(text: str, *, bare: bool = False) -> str | None:
    """The phase or phases that the text names, as "PHASE2" or "PHASE1/PHASE2"; `bare` accepts a value without the word."""
    if bare:
        value = collapse(text[:MAX_WORDS])
        if NO_PHASE.match(value):
            return "NA"
        match = BARE_PHASE.match(value) or PHASE.search(value)
    else:
        match = PHASE.search(text)
    return phase_of(match) if match else None


def phase_of(match: re.Match[str]) -> str | None:
    """The phase that a match of `PHASE` or `BARE_PHASE` names."""
    numbers = [DIGITS.get(found.casefold(), found) for found in (match["first"], match["second"]) if found]
    if match.groupdict().get("early") or numbers == ["0"]:
        return "EARLY_PHASE1"
    return "/".join(dict.fromkeys(f"PHASE{number}" for number in numbers if number != "0")) or None


def sex(text: str) -> str | None:
    """ALL, FEMALE or MALE for a short label ("Both", "All Genders", "Women aged ..."), None if it names no sex."""
    label = text[:MAX_WORDS]
    if MIXED.search(label):
        return "ALL"
    return named_sex(label)


def named_sex(label: str) -> str | None:
    """ALL, FEMALE or MALE by the words for women and men alone ("90 women in all")."""
    women, men = WOMEN.search(label), MEN.search(label)
    if women and men:
        return "ALL"
    return "FEMALE" if women else "MALE" if men else None


def is_placeholder(text: str) -> bool:
    """Whether the words only stand in for a value ("to be added", "TBC")."""
    label = collapse(text[:MAX_WORDS]).casefold()
    return any(re.search(rf"\b{re.escape(word)}\b", label) for word in words("placeholders"))
