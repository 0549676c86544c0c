"""Which item a labelled line belongs under: by the counting of labels, by their kinds and by indentation."""

from extractor.segment.drafts import Level
from extractor.segment.labels import Label

_SHIFT = 3
_RANK = {"named": 0, "decimal": 1, "multi": 2, "letter": 3, "roman": 4, "bullet": 5}


def settle(stack: list[Level], indent: int, label: Label) -> tuple[int | None, bool]:
    """Close the levels that the line ends. Returns the parent draft, and whether numbering started anew beside siblings."""
    at = _continued(stack, indent, label)
    if at is not None:
        del stack[at:]
        return _parent(stack), False
    while stack and stack[-1].label is not None and indent < stack[-1].indent - 1:
        stack.pop()
    if stack and not _goes_under(stack[-1], indent, label):
        beside = stack.pop()
        while (
            stack and stack[-1].label is not None and stack[-1].indent >= beside.indent and _rank(stack[-1]) >= _rank(beside)
        ):
            stack.pop()
        same = beside.label is not None and beside.label.shape == label.shape
        return _parent(stack), same and label.number is not None
    return _parent(stack), False


def _parent(stack: list[Level]) -> int | None:
    return stack[-1].draft if stack else None


def _rank(level: Level) -> int:
    return _RANK[level.label.kind] if level.label is not None else -1


def _continued(stack: list[Level], indent: int, label: Label) -> int | None:
    """The open level whose list this label continues; of several the one that is indented most alike."""
    best: tuple[int, int] | None = None
    for at in range(len(stack) - 1, -1, -1):
        level = stack[at]
        if level.label is None or level.label.shape != label.shape:
            continue
        distance = abs(level.indent - indent)
        if label.number is not None and level.label.number != label.number - 1:
            continue
        fits = distance <= (1 if label.number is None else _SHIFT)
        if fits and (best is None or distance < best[0]):
            best = (distance, at)
    return best[1] if best else None


def _goes_under(level: Level, indent: int, label: Label) -> bool:
    """Does a label that continues nothing begin a list under this level?"""
    if level.label is None:
        return True
    if indent >= level.indent + 2:
        return True
    first = label.number in (None, 1)
    if level.label.shape == label.shape:
        return level.opens and first and label.number is not None
    if level.opens and first:
        return True
    return first and label.kind in ("letter", "roman") and level.label.kind in ("decimal", "named", "multi")
