"""Comparators that a conversion destroyed: "SpO2 = 93%", "Age =18 years and =79 years", "³18 years", "â?¥ 18".

Nothing is edited. What most often stood there is proposed to a person; "=" between a name and a number is no comparator
where it defines something ("1 drink = 12 oz", "n = 30", "1000/mm3 (= 1.0 x 10^9/L)").
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import NamedTuple

from extractor.repair.vocabulary import table

_MOST = 2000
"""No page has more lost comparators than this; the rest of a hostile text is not looked at."""

_WORD = r"(?!(?:or|and|to|for|at|on|in|of|out|but|by|with|if|is|as|the|from|who|that|upper|Upper)(?![A-Za-z]))"
_UNIT = rf"(?:%|°[ ]?[CF]?|{_WORD}[A-Za-zµ/][A-Za-zµ/^%](?:[A-Za-zµ0-9/^%.]{{0,13}}[A-Za-zµ0-9%])?|[A-Zhdgm](?![A-Za-z]))"
_NUMBER = rf"\d(?:[\d.,]{{0,9}}\d)?(?: ?[x×*] ?10 ?\^?\d{{0,2}})?(?: ?{_UNIT})?"
_LEVEL = (
    r"(?:(?:CTCAE |NCI )?[Gg]rade|(?:NYHA |CCS )?[Cc]lass|[Ss]tage|Child|NYHA|ASA)[- ]?(?:Pugh )?[- ]?(?:class )?"
    r"(?:[0-9]|[IV]{1,3}|[ABC])(?![A-Za-z])"
)
_VALUE = re.compile(rf"[ \t]{{0,3}}(?:\n[ \t]{{0,20}})?(?:to )?(?P<value>{_NUMBER}|{_LEVEL})")
_NAME = re.compile(r"(?:[\w/()%.-]{1,30} ?){1,3}+\Z")

_LEAD = re.compile(r"(?:(?:and|or|with|of|the|a|an|in|to|by|\d[\w.,%/]*+)[ ])++(?=[A-Za-z(])")

_EQUALS = re.compile(r"=(?<![<>=!≤≥~:/+≠-].)(?![<>=≤≥/+-])")
_PAIR = re.compile(r"[<>≤≥][ ]?(?:or|/|and)?[ ]?\Z")
_STATISTIC = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]|[Aa]lpha|α|β|[Pp]ower|kappa|HR|RR|SD|mean|median|[Mm]aximum [a-z-]{1,20}"
    r"|version|code|ICD|item)[ ]?\Z"
)
_DEFINED = re.compile(
    r"(?:(?<![\w.])(?!0\d)\d[\d.,]{0,9}|\d\+\d|\b(?:1|one) ?[A-Za-zµ][A-Za-zµ/0-9]{0,12}(?: \(?[a-z]{1,12}\)?)?)[ ]?\Z"
)
_LISTED = re.compile(r"(?:^|[(:;,\n])[ ]{0,3}(?!0\d)\d{1,3}(?:\.\d+)? ?[A-Za-z%µ/]{0,12}(?: [A-Za-z]{1,12})?[ ]?\Z")
_CONVERTED = re.compile(r"(?:[<>≤≥=][ ]?|than |least |most )?\d[\d.,]{0,9}[^()\n;]{1,30}\([ ]?\Z")
_MEASURED = re.compile(r"[<>≤≥=]|than |least |most |\d ?(?:%|[lL]\b|[mkµnp]?g|[mµnp]?mol|mm|cells|/)")
_FORMULA = re.compile(r"[ ]?[-+–×*][ ]?\(?(?:age|weight|height|\()", re.IGNORECASE)
_STATED = re.compile(
    r"[ ]?[-–][ ]?\d|[^.;()\n]{0,16}\bor (?:higher|more|older|greater|above|less|lower|below|fewer|younger)\b"
)
_SCALE = re.compile(r"=[ ]?\d{1,2}[ ]?(?=[,;)])")
_BETWEEN = re.compile(r"[ ]?(?:years?|yrs?|y\.?o\.?)?(?: old| of age)?,?[ ]?(?:and|to|but|-|–|&|or)?[ ]?\Z")

_SYMBOL = re.compile(r"[³£?\ufffd]|โ[ฅค]?|â\?[¥¤]")
_MEANT = {"³": ">=", "£": "<=", "โฅ": ">=", "โค": "<=", "â?¥": ">=", "â?¤": "<="}
_MONEY = re.compile(
    r"(?:pay|paid|cost|voucher|reimburs|compens|expens|\bfee|per hour|travel|price|income|gift|earn|salary)", re.IGNORECASE
)
_AMOUNT = re.compile(
    r"[ ]?\d[\d.,]{0,9}[ ]?(?:%|°|[x×*]|times|years?|yrs?|months?|weeks?|days?|hours?|[mkµnp]?g\b|[mkµnp]?g ?/|[mµn]?mol"
    r"|mm|cm|kg|/|[A-Z]LN|points|cells|breaths|beats|[lL]\b)"
)
_AGE = re.compile(r"\b[Aa]ge[ds]?\b")
_SECTION = re.compile(r"\b(?:(non-? ?inclusion|exclusion|excluded)|(inclusion|included))\b", re.IGNORECASE)


class LostComparator(NamedTuple):
    """A place where a comparator must have stood, from the name before it to the end of its number, in the reading.

    `proposal` is a likely spelling (">= 18 years"), None where nothing is likelier; `reason` is a code: "equals",
    "equals-pair", "equals-beside-signs" (the page also has real ≥ or ≤), "symbol-font", "question-mark", "lost-character",
    "lost-bytes".
    """

    start: int
    end: int
    proposal: str | None
    reason: str


class _Place(NamedTuple):
    """A sign at `at`, the name before it from `start`, the number after it (`value`) to `end`."""

    start: int
    at: int
    end: int
    value: str
    meant: str | None
    reason: str


def _clause(text: str, at: int) -> str:
    """What stands before a sign, within its clause: at most 60 characters."""
    before = text[max(0, at - 60) : at]
    return re.split(r"[;•]|\.[ \n]|\n[ \t]*+(?=[\n*-])|\n[ \t]*+\d{1,2}[.)]", before)[-1]


def _start(text: str, at: int) -> int:
    """Where the name before a sign begins."""
    clause = _clause(text, at).rsplit("\n", 1)[-1]
    name = _NAME.search(clause)
    if name is None:
        return at
    lead = _LEAD.match(name.group())
    return at - len(name.group()) + (lead.end() if lead else 0)


def _in_address(text: str, at: int) -> bool:
    token = text[max(0, at - 200) : at].rsplit(None, 1)[-1:]
    return bool(token) and ("://" in token[0] or "www." in token[0])


def _is_scale(text: str, at: int) -> bool:
    """Whether a sign stands among two or more of a scale's steps in one parenthesis: "(none = 0, severe = 3)"."""
    opened = text.rfind("(", max(0, at - 120), at)
    if opened < 0 or text.find(")", opened, at) >= 0:
        return False
    closed = text.find(")", at, at + 120)
    return closed > 0 and len(_SCALE.findall(text[opened : closed + 1])) >= 2


def _is_definition(text: str, at: int, end: int) -> bool:
    """Whether "=" says what something is rather than where its limit lies."""
    clause = _clause(text, at)
    if _PAIR.search(clause) or _STATISTIC.search(clause) or _DEFINED.search(clause):
        return True
    if (
        _STATED.match(text, end)
        or _LISTED.search(clause)
        or _in_address(text, at)
        or _FORMULA.match(text, end)
        or _is_scale(text, at)
    ):
        return True
    converted = _CONVERTED.search(clause)
    return converted is not None and _MEASURED.search(converted.group()) is not None


def _has_unit(text: str, at: int, value: str) -> bool:
    """Whether a number is an age or has a unit: only then "=" is suspect on a page that prints real signs elsewhere."""
    return not value[-1].isdigit() or _AGE.search(text[max(0, at - 12) : at]) is not None


def _equals(text: str) -> Iterator[_Place]:
    beside = "≥" in text or "≤" in text
    for match in islice(_EQUALS.finditer(text), _MOST):
        value = _VALUE.match(text, match.end())
        if value is None or _is_definition(text, match.start(), value.end()):
            continue
        if (beside and not _has_unit(text, match.start(), value.group("value"))) or value.group("value") == "0":
            continue
        reason = "equals-beside-signs" if beside else "equals"
        yield _Place(_start(text, match.start()), match.start(), value.end(), value.group("value"), None, reason)


def _reason(sign: str) -> str:
    if sign in "³£":
        return "symbol-font"
    return {"?": "question-mark", "\ufffd": "lost-character"}.get(sign, "lost-bytes")


def _is_symbol(text: str, start: int, end: int, value: str) -> bool:
    """Whether a stray sign before a number stands for a comparator."""
    sign, before = text[start:end], text[max(0, start - 1) : start]
    if sign == "£":
        line = text[max(0, start - 100) : end + 60]
        return _AMOUNT.match(text, end) is not None and not _MONEY.search(line)
    if sign in "?\ufffd" and before.isdigit():  # "50?10^9", "18?65": inside a number stood a times sign or a dash
        return False
    if sign == "?":
        if before == "" or before in "\n\t":
            return _AMOUNT.match(text, end) is not None
        glued = text[end : end + 1].isdigit()
        return (before in " (" or (glued and (before.isalnum() or before == ")"))) and not _in_address(text, start)
    return before != "^" and not (sign == "³" and before.isdigit())


def _symbols(text: str) -> Iterator[_Place]:
    if text.isascii() and "?" not in text:
        return
    for match in islice(_SYMBOL.finditer(text), _MOST):
        value = _VALUE.match(text, match.end())
        if value is None or "\n" in value.group() or not _is_symbol(text, match.start(), match.end(), value.group("value")):
            continue
        sign = match.group()
        yield _Place(
            _start(text, match.start()), match.start(), value.end(), value.group("value"), _MEANT.get(sign), _reason(sign)
        )


@cache
def _concepts() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    rows = table("repair_comparators.csv")
    return tuple(
        (re.compile(rf"(?<![a-z0-9]){re.escape(row['concept'])}"), row["section"], row["comparator"]) for row in rows
    )


def _usual(context: str, section: str) -> str | None:
    """The comparator that usually stands after the concept named last in the context."""
    best: tuple[int, str] | None = None
    for concept, wanted, comparator in _concepts():
        if wanted not in ("any", section):
            continue
        found = [match.start() for match in concept.finditer(context)]
        if found and (best is None or found[-1] > best[0]):
            best = (found[-1], comparator)
    return best[1] if best else None


def _number(value: str) -> Decimal:
    """The number at the head of a value, thousands commas left out; zero where there is none ("Grade 3")."""
    digits = re.match(r"\d{1,12}(?:\.\d{1,6})?", value.replace(",", ""))
    return Decimal(digits.group()) if digits else Decimal(0)


def _spelled(text: str, place: _Place, section: str) -> str | None:
    context = (_clause(text, place.at) + " " + place.value).lower()
    comparator = place.meant or _usual(context, section)
    return f"{comparator} {place.value}" if comparator else None


def _is_pair(text: str, first: _Place, second: _Place) -> bool:
    return second.at - first.end <= 30 and _BETWEEN.match(text[first.end : second.at]) is not None


def _joined(first: _Place, second: _Place) -> LostComparator:
    """Two limits of one quantity: the smaller number is the lower one."""
    rising = _number(first.value) <= _number(second.value)
    low, high = (first, second) if rising else (second, first)
    return LostComparator(first.start, second.end, f">= {low.value} and <= {high.value}", "equals-pair")


def lost_comparators(reading: str) -> tuple[LostComparator, ...]:
    """The places of a reading where a comparator was lost, in page order; a lower and an upper limit in one breath are one.

    Coordinates are of the reading. Nothing is raised; a text without such signs gives the empty tuple.
    """
    places = sorted((*_equals(reading), *_symbols(reading)), key=lambda place: place.at)
    if not places:
        return ()
    headings = [(m.start(), "exclusion" if m.group(1) else "inclusion") for m in islice(_SECTION.finditer(reading), _MOST)]
    starts = [start for start, _ in headings]
    found: list[LostComparator] = []
    i = 0
    while i < len(places):
        place = places[i]
        if i + 1 < len(places) and place.meant is None and _is_pair(reading, place, places[i + 1]):
            found.append(_joined(place, places[i + 1]))
            i += 2
            continue
        heading = bisect_right(starts, place.at) - 1
        section = headings[heading][1] if heading >= 0 else "any"
        found.append(LostComparator(place.start, place.end, _spelled(reading, place, section), place.reason))
        i += 1
    return tuple(found)
