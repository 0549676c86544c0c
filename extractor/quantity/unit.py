"""Units behind a number: the longest printed unit that the catalogue knows, and multiples of a reference value."""

import re
from functools import cache
from typing import NamedTuple

from extractor.catalogue import unit, units
from extractor.quantity.vocabulary import table, words

_NOT_BY = "/{participants}"  # "≥ 9 g/dL in patients with ..." says in whom
_GAP = "[ \t\n\u00a0\u2009\u202f]"
_ATOM = (
    r"(?:(?:cm[ ]?)?[Hh][2₂][O0o]\b|10(?:\^|\*{1,2}|[eE])?\d{1,2}|1[.,]73(?:[ ]?m[ ]?(?:\^?[-−]?2|⁻?²))?"
    r"|24[ ]?(?:h|hrs?|hours?)\b|[mM]?[gG](?:ms?|r|rams?)?[ ]?%"
    r"|[lL]og[ ]?10(?![\d^.])|[%‰]|°[ ]?[CFcf]?(?![^\W\d_])|[\"”″](?!\w)"
    r"|CD34\+?[ ]cells?\b|(?P<word>[^\W\d_]++)(?:[²³]|⁻[¹²³⁵]|\^?[-−]?[1235](?!\d))?)"
)
_FIRST = re.compile(rf"{_GAP}{{0,2}}+(?:-|/{_GAP}?|p\.?er{_GAP})?{_ATOM}")
_NEXT = re.compile(rf"(?:{_GAP}?[/·*⋅.\^]{_GAP}?|{_GAP}p\.?er{_GAP}|{_GAP}|-)(?:{_ATOM})")
_NAME_GOES_ON = re.compile(r"(?<=[^\W\d_])\d{1,5}[^\W\d_]")  # "F508del", "G551D"
_MAX_ATOMS = 7
_CLAUSE = 70
_MICRO = "\u00b5\u03bc"
_DOSED = ("mg", "g", "ug", "U", "[IU]", "mg/kg", "ug/kg")
_RATES = {"day": "d", "daily": "d", "week": "wk", "weekly": "wk", "month": "mo", "monthly": "mo"}
_NAME = r"[^\W\d_][\w-]{2,24}"
_SUBSTANCE = re.compile(
    rf"{_GAP}(?:of{_GAP})?(?P<name>{_NAME}(?:{_GAP}{_NAME}){{0,2}}){_GAP}"
    rf"(?:\(?or{_GAP}(?:(?:an|its|another){_GAP})?equivalents?\)?{_GAP})?"
    rf"(?:(?:a|per|each|every){_GAP}(?P<each>day|week|month)|(?P<adverb>daily|weekly|monthly))\b",
    re.IGNORECASE,
)
_NORMAL = re.compile(rf"{_GAP}?(?:[x×*]{_GAP}?)?N(?=\)|,|;|\.?\Z|\.?{_GAP}(?-i:and|or|[A-Z]))")
LENGTH_CODES = ("a", "mo", "wk", "d", "h", "min")
_YEARS_OLD = re.compile(rf"{_GAP}?(?:y\.?/o\.?|(?:years?|yrs?)/old)(?![^\W_])", re.IGNORECASE)


class Unit(NamedTuple):
    """A printed unit: where it ends, its words, its UCUM code (None: a reference value), what the number multiplies."""

    end: int
    text: str | None
    code: str | None
    relative_to: str | None


@cache
def _unit_words() -> frozenset[str]:
    """Every word that stands in some spelling of a unit: behind any other word no longer unit can follow.

    The table spells the prefix micro "u"; pages print one of two Greek characters.
    """
    spelled = frozenset(word for known in units() for word in re.findall(r"[^\W\d_]+", known.text.lower()))
    return spelled | {sign + word[1:] for word in spelled if word.startswith("u") for sign in _MICRO}


@cache
def _reference() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = table("references.csv")
    phrases = sorted((row["phrase"] for row in rows), key=len, reverse=True)
    alternatives = "|".join(re.escape(phrase).replace(r"\ ", f"{_GAP}") for phrase in phrases)
    times = rf"(?P<times>[x×X*]|times?,?|-?{_GAP}?folds?)"
    lead = rf"{_GAP}?{times}?{_GAP}?(?:of{_GAP}|above{_GAP})?(?:the{_GAP}|their{_GAP}|its{_GAP})?"
    qualifiers = "|".join(sorted(words("qualifier"), key=len, reverse=True))
    qualifier = rf"(?:(?:{qualifiers}){_GAP}){{0,2}}"
    pattern = re.compile(rf"{lead}\(?{qualifier}(?P<phrase>{alternatives})(?![^\W_])", re.IGNORECASE)
    return pattern, {row["phrase"]: row["key"] for row in rows}


def read_reference(text: str, position: int) -> tuple[int, str] | None:
    """The end and the key of a reference value that starts at `position`: "x ULN", "the upper limit of normal", "N"."""
    normal = _NORMAL.match(text, position)
    if normal is not None:
        return normal.end(), "ULN"
    pattern, keys = _reference()
    match = pattern.match(text, position)
    if match is None or (match["phrase"] == "nL" and not match["times"]):  # nanolitres, not the limit of normal
        return None
    return match.end(), keys[" ".join(match["phrase"].lower().split())]


def _ends(text: str, first: re.Match[str]) -> list[int]:
    """Where a unit that begins with `first` could end, shortest first."""
    ends = [first.end()]
    match: re.Match[str] | None = first
    while match and len(ends) <= _MAX_ATOMS:
        word = match["word"]
        if word and word.lower() not in _unit_words():
            break
        match = _NEXT.match(text, ends[-1])
        if match:
            ends.append(match.end())
    return ends


def _known_unit(text: str, end: int, printed: str, code: str) -> Unit:
    """A unit as the catalogue knows it; a percentage may be one of a reference value ("% of predicted")."""
    if code == "%":
        reference = read_reference(text, end)
        if reference is not None:
            return Unit(reference[0], printed, code, reference[1])
        if "predicted" in printed.lower():
            return Unit(end, printed, code, "predicted")
    return Unit(end, printed, code, None)


@cache
def _described() -> re.Pattern[str]:
    """An adjective between a number and a unit of time: "6 consecutive months", "the 2 previous weeks"."""
    adjectives = "|".join(sorted(words("time_adjective"), key=len, reverse=True))
    return re.compile(rf"{_GAP}(?:{adjectives})(?={_GAP}[a-z])", re.IGNORECASE)


def _dose_rate(text: str, start: int, unit: Unit) -> Unit | None:
    """The unit of a dose whose substance stands before the rate: "mg of methotrexate a week" is mg/wk."""
    match = _SUBSTANCE.match(text, unit.end)
    if match is None or not words("not_substance").isdisjoint(match["name"].lower().split()):
        return None
    rate = _RATES[(match["each"] or match["adverb"]).lower()]
    return Unit(match.end(), text[start : match.end()], f"{unit.code}/{rate}", None)


@cache
def _contexts() -> tuple[re.Pattern[str], dict[str, str]]:
    """What a clause speaks of whose "units" are no enzyme units, from `unit_contexts.csv`."""
    codes = {row["word"]: row["ucum"] for row in table("unit_contexts.csv")}
    return re.compile(rf"\b(?P<word>{'|'.join(codes)})\b[^.;\n]*+\Z", re.IGNORECASE), codes


def _spoken(text: str, start: int, unit: Unit) -> Unit:
    """ "Units" behind a transfusion are units of blood, behind drinking units of alcohol."""
    pattern, codes = _contexts()
    match = pattern.search(text, max(0, start - _CLAUSE), start)
    if match is None or unit.code is None:
        return unit
    return unit._replace(code=codes[match["word"].lower()] + unit.code[1:])


def read_unit(text: str, position: int, power: str = "") -> Unit | None:
    """The longest known unit that starts at `position` of `text` (white space or one hyphen may stand before it).

    `power` is a power of ten already read ("10^9"); it becomes part of the unit ("10*9/L").
    """
    reference = None if power else read_reference(text, position)
    if reference is not None:
        return Unit(reference[0], text[position : reference[0]].strip(), None, reference[1])
    old = None if power else _YEARS_OLD.match(text, position)
    if old is not None:
        return Unit(old.end(), old[0].strip(), "a", None)
    described = None if power else _described().match(text, position)
    if described is not None:
        length = read_unit(text, described.end())
        return length if length is not None and length.code in LENGTH_CODES else None
    first = _FIRST.match(text, position)
    if first is None or (first["word"] or "").lower() in words("not_unit"):
        return None
    ends = _ends(text, first)
    start = position
    while text[start] in " \t\n\u00a0\u2009\u202f-":
        start += 1
    for end in reversed(ends):
        printed = text[start:end]
        if printed.rpartition(" ")[2].lower() in words("not_unit"):
            continue
        code = unit(power + printed)
        if code is not None and "//" not in code and not code.endswith(_NOT_BY) and not _NAME_GOES_ON.match(text, end):
            known = _known_unit(text, end, printed, code)
            if code.split("/")[0] == "U" and printed.lower().startswith("unit"):
                return _spoken(text, start, known)
            return (_dose_rate(text, start, known) if code in _DOSED else None) or known
    return None
