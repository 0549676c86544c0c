"""The state of the walk over the eligibility text, and how items are added to it."""

from dataclasses import dataclass, field

from extractor.model.criterion import Category
from extractor.model.outline import UNCLEAR_HEADING, CohortHeading
from extractor.segment.drafts import Draft, Level
from extractor.segment.lines import Piece
from extractor.segment.sentences import spans
from extractor.segment.turns import Turn

LONGEST = 4000


@dataclass(slots=True)
class Walk:
    """Where the walk stands.

    `scope` is the indentation at which a cohort that is itself a list item ends; `outer` is the cohort whose lists have
    headings of their own below its name, `repeated` says that the page lists its criteria so; `contrasted` and `grouped` are
    those of `cohorts.cohort_heading`; `fresh` says that nothing has been listed since the last heading, `headed` that an
    inclusion or exclusion heading stands above; `listed` is the label shape of the last outer list item, `resumes` that of
    the list that a cohort heading with prose of its own interrupts; `apart` are the pieces that are no items: headings,
    announcements, form text, talk of the page; `behind` is the end of the last labelled line, `asides` are the sentences
    behind it that are left out although they may state a requirement; `told` says that no heading opens the text: only
    sentences that say who is taken count; `question` is the question that the next sentence answers; `form` says that the
    line above is a field of a registry's form; `turns` are headings told by where they stand, by that place; `unclear` says
    that the last one does not say what list it opens, until something is listed.
    """

    text: str
    category: Category = "inclusion"
    cohort: str | None = None
    scope: int | None = None
    outer: str | None = None
    contrasted: bool = False
    grouped: bool = False
    repeated: bool = False
    fresh: bool = True
    resumes: str | None = None
    listed: str | None = None
    former: bool = False
    page: bool = False
    headed: bool = False
    behind: int = 0
    narrative: bool = False
    told: bool = False
    question: tuple[int, int] | None = None
    form: bool = False
    turns: dict[int, Turn] = field(default_factory=dict)
    unclear: bool = False
    drafts: list[Draft] = field(default_factory=list)
    stack: list[Level] = field(default_factory=list)
    cohorts: dict[str, CohortHeading] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    apart: list[tuple[int, int]] = field(default_factory=list)
    asides: list[tuple[int, int]] = field(default_factory=list)


def close(walk: Walk) -> None:
    """Forget the open lists and the cohort: another list of criteria begins."""
    walk.stack.clear()
    walk.cohort, walk.scope, walk.former, walk.fresh = None, None, False, True
    walk.resumes, walk.listed = None, None


def leave(walk: Walk, piece: Piece, end: int | None = None) -> None:
    """Note that the piece (up to `end`) is no item."""
    walk.apart.append((piece.start, piece.end if end is None else end))


def add(walk: Walk, start: int, end: int, parent: int | None, note: str | None = None) -> int:
    """Add a draft (several for an over-long text) and return its place."""
    place = len(walk.drafts)
    walk.fresh = False
    parts = [(start, end)] if end - start <= LONGEST else split_long(walk.text, start, end)
    for first, last in parts:
        notes = [note] if note else []
        if walk.unclear:
            notes.append(UNCLEAR_HEADING)
            walk.unclear = False
        if len(parts) > 1:
            notes.append("split-long")
        notes.extend(note for note, holds in (("superseded", walk.former), ("narrative", walk.narrative)) if holds)
        walk.drafts.append(Draft(walk.category, first, last, None, walk.cohort, parent, None, notes))
        if parent is not None:
            walk.drafts[parent].children += 1
    return place


def split_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """An over-long text in parts of at most the longest item, cut at sentence ends, else at white space."""
    cuts: list[int] = []
    at = start
    while end - at > LONGEST:
        window = text[at : at + LONGEST]
        stop = max(window.rfind(mark) for mark in (". ", ".\n", "; ", ";\n"))
        if stop < LONGEST // 4:
            stop = max(window.rfind(" "), window.rfind("\n"))
        at += stop + 1 if stop >= LONGEST // 4 else LONGEST
        cuts.append(at)
    return spans(text, start, end, cuts)
