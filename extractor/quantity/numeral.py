"""Numerals as they are written: digits with separators, powers of ten, number words, Roman levels."""

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extractor.quantity.vocabulary import table

_SPACE = "[ \u00a0\u2009\u202f]"
_LAKHS = r"\d{1,2}(?:,\d{2}){1,3},\d{3}(?![\d,])"  # "1,00,000" of Indian pages
_GROUPED_DIGITS = (
    rf"{_LAKHS}|\d{{1,3}}(?:[,'’]\d{{3}}){{1,4}}(?![\d,])(?:\.\d{{1,6}})?|\d{{1,3}}(?:{_SPACE}\d{{3}}){{1,3}}(?!\d)"
)
_HALVES = {"½": "5", "¼": "25", "¾": "75"}
_DIGITS = rf"{_GROUPED_DIGITS}|\d{{1,4}} ?[½¼¾]|\d{{1,18}}(?:[.,·]\d{{1,18}})?|[.,]\d{{1,18}}"
_RAISED_DIGITS = "[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}"
_CARET = rf"(?:\^|\*\*?|[eE]){_SPACE}?(?P<exponent>\d{{1,2}})"
_SPELLED = r"(?P<zeros>,?000(?:,?000)?)(?![\d,.])"
_POWER = rf"{_SPACE}?[x×*·]{_SPACE}?1(?:0{_SPACE}?(?:{_CARET}|(?P<raised>{_RAISED_DIGITS}))|{_SPELLED})"
_SCIENTIFIC = r"\d(?:\.\d{1,6})?[eE]\+?(?:\d{1,2})(?![\w.^])"
NUMERAL = rf"(?:10(?:\^|\*\*)\d{{1,2}}(?!\d)|10{_RAISED_DIGITS}|{_SCIENTIFIC}|(?:{_DIGITS})(?:{_POWER})?)"
"""One numeral in digits; at most one thousands convention, at most one power of ten."""

_SCIENTIFIC_ALONE = re.compile(_SCIENTIFIC)
_POWER_AT_END = re.compile(rf"{_POWER}$")
_BARE_POWER = re.compile(r"10(?:(?:\^|\*\*)(?P<exponent>\d{1,2})|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_GROUPED = re.compile(rf"{_LAKHS}|\d{{1,3}}(?:[,'’]\d{{3}}|{_SPACE}\d{{3}})+(?:\.\d+)?")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}


def split_power(written: str) -> tuple[str, int | None]:
    """The mantissa as written and the exponent of ten: "1.5 x 10^9" gives "1.5" and 9, "10^9" gives "" and 9."""
    bare = _BARE_POWER.fullmatch(written)
    if bare is not None:
        return "", int((bare["exponent"] or bare["raised"]).translate(_RAISED))
    if _SCIENTIFIC_ALONE.fullmatch(written):
        mantissa, exponent = re.split("[eE]", written)
        return mantissa, int(exponent)
    match = _POWER_AT_END.search(written[-16:])
    if match is None:
        return written, None
    if match["zeros"]:
        return written[: len(written) - len(match[0])], match["zeros"].count("0")
    exponent = match["exponent"] or match["raised"].translate(_RAISED)
    return written[: len(written) - len(match[0])], int(exponent)


def read_digits(written: str) -> Decimal:
    """The value of a numeral in digits without its power of ten; a comma before one or two digits is a decimal comma."""
    if _GROUPED.fullmatch(written):
        return Decimal(re.sub(rf"[,'’]|{_SPACE}", "", written))
    if written[-1] in _HALVES:
        return Decimal(f"{written[:-1].strip()}.{_HALVES[written[-1]]}")
    return Decimal(written.replace(",", ".").replace("·", "."))


@cache
def number_words() -> dict[str, Decimal]:
    """Number words with their values ("two" is 2, "twice" is 2, "half" is 0.5), from `number_words.csv`."""
    return {row["word"]: Decimal(row["value"]) for row in table("number_words.csv")}


def roman(written: str) -> int | None:
    """The level a Roman numeral I to VI names, else None."""
    return ROMAN.get(written.lower())


class Phrase(NamedTuple):
    """Words that state a number: how far they reach, its value, and the UCUM code of a unit that they contain.

    The value is None where only a pronoun says of what it is a fraction ("half of it"): nothing can be read from that.
    """

    end: int
    value: Decimal | None
    unit: str | None


_HYPHEN = re.compile("[-‐‑]")
_OF = r"(?:[ -]of|(?=,? or (?:more|less|fewer|over),? of\b))"


def _spelled(phrase: str) -> str:
    """A pattern of the phrase; a comparator may part it from its "of" ("one tenth or more of")."""
    share = phrase.removesuffix(" of")
    return share.replace(" ", "[ -]") + (_OF if share != phrase else "")


@cache
def _phrases() -> tuple[frozenset[str], re.Pattern[str], dict[str, tuple[Decimal, str | None]]]:
    """First words, pattern and meanings of `number_phrases.csv`; a fraction of something is a percentage of it."""
    meant = {row["phrase"]: (Decimal(row["value"]), row["unit"] or None) for row in table("number_phrases.csv")}
    longest_first = sorted(meant, key=len, reverse=True)
    alternatives = "|".join(_spelled(phrase) for phrase in longest_first)
    pattern = re.compile(
        rf"(?:{alternatives})(?![^\W_])(?P<pronoun> (?:it|them|these|those|this|which|whom)\b)?", re.IGNORECASE
    )
    return frozenset(re.split("[ -]", phrase)[0] for phrase in meant), pattern, meant


def phrase_openers() -> frozenset[str]:
    """The words that a phrase which states a number begins with."""
    return _phrases()[0]


def number_phrase(text: str, position: int, first: str) -> Phrase | None:
    """The phrase that starts at `position` with the word `first` ("half a year" is 6 mo, "one tenth of" 10 %)."""
    opening, pattern, meant = _phrases()
    head = first if first.isalpha() else _HYPHEN.split(first, 1)[0]
    match = pattern.match(text, position) if head in opening else None
    if match is None:
        return None
    if match["pronoun"]:
        return Phrase(match.end(), None, None)
    words = match[0].lower()
    spaced = words.replace("-", " ")
    value, unit = meant.get(words) or meant.get(spaced) or meant[f"{spaced} of"]
    return Phrase(match.end(), value, unit)
