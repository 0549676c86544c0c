"""Conditions: under what a statement holds, where it stands before the statement or right beside its value.

"If over 75 years of age, a MoCA of 24 or more"; "hemoglobin ≥ 12 g/dL in women and ≥ 13 g/dL in men"; "≤ 3 x ULN (≤ 5 x ULN
with liver metastases)".
"""

import re
from functools import cache

from extractor.criteria.clause import STATEMENT_END
from extractor.criteria.item_text import ItemText
from extractor.criteria.phrase import words
from extractor.criteria.scope import Scope

MAX_BETWEEN = 60
MAX_CASE = 90
_STATEMENT_START = re.compile(r"(?:^|[;\n]|\.\s)[\s\"'(-]{0,4}(?:but\s|and\s|or\s)?$")
_LEAD_END = re.compile(r"[,:]\s")
_IF_SO = re.compile(r"(?:only )?if (?:present|so|not|applicable|available|necessary|yes|used|any)\b", re.IGNORECASE)
_OTHER_CASE = re.compile(
    r"\s?\(?(?:(?:with|if|when|in\scase\sof|in\sthe\spresence\sof|for|in|on|under)\s)(?P<what>(?!(?:all|each|both|every|any)\b)[^;,.()\n]{3,90})",
    re.IGNORECASE,
)
_PEOPLE = (
    "patients|subjects|participants|volunteers|individuals|people|persons|women|men|females|males|girls|boys|children|adolescents"
    "|adults|infants|smokers|diabetics|controls|donors"
)
_EVERYBODY = r"(?:all|each|both|every|any|eligible|potential|study|trial|the|enrolled|included)\s"
_CASE_BEFORE = re.compile(
    rf"[(\[;]\s?(?:(?:for|in|among|if)\s)?(?P<who>(?:[\w-]{{2,20}}\s){{0,2}}(?:{_PEOPLE}|female|male|woman|man)\b[^():;,\[\]]{{0,50}}?)"
    r"\s?[:,]\s?\Z",
    re.IGNORECASE,
)
# The kinds of people are told by a word before them, or by what stands behind them.
_PEOPLE_HEAD = re.compile(
    rf"\W{{0,3}}(?P<who>(?:(?:for|in|among)\s(?:the\s)?)?(?!{_EVERYBODY})(?:"
    rf"(?:(?!(?:for|of|in|to|criteria|age|number)\s)[\w/+-]{{2,20}}\s){{1,3}}(?:{_PEOPLE}|group)\b|(?:{_PEOPLE})\s(?:with|of|who|on|under|over|aged)\s[^:;.,()]{{2,60}}?"
    r"|(?:women|men|females|males|girls|boys|children|adolescents|adults|smokers|diabetics|controls))"
    r"(?:\s(?:with|of|who|on|under|over|aged)\s[^:;.,()]{2,60}?)?)"
    r"(?=\s?:|,?\s(?:must|should|shall|need|needs|have\sto|are\srequired|will\shave\sto)\b)",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s,;(]{0,3}(?:(?:or|and|but)\s)?[\s(]{0,2}(?:at\s|is\s|of\s)?", re.IGNORECASE)


# "in patients under 65 years", "for those who smoke": up to what is said of others
_KIND = (
    r"(?:those|patients|subjects|participants|individuals|people|persons|adults|children|women|men)"
    r"\s(?:with|who|on|under|over|aged|older|younger|below|above|at|[<>≤≥])(?:(?!\s(?:and|or)\s)[^;,.()\n]){2,60}"
)


@cache
def _persons() -> re.Pattern[str]:
    people = "|".join(sorted(words("sexed"), key=len, reverse=True))
    who = rf"(?:[a-z-]{{3,20}}\s)?(?:{people})\b(?!\s?(?:and|or|/)\s?(?:{people})\b)"
    return re.compile(
        rf"\s?(?:[(\[](?:for\s|in\s|if\s)?(?P<aside>{who}(?!\s?:))|,?\s?(?P<named>(?:for|in|among)\s(?:the\s)?(?:{_KIND}|{who})))",
        re.IGNORECASE,
    )


def leading_scope(text: str, scope: Scope) -> Scope:
    """A condition that opens a statement, cut at the comma or colon behind which the statement itself begins."""
    if (known := _IF_SO.match(text, scope.cue_start)) is not None:
        return scope._replace(end=known.end())
    if not _opens(text, scope):
        return scope
    comma = _LEAD_END.search(text, scope.cue_end, scope.end)
    return scope if comma is None else scope._replace(end=comma.start())


def refers_back(text: str, scope: Scope) -> bool:
    """Whether a condition only takes up what was said ("if present, ..."): it is of what follows."""
    return _IF_SO.match(text, scope.cue_start) is not None


def condition_before(text: str, scopes: tuple[Scope, ...], start: int) -> Scope | None:
    """The condition that opens the statement at `start`, or None."""
    for scope in reversed(scopes):
        if scope.kind != "condition" or scope.end >= start:
            continue
        if refers_back(text, scope) or (_LEAD_END.match(text, scope.end) and _opens(text, scope)):
            return None if STATEMENT_END.search(text, scope.end, start) else scope
    return None


def _opens(text: str, scope: Scope) -> bool:
    return _STATEMENT_START.search(text, max(0, scope.cue_start - 8), scope.cue_start) is not None


def people_before(text: str) -> Scope | None:
    """The people whom the head of a criterion limits it to: "Adult participants: ...", "Subjects with diabetes must ...".

    A heading that names everybody ("All patients:") limits nothing.
    """
    match = _PEOPLE_HEAD.match(text)
    if match is None:
        return None
    start, end = match.span("who")
    return Scope("condition", start, start, start, end)


def condition_of_value(item: ItemText, start: int, end: int) -> tuple[int, int] | None:
    """Where the words stand that say for whom, or when, the value at `start` to `end` holds, right behind it; else None."""
    before = case_before(item.text, start)
    if before is not None:
        return before
    people = _persons().match(item.text, end)
    if people is not None:
        return people.span("aside" if people["aside"] else "named")
    if not is_other_case(item, start):
        return None
    case = _OTHER_CASE.match(item.text, end)
    return case.span("what") if case else None


def case_before(text: str, start: int) -> tuple[int, int] | None:
    """Where the people stand that a bracket names before a value: "(women: ≥ 50 kg)", "(patients with cirrhosis: ≤ 3)"."""
    case = _CASE_BEFORE.search(text, max(0, start - MAX_CASE), start)
    return case.span("who") if case else None


def joins_values(text: str, start: int, end: int) -> bool:
    """Whether only a conjunction stands between two places."""
    return _AND.fullmatch(text, start, end) is not None


def is_other_case(item: ItemText, start: int) -> bool:
    """Whether the value at `start` stands beside another of its kind: "≥ 30, or ≥ 27 with a weight-related disease"."""
    here = [each for each in item.quantities_between(start, start + 1) if each.explicit]
    before = [
        each for each in item.quantities_between(max(0, start - MAX_BETWEEN), start) if each.explicit and each.end <= start
    ]
    if not here or not before or here[0].unit != before[-1].unit:
        return False
    return joins_values(item.text, before[-1].end, start)
