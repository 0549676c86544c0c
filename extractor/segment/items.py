"""The items of the eligibility text: one walk over its lines, keeping category, cohort and open list levels."""

from dataclasses import dataclass, field, replace

from extractor.model.criterion import Category
from extractor.model.outline import CohortHeading
from extractor.segment import cohorts, runon, statements
from extractor.segment.cohorts import CohortMatch
from extractor.segment.drafts import Draft, Level
from extractor.segment.headings import ListHeading, list_heading, page_heading
from extractor.segment.hierarchy import settle
from extractor.segment.labels import read_label
from extractor.segment.lines import Piece, pieces
from extractor.segment.sections import Stretch
from extractor.segment.sentences import clauses, sentences, spans

_LONGEST = 4000
_LINES = 20_000
_DEEPEST = 12


@dataclass(slots=True)
class Walk:
    """Where the walk stands. `scope` is the indentation at which a cohort that is itself a list item ends."""

    text: str
    category: Category = "inclusion"
    cohort: str | None = None
    scope: int | None = None
    contrasted: bool = False
    former: bool = False
    page: bool = False
    narrative: bool = False
    drafts: list[Draft] = field(default_factory=list)
    stack: list[Level] = field(default_factory=list)
    cohorts: dict[str, CohortHeading] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)


def read_stretch(walk: Walk, stretch: Stretch) -> None:
    """Add the items and cohorts of one stretch of eligibility text to the walk."""
    walk.category = "exclusion" if stretch.category == "exclusion" else "inclusion"
    walk.narrative, walk.page = stretch.category == "narrative", stretch.page
    _close(walk)
    lines = pieces(walk.text, stretch.start, stretch.end)
    if len(lines) > _LINES:
        rest = replace(lines[_LINES], end=lines[-1].end, label=None, start=lines[_LINES].line_start)
        lines = [*lines[:_LINES], rest]
    parts = [part for line in lines for part in runon.split(walk.text, line)]
    walk.contrasted = _contrasted(walk.text, parts)
    for place, part in enumerate(parts):
        _read(walk, part, parts[place + 1] if place + 1 < len(parts) else None)
    _close(walk)


def _close(walk: Walk) -> None:
    walk.stack.clear()
    walk.cohort, walk.scope, walk.former = None, None, False


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
    heading = list_heading(walk.text, piece.start, piece.end)
    if heading is not None:
        _open_list(walk, piece, heading, after)
        return
    if walk.scope is not None and piece.indent <= walk.scope:
        walk.cohort, walk.scope = None, None
    if (piece.label is None and cohorts.covers_all(words)) or _is_umbrella(walk.text, piece):
        walk.cohort, walk.scope = None, None
        walk.stack.clear()
        return
    if statements.is_form_text(words):
        return
    cohort = cohorts.cohort_heading(walk.text, piece, after, walk.known, contrasted=walk.contrasted)
    if cohort is not None:
        _open_cohort(walk, piece, cohort, after)
    elif not _is_mere_announcement(walk, piece, words):
        _item(walk, piece, after)


def _is_umbrella(text: str, piece: Piece) -> bool:
    found = page_heading(text, piece.line_start, piece.end) if piece.label is None and piece.end - piece.start < 60 else None
    return found is not None and found.role == "eligibility"


def _open_list(walk: Walk, piece: Piece, heading: ListHeading, after: Piece | None) -> None:
    _close(walk)
    if heading.category in ("inclusion", "exclusion"):
        walk.category = "exclusion" if heading.category == "exclusion" else "inclusion"
    walk.former = heading.former
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
    before = walk.cohort, walk.scope
    walk.stack.clear()
    walk.cohort, walk.scope = cohort.id, None
    deeper = after is not None and after.label is not None and after.indent > piece.indent
    anew = after is not None and after.label is not None and after.label.number == 1
    if piece.label is not None and deeper:
        walk.scope = piece.indent
    rest = cohort.rest < piece.end
    if rest:
        _item(walk, replace(piece, start=cohort.rest), after)
        walk.stack.clear()
    if rest and piece.label is not None and not (deeper or anew):
        walk.cohort, walk.scope = before


def _register(walk: Walk, cohort: CohortMatch) -> None:
    for name in (cohort.name, cohort.abbreviation, cohort.expansion):
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
    if piece.end - piece.start > len(words) or not statements.is_announcement(words):
        return False
    if walk.stack and piece.label is not None:
        return False
    alternatives = any(phrase in words.lower() for phrase in ("one of", "any of", "either", "or more", "least"))
    everything = "all of" in words.lower()
    kept = everything if walk.category == "exclusion" else alternatives
    if not kept:
        walk.stack.clear()
    return not kept


def _item(walk: Walk, piece: Piece, after: Piece | None) -> None:
    if piece.label is not None:
        parent, anew = settle(walk.stack, piece.indent, piece.label)
        place = _add(walk, piece, parent, after)
        if anew:
            walk.drafts[place].notes.append("restarted-numbering")
    elif _belongs_to_last(walk, piece):
        _extend(walk, piece)
    elif _heads_list(walk, piece, after):
        walk.stack.clear()
        place = _draft(walk, piece.start, piece.end, None)
        walk.stack.append(Level(place, -1, None, True))
    else:
        walk.stack.clear()
        _prose(walk, piece)


def _belongs_to_last(walk: Walk, piece: Piece) -> bool:
    """Is an unlabelled line a further paragraph of the open list item, by its indentation or by its first letter?"""
    if not walk.stack or walk.stack[-1].label is None or piece.run_on:
        return False
    if piece.indent > walk.stack[-1].indent + 1:
        return True
    last = walk.drafts[-1]
    small = walk.text[piece.start].islower() or walk.text[piece.start] in "[(≥≤<>="
    return small and not piece.after_blank and walk.text[last.end - 1] not in ".;"


def _extend(walk: Walk, piece: Piece) -> None:
    """A further paragraph: a sub-item where the item announced a list, else more words of the same item."""
    while len(walk.stack) > 1 and piece.indent <= walk.stack[-1].indent + 1 and walk.stack[-1].label is not None:
        walk.stack.pop()
    level = walk.stack[-1]
    last = walk.drafts[-1]
    if level.opens and (level.draft != len(walk.drafts) - 1 or walk.text[last.end - 1] == ":"):
        _draft(walk, piece.start, piece.end, level.draft)
    elif level.draft == len(walk.drafts) - 1 and piece.end - last.start <= _LONGEST:
        last.end = piece.end
    else:
        _draft(walk, piece.start, piece.end, level.draft)


def _heads_list(walk: Walk, piece: Piece, after: Piece | None) -> bool:
    """Does an unlabelled line head the labelled lines after it?"""
    if after is None or after.label is None:
        return False
    words = walk.text[piece.start : piece.end]
    if len(words) > 600:
        return False
    if words.endswith(":"):
        return True
    return len(words) <= 60 and words[-1] not in ".;," and after.after_blank | (after.indent > piece.indent)


def _prose(walk: Walk, piece: Piece) -> None:
    """Unlabelled text: one item a sentence, or a clause between semicolons."""
    for start, end in sentences(walk.text, piece.start, piece.end):
        words = walk.text[start : min(end, start + 600)]
        if walk.page and (statements.is_about_page(words) or not statements.states_requirement(words)):
            continue
        parts = clauses(walk.text, start, end, capital=False)
        places = _family(walk, parts, None)
        for place in places:
            if walk.narrative or walk.page:
                walk.drafts[place].notes.append("narrative")
            if walk.page and not walk.narrative and statements.is_permission(words):
                walk.drafts[place].category = "inclusion"


def _add(walk: Walk, piece: Piece, parent: int | None, after: Piece | None) -> int:
    """A labelled item, with siblings or children where semicolons separate clear criteria of its own."""
    label = piece.label
    assert label is not None
    places = _family(walk, clauses(walk.text, piece.start, piece.end, capital=True), parent)
    first = walk.drafts[places[0]]
    first.label = label.text
    if piece.run_on:
        first.notes.append("run-on")
    if after is not None and after.label is not None and _is_cut_off(walk.text[piece.start : piece.end]):
        walk.drafts[places[-1]].notes.append("cut-off")
    opens = statements.opens_list(walk.text[piece.start : piece.end]) or walk.text[piece.end - 1] == ":"
    if len(walk.stack) < _DEEPEST:
        walk.stack.append(Level(places[0], piece.indent, label, opens))
    return places[0]


def _family(walk: Walk, parts: list[tuple[int, int]], parent: int | None) -> list[int]:
    """Drafts for the parts of one line. "Intro: A; B; C" is a parent with three children, "A; B" are siblings."""
    if len(parts) == 1:
        return [_draft(walk, *parts[0], parent)]
    start, end = parts[0]
    colon = _list_colon(walk.text, start, end)
    if colon < 0:
        return [_draft(walk, *part, parent, note=None if part is parts[0] else "run-on") for part in parts]
    head = _draft(walk, start, colon, parent)
    first = spans(walk.text, colon, end, [])
    return [head, *(_draft(walk, *part, head, note="run-on") for part in [*first, *parts[1:]])]


def _list_colon(text: str, start: int, end: int) -> int:
    """The end of the introduction before a list in one line, or -1."""
    colon = text.rfind(": ", start, end)
    if colon - start < 8 or text.count("(", start, colon) > text.count(")", start, colon):
        return -1
    return colon + 1


def _is_cut_off(words: str) -> bool:
    """Does the text end inside an open bracket?"""
    tail = words[-200:]
    opened = tail.rfind("(")
    return opened >= 0 and ")" not in tail[opened:] and len(tail) - opened < 60 and tail[-1] not in ".;:"


def _draft(walk: Walk, start: int, end: int, parent: int | None, note: str | None = None) -> int:
    """Add a draft (several for an over-long text) and return its place."""
    place = len(walk.drafts)
    parts = [(start, end)] if end - start <= _LONGEST else _split_long(walk.text, start, end)
    for first, last in parts:
        notes = [note] if note else []
        if len(parts) > 1:
            notes.append("split-long")
        if walk.former:
            notes.append("superseded")
        walk.drafts.append(Draft(walk.category, first, last, None, walk.cohort, parent, None, notes))
        if parent is not None:
            walk.drafts[parent].children += 1
    return place


def _split_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """An over-long text in parts of at most the longest item, cut at sentence ends, else at white space."""
    cuts: list[int] = []
    at = start
    while end - at > _LONGEST:
        window = text[at : at + _LONGEST]
        stop = max(window.rfind(mark) for mark in (". ", ".\n", "; ", ";\n"))
        if stop < _LONGEST // 4:
            stop = max(window.rfind(" "), window.rfind("\n"))
        at += stop + 1 if stop >= _LONGEST // 4 else _LONGEST
        cuts.append(at)
    return spans(text, start, end, cuts)
