"""Numbers that lost their shape: flat exponents, a multiplication sign gone, decimal commas, thousands points and blanks.

What a damaged number means is decided by its unit and by what is plausible for the analyte it belongs to; every edit is
doubtful, so that a person confirms it. Where neither decides, the text is left as it is.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Literal

from extractor.catalogue import unit
from extractor.repair.edits import Edit, ordered
from extractor.repair.plausible import Analyte, analyte_at, fits

_MOST = 500
"""No page has more damaged numbers of one shape than this; the rest of a hostile text is not looked at."""

_VOLUME = r"(?:[lL](?![a-zA-Z])|m[lL]|d[lL]|[µu][lL]|mc[lL]|mm ?\^?3|cm ?\^?3|lit(?:er|re))"
_COUNTED = r"(?:cells?|CFU|cfu|PFU|pfu|copies|vg|particles|platelets|leukocytes|neutrophils|lymphocytes|CAR)"
_TAIL = rf"(?: ?/ ?(?:{_VOLUME}|kg)| ?{_COUNTED}| ?L\b| per )"
_NAMED_CELLS = r"(?: [A-Za-z]{1,12}[+-]?| ?CD\d{1,3}[+-]?){1,2} ?(?:[Tt][ -])?cells?\b"

_FLAT_POWER = re.compile(rf"10 ?(?P<exponent>1[0-2]|[3-9]|[?\ufffd])(?={_TAIL}|(?P<named>{_NAMED_CELLS}))")
_MANTISSA = re.compile(
    r"(?:(?<![\d.,])(?P<number>(?:0\. ?\d{1,3}|\d{1,4}(?:[.,]\d{1,3})?))(?P<gap>[ (]{0,2}(?P<times>[xX×*✕]) ?| )?"
    r"|(?P<sign>[xX×*✕]) ?)\Z"
)
_GLUED_POWER = re.compile(
    r"(?P<number>\d(?<![\d.,^].)\d{0,3}?(?:[.,]\d{1,3})??)(?P<gap> ?)10(?:\^|[eE](?=\d))(?P<exponent>\d{1,2})(?!\d)"
)

_GROUPED = re.compile(r"(?P<head>[1-9](?<![\w.,^].)\d{0,2})(?P<groups>(?:\.\d{3}){1,3}+|(?: \d{3}){1,3}+)(?![\w]|[.,]\d)")
_COMMA = re.compile(r"(?P<whole>\d(?<![\w.,^].)\d{0,2}),(?P<fraction>\d{1,2}|(?<=\b0,)\d{3,4})(?!\d|[.,]\d)")
_COUNT_UNIT = re.compile(
    r" ?(?:(?:cells?|cels|cel|platelets|plt|leukocytes|elements) ?)?(?:/|per|x) ?"
    r"(?P<volume>mm ?\^?3|mmc|cmm|cu\.? ?mm|cubic milli\w{3,7}|[µu][lL]|mc[lL]|micro ?lit(?:er|re)s?)"
    r"| ?(?:CFU|UFC|cfu|copies|cells)\b"
)
_DECIMAL_UNIT = re.compile(
    r" ?(?:[x×*] ?(?:the |upper |ULN|UNL|LLN|10 ?\^|10[eE])|times|-? ?fold|ULN|UNL|upper|%|°"
    r"|m\^?2|m\*m|[mcdk]m\b|Gpt|kPa|[mµnp]?g\b|[mkµnp]?g ?/"
    r"|mc?g|[mµn]?mol|mM\b|mEq|k?I?U ?/|[dm]?[lL]\b|10 ?\^)"
)
_COMPARATOR = re.compile(r"(?:[<>≤≥=]|than|to|least|most|above|below|over|under|exceed\w{0,3}) {0,2}\Z")
_PARTNER = re.compile(r" ?(?:-|–|to|and) ?\d{1,3},\d{1,2}(?!\d|[.,]\d)")
_LEVELS = re.compile(
    r"\b(?:ECOG|WHO|PS|ASA|status|class|grades?|stages?|levels?|scores?|types?|segments?|phases?|days?|cycles?)\b"
    r"[^.;\n]{0,14}\Z",
    re.IGNORECASE,
)
_TIME = re.compile(r"[ -]?(?:years?|yrs?|months?|weeks?|days?|hours?)\b")
_CUBIC_MILLIMETRE = "/mm3"
_POINTED = re.compile(r"[1-9](?<![\w.,^].)\d{0,2}\.\d{3}(?![\w]|[.,]\d)")
_PRINTED_UNIT = re.compile(r" ?(?P<unit>[A-Za-zµ%/][A-Za-zµ%/0-9^]{0,15})")
_DECIMAL_POINT = re.compile(r"(?<![\w.,^/])\d{1,3}\.\d{1,2}(?= ?(?:[A-Za-zµ%/×*]|°))(?! ?[A-Z][a-z]{2})")


def _decimal(number: str) -> Decimal:
    return Decimal(_plain(number))


def _restores(analyte: Analyte | None, number: str, exponent: str, tail: str) -> bool | None:
    """Whether `number` times ten to the `exponent` in the unit behind it is plausible; None if that cannot be said."""
    if analyte is None:
        return None
    return fits(analyte, _decimal(number).scaleb(int(exponent)), tail.strip())


def _tail(text: str, at: int) -> str:
    match = re.compile(rf" ?/ ?{_VOLUME}").match(text, at)
    return match.group().replace(" ", "") if match else ""


def _exponent(analyte: Analyte | None, number: str, tail: str) -> str | None:
    """The one exponent that makes a number plausible, where the printed one is lost."""
    if analyte is None:
        return None
    fitting = [e for e in ("3", "6", "9", "12") if _restores(analyte, number, e, tail)]
    return fitting[0] if len(fitting) == 1 else None


def _flat_power(text: str, match: re.Match[str]) -> Edit | None:
    """ "1.5 x 109/L", "1.5 x 10 9/L", "1.5 109/L", "50109/L", "(109/L)": the exponent of ten is raised again."""
    start = max(0, match.start() - 16)
    left = _MANTISSA.search(text[start : match.start()])
    tail = _tail(text, match.end())
    number = left.group("number") if left else None
    times = left is not None and (left.group("times") or left.group("sign")) is not None
    if match.group("named") and not times:
        return None
    at = start + left.start() if left else match.start()
    analyte = analyte_at(text, at, match.end())
    printed = match.group("exponent")
    exponent = printed
    if not printed.isdigit():
        exponent = (_exponent(analyte, number or "1", tail) if times else None) or "\ufffd"
    plausible = _restores(analyte, number or "1", exponent, tail) if exponent.isdigit() else None
    if not times and not (plausible and (number or _is_unit(analyte, text, match, tail))):
        return None
    if number is None:
        return Edit(match.start(), match.end(), f"10^{exponent}", "lost-superscript", True) if printed.isdigit() else None
    gap = (left.group("gap") or "") if left else ""
    return Edit(at, match.end(), _plain(number) + (gap if times else "×") + f"10^{exponent}", "lost-superscript", True)


def _plain(number: str) -> str:
    return number.replace(",", ".").replace(" ", "")


def _is_unit(analyte: Analyte | None, text: str, match: re.Match[str], tail: str) -> bool:
    """Whether "109/L" with no number before it is a power of ten: the bare number is not plausible."""
    before = text[match.start() - 1 : match.start()]
    if analyte is None or before.isalnum() or before in (".", ",", "^", "-"):
        return False
    return not fits(analyte, Decimal(re.sub(r"\D", "", match.group())), tail)


def _glued_power(text: str, match: re.Match[str]) -> Edit | None:
    """ "110^9/L" is 1×10^9/L, "100 10^9/L" is 100×10^9/L: only the multiplication sign is gone."""
    if match.group("gap") and not re.compile(_TAIL).match(text, match.end()):
        return None
    number = _plain(match.group("number"))
    return Edit(match.start(), match.end(), f"{number}×10^{match.group('exponent')}", "lost-multiplication-sign", True)


def _thousands(text: str, match: re.Match[str], continental: bool) -> Edit | None:
    """ "50.000 /mmc", "100 000/µl": a point or a blank between groups of three digits, where a count is meant.

    `continental` says that the page writes its numbers with a point for thousands.
    """
    head, groups = match.group("head"), match.group("groups")
    whole = head + "".join(c for c in groups if c.isdigit())
    point = groups[0] == "."
    spelled = f"{int(whole):,}"
    count = _COUNT_UNIT.match(text, match.end())
    analyte = analyte_at(text, match.start(), match.end())
    if count is None and point:
        return _point(text, match, analyte, spelled, continental)
    if count is None and not (
        analyte and groups.endswith("000") and _COMPARATOR.search(text[max(0, match.start() - 12) : match.start()])
    ):
        return None
    unit_text = _CUBIC_MILLIMETRE if count is None or count.group("volume") else ""
    literal = Decimal(head + groups) if point and groups.count(".") == 1 else None
    if (
        analyte
        and unit_text
        and fits(analyte, Decimal(whole), unit_text) is False
        and literal
        and fits(analyte, literal, unit_text)
    ):
        return None
    rule = "thousands-point" if point else "thousands-blank"
    return Edit(match.start(), match.end(), spelled, rule, True)


def _point(text: str, match: re.Match[str], analyte: Analyte | None, spelled: str, continental: bool) -> Edit | None:
    """A point before three digits, no count behind: several points are thousands; before a power of ten it is a decimal."""
    groups = match.group("groups")
    if groups.count(".") > 1:
        return Edit(match.start(), match.end(), spelled, "thousands-point", True)
    power = re.compile(r" ?[x×*] ?10 ?(?:\^|\*|[eE])(\d{1,2})").match(text, match.end())
    if power is None:
        meant = _meant(text, match.start(), match.end(), analyte)
        thousands = meant == "thousands" or (meant is None and continental and _measures(text, match.start(), match.end()))
        return Edit(match.start(), match.end(), spelled, "thousands-point", True) if thousands else None
    if analyte is None or set(groups) != {".", "0"}:
        return None
    plausible = _restores(analyte, match.group("head"), power.group(1), _tail(text, power.end()))
    return Edit(match.start(), match.end(), match.group("head"), "decimal-point", True) if plausible else None


def _meant(text: str, start: int, end: int, analyte: Analyte | None) -> Literal["thousands", "decimal"] | None:
    """What the analyte's bounds say of a point before three digits ("2.500 ng/mL"), None where both or neither may be."""
    printed = _PRINTED_UNIT.match(text, end)
    if analyte is None or printed is None:
        return None
    literal = Decimal(text[start:end])
    as_decimal, as_thousands = (fits(analyte, value, printed["unit"]) for value in (literal, literal * 1000))
    if as_decimal == as_thousands:
        return None
    return "thousands" if as_thousands else "decimal"


def _measures(text: str, start: int, end: int) -> bool:
    """Whether a number is compared or has a unit, rather than being the number of a version or a paragraph."""
    printed = _PRINTED_UNIT.match(text, end)
    return _COMPARATOR.search(text[max(0, start - 12) : start]) is not None or (
        printed is not None and unit(printed["unit"]) is not None
    )


def _continental(text: str) -> bool:
    """Whether a page writes a point for thousands where a count leaves no doubt, or commas and no point for decimals."""
    pointed = (match for match in islice(_GROUPED.finditer(text), _MOST) if match["groups"][0] == ".")
    if any(match["groups"].count(".") > 1 or _COUNT_UNIT.match(text, match.end()) for match in pointed):
        return True
    if _DECIMAL_POINT.search(text):
        return False
    return any(_decimal_comma(text, match) for match in islice(_COMMA.finditer(text), _MOST))


def unclear_points(text: str) -> Iterator[tuple[int, int]]:
    """Where a reading has a measured number whose point may part thousands or decimals ("2.500 ng/mL")."""
    for match in islice(_POINTED.finditer(text), _MOST):
        start, end = match.span()
        if not _measures(text, start, end) or re.compile(r" ?[x×*] ?10").match(text, end):
            continue
        analyte = analyte_at(text, start, end)
        if _meant(text, start, end, analyte) is None and (analyte is not None or text[end - 2 : end] == "00"):
            yield start, end


def _decimal_comma(text: str, match: re.Match[str]) -> Edit | None:
    """ "2,5 x ULN", "BMI ≥ 18,5": a comma before one or two digits, where a unit or a comparator shows one number."""
    before = text[max(0, match.start() - 30) : match.start()]
    partner = _PARTNER.match(text, match.end())
    behind = _DECIMAL_UNIT.match(text, partner.end() if partner else match.end())
    if behind is None and (_LEVELS.search(before) or _TIME.match(text, match.end())):
        return None
    if behind is None and not _COMPARATOR.search(before) and not before.endswith("/"):
        return None
    spelled = f"{match.group('whole')}.{match.group('fraction')}"
    analyte = analyte_at(text, match.start(), match.end())
    if analyte and behind is None and analyte.low is not None and _outside(analyte, Decimal(spelled)):
        return None
    return Edit(match.start(), match.end(), spelled, "decimal-comma", True)


def _outside(analyte: Analyte, value: Decimal) -> bool:
    return (analyte.low is not None and value < analyte.low) or (analyte.high is not None and value > analyte.high)


def _found(text: str) -> Iterator[Edit | None]:
    if "10" in text:
        yield from (_glued_power(text, m) for m in islice(_GLUED_POWER.finditer(text), _MOST))
        yield from (_flat_power(text, m) for m in islice(_FLAT_POWER.finditer(text), _MOST))
    grouped = list(islice(_GROUPED.finditer(text), _MOST))
    continental = any(match["groups"][0] == "." for match in grouped) and _continental(text)
    yield from (_thousands(text, m, continental) for m in grouped)
    yield from (_decimal_comma(text, m) for m in islice(_COMMA.finditer(text), _MOST))


def repair_numbers(text: str) -> list[Edit]:
    """Edits of damaged numbers, all doubtful."""
    return ordered(edit for edit in _found(text) if edit is not None and text[edit.start : edit.end] != edit.after)
