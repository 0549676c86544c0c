"""Blocks of items that a page prints a second time."""

from extractor.segment.drafts import Draft

_LEAST = 12


def mark(text: str, drafts: list[Draft]) -> None:
    """Note "duplicate-block" on items of a run-together paragraph of which at least two, and half, were printed before."""
    seen: set[tuple[str, str | None, str]] = set()
    keys = [(draft.category, draft.cohort, _letters(text, draft)) for draft in drafts]
    place = 0
    while place < len(drafts):
        stop = place + 1
        while stop < len(drafts) and "run-on" in drafts[stop].notes:
            stop += 1
        block = range(place, stop)
        again = [i for i in block if len(keys[i][2]) >= _LEAST and keys[i] in seen]
        if stop - place > 1 and len(again) >= 2 and 2 * len(again) >= stop - place:
            for i in again:
                drafts[i].notes.append("duplicate-block")
        seen.update(keys[i] for i in block)
        place = stop


def _letters(text: str, draft: Draft) -> str:
    return "".join(char for char in text[draft.start : draft.end].lower() if char.isalnum())
