"""Which item a labelled line belongs under: by the counting of labels, by their kinds and by indentation."""

from extractor.segment.drafts import Draft, Level
from extractor.segment.labels import Label

_SHIFT, _SURE = 3, 3
_RANK = {"named": 0, "decimal": 1, "multi": 2, "letter": 3, "roman": 4, "bullet": 5}


def settle(stack: list[Level], drafts: list[Draft], indent: int, label: Label) -> tuple[int | None, bool]:
    """Close the levels that the line ends. Returns the parent draft, and whether numbering started anew beside siblings."""
    at = _continued(stack, indent, label)
    if at is not None:
        del stack[at:]
        return _parent(stack), False
    while stack and stack[-1].label is not None and indent < stack[-1].indent - 1:
        stack.pop()
    if stack and not _goes_under(stack[-1], drafts, indent, label):
        anew = _close_lists(stack, indent, label)
        return _parent(stack), anew
    return _parent(stack), False


def _close_lists(stack: list[Level], indent: int, label: Label) -> bool:
    """Close the list that the line does not go under, or the outer list of the same kind that it starts anew."""
    for at in range(len(stack) - 1, -1, -1):
        outer = stack[at]
        if outer.label is None:
            break
        if outer.label.shape == label.shape and abs(outer.indent - indent) <= 1:
            del stack[at:]
            return label.number is not None
    beside = stack.pop()
    while stack and stack[-1].label is not None and stack[-1].indent >= beside.indent and _rank(stack[-1]) >= _rank(beside):
        stack.pop()
    return False


def _parent(stack: list[Level]) -> int | None:
    return stack[-1].draft if stack else None


def _rank(level: Level) -> int:
    return _RANK[level.label.kind] if level.label is not None else -1


def _continued(stack: list[Level], indent: int, label: Label) -> int | None:
    """The open level whose list this label continues; of several the one that is indented most alike."""
    best: tuple[int, int] | None = None
    for at in range(len(stack) - 1, -1, -1):
        level = stack[at]
        if level.label is None:
            if label.number in (None, 1):
                break
            continue
        if level.label.shape != label.shape:
            continue
        distance = abs(level.indent - indent)
        if label.number is not None and level.label.number != label.number - 1:
            continue
        fits = distance <= (1 if label.number is None else _SHIFT) or (label.number or 0) >= _SURE
        if fits and (best is None or distance < best[0]):
            best = (distance, at)
    return best[1] if best else None


def _goes_under(level: Level, drafts: list[Draft], indent: int, label: Label) -> bool:
    """Does a label that continues nothing begin a list under this level?"""
    if level.label is None:
        return True
    if indent >= level.indent + 2:
        return True
    first = label.number in (None, 1)
    if level.label.shape == label.shape:
        return level.opens and first and label.number is not None and not drafts[level.draft].children
    if level.opens and first:
        return True
    if label.kind == "bullet" and level.label.kind == "bullet":
        return True
    return first and label.kind in ("letter", "roman") and level.label.kind in ("decimal", "named", "multi")
