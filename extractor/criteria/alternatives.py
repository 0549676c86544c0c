"""Alternatives: statements of one criterion that the text joins by "or".

A list takes its conjunction from its last gap: "A, B or C" are three alternatives, "A, B and C" none. What a semicolon, a
full stop or a word that opens another clause parts is not one list.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.criteria.item_text import ItemText
from extractor.model.criterion import Characteristic

MAX_GAP = 90
MAX_LEAD = 60
_EXAMPLES = re.compile(
    r"\b(?:including|includes?|such\sas|e\.?g\.?|for\sexample|like|(?:any|one)\s(?:or\smore\s)?of|the\sfollowing)"
    r"\b[^\w;]{0,4}(?:[^\W_][\w-]{0,16}\s){0,3}$",
    re.IGNORECASE,
)
_OR = re.compile(r"\b(?:or|and/or)\b|/", re.IGNORECASE)
# For text in small letters. A pattern that begins with its letters is found much sooner than one that begins with "\b".
_LISTED = re.compile(
    r"or\b(?<!\w..)|/|including\b(?<!\w.{9})|such\sas\b(?<!\w.{7})|e\.g\b(?<!\w...)|eg\b(?<!\w..)|following\b(?<!\w.{9})"
)
_AND = re.compile(r"\b(?:and|but|plus|as\swell\sas)\b|&|\+", re.IGNORECASE)
_PARTED = re.compile(
    r"[;\n:]|\.(?=\s|$)|\b(?:who|which|whose|unless|except|if|provided|because|due\sto|caused\sby|secondary\sto|such\sas|e\.g)\b",
    re.IGNORECASE,
)


def with_alternatives(item: ItemText, found: Sequence[Characteristic]) -> tuple[Characteristic, ...]:
    """The characteristics, in order, with the number of the group of alternatives that each belongs to, if to one."""
    if len(found) < 2 or not _LISTED.search(item.text.lower()):
        return tuple(found)
    places = sorted((_place(item, each), index) for index, each in enumerate(found))
    kinds = [_joined(item.text, before, after) for (before, _), (after, _) in pairwise(places)]
    groups = _groups(_listed(_exemplified(item.text, [place for place, _ in places], kinds)))
    numbers = {index: group for (_, index), group in zip(places, groups, strict=True) if group}
    return tuple(
        each if index not in numbers else each.model_copy(update={"alternative": numbers[index]})
        for index, each in enumerate(found)
    )


def _place(item: ItemText, read: Characteristic) -> tuple[int, int, int]:
    """Where a statement begins, and where its concept and all of it end, in the text of the item."""
    start, end = item.locate(read.span)
    if read.concept is None:
        return start, end, end
    first, last = item.locate(read.concept.span)
    return min(first, start), last if first <= start else end, max(last, end)


def _joined(text: str, before: tuple[int, int, int], after: tuple[int, int, int]) -> str:
    """How two neighbours are joined: "or", "and", "," or "" (not in one list)."""
    start = before[2] if before[2] <= after[0] else before[1]
    if start > after[0]:
        return "or" if before[:2] == after[:2] else ""
    gap = text[start : after[0]]
    if len(gap) > MAX_GAP or _PARTED.search(gap):
        return ""
    if _OR.search(gap):
        return "or"
    return "and" if _AND.search(gap) else "," if "," in gap else ""


def _exemplified(text: str, places: list[tuple[int, int, int]], kinds: list[str]) -> list[str]:
    """The kinds with every gap of a list of examples ("including A, B and C") read as "or"."""
    said, inside = list(kinds), False
    for at, kind in enumerate(kinds):
        inside = kind in (",", "and", "or") and (inside or _opens_examples(text, places[at][0]))
        said[at] = "or" if inside else kind
    return said


def _opens_examples(text: str, start: int) -> bool:
    return _EXAMPLES.search(text, max(0, start - MAX_LEAD), start) is not None


def _listed(kinds: list[str]) -> list[str]:
    """The kinds with each comma read as the conjunction that its list ends with."""
    listed = list(kinds)
    for at in range(len(listed) - 2, -1, -1):
        if listed[at] == ",":
            listed[at] = listed[at + 1] if listed[at + 1] in ("or", "and") else ""
    return listed


def _groups(kinds: list[str]) -> list[int]:
    """The group of each place: neighbours joined by "or" share one; 0 for a place that has no alternative."""
    groups = [0] * (len(kinds) + 1)
    last = 0
    for at, kind in enumerate(kinds):
        if kind == "or":
            last += groups[at] == 0
            groups[at] = groups[at + 1] = last
    return groups
