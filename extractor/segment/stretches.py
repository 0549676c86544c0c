"""The stretches of eligibility text: headings, cohort headings and announcements; what is left are items."""

import re
from dataclasses import replace
from itertools import pairwise

from extractor.model.outline import BEYOND_BOUNDS, CohortHeading
from extractor.segment import cohorts, fields, runon, statements
from extractor.segment.cohorts import CohortMatch
from extractor.segment.headings import ListHeading, list_heading, page_heading
from extractor.segment.items import read_item
from extractor.segment.labels import Label, read_label
from extractor.segment.lines import Piece, heads_table, is_listed, pieces
from extractor.segment.sections import Stretch
from extractor.segment.sentences import spans
from extractor.segment.turns import Turn
from extractor.segment.walk import Walk, add, close, leave

_LETTER = re.compile(r"[^\W_]")
_CHARACTERS = 200_000
_LINES, _ITEMS, _SHORT = 6_000, 2_000, 120


def read_stretch(walk: Walk, stretch: Stretch) -> None:
    """Add the items and cohorts of one stretch of eligibility text to the walk."""
    walk.category = "exclusion" if stretch.category == "exclusion" else "inclusion"
    walk.narrative, walk.page, walk.told = stretch.category == "narrative", stretch.page, stretch.told
    walk.headed, walk.turns = walk.narrative, {turn.start: turn for turn in stretch.turns}
    close(walk)
    walk.outer = None
    stop = _readable(walk.text, stretch)
    lines = pieces(walk.text, stretch.start, stop)
    stop = lines[_LINES].line_start if len(lines) > _LINES else stop
    parts = [part for line, after in _with_next_labels(lines[:_LINES]) for part in runon.split(walk.text, line, after)]
    walk.behind = max((part.end for part in parts if is_listed(walk.text, part)), default=stretch.end)
    walk.contrasted = _contrasted(walk.text, parts)
    walk.question = None
    if stretch.asked and parts[0].label is None and len(parts) > 1 and parts[1].label is None:
        walk.question = (parts[0].start, parts[0].end)
        parts = parts[1:]
    walk.grouped = cohorts.are_groups(walk.text, parts)
    walk.repeated = _repeated(walk.text, parts)
    for part, after in pairwise([*parts, None]):
        if part is None or len(walk.drafts) >= _ITEMS:
            stop = part.line_start if part is not None else stop
            break
        _read(walk, part, after)
    _add_tail(walk, stop, stretch.end)
    close(walk)


def _readable(text: str, stretch: Stretch) -> int:
    """The end of what is read line by line: all of the stretch, unless it is far longer than any list of criteria."""
    if stretch.end - stretch.start <= _CHARACTERS:
        return stretch.end
    newline = text.rfind("\n", stretch.start, stretch.start + _CHARACTERS)
    return newline if newline > stretch.start else stretch.start + _CHARACTERS


def _with_next_labels(lines: list[Piece]) -> list[tuple[Piece, Label | None]]:
    """Each line with the label of the next line that has one."""
    found: list[tuple[Piece, Label | None]] = []
    after: Label | None = None
    for line in reversed(lines):
        found.append((line, after))
        after = line.label or after
    return found[::-1]


def _add_tail(walk: Walk, start: int, end: int) -> None:
    """What lies beyond the bounds is kept in large parts that are marked."""
    for first, last in spans(walk.text, start, end, []):
        count = len(walk.drafts)
        add(walk, first, last, None)
        for draft in walk.drafts[count:]:
            draft.notes.append(BEYOND_BOUNDS)


def _contrasted(text: str, parts: list[Piece]) -> bool:
    """Are there headings for more than one group of people?"""
    lines = {text[p.start : p.end].lower() for p in parts if p.label is None and p.end - p.start <= 90}
    piece = next((p for p in parts if p.label is None), None)
    return piece is not None and sum(cohorts.is_people_line(line, piece) for line in sorted(lines)) > 1


def _read(walk: Walk, piece: Piece, after: Piece | None) -> None:
    """One piece: a heading, a cohort heading, an announcement, a list item or prose."""
    if piece.start >= piece.end:
        return
    words = walk.text[piece.start : min(piece.end, piece.start + 400)]
    if not _LETTER.search(words) or heads_table(walk.text, piece):
        leave(walk, piece)
        return
    if walk.question is not None:
        read_item(walk, piece, after)
        return
    turn = walk.turns.get(piece.line_start)
    sure = turn is not None and not (turn.unclear and (walk.drafts or cohorts.is_numbered(walk.text, piece)))
    heading = _turned(walk, turn, piece) if turn and sure else list_heading(walk.text, piece.start, piece.end)
    if heading is not None:
        _open_list(walk, piece, heading, after)
        return
    if walk.scope is not None and piece.indent <= walk.scope:
        walk.cohort, walk.scope = None, None
    if (piece.label is None and cohorts.covers_all(words)) or _is_umbrella(walk.text, piece):
        walk.cohort, walk.scope, walk.outer = None, None, None
        walk.stack.clear()
        leave(walk, piece)
        return
    if statements.is_nothing(words):
        _drop_head(walk)
    if statements.says_nothing(words) or _is_form(walk, piece):
        leave(walk, piece)
        return
    heads = walk.repeated and _heads_lists(walk.text, piece, after)
    cohort = cohorts.cohort_heading(
        walk.text, piece, after, walk.known, contrasted=walk.contrasted, grouped=walk.grouped, heads=heads
    )
    if cohort is not None:
        walk.outer = cohort.id if heads and cohort.rest >= piece.end else None
        _open_cohort(walk, piece, cohort, after)
    elif _is_mere_announcement(walk, piece, words):
        leave(walk, piece)
    elif turn is not None:
        _open_list(walk, piece, _turned(walk, turn, piece), after)
    else:
        read_item(walk, piece, after)


def _turned(walk: Walk, turn: Turn, piece: Piece) -> ListHeading:
    """A line that opens a list by where it stands, as a heading."""
    walk.unclear = turn.unclear
    return ListHeading(turn.category, piece.start, piece.end)


def _is_form(walk: Walk, piece: Piece) -> bool:
    """Is the piece a field of a registry's form or a page number? Remembers that a field stands above the next piece."""
    if fields.is_page_mark(walk.text[piece.line_start : piece.end]):
        return True
    line = walk.text[piece.start : min(piece.end, piece.start + 100)]
    walk.form = piece.label is None and not piece.run_on and fields.is_form_field(line, below=walk.form)
    return walk.form


def _repeated(text: str, parts: list[Piece]) -> bool:
    """Does the page open a list of the same kind at least twice, as pages do that list the criteria group by group?"""
    short = [part for part in parts if part.end - part.start <= _SHORT and _may_be_heading(part)]
    found = [
        heading.category for part in short if (heading := list_heading(text, part.start, part.end)) and heading.category
    ]
    return len(found) > len(set(found))


def _may_be_heading(part: Piece) -> bool:
    """Has the line no label, or a tick, a cross or another sign that also decorates headings?"""
    return part.label is None or (part.label.kind == "bullet" and part.label.text[0] not in "-*•·o")


def _heads_lists(text: str, piece: Piece, after: Piece | None) -> bool:
    """Is the piece a short line right above the heading of a list?"""
    if after is None or piece.run_on or piece.end - piece.start > _SHORT:
        return False
    return list_heading(text, after.start, after.end) is not None


def _drop_head(walk: Walk) -> None:
    """A head over a line that says "none" or "not specified" states nothing."""
    last = len(walk.drafts) - 1
    if walk.stack and walk.stack[-1].label is None and walk.stack[-1].draft == last and not walk.drafts[last].children:
        head = walk.drafts.pop()
        walk.stack.pop()
        walk.apart.append((head.start, head.end))


def _is_umbrella(text: str, piece: Piece) -> bool:
    found = page_heading(text, piece.line_start, piece.end) if piece.label is None and piece.end - piece.start < 60 else None
    return found is not None and found.role == "eligibility"


def _open_list(walk: Walk, piece: Piece, heading: ListHeading, after: Piece | None) -> None:
    close(walk)
    walk.cohort = walk.outer
    leave(walk, piece, heading.end)
    walk.category = "exclusion" if heading.category == "exclusion" else "inclusion"
    walk.former, walk.headed = heading.former, True
    if heading.qualifier:
        cohort = cohorts.qualifier_cohort(walk.text, *heading.qualifier)
        if cohort is not None:
            _register(walk, cohort)
            walk.cohort = cohort.id
    _rest(walk, piece, heading.end, after)


def _rest(walk: Walk, piece: Piece, start: int, after: Piece | None) -> None:
    """Read what stands behind a heading on the same line."""
    if start >= piece.end:
        return
    label = read_label(walk.text, start, piece.end)
    body = label.end if label else start
    rest = replace(piece, start=body, label=label, line_start=start, run_on=True)
    parts = runon.split(walk.text, rest)
    for place, part in enumerate(parts):
        _read(walk, replace(part, run_on=part.run_on and place > 0), parts[place + 1] if place + 1 < len(parts) else after)


def _open_cohort(walk: Walk, piece: Piece, cohort: CohortMatch, after: Piece | None) -> None:
    """Set the cohort: for the deeper list if the heading is itself a list item, else until the next heading."""
    _register(walk, cohort)
    leave(walk, piece, cohort.rest)
    before, listed = (walk.cohort, walk.scope), walk.listed
    walk.stack.clear()
    walk.listed = None
    walk.cohort, walk.scope = cohort.id, None
    deeper = after is not None and after.label is not None and after.indent > piece.indent
    anew = after is not None and after.label is not None and after.label.number == 1
    rest = cohort.rest < piece.end
    if rest:
        _rest(walk, piece, cohort.rest, after)
        walk.resumes = listed if piece.label is None and not anew else None
        walk.stack.clear()
    if piece.label is not None and deeper:
        walk.cohort, walk.scope = cohort.id, piece.indent
    elif rest and piece.label is not None and not anew:
        walk.cohort, walk.scope = before


def _register(walk: Walk, cohort: CohortMatch) -> None:
    for name in (cohort.name, cohort.abbreviation, cohort.expansion, cohort.alias):
        if name:
            walk.known.setdefault(name.lower(), cohort.id)
    first = walk.cohorts.get(cohort.id)
    if first is None:
        walk.cohorts[cohort.id] = CohortHeading(
            id=cohort.id,
            name=cohort.name,
            start=cohort.start,
            end=cohort.end,
            abbreviation=cohort.abbreviation,
            expansion=cohort.expansion,
        )
    elif first.expansion is None and cohort.expansion is not None:
        update = {"expansion": cohort.expansion, "abbreviation": first.abbreviation or cohort.abbreviation}
        walk.cohorts[cohort.id] = first.model_copy(update=update)


def _is_mere_announcement(walk: Walk, piece: Piece, words: str) -> bool:
    """An announcement is left out unless it says that not all of what follows is asked for."""
    if piece.end - piece.start > len(words) or (piece.label is not None and (walk.stack or words[-1] != ":")):
        return False
    if not walk.fresh and words[-1] not in ":.":
        return False
    opening = walk.fresh and piece.label is None and statements.is_list_announcement(words)
    if not opening and not statements.is_announcement(words):
        return False
    alternatives = any(phrase in words.lower() for phrase in ("one of", "any of", "either", "or more", "least"))
    everything = "all of" in words.lower()
    kept = everything if walk.category == "exclusion" else alternatives
    if not kept:
        walk.stack.clear()
    return not kept
