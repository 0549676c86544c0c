"""Provisos: a value inside a condition or an exception of another statement is part of that statement.

"If over 75 years, a MoCA of 24 or more" asks for no age; "HIV, unless CD4 is above 300/µL" bars nobody for a CD4 count.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.criteria.item_text import ItemText
from extractor.model.criterion import Category, Characteristic
from extractor.model.document import Span
from extractor.model.values import Range, Value

MAX_LEAD = 60
MAX_NESTED = 4
MAX_RULES = 20
_DEMANDS = re.compile(r"(?:provided|as long as|only if)\b", re.IGNORECASE)
_ADMITS = re.compile(
    r"\b(?:eligible|allowed|permitted|acceptable|included?|excluded?|enrolled|admitted|considered|enter|join|participate"
    r"|take part)\b[^.;\n]*+\Z",
    re.IGNORECASE,
)
_OBLIGED = re.compile(r",?\s(?:must|should|shall|needs?|have\sto|are\srequired|will\shave\sto)\b", re.IGNORECASE)
_LEADS = re.compile(r"(?:^|[;\n.])\W{0,4}(?:and |or |but )?\Z", re.IGNORECASE)


class Proviso(NamedTuple):
    """Words under which, or except for which, other statements hold; `of` are those statements."""

    span: Span
    excepts: bool
    of: list[Characteristic]


def without_provisos(item: ItemText, category: Category, found: Sequence[Characteristic]) -> list[Characteristic]:
    """The statements without the values and times that are only said inside a condition or an exception of another one.

    What is only named in a condition stays, under that condition. A limit that is relaxed in the exception ("≤ 1.5 x ULN,
    except in Gilbert syndrome, then ≤ 3 x ULN") stays, under it. So does what a condition demands ("provided that ...",
    "≥ 27 with diabetes"), what patients are admitted or excluded on ("are eligible if ..."), of whom something is demanded
    ("women of 18 to 40 years must ..."), and, among exclusions, a value that is the second half of what excludes. What
    nothing else depends on is no proviso.
    """
    provisos = _provisos(found)
    if not provisos:
        return [read.model_copy(update={"condition": None}) if _states_itself(read) else read for read in found]
    stated = (_stated(item, category, read, _around(provisos, _place(read))) for read in found)
    return [read for read in stated if read is not None]


def _provisos(found: Iterable[Characteristic]) -> list[Proviso]:
    """The conditions and exceptions of the statements that stand outside of them, in order."""
    of: dict[tuple[Span, bool], list[Characteristic]] = {}
    for read in found:
        for span, excepts in ((read.condition, False), (read.exception, True)):
            if span is not None and not span.start <= _place(read).start < span.end:
                of.setdefault((span, excepts), []).append(read)
    provisos = (Proviso(span, excepts, statements) for (span, excepts), statements in of.items())
    return sorted(provisos, key=lambda proviso: (proviso.span.start, proviso.span.end))


def _around(provisos: list[Proviso], place: Span) -> Proviso | None:
    """The innermost proviso that a place begins in."""
    behind = bisect_right(provisos, place.start, key=lambda proviso: proviso.span.start)
    near = reversed(provisos[max(0, behind - MAX_NESTED) : behind])
    return next((proviso for proviso in near if place.start < proviso.span.end), None)


def _place(read: Characteristic) -> Span:
    """Where a statement says what it says: its value or time, else its concept."""
    return read.span if read.value is not None or read.timing or read.concept is None else read.concept.span


def _stated(item: ItemText, category: Category, read: Characteristic, inside: Proviso | None) -> Characteristic | None:
    """The statement as it stands beside the proviso of others that it is inside of; None where it is part of that."""
    if inside is None:
        return read.model_copy(update={"condition": None}) if _states_itself(read) else read
    if inside.excepts:
        return _relaxed(read, inside)
    if read.value is None and not read.timing:
        return read
    return read.model_copy(update={"condition": None}) if _demands(item, category, read, inside) else None


def _states_itself(read: Characteristic) -> bool:
    """Whether the condition of a statement is nothing but the statement: "patients are excluded if pregnant"."""
    condition = read.condition
    if condition is None or _DEMANDS.match(condition.quote):
        return False
    return condition.start <= _place(read).start < condition.end


def _relaxed(read: Characteristic, inside: Proviso) -> Characteristic | None:
    """A value in an exception as the other limit of what the exception is from, if it is of the same thing and unit."""
    value = read.value
    for rule in inside.of[:MAX_RULES]:
        if value is None or rule.value is None or rule.concept is None:
            continue
        same = read.concept is not None and read.concept.key is not None and read.concept.key == rule.concept.key
        unnamed = read.topic not in ("measurement", "score", "age") and any(_measure(value)[:2])
        if _measure(value) == _measure(rule.value) and (same or unnamed):
            changed = {"topic": rule.topic, "concept": rule.concept, "exception": None, "condition": inside.span}
            return read.model_copy(update=changed)
    return None


def _measure(value: Value) -> tuple[str | None, str | None, bool, bool]:
    """The unit of a value, what it is relative to, and which sides it bounds: "unless above 7" relaxes no "below 8"."""
    if not isinstance(value, Range):
        return value.unit, None, True, True
    return value.unit, value.relative_to, value.low is not None, value.high is not None


def _demands(item: ItemText, category: Category, read: Characteristic, inside: Proviso) -> bool:
    """Whether what a condition holds is asked for itself."""
    start, end = item.locate(inside.span)
    if _OBLIGED.match(item.text, end):
        return True
    before = item.text[max(0, start - MAX_LEAD) : start]
    if _DEMANDS.match(inside.span.quote) or _ADMITS.search(before) or before.endswith("with "):
        return True
    return category == "exclusion" and read.value is not None and read.topic != "age" and not _LEADS.search(before)
