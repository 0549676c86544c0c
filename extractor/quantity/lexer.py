"""The lexer: characters to tokens. It never splits on white space alone, so "Hb>=9.0g/dL" comes apart where it should."""

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extractor.quantity.calendar import WRITTEN_DATE
from extractor.quantity.fault import FAULT
from extractor.quantity.gestation import GESTATION, gestation_days
from extractor.quantity.numeral import (
    NUMERAL,
    ROMAN,
    number_phrase,
    number_words,
    phrase_openers,
    read_digits,
    roman,
    split_power,
)
from extractor.quantity.unit import Unit, read_unit
from extractor.quantity.vocabulary import words

_DASH = "-–—‐‑‒−~～∼〜÷"
_SYMBOLS = "<>≤≥⩽⩾≦≧＜＞˂˃﹤﹥≮≯="
_MASTER = re.compile(
    rf"[\s_]*+(?:(?P<calendar>(?=[\dA-Z]){WRITTEN_DATE})"
    r"|(?P<word>[^\W\d_][^\W_]*+(?:['’][^\W\d_]{1,3})?+(?:[-‐‑–][^\W_]+){0,8}+)"
    r"|(?P<date>\b\d{1,4}(?P<mark>[/.-])\d{1,2}(?P=mark)\d{2,4}\b(?![/.-]\d))"
    r"|(?P<titer>(?<![\d:.])1 ?: ?(?P<titre>\d{2,5})(?![\d:]))"
    r"|(?P<section>\d{1,3}(?:\.\d{1,3}){2,6}+)"
    rf"|(?P<gestation>{GESTATION})"
    rf"|(?P<fault>{FAULT})"
    r"|(?P<ordinal>\d{1,4}(?:st|nd|rd|th)\b)"
    rf"|(?P<number>{NUMERAL})"
    rf"|(?P<symbol>=[<>](?!=)|[{_SYMBOLS}] ?(?:/ ?|or )?=|[{_SYMBOLS}])"
    r"|(?P<plusminus>±|\+ ?/ ?[-–])"
    rf"|(?P<dash>[{_DASH}]{{1,3}})"
    r"|(?P<other>[^\s\w]))"
)
_SYMBOL_VALUE = {
    **dict.fromkeys("<＜˂﹤", "<"),
    **dict.fromkeys(">＞˃﹥", ">"),
    **dict.fromkeys("≤⩽≦≯", "<="),
    **dict.fromkeys("≥⩾≧≮", ">="),
    "=": "=",
}
_NEVER_COUNTED = ("li", "blind", "dummy", "mask")  # half-life, double-blind
_LONGEST_ROMAN = 4
_GLUED = re.compile(r"([^\W\d_]{2,6})\d.*")
_LAKHS = re.compile(r"[ \u00a0]?(?:la(?:kh|c)s?|(?P<crore>crores?))(?![^\W_])", re.IGNORECASE)
_POWER_OF_TEN = re.compile(r"10\*\d{1,2}")
COMPOUND = {
    ("wk", "d"): 7,
    ("a", "mo"): 12,
    ("[ft_i]", "[in_i]"): 12,
    ("[stone_av]", "[lb_av]"): 14,
    ("[lb_av]", "[oz_av]"): 16,
}
_PART = re.compile(r"[^-‐‑–]+")
_ARTICLES = ("a", "an")
LENGTHS = {
    "year": (1, "a"),
    "month": (1, "mo"),
    "week": (1, "wk"),
    "day": (1, "d"),
    "hour": (1, "h"),
    "fortnight": (2, "wk"),
    "decade": (10, "a"),
}
_LENGTH = re.compile(rf"[ \u00a0](?:full |whole |calendar )?(?P<unit>{'|'.join(LENGTHS)})(?![^\W_])", re.IGNORECASE)

_LAST = re.compile(r"[ \u00a0](?P<unit>year|month|week|fortnight|decade)(?![^\W_])(?! of\b)", re.IGNORECASE)
_BESIDE = re.compile(
    r"[ \u00a0](?P<unit>year|month|week|fortnight|day|hour)(?= (?:immediately |just |right )?"
    r"(?:before|prior to|preceding|leading up to|after|following)\b)",
    re.IGNORECASE,
)
_BIRTHDAY = re.compile(r"[ \u00a0]birthdays?\b", re.IGNORECASE)
_ORDINALS = re.compile(
    r"[ \u00a0]?(?:and|to|or|through|-|–)[ \u00a0](?:the )?\d{1,3}(?:st|nd|rd|th)[ \u00a0](?:(?:per)?centile|birthday)",
    re.IGNORECASE,
)
_OF_ONE = re.compile(r"[ \u00a0]an?(?=[ \u00a0])", re.IGNORECASE)  # "half a pack"
_MINUS = re.compile(r"[ \u00a0](?=\d)")


class Token(NamedTuple):
    """One token. `text` is lower case; `value` is set on numbers; `stop` is where the number's unit ends (else `end`).

    The kind "article" is a length of time without a number, "a year": a number only beside a comparator.
    """

    kind: str
    start: int
    end: int
    text: str
    value: Decimal | None = None
    unit: Unit | None = None
    glued: bool = False

    @property
    def stop(self) -> int:
        return self.unit.end if self.unit else self.end


def tokens(text: str) -> list[Token]:
    """The tokens of `text` in order. Dates, section numbers and names with digits ("CD19", "COVID-19") are no numbers."""
    found: list[Token] = []
    position = 0
    search = _MASTER.search
    while match := search(text, position):
        kind = match.lastgroup or "other"
        start, position = match.span(kind)
        written = match[kind]
        if kind == "word":
            position = _word(text, start, position, written, found)
        elif kind == "titer":
            unit = Unit(position, written, "{titer}", None)
            found.append(Token("number", start, position, written, Decimal(match["titre"]), unit))
        elif kind == "ordinal" and (counted := _ordinal(text, start, position, written)):
            found.append(counted)
            position = counted.stop
        elif kind == "gestation":
            found.append(_gestation(text, start, position, written))
            position = found[-1].stop
        elif kind == "number":
            token = _number(text, start, position, written)
            position = token.stop
            if parts := _compounded(text, found, token):
                token = _compound(found[-parts], token)
                del found[-parts:]
            found.append(token)
        elif kind == "symbol":
            found.append(Token("symbol", start, position, _symbol(written)))
        elif written == ")" and _repeats(found):
            position = _merge(text, position, found)
        else:
            found.append(Token(kind, start, position, written.lower()))
    return found


def _ordinal(text: str, start: int, end: int, written: str) -> Token | None:
    """An ordinal that counts: "10th percentile", "the 3rd" of "the 3rd and the 97th percentile", "65th birthday"."""
    token = Token("number", start, end, written, Decimal(written[:-2]))
    unit = read_unit(text, end)
    if unit is not None and unit.code == "{percentile}":
        return token._replace(unit=unit)
    if birthday := _BIRTHDAY.match(text, end):
        return token._replace(unit=Unit(birthday.end(), text[start : birthday.end()], "a", None))
    return token if _ORDINALS.match(text, end) else None


def _gestation(text: str, start: int, end: int, written: str) -> Token:
    """A gestational age in weeks and days, as a number of days; the word "weeks" may stand behind it."""
    weeks = read_unit(text, end)
    stop = weeks.end if weeks is not None and weeks.code == "wk" else end
    return Token("number", start, end, written, gestation_days(written), Unit(stop, text[start:stop], "d", None))


def _compounded(text: str, found: list[Token], token: Token) -> int:
    """How many of the last tokens `token` makes one length with, as its smaller unit: "16 weeks 3 days" (1), "28 weeks and
    3 days" (2); 0 where it stands for itself.
    """
    back = 2 if len(found) > 1 and found[-1].kind != "number" else 1
    if len(found) < back or found[-back].kind != "number" or token.unit is None or token.value is None:
        return 0
    larger = found[-back].unit
    parts = COMPOUND.get((larger.code or "", token.unit.code or "")) if larger is not None else None
    if parts is None or token.value >= parts or text[found[-back].stop : token.start] not in (" ", ", ", "", " and "):
        return 0
    return 0 if len(found) > back and found[-back - 1].text == "between" else back


def _compound(first: Token, second: Token) -> Token:
    """One length (of time, of the body) or weight in its smaller unit; exact."""
    larger, smaller = first.unit, second.unit
    if larger is None or smaller is None or first.value is None or second.value is None:
        return second
    value = first.value * COMPOUND[larger.code or "", smaller.code or ""] + second.value
    unit = Unit(smaller.end, f"{larger.text} {smaller.text}", smaller.code, None)
    return first._replace(end=second.end, value=value, unit=unit)


def _repeats(found: list[Token]) -> bool:
    """Whether the last tokens say one number twice, "two (2"."""
    if len(found) < 3 or found[-2].text != "(" or found[-1].value is None:
        return False
    return found[-3].value == found[-1].value and found[-3].unit is None


def _merge(text: str, end: int, found: list[Token]) -> int:
    """Make one token of a number said twice; its unit stands behind the bracket. Returns where the lexer goes on."""
    first = found[-3]
    del found[-3:]
    found.append(first._replace(end=end, unit=read_unit(text, end)))
    return found[-1].stop


def _symbol(written: str) -> str:
    if written in ("=<", "=>"):
        return f"{written[1]}="
    first = _SYMBOL_VALUE[written[0]]
    return f"{first}=" if len(written) > 1 and first in "<>" else first


def _number(text: str, start: int, end: int, written: str) -> Token:
    mantissa, exponent = split_power(written)
    unit = None
    if exponent is not None and mantissa:
        unit = read_unit(text, end, f"10^{exponent}")
    if unit is not None:
        value = read_digits(mantissa)
        unit = unit._replace(text=text[start + len(mantissa) : unit.end].strip())
    else:
        value = read_digits(mantissa or "1").scaleb(exponent or 0)
        unit = read_unit(text, end)
    glued = unit is None and end < len(text) and text[end].isalpha()
    return _scaled(text, Token("number", start, end, written, value, unit, glued))


def _scaled(text: str, token: Token) -> Token:
    """ "1 million copies/mL" is 1000000 copies/mL: a power of ten behind a number belongs to it where a count follows.

    "1 lakh/cumm" is 100000 /mm3.
    """
    if token.unit is None and token.value is not None and (counted_in := _LAKHS.match(text, token.end)):
        scale, end = (7 if counted_in["crore"] else 5), counted_in.end()
        return token._replace(end=end, value=token.value * 10**scale, unit=read_unit(text, end), glued=False)
    power = token.unit.code if token.unit else None
    if token.unit is None or token.value is None or power is None or not _POWER_OF_TEN.fullmatch(power):
        return token
    counted = read_unit(text, token.unit.end)
    if counted is None or counted.code is None or not counted.code.startswith("{"):
        return token
    return token._replace(value=token.value * 10 ** int(power[3:]), unit=counted)


def _word(text: str, start: int, end: int, written: str, found: list[Token]) -> int:
    """Append the token or tokens of a word; returns where the lexer goes on."""
    lower = written.lower()
    if lower not in _telling_words() and written.isalpha():
        found.append(Token("word", start, end, lower))
        return end
    phrase = number_phrase(text, start, lower)
    if phrase is not None and phrase.value is None:
        found.append(Token("word", start, phrase.end, text[start : phrase.end].lower()))
        return phrase.end
    if phrase is not None:
        unit = Unit(phrase.end, text[start : phrase.end], phrase.unit, None) if phrase.unit else read_unit(text, phrase.end)
        found.append(Token("numword", start, phrase.end, text[start : phrase.end].lower(), phrase.value, unit))
        return found[-1].stop
    if lower in _ARTICLES and (length := _LENGTH.match(text, end)):
        found.append(
            _length(length)._replace(kind="article", start=start, end=length.end(), text=text[start : length.end()].lower())
        )
        return length.end()
    if length := _named_length(text, end, lower):
        found.append(Token("word", start, end, lower))
        found.append(_length(length))
        return length.end()
    if lower == "minus" and (gap := _MINUS.match(text, end)) and not (found and found[-1].text in ("or", "and", "plus")):
        found.append(Token("dash", start, gap.end(), "−"))
        return gap.end()
    value = number_words().get(lower)
    if value is not None:
        one = _OF_ONE.match(text, end) if lower == "half" else None
        found.append(_scaled(text, Token("numword", start, end, lower, value, read_unit(text, one.end() if one else end))))
        return found[-1].stop
    if not written.isalpha():
        cut = _cut(written, lower)
        if cut:
            return _word(text, start, start + cut, written[:cut], found)
    level = roman(written) if end - start < _LONGEST_ROMAN and written.isupper() else None
    if level is None:
        found.append(Token("word", start, end, lower))
    else:
        found.append(Token("roman", start, end, lower, Decimal(level)))
    return end


@cache
def _telling_words() -> frozenset[str]:
    """The words of letters alone that can be more than a word: most are in no list that `_word` goes through."""
    return frozenset((*phrase_openers(), *number_words(), *ROMAN, *_ARTICLES, *words("window"), "the", "minus"))


def _named_length(text: str, end: int, lower: str) -> re.Match[str] | None:
    """The length of time behind "last" or "the" that stands for one: "in the past year", "in the week before surgery"."""
    if lower == "the":
        return _BESIDE.match(text, end)
    return _LAST.match(text, end) if lower in words("window") else None


def _length(named: re.Match[str]) -> Token:
    """The number of a length of time that is printed without one; it stands right before the unit and takes no place."""
    count, code = LENGTHS[named["unit"].lower()]
    unit = Unit(named.end(), named["unit"], code, None)
    return Token("numword", named.start("unit"), named.start("unit"), "", Decimal(count), unit)


def _cut(written: str, lower: str) -> int:
    """Where a word of several parts comes apart ("six-month", "II-IV", "than10"), 0 if it stays whole."""
    glued = _GLUED.fullmatch(lower)
    if glued is not None and glued[1] in words("glued"):
        return glued.end(1)
    head = _PART.match(lower)
    if head is None or head.end() == len(lower) or lower[head.end() + 1 :].startswith(_NEVER_COUNTED):
        return 0
    parts = written.isupper() and all(roman(part) for part in _PART.findall(written))
    return head.end() if parts or head[0] in number_words() else 0
