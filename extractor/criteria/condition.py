"""Conditions: under what a statement holds, where it stands before the statement or right behind its value.

"If over 75 years of age, a MoCA of 24 or more"; "hemoglobin ≥ 12 g/dL in women and ≥ 13 g/dL in men"; "≤ 3 x ULN (≤ 5 x ULN
with liver metastases)".
"""

import re
from functools import cache

from extractor.criteria.item_text import ItemText
from extractor.criteria.phrase import words
from extractor.criteria.scope import Scope

MAX_BETWEEN = 60
_STATEMENT_START = re.compile(r"(?:^|[;\n]|\.\s)[\s\"'(-]{0,4}(?:but\s|and\s|or\s)?$")
_STATEMENT_END = re.compile(r"[;\n]|\.(?=\s|$)")
_LEAD_END = re.compile(r"[,:]\s")
_OTHER_CASE = re.compile(
    r"\s?\(?(?:(?:with|if|when|in\scase\sof|in\sthe\spresence\sof|for|in|on|under)\s)(?P<what>(?!(?:all|each|both|every|any)\b)[^;,.()\n]{3,90})",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s,;(]{0,3}(?:(?:or|and|but)\s)?[\s(]{0,2}(?:at\s|is\s|of\s)?", re.IGNORECASE)


@cache
def _persons() -> re.Pattern[str]:
    people = "|".join(sorted(words("sexed"), key=len, reverse=True))
    who = rf"(?:[a-z-]{{3,20}}\s)?(?:{people})\b(?!\s?(?:and|or|/)\s?(?:{people})\b)"
    return re.compile(
        rf"\s?(?:\((?:for\s|in\s)?(?P<aside>{who})|,?\s?(?P<named>(?:for|in|among)\s(?:the\s)?{who}))", re.IGNORECASE
    )


def leading_scope(text: str, scope: Scope) -> Scope:
    """A condition that opens a statement, cut at the comma or colon behind which the statement itself begins."""
    if not _STATEMENT_START.search(text, max(0, scope.cue_start - 8), scope.cue_start):
        return scope
    comma = _LEAD_END.search(text, scope.cue_end, scope.end)
    return scope if comma is None else scope._replace(end=comma.start())


def condition_before(text: str, scopes: tuple[Scope, ...], start: int) -> Scope | None:
    """The condition that opens the statement at `start`, or None."""
    for scope in reversed(scopes):
        if scope.kind == "condition" and scope.end < start and _LEAD_END.match(text, scope.end):
            opens = _STATEMENT_START.search(text, max(0, scope.cue_start - 8), scope.cue_start)
            return scope if opens and not _STATEMENT_END.search(text, scope.end, start) else None
    return None


def condition_of_value(item: ItemText, start: int, end: int) -> tuple[int, int] | None:
    """Where the words stand that say for whom, or when, the value at `start` to `end` holds, right behind it; else None."""
    people = _persons().match(item.text, end)
    if people is not None:
        return people.span("aside" if people["aside"] else "named")
    if not _is_other_case(item, start):
        return None
    case = _OTHER_CASE.match(item.text, end)
    return case.span("what") if case else None


def _is_other_case(item: ItemText, start: int) -> bool:
    """Whether the value at `start` stands beside another of its kind: "≥ 30, or ≥ 27 with a weight-related disease"."""
    here = [each for each in item.quantities_between(start, start + 1) if each.explicit]
    before = [
        each for each in item.quantities_between(max(0, start - MAX_BETWEEN), start) if each.explicit and each.end <= start
    ]
    if not here or not before or here[0].unit != before[-1].unit:
        return False
    return _AND.fullmatch(item.text, before[-1].end, start) is not None
