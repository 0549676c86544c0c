"""Characteristics with a number: ages, measurements, scores, doses, counts, durations and time windows."""

import re
from decimal import Decimal

from extractor.catalogue import Measurement, TermMatch, measurement
from extractor.criteria.adult import read_adult
from extractor.criteria.age import age_subject, is_age, is_of_person
from extractor.criteria.better import towards
from extractor.criteria.concept import clause_start, concept, continues, coordinated, event_concepts, find_concepts, fits
from extractor.criteria.condition import case_before, condition_of_value, joins_values
from extractor.criteria.coordination import coordinated_names
from extractor.criteria.dose import is_dose
from extractor.criteria.item_text import ItemText
from extractor.criteria.phrase import MAX_LEFT, Found, noun_behind
from extractor.criteria.score import read_levels
from extractor.model.criterion import Characteristic, Concept
from extractor.model.values import Range, Timing, Value
from extractor.quantity import Quantity, Window
from extractor.quantity.window import TIME_UNITS

_DASH = 3
_CHOICE = re.compile(r"\s?(?:of(?:\s?:|\s)(?!the\s(?:last|past|previous|two|three|four))|:)", re.IGNORECASE)
_COUNTED_LIST = re.compile(
    r"\s?(?:out\s)?of\s?(?::|(?=[a-z])(?!the\s|these\s|those\s|your\s|his\s|her\s|their\s)[^.;:\n]{2,120}?\bor\s)",
    re.IGNORECASE,
)
_FOR = re.compile(r"[\s,]{0,2}for\s(?:a\s(?:duration|period)\sof\s)?", re.IGNORECASE)
_DIFFERENCE = re.compile(
    r"\s(?:above|below|over|under|higher\sthan|lower\sthan|longer\sthan|shorter\sthan)\s(?:the\s|their\s|its\s|his\sor\sher\s)?"
    r"(?:institutional\s|lower\s|upper\s|laboratory\s)?(?:limits?|normal|baseline|controls?|reference|previous|usual|predicted)\b",
    re.IGNORECASE,
)
_TOPICS = {"vital_sign": "measurement"}


def read_measured(item: ItemText) -> tuple[Characteristic, ...]:
    """One characteristic for each comparison or set of levels that the item prints.

    "AST and ALT < 3 x ULN" gives one for each analyte, "140/90" one for systolic and one for diastolic pressure, "stroke or
    angina within 6 months" one for each event.
    """
    found: list[Characteristic] = []
    windows = {window.index: window for window in item.windows}
    ages: set[int] = set()
    concepts: dict[int, tuple[Found, ...]] = {}
    timed = 0  # how many of the last ones share a time window
    for index, quantity in enumerate(item.quantities):
        window = windows.get(index)
        same = _taken_up(item, index, concepts) if window is None else ()
        if window is None and not same and is_age(item, index, index - 1 in ages and coordinated(item, index)):
            ages.add(index)
            if quantity.explicit:
                found.append(_age(item, quantity))
            continue
        if (not quantity.explicit and window is None) or _is_choice(item, quantity):
            continue
        goes_on = index - 1 in concepts and continues(item, index) and not _is_aside(item, index, concepts[index - 1])
        event = window if window is not None and not window.lasting else None
        own = same or (_concepts(item, index) if event is None else () if goes_on else _events(item, event))
        if event is not None and found and (goes_on or _is_counted(item, index, own, concepts.get(index - 1, ()))):
            shared = max(1, timed)
            found[-shared:] = [_with_timing(each, _timing(item, event)) for each in found[-shared:]]
            concepts[index] = concepts[index - 1]
            continue
        if quantity.domain in ("better", "worse"):
            directed = towards(item, quantity, own)
            if directed is None:
                continue
            quantity = directed
        if goes_on and (quantity.restates or _weaker(item, index, own, concepts[index - 1])):
            own = concepts[index - 1]
        lasting = _lasting(item, index) if not own and window is None and found and found[-1].value is not None else None
        if lasting is not None and found[-1].topic != "age":
            found[-1] = _with_timing(found[-1], lasting)
            continue
        concepts[index] = own
        new = _timed(item, window, own) if window else _valued(item, quantity, own)
        timed = len(new) if window else 0
        found.extend(new)
    return (*found, *read_levels(item), *read_adult(item, tuple(found)))


def _lasting(item: ItemText, index: int) -> Timing | None:
    """How long the value right before quantity `index` held, if the quantity says so ("< 60 for at least 3 months")."""
    quantity = item.quantities[index]
    if index == 0 or quantity.unit not in TIME_UNITS or not isinstance(quantity.value, Range):
        return None
    if _FOR.fullmatch(item.text, item.quantities[index - 1].end, quantity.start) is None:
        return None
    return Timing(relation="during", window=quantity.value, anchor=None, span=item.span(quantity.start, quantity.end))


def _taken_up(item: ItemText, index: int, concepts: dict[int, tuple[Found, ...]]) -> tuple[Found, ...]:
    """The concepts of the value before a quantity that is the same for other people, else none.

    "≥ 60 in patients under 65 years and ≥ 45 in those over 65", "≥ 55 kg (women: ≥ 50 kg)".
    """
    quantity = item.quantities[index]
    before = next(reversed(concepts), None)
    if before is None or not quantity.explicit or quantity.unit != item.quantities[before].unit:
        return ()
    value = item.quantities[before]
    if case_before(item.text, quantity.start) is not None:
        return concepts[before]
    case = condition_of_value(item, value.start, value.end)
    beside = case is not None and case[1] <= quantity.start and joins_values(item.text, case[1], quantity.start)
    return concepts[before] if beside else ()


def _is_choice(item: ItemText, quantity: Quantity) -> bool:
    """ "At least one of hypertension or diabetes" counts nothing: it is the "or" of what follows."""
    one = _least(quantity) == 1 or item.text[quantity.start : quantity.end].lower() == "within one"
    return one and _CHOICE.match(item.text, quantity.end) is not None


def _counts_list(item: ItemText, quantity: Quantity) -> bool:
    """ "At least two of: fever, cough or chills" counts what is listed and is no value of the first of it."""
    return _least(quantity) is not None and _COUNTED_LIST.match(item.text, quantity.end) is not None


def _least(quantity: Quantity) -> Decimal | None:
    """The number of a bare count "at least n", else None."""
    value = quantity.value
    bare = isinstance(value, Range) and value.unit is None and value.high is None and value.low_inclusive
    return value.low if bare and isinstance(value, Range) else None


def _events(item: ItemText, window: Window) -> tuple[Found, ...]:
    """What happened in a time window: the concept before it, and the names that stand in one list with it."""
    own = event_concepts(item, window)
    last = _first_name(item, own[0]) if len(own) == 1 and own[0].reason != "anchor" else None
    if last is None or isinstance(last.row, Measurement):
        return own
    ends = [other.end for other in item.windows if other.end <= last.start]
    names = coordinated_names(item, last, max(clause_start(item, window), *ends, 0))
    return (*(Found(term.start, term.end, term, "catalogue-term") for term in names[:-1]), *own)


def _first_name(item: ItemText, found: Found) -> TermMatch | None:
    """The catalogue's name that a concept is, or begins with ("statin tablets")."""
    if found.term is not None:
        return found.term
    return next((term for term in item.terms_between(found.start, found.end) if term.start == found.start), None)


def _concepts(item: ItemText, index: int) -> tuple[Found, ...]:
    """What a quantity is of; the first number of "more than 2-3 relapses" is of what the second one counts.

    A difference ("2 g/dL below the normal limit") is no value of what it is a difference of.
    """
    if _counts_list(item, item.quantities[index]):
        return ()
    own = find_concepts(item, index)
    if _DIFFERENCE.match(item.text, item.quantities[index].end):
        return tuple(found._replace(term=None, reason="difference") for found in own)
    if own or index + 1 == len(item.quantities):
        return own
    behind = item.quantities[index + 1]
    near = behind.shared and behind.start - item.quantities[index].end <= _DASH
    near = near or (behind.explicit and coordinated(item, index + 1))
    return find_concepts(item, index + 1) if near else ()


def _is_counted(item: ItemText, index: int, own: tuple[Found, ...], before: tuple[Found, ...]) -> bool:
    """Whether what happened in a time is what the number before it counts: "at least 2 falls in the last year"."""
    if len(own) != 1 or not before or before[0].start < item.quantities[index - 1].number_end:
        return False
    return own[0].start < before[0].end and before[0].start < own[0].end


def _is_aside(item: ItemText, index: int, before: tuple[Found, ...]) -> bool:
    """Whether the value before quantity `index` stands with its name in a bracket of its own ("drug (weight > 50 kg) for 4
    weeks"): what follows the bracket says nothing of it."""
    value = item.quantities[index - 1]
    if not before or item.text.find(")", value.end, item.quantities[index].start) < 0:
        return False
    opened = item.text.rfind("(", max(0, value.start - MAX_LEFT), value.start)
    return 0 <= opened < before[0].start and ")" not in item.text[opened : value.start]


def _weaker(item: ItemText, index: int, own: tuple[Found, ...], before: tuple[Found, ...]) -> bool:
    """Whether a concept found for a continuing quantity gives way to that of the quantity before it."""
    quantity = item.quantities[index]
    if not before or not all(found.term is None or fits(found.term, quantity) for found in before):
        return False
    named = own and own[0].reason == "right-phrase" and noun_behind(item.text, quantity.end) is not None
    if named and _is_another(quantity, item.quantities[index - 1]):
        return False
    return not own or own[0].reason in ("left-phrase", "right-phrase")


def _is_another(quantity: Quantity, before: Quantity) -> bool:
    """Whether two values cannot be of one thing: they are in other units, or both set the same end of a range."""
    first, second = before.value, quantity.value
    if not isinstance(first, Range) or not isinstance(second, Range) or second.relative_to or second.unit in TIME_UNITS:
        return False
    return first.unit != second.unit or (first.low is None, first.high is None) == (second.low is None, second.high is None)


def _age(item: ItemText, quantity: Quantity) -> Characteristic:
    value = quantity.value
    reasons = []
    if isinstance(value, Range) and value.unit in (None, "s"):
        value = value.model_copy(update={"unit": "a", "unit_text": None})
        reasons.append("unit-assumed")
        reasons += ["of-person"] if is_of_person(item, quantity) else []
    span = item.span(quantity.start, quantity.end)
    return Characteristic(
        topic="age",
        concept=Concept(text="age", span=span, key="age"),
        value=value,
        subject=age_subject(item, quantity),
        span=span,
        confidence=(*_operator_reasons(quantity), *reasons),
    )


def _operator_reasons(quantity: Quantity) -> tuple[str, ...]:
    if quantity.operator == "=":
        return ("equals-sign",)
    return () if quantity.operator else ("range",)


def _valued(item: ItemText, quantity: Quantity, concepts: tuple[Found, ...]) -> list[Characteristic]:
    if quantity.pair is not None:
        return _paired(item, quantity, concepts[-1] if concepts else None)
    if not concepts:
        return [_characteristic(item, quantity, None)]
    return [_characteristic(item, quantity, found) for found in concepts]


def _paired(item: ItemText, quantity: Quantity, found: Found | None) -> list[Characteristic]:
    """The two values of "140/90": of systolic and diastolic pressure if it is blood pressure, else of the one concept."""
    cut = quantity.pair_start or quantity.end
    halves = (
        ("sbp", quantity.model_copy(update={"end": quantity.number_end})),
        ("dbp", quantity.model_copy(update={"start": cut, "number_start": cut, "value": quantity.pair})),
    )
    named = found is not None and found.term is not None and found.term.row.key in ("bp", "sbp_dbp")
    pressure = named or quantity.unit == "mm[Hg]"
    if not pressure or found is None:
        return [_characteristic(item, half, found, "pair") for _, half in halves]
    sides = [(measurement(key), half) for key, half in halves]
    return [
        _characteristic(item, half, found._replace(term=TermMatch(found.start, found.end, row)))
        for row, half in sides
        if row
    ]


def _characteristic(item: ItemText, quantity: Quantity, found: Found | None, *extra: str) -> Characteristic:
    reasons = [*_operator_reasons(quantity), *extra]
    if quantity.shared:
        reasons.append("shared")
    if found is not None:
        reasons.append(found.reason)
    if isinstance(quantity.value, Range) and quantity.value.unit is None and quantity.value.unit_text is None:
        reasons.append("no-unit")
    return Characteristic(
        topic=_topic(found, quantity),
        concept=concept(item, found) if found else None,
        value=_own_unit(quantity.value, found),
        exclude=quantity.negated and found is not None and found.start < quantity.start,
        span=item.span(quantity.start, quantity.end),
        confidence=tuple(reasons),
    )


def _own_unit(value: Value, found: Found | None) -> Value:
    """The value without an annotation that repeats the concept: "platelets per µL" of platelets is "/uL".

    Counts in a time keep theirs ("{cigarettes}/d").
    """
    row = found.term.row if found and found.term else None
    if value.unit is None or row is None or not value.unit.startswith(f"{{{row.key}}}/"):
        return value
    rest = value.unit[len(row.key) + 2 :]
    return value if rest[1:] in TIME_UNITS else value.model_copy(update={"unit": rest})


def _topic(found: Found | None, quantity: Quantity | None = None) -> str:
    row = found.term.row if found is not None and found.term is not None else None
    if row is None:
        return "drug" if found is not None and quantity is not None and is_dose(quantity) else "observation"
    if isinstance(row, Measurement) and row.key == "life_expectancy":
        return "life_expectancy"
    return _TOPICS.get(row.topic, row.topic)


def _with_timing(read: Characteristic, timing: Timing) -> Characteristic:
    return read.model_copy(update={"timing": (*(read.timing or ()), timing)})


def _timing(item: ItemText, window: Window) -> Timing:
    anchor = None
    if window.anchor_start is not None and window.anchor_end is not None:
        anchor = item.text[window.anchor_start : window.anchor_end]
    length = None if window.lasting else window.value
    return Timing(relation=window.relation, window=length, anchor=anchor, span=item.span(window.start, window.end))


def _timed(item: ItemText, window: Window, concepts: tuple[Found, ...]) -> list[Characteristic]:
    timing = _timing(item, window)
    return [
        Characteristic(
            topic=_topic(found),
            concept=concept(item, found) if found else None,
            value=window.value if window.lasting else None,
            timing=(timing,),
            span=timing.span,
            confidence=(found.reason,) if found else (),
        )
        for found in concepts or (None,)
    ]
