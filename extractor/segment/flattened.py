"""Lists that lost their nesting: the alternatives of "one of the following:" printed as items beside it.

Where such an item has no sub-items, the items behind it must be the alternatives, but the page does not say where they end.
At least the next two belong to it; further ones are taken as long as an "or" leads to them or
they are of the same kind (all with a comparator sign).
"""

import re

from extractor.model.criterion import AtLeast
from extractor.segment.combination import connector, stated
from extractor.segment.drafts import Draft

_FEWEST = 2
_VALUE = re.compile(r"[<>≥≤=]")
_ORDER = re.compile(r"\d{1,3}|[A-Za-z](?=\W*\Z)")


def adopt(text: str, drafts: list[Draft]) -> None:
    """Give each inclusion item that asks for some of the following, and has no sub-items, the items behind it."""
    for place, head in enumerate(drafts):
        if head.category == "inclusion" and not head.children and head.label and text[head.end - 1] == ":":
            combination = stated(text[head.start : head.end], head.category)
            if combination == "any-of" or isinstance(combination, AtLeast):
                _take(text, drafts, place)


def _take(text: str, drafts: list[Draft], place: int) -> None:
    head = drafts[place]
    taken = _alternatives(text, drafts, place)
    if len(taken) < _FEWEST:
        return
    for draft in taken:
        draft.parent = place
        draft.notes.append("flattened-list")
    if head.parent is not None:
        drafts[head.parent].children -= len(taken)
    head.children = len(taken)


def _alternatives(text: str, drafts: list[Draft], place: int) -> list[Draft]:
    head = drafts[place]
    label = head.label or ""
    found: list[Draft] = []
    for draft in drafts[place + 1 : place + 60]:
        if draft.parent != head.parent:
            if draft.parent is None or draft.parent < place:
                break
            continue
        if (draft.category, draft.cohort) != (head.category, head.cohort) or not _goes_on(label, draft.label):
            break
        joined = bool(found) and connector(text[max(found[-1].start, found[-1].end - 12) : found[-1].end]) == "or"
        alike = all(_VALUE.search(text, one.start, one.end) for one in (*found, draft))
        if len(found) >= _FEWEST and not (joined or alike):
            break
        found.append(draft)
        label = draft.label or ""
    return found


def _goes_on(label: str, following: str | None) -> bool:
    """Is the second label the next of the same list?"""
    if following is None:
        return False
    first, second = _ORDER.search(label), _ORDER.search(following)
    if first and second:
        return _place(second.group()) == _place(first.group()) + 1
    return label == following


def _place(label: str) -> int:
    """The place of "3" or "c" in its list."""
    return int(label) if label.isdecimal() else ord(label)
