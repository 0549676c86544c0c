"""Bounds: one number of a comparison together with the comparator printed before or behind it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.quantity.comparator import Comparator, match_comparator
from extractor.quantity.lexer import LENGTHS, Token
from extractor.quantity.unit import LENGTH_CODES, Unit, read_unit
from extractor.quantity.vocabulary import words

MAX_LEAD = 5
MAX_TRAIL = 4
NUMBERS = ("number", "numword", "roman")
STARTS = (*NUMBERS, "article")
_LEAST_DIASTOLIC = 30
_SHORTEST_UNIT = 2
_RATE = 8
_LEAST_DENOMINATOR = 10
_SCALES = (10, 30, 100)
_DISTANCES = (20, 6)
_SMALLEST, _LARGEST = 3, 2000
_SENTENCE = 24
_LONGEST_NAME = 4
_LEAD_TO_VALUE = frozenset(("of", "than", "below", "above"))
_FRACTIONS = {(1, 2), (1, 4), (3, 4), (1, 5)}
Tokens = Sequence[Token]


class Bound(NamedTuple):
    """A number token, its comparator, the index of the token behind it all, and where its last character stands.

    `pair` is the second number of a pair ("140/90").
    """

    token: Token
    comparator: Comparator | None
    next: int
    end: int
    pair: Token | None = None


def read_bound(tokens: Tokens, i: int) -> Bound | None:
    """The number at token `i`, with a comparator and a minus sign of its own if it has them."""
    matched = match_comparator(tokens, i, "before")
    comparator = None
    if matched is not None:
        comparator, i = matched[0], skip(tokens, matched[1], "lead", MAX_LEAD)
    sign = i
    negative = is_sign(tokens, i)
    i += negative or _is_plus_sign(tokens, i)
    if i < len(tokens) and tokens[i].kind == "article" and _lasts(tokens, i):
        return Bound(tokens[i], comparator, i + 1, tokens[i].stop)
    if i >= len(tokens) or tokens[i].kind not in NUMBERS or tokens[i].value is None or tokens[i].glued:
        return None
    if is_denominator(tokens, i) or (i > 1 and tokens[i - 2].kind == "number" and _adds(tokens, i - 1)):
        return None
    token = tokens[i]._replace(start=tokens[sign].start)
    if negative:
        token = token._replace(value=-(token.value or Decimal(0)))
    return _slash(tokens, i, token, comparator)


def is_acuity(tokens: Tokens, i: int) -> bool:
    """Whether a visual acuity as a Snellen fraction begins at token `i`: "20/40" in feet, "6/12" in metres.

    The test distance is its number and the size read at it its unit, so that no digit is lost to division.
    """
    if (
        tokens[i].kind != "number"
        or tokens[i].value not in _DISTANCES
        or not tokens[i + 2].text.isdigit()
        or tokens[i + 2].unit is not None
    ):
        return False
    if not _SMALLEST <= int(tokens[i + 2].text) <= _LARGEST or tokens[i + 1].end != tokens[i + 2].start:
        return False
    around = tokens[max(0, i - _SENTENCE) : i + _SENTENCE]
    return any(token.text in words("acuity") for token in around)


def is_sign(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is the minus of the number behind it: between two numbers it is a dash, before a line a bullet.

    It is glued to its number ("-2.5"), or stands behind a comparator's symbol or "of" ("≤ - 2.5", "of - 2.5").
    """
    if not 0 < i < len(tokens) - 1 or tokens[i].kind != "dash" or tokens[i + 1].kind != "number":
        return False
    before, minus = tokens[i - 1], tokens[i]
    if before.kind in (*STARTS, "fault") or before.text in (")", "+", "%"):
        return False
    return minus.end == tokens[i + 1].start or before.kind == "symbol" or before.text in _LEAD_TO_VALUE


def _is_plus_sign(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is the plus of the number behind it ("-2 to +1")."""
    if not 0 < i < len(tokens) - 1 or tokens[i].text != "+":
        return False
    return tokens[i - 1].end < tokens[i].start and tokens[i].end == tokens[i + 1].start


def is_denominator(tokens: Tokens, i: int) -> bool:
    """Whether the number at token `i` is printed below a stroke: "20/40", "1 g/24 h"."""
    if i < 2 or tokens[i - 1].text != "/" or tokens[i].kind != "number" or tokens[i - 1].end != tokens[i].start:
        return False
    if is_acuity(tokens, i - 2):
        return True
    above = tokens[i - 2]
    if above.kind != "number" or above.stop != tokens[i - 1].start:
        return False
    return above.unit is not None or (tokens[i].value or 0) >= _LEAST_DENOMINATOR


def _lasts(tokens: Tokens, i: int) -> bool:
    """Whether a comparator stands behind "a year"; "or more" may belong to a rate ("3 relapses a year or more")."""
    matched = match_comparator(tokens, i + 1, "after")
    if matched is None:
        return False
    if i > 0 and tokens[i - 1].text in ("for", "lasting"):
        return True
    counted = any(token.kind in NUMBERS for token in tokens[max(0, i - _RATE) : i])
    return matched[0].phrase.endswith(("longer", "shorter")) or not counted


def _slash(tokens: Tokens, i: int, token: Token, comparator: Comparator | None) -> Bound | None:
    """The number at token `i` with what a slash joins to it: "140/90" a pair, "4/10" a score out of ten, "1/2" a half."""
    plain = Bound(token, comparator, i + 1, token.stop)
    if i + 2 >= len(tokens) or tokens[i + 1].text not in ("/", "over") or tokens[i + 2].kind != "number" or token.unit:
        return plain
    other = tokens[i + 2]
    first, second = token.value or Decimal(0), other.value or Decimal(0)
    if tokens[i + 1].text == "over" and not first > second >= _LEAST_DIASTOLIC:
        return plain
    if is_acuity(tokens, i):
        size = Unit(other.end, f"/{other.text}", f"/{other.text}", None)
        return Bound(token._replace(unit=size), comparator, i + 3, other.end)
    if first > second and ((other.unit and other.unit.code == "mm[Hg]") or second >= _LEAST_DIASTOLIC):
        return Bound(token._replace(unit=other.unit), comparator, i + 3, other.stop, other)
    if second in _SCALES and first <= second:
        return Bound(token._replace(unit=other.unit), comparator, i + 3, other.stop)
    if (int(first), int(second)) in _FRACTIONS and first < second:
        return Bound(token._replace(value=first / second, unit=other.unit), comparator, i + 3, other.stop)
    return None


def skip(tokens: Tokens, i: int, role: str, limit: int) -> int:
    """The index behind at most `limit` words of a role of `quantity_words.csv`."""
    allowed = words(role)
    for _ in range(limit):
        if i >= len(tokens) or tokens[i].text not in allowed:
            break
        i += 1
    return i


def joins(token: Token) -> bool:
    """Whether a token joins the two ends of a range."""
    return token.kind == "dash" or token.text in words("to")


def read_tail(tokens: Tokens, low: Bound) -> Bound | None:
    """The upper number of a range whose lower number is `low`, or None."""
    i = low.next
    up = low.comparator is None and i + 1 < len(tokens) and tokens[i].text == "up" and joins(tokens[i + 1])
    i += up
    if i + 1 >= len(tokens) or not (joins(tokens[i]) or _is_next_year(tokens, low, i)):
        return None
    high = read_bound(tokens, i + 1)
    if high is None and tokens[i].kind != "dash":
        high = read_bound(tokens, skip(tokens, i + 1, "lead", 2))
    if high is None or (high.comparator is not None and high.comparator.bound != "high"):
        return None
    if up and (low.token.value or 0) >= (high.token.value or 0):
        return None
    return high


def _is_next_year(tokens: Tokens, low: Bound, i: int) -> bool:
    """Whether "or" joins two years of age that follow each other ("16 or 17 years old")."""
    above = tokens[i + 1]
    if tokens[i].text != "or" or low.comparator or low.token.unit or above.unit is None or above.unit.code != "a":
        return False
    return above.kind == "number" and low.token.value is not None and above.value == low.token.value + 1


def read_after(text: str, tokens: Tokens, bound: Bound) -> Bound:
    """The bound with the comparator that stands behind its number, if one does ("18 years of age or older", "18+")."""
    i = bound.next
    if i < len(tokens) and tokens[i].start <= bound.token.stop + 1 and _adds(tokens, i):
        return bound
    i = _past_share(tokens, _past_rate(tokens, _restated(tokens, bound), bound), bound)
    matched = match_comparator(tokens, skip(tokens, i, "trail", MAX_TRAIL), "after") or match_comparator(tokens, i, "after")
    if matched is not None and not _opens(tokens, matched[1], matched[0]):
        return _unit_behind(
            text, tokens, bound._replace(comparator=matched[0], next=matched[1], end=tokens[matched[1] - 1].end)
        )
    return _flipped(tokens, bound)


def _adds(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is a plus that joins two numbers ("3+4", "24+0")."""
    return (
        tokens[i].text == "+"
        and i + 1 < len(tokens)
        and tokens[i + 1].kind == "number"
        and tokens[i + 1].start == tokens[i].end
    )


def _restated(tokens: Tokens, bound: Bound) -> int:
    """The index behind a bracket with the value in another unit and before a comparator ("1 g/L (100 mg/dL) or more")."""
    i = bound.next
    if i + 2 >= len(tokens) or tokens[i].text != "(" or bound.token.unit is None:
        return i
    inner = read_bound(tokens, skip(tokens, i + 1, "lead", 2))
    if inner is None or inner.token.unit is None or inner.next >= len(tokens) or tokens[inner.next].text != ")":
        return i
    return inner.next + 1 if match_comparator(tokens, inner.next + 1, "after") else i


def _past_rate(tokens: Tokens, i: int, bound: Bound) -> int:
    """The index behind a time in which the number is counted and before a comparator ("5 mm in 5 minutes or less")."""
    unit = bound.token.unit
    if i + 1 >= len(tokens) or tokens[i].text not in ("in", "over", "per", "/") or unit is None or unit.code in LENGTH_CODES:
        return i
    time = tokens[i + 1].unit if tokens[i + 1].kind in NUMBERS else None
    rated = time is not None and time.code in LENGTH_CODES and match_comparator(tokens, i + 2, "after") is not None
    return i + 2 if rated else i


def _past_share(tokens: Tokens, i: int, bound: Bound) -> int:
    """The index behind what the number is a part of and before a comparator ("75 % of the planned dose or more")."""
    if bound.token.unit is None or i >= len(tokens) or tokens[i].text != "of":
        return i
    for j in range(i + 2, min(i + 2 + _LONGEST_NAME, len(tokens))):
        matched = match_comparator(tokens, j, "after")
        if matched is not None and matched[0].phrase.startswith("or "):
            return i if tokens[j - 1].text in LENGTHS else j  # not of "three days of the week or more"
        if tokens[j].kind not in ("word", "article") or tokens[j].text in words("joint"):
            return i
    return i


def _unit_behind(text: str, tokens: Tokens, bound: Bound) -> Bound:
    """The bound with the unit that stands behind the comparator ("3 or more years")."""
    unit = None if bound.token.unit else read_unit(text, bound.end)
    if unit is None or unit.code is None or len(unit.text or "") < _SHORTEST_UNIT:
        return bound
    i = bound.next
    while i < len(tokens) and tokens[i].start < unit.end:
        i += 1
    return bound._replace(token=bound.token._replace(unit=unit), next=i, end=unit.end)


def _opens(tokens: Tokens, i: int, comparator: Comparator) -> bool:
    """Whether the words taken for a comparator behind a number belong to the next number ("or at least 3", "minimum 5").

    What stands behind a colon is another statement ("12 years and over: 2 mg/dL"), behind "at" a circumstance.
    """
    if comparator.phrase == "+" or (i < len(tokens) and tokens[i].text in ("(", ":", "at")):
        return False
    behind = read_bound(tokens, skip(tokens, i, "lead", 2))
    return behind is not None and behind.comparator is None


def _flipped(tokens: Tokens, bound: Bound) -> Bound:
    """ "145 mmHg <= SBP", "18 < age", "18 years <=": the symbol behind the number faces what is measured: it is turned."""
    i = bound.next
    if i >= len(tokens) or tokens[i].kind != "symbol" or bound.comparator is not None:
        return bound
    if i + 1 < len(tokens) and tokens[i + 1].kind != "word":
        return bound
    matched = match_comparator(tokens, i, "before")
    if matched is None or matched[0].bound == "equal":
        return bound
    comparator = matched[0]._replace(bound="high" if matched[0].bound == "low" else "low")
    return bound._replace(comparator=comparator, next=i + 1, end=tokens[i].end)
