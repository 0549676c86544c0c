"""Blocks of items that a page prints a second time."""

import re

from extractor.segment.drafts import Draft

_LEAST = 12
_NO_LETTER = re.compile(r"[\W_]+")


def mark(text: str, drafts: list[Draft]) -> None:
    """Note "duplicate-block" on items of a run-together paragraph of which at least two, and half, were printed before.

    Such an item stays with its cohort if the text stands in that cohort's list; else it belongs to the cohort under which it
    was printed first.
    """
    if not any("run-on" in draft.notes for draft in drafts):
        return
    seen: dict[tuple[str, str], Draft] = {}
    own: set[tuple[tuple[str, str], str | None]] = set()
    keys = [(draft.category, _letters(text, draft)) for draft in drafts]
    place = 0
    while place < len(drafts):
        stop = place + 1
        while stop < len(drafts) and "run-on" in drafts[stop].notes:
            stop += 1
        block = range(place, stop)
        again = [i for i in block if len(keys[i][1]) >= _LEAST and keys[i] in seen]
        if len(again) >= 2 and 2 * len(again) >= stop - place:
            for i in again:
                drafts[i].notes.append("duplicate-block")
                if (keys[i], drafts[i].cohort) not in own:
                    drafts[i].cohort = seen[keys[i]].cohort
        for i in block:
            seen.setdefault(keys[i], drafts[i])
            own.add((keys[i], drafts[i].cohort))
        place = stop


def _letters(text: str, draft: Draft) -> str:
    return _NO_LETTER.sub("", text[draft.start : draft.end].lower())
