"""The grammar: tokens to quantities. One pass from left to right, every rule looks a bounded number of tokens ahead."""

from decimal import Decimal
from functools import cache

from extractor.model.values import Members, Range
from extractor.quantity.aside import without_asides
from extractor.quantity.bound import (
    MAX_LEAD,
    MAX_TRAIL,
    NUMBERS,
    STARTS,
    Bound,
    Tokens,
    is_sign,
    joins,
    read_after,
    read_bound,
    read_tail,
    skip,
)
from extractor.quantity.comparator import Comparator, first_words, match_comparator
from extractor.quantity.lexer import COMPOUND, Token
from extractor.quantity.quantity import Quantity
from extractor.quantity.sharing import share
from extractor.quantity.unit import LENGTH_CODES, Unit, read_reference
from extractor.quantity.vocabulary import words

_LONGEST_NAME = 6
_OPENING = (*STARTS, "plusminus")
_YEARS = range(1900, 2101)
_ROMAN_LEVELS = ("I", "II", "III", "IV", "V", "VI")
_BELOW = Comparator("outside", "high", False, "")
_ABOVE = Comparator("outside", "low", False, "")
_OPEN_SIGNS = frozenset((">", ">="))
Parsed = tuple[tuple[Quantity, ...], int] | None


def parse(text: str, tokens: Tokens) -> list[Quantity]:
    """The quantities of a token list, in order; they do not overlap."""
    found: list[Quantity] = []
    i = 0
    opening = openers()
    while i < len(tokens):
        kind = tokens[i].kind
        if kind not in _OPENING and tokens[i].text not in opening and not (kind == "dash" and _opens_signed(tokens, i)):
            i += 1
            continue
        result = (
            _between(tokens, i)
            or _aged_from(text, tokens, i)
            or _compared(text, tokens, i)
            or _tolerance(tokens, i)
            or _plain(text, tokens, i)
        )
        if result is None:
            i += 1
            continue
        found.extend(result[0])
        i = result[1]
    return share(text, without_asides(text, found))


@cache
def openers() -> frozenset[str]:
    """The words and symbols that can begin a comparison."""
    return frozenset((*words("between"), "from", *first_words("before")))


def _opens_signed(tokens: Tokens, i: int) -> bool:
    """Whether a signed number begins at the dash `i` without a comparator: "a score of -2.5 or lower", "(-4 to +2)"."""
    return is_sign(tokens, i) and _leads_to_sign(tokens, i)


def _leads_to_sign(tokens: Tokens, i: int) -> bool:
    """Whether what stands before a minus leaves no doubt that it is one: behind most words it may be a mere dash."""
    before = tokens[i - 1]
    if before.text in ("(", "["):
        return True
    if before.end == tokens[i].start:
        return False
    return tokens[i].text == "−" or before.text.endswith("score") or before.text in words("signed")


def _between(tokens: Tokens, i: int) -> Parsed:
    """ "between X and Y", "from X to Y", "range: X - Y"."""
    opener = tokens[i].text
    if opener not in words("between") and opener != "from":
        return None
    low = read_bound(tokens, skip(tokens, i + 1, "lead", MAX_LEAD))
    if low is None:
        return None
    k = skip(tokens, low.next, "trail", MAX_TRAIL)
    k += k + 1 < len(tokens) and tokens[k].text == "up" and joins(tokens[k + 1])
    if k >= len(tokens) or not (joins(tokens[k]) or (opener != "from" and tokens[k].text in ("and", "or", "an", "&"))):
        return None
    high = read_bound(tokens, k + 1) or read_bound(tokens, skip(tokens, k + 1, "lead", MAX_LEAD))
    if high is None:
        return None
    return _range(tokens[i].start, low, high, "outside" if _is_outside(tokens, i) else opener, _is_denied(tokens, i))


def _is_denied(tokens: Tokens, i: int) -> bool:
    """Whether "not" or "not be" stands before token `i`."""
    before = i - 1 if i > 0 and tokens[i - 1].text == "be" else i
    return before > 0 and tokens[before - 1].text == "not"


def _aged_from(text: str, tokens: Tokens, i: int) -> Parsed:
    """ "adults from 18 years": "from" without "to" behind people or "aged" is where the ages begin."""
    if tokens[i].text != "from" or i == 0 or tokens[i - 1].text not in words("aged"):
        return None
    bound = read_bound(tokens, skip(tokens, i + 1, "lead", MAX_LEAD))
    if bound is None or bound.comparator or (bound.next < len(tokens) and joins(tokens[bound.next])):
        return None
    unit = bound.token.unit
    if unit.code not in ("a", "mo") if unit else not tokens[i - 1].text.startswith("age"):
        return None
    bound = read_after(text, tokens, bound)
    if bound.comparator is None:
        bound = bound._replace(comparator=Comparator("from", "low", True, "age"))
    return (_single(tokens[i].start, bound),), bound.next


def _compared(text: str, tokens: Tokens, i: int) -> Parsed:
    """A comparator and what it compares with: "≥ 18 years", "within 24-48 hours", "above the upper limit of normal"."""
    matched = match_comparator(tokens, i, "before")
    if matched is None:
        return None
    comparator = matched[0]
    if comparator.phrase == "over" and _spans(tokens, matched[1]):
        return None
    bound = _compared_bound(text, tokens, comparator, matched[1])
    if comparator.domain == "birth" and (
        bound is None or bound.token.unit is None or bound.token.unit.code not in LENGTH_CODES
    ):
        return None  # "born before 1990"
    if bound is None:
        return _reference(text, tokens, i, comparator, matched[1])
    if bound.comparator is None or bound.comparator.bound == "equal":
        bound = bound._replace(comparator=comparator)
    tail = read_tail(tokens, bound) or _within_tail(tokens, bound)
    if tail is not None:
        return _compared_range(tokens[i].start, bound, tail, spelled_out=tokens[bound.next].kind != "dash")
    if comparator.bound == "equal" and bound.comparator is comparator:
        bound = read_after(text, tokens, bound)
    return (_single(tokens[i].start, bound),), bound.next


def _spans(tokens: Tokens, i: int) -> bool:
    """Whether "over" stands before a stretch of time: "over the last 6 weeks", "over a 3-month period"."""
    j = skip(tokens, i, "lead", 2)
    if j < len(tokens) and tokens[j].text in words("window"):
        return True
    time = tokens[j].unit if j > i and j < len(tokens) and tokens[j].kind in NUMBERS else None
    period = tokens[j + 1].text if time is not None and j + 1 < len(tokens) else ""
    return time is not None and time.code in LENGTH_CODES and period in ("period", "interval", "span")


def _tolerance(tokens: Tokens, i: int) -> Parsed:
    """ "± 7 days of the visit": a length of time to either side; behind a number ("day 28 ± 3 days") it is part of that."""
    if tokens[i].kind != "plusminus" or (i and tokens[i - 1].kind in NUMBERS):
        return None
    bound = read_bound(tokens, i + 1)
    if bound is None or bound.token.unit is None or bound.token.unit.code not in LENGTH_CODES:
        return None
    if bound.next >= len(tokens) or tokens[bound.next].text not in ("of", "from", "around"):
        return None
    return (_single(tokens[i].start, bound._replace(comparator=Comparator("within", "high", True, ""))),), bound.next


def _within_tail(tokens: Tokens, low: Bound) -> Bound | None:
    """The upper number of "within 4 and 7 mmol/L"."""
    i = low.next
    if low.comparator is None or low.comparator.phrase != "within" or low.token.unit is not None:
        return None
    if i >= len(tokens) or tokens[i].text not in ("and", "&"):
        return None
    high = read_bound(tokens, i + 1)
    return high if high is not None and high.comparator is None and high.token.unit is not None else None


def _compared_bound(text: str, tokens: Tokens, comparator: Comparator, i: int) -> Bound | None:
    """The number behind a comparator; a short name may stand between ("> ASA II", "minimum life expectancy of 12 weeks")."""
    j = skip(tokens, i, "lead", MAX_LEAD)
    j = skip(tokens, skip(tokens, j, "window", 2), "lead", 2)
    if j < len(tokens) and tokens[j].kind == "article":
        return Bound(tokens[j], None, j + 1, tokens[j].stop)
    bound = read_bound(tokens, j)
    if bound is not None or j + 1 >= len(tokens) or tokens[j].kind != "word":
        return bound
    if comparator.phrase.startswith(("minim", "maxim")):
        return _named_limit(tokens, j)
    name = text[tokens[j].start : tokens[j].end]
    return read_bound(tokens, skip(tokens, j + 1, "lead", 2)) if name.isupper() and len(name) <= _LONGEST_NAME else None


def _named_limit(tokens: Tokens, i: int) -> Bound | None:
    """ "minimum disease duration of 5 years": up to four words, then a word that leads to the number."""
    for j in range(i + 1, min(i + 5, len(tokens))):
        if (
            tokens[j].text in ("of", ":", "is", "=")
            and tokens[j - 1].kind == "word"
            and (bound := read_bound(tokens, j + 1))
        ):
            return bound
        if tokens[j].kind != "word":
            return None
    return None


def _compared_range(start: int, low: Bound, high: Bound, *, spelled_out: bool) -> Parsed:
    """A comparator before a range: "within 24-48 h" is the range, "at least 12 to < 18" too; "up to 4-6 h" names two limits.

    `spelled_out` says that a word ("to", "through") joins the two numbers, not a dash.
    """
    comparator = low.comparator
    if comparator is None or comparator.bound == "equal" or comparator.phrase == "within":
        return _range(start, low._replace(comparator=None), high, comparator.phrase if comparator else "", False)
    if _lasts_over(comparator, high, spelled_out=spelled_out):
        return _range(start, low._replace(comparator=None), high, comparator.phrase, False)
    if comparator.bound == "low" and (spelled_out or high.comparator is not None or comparator.phrase in _OPEN_SIGNS):
        return _range(start, low, high, comparator.phrase, False)
    first, second = _two_sided(start, low, high._replace(comparator=high.comparator or comparator))
    return (first, second.model_copy(update={"shared": high.comparator is None})), high.next


def _lasts_over(comparator: Comparator, high: Bound, *, spelled_out: bool) -> bool:
    """ "Over 1-6 hours" says how long something takes; "over 6 months to 2 years" is an age above its lower end."""
    if comparator.phrase != "over" or high.token.unit is None:
        return False
    return high.token.unit.code in LENGTH_CODES and not (spelled_out and high.token.unit.code in ("a", "mo"))


def _reference(text: str, tokens: Tokens, i: int, comparator: Comparator, j: int) -> Parsed:
    """A comparison with a limit of normal itself, "> ULN": one times the limit."""
    found = read_reference(text, tokens[j - 1].end)
    if found is None or found[1] not in ("ULN", "LLN") or j >= len(tokens):
        return None
    end, key = found
    start = tokens[j].start
    token = Token("number", start, start, "", Decimal(1), Unit(end, text[start:end], None, key))
    while j < len(tokens) and tokens[j].start < end:
        j += 1
    return (_single(tokens[i].start, Bound(token, comparator, j, end)),), j


def _plain(text: str, tokens: Tokens, i: int) -> Parsed:
    """A number with nothing before it: a range, a comparator behind it, a list of levels, or a bare number."""
    if tokens[i].kind not in STARTS and not _opens_signed(tokens, i):
        return None
    bound = read_bound(tokens, i)
    if bound is None:
        return (), i + 1
    tail = read_tail(tokens, bound)
    if tail is not None:
        return _range(tokens[i].start, bound, tail, "outside" if _is_outside(tokens, i) else "", False)
    bound = read_after(text, tokens, bound)
    return (_single(tokens[i].start, bound),), bound.next


def _single(start: int, bound: Bound) -> Quantity:
    comparator, token = bound.comparator, bound.token
    return Quantity(
        start=min(start, token.start),
        end=max(bound.end, token.stop),
        number_start=token.start,
        number_end=token.end,
        value=_one_sided(comparator, token),
        operator=comparator.phrase if comparator else "",
        explicit=comparator is not None,
        domain=comparator.domain if comparator else "",
        pair=_one_sided(comparator, bound.pair) if bound.pair else None,
        pair_start=bound.pair.start if bound.pair else None,
    )


def _one_sided(comparator: Comparator | None, token: Token) -> Range:
    side = comparator.bound if comparator else "equal"
    inclusive = comparator is None or comparator.inclusive
    return Range(
        low=token.value if side != "high" else None,
        high=token.value if side != "low" else None,
        low_inclusive=inclusive or side != "low",
        high_inclusive=inclusive or side != "high",
        **_printed(token),
    )


def _printed(token: Token) -> dict[str, str | None]:
    unit = token.unit
    if unit is None:
        return {}
    return {"unit": unit.code, "unit_text": unit.text, "relative_to": unit.relative_to}


def _range(start: int, low: Bound, high: Bound, operator: str, negated: bool) -> Parsed:
    """The quantity of a range; two one-sided ones where its ends are printed in different units ("6 months to 2 years")."""
    low = low._replace(token=_in_parts(low.token, high.token))
    first, last = low.token, high.token
    if first.unit and last.unit and first.unit.code != last.unit.code:
        return _two_sided(start, low, high), high.next
    if _opposed(low, high):
        return _two_sided(start, low, high), high.next
    if first.value is None or last.value is None or _calendar(first, last):
        return (), high.next
    ends = (first.value, last.value)
    if last.value < first.value < 0 and not (low.comparator or high.comparator):  # "from -1 to -5 dioptres"
        ends = (last.value, first.value)
    if ends[0] > ends[1]:
        return (), high.next
    if operator == "outside":
        return _two_sided(start, low._replace(comparator=_BELOW), high._replace(comparator=_ABOVE)), high.next
    upper = high.comparator is not None and high.comparator.bound == "high"
    value: Range | Members = Range(
        low=ends[0],
        high=ends[1],
        low_inclusive=low.comparator.inclusive if low.comparator else True,
        high_inclusive=high.comparator.inclusive if high.comparator and upper else True,
        **_printed(last if last.unit else first),
    )
    if first.kind == last.kind == "roman":
        value = Members(members=_ROMAN_LEVELS[int(first.value) - 1 : int(last.value)])
    quantity = Quantity(
        start=start,
        end=max(high.end, last.stop),
        number_start=first.start,
        number_end=last.end,
        value=value,
        operator=operator,
        explicit=True,
        negated=negated,
    )
    return (quantity,), high.next


def _in_parts(first: Token, last: Token) -> Token:
    """The lower number in the smaller unit where the upper one has both ("24 weeks to 30 weeks 6 days", from 168 days)."""
    if first.unit is None or last.unit is None or first.value is None:
        return first
    parts = COMPOUND.get((first.unit.code or "", last.unit.code or ""))
    both = (first.unit.text or "").removesuffix("s") in (last.unit.text or "")
    return first._replace(value=first.value * parts, unit=last.unit) if parts and both else first


def _is_outside(tokens: Tokens, i: int) -> bool:
    """Whether the range at token `i` is what a value is not in: "outside 3.5-5.5", "out of the normal range (3.5-5.5)"."""
    j = i
    while j > max(0, i - _LONGEST_NAME) and tokens[j - 1].text in words("range_lead"):
        j -= 1
    before = tokens[j - 1].text if j else ""
    return before == "outside" or (before == "out" and tokens[j].text == "of")


def _opposed(low: Bound, high: Bound) -> bool:
    """Whether a comparator of a range sets the other end than the one it stands at ("between ≤ 20 and ≤ 45")."""
    return bool((low.comparator and low.comparator.bound == "high") or (high.comparator and high.comparator.bound == "low"))


def _two_sided(start: int, low: Bound, high: Bound) -> tuple[Quantity, ...]:
    low = low if low.token.unit else low._replace(token=low.token._replace(unit=high.token.unit))
    sides = ("high", "low") if _falls(low.token, high.token) else ("low", "high")
    lower = low.comparator or Comparator("from", sides[0], True, "")
    upper = high.comparator or Comparator("to", sides[1], True, "")
    return _single(start, low._replace(comparator=lower)), _single(high.token.start, high._replace(comparator=upper))


def _falls(first: Token, last: Token) -> bool:
    """Whether a range of Snellen fractions goes from the greater to the smaller one ("20/40 to 20/320")."""
    sizes = [token.unit.code for token in (first, last) if token.unit and (token.unit.code or "").startswith("/")]
    if len(sizes) < 2 or first.value is None or last.value is None:
        return False
    near, far = (int((size or "")[1:]) for size in sizes)
    return first.value * far > last.value * near


def _calendar(first: Token, last: Token) -> bool:
    """Whether a range is one of calendar years ("2010-2015")."""
    return not first.unit and not last.unit and all(_is_year(token.value) for token in (first, last))


def _is_year(value: Decimal | None) -> bool:
    return value is not None and value == int(value) and int(value) in _YEARS
