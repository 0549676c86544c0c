"""The items of a list: labelled lines with their parts, further paragraphs, heads of lists, prose."""

from dataclasses import replace

from extractor.catalogue import find_terms
from extractor.segment import admission, questions, statements
from extractor.segment.drafts import Level
from extractor.segment.hierarchy import settle
from extractor.segment.lines import Piece, is_listed
from extractor.segment.sentences import clauses, sentences, spans
from extractor.segment.walk import LONGEST, Walk, add

_DEEPEST = 12
_LINE = 60


def read_item(walk: Walk, piece: Piece, after: Piece | None) -> None:
    """Add the item or items that the piece is; `after` is the piece behind it."""
    count = len(walk.drafts)
    row = piece.label is None and is_listed(walk.text, piece)
    if _is_connector(walk, piece):
        walk.drafts[-1].end = piece.end
    elif piece.label is not None:
        _resume(walk, piece.label.shape)
        parent, anew = settle(walk.stack, walk.drafts, piece.indent, piece.label)
        place = _labelled(walk, piece, parent, after)
        if anew:
            walk.drafts[place].notes.append("restarted-numbering")
    elif row:
        walk.stack.clear()
        walk.listed = "|"
        _family(walk, clauses(walk.text, piece.start, piece.end, capital=True), None)
    elif _belongs_to_last(walk, piece):
        _extend(walk, piece)
    elif _heads_list(walk, piece, after):
        _head(walk, piece)
    else:
        parent = walk.stack[-1].draft if _names_topic(walk) else None
        walk.stack.clear()
        _prose(walk, piece, parent)
    for draft in walk.drafts[count : count + 1] if piece.run_on else ():
        draft.notes.insert(0, "run-on")


def _is_connector(walk: Walk, piece: Piece) -> bool:
    """Is the line nothing but the "and" or "or" between two items?"""
    if piece.end - piece.start > 8 or walk.fresh or not walk.drafts:
        return False
    return walk.text[piece.start : piece.end].strip(" .:,;-").lower() in ("and", "or", "and/or", "and / or")


def _resume(walk: Walk, shape: str) -> None:
    """A list that a cohort with prose of its own interrupted goes on for everybody."""
    if walk.resumes == shape:
        walk.cohort, walk.resumes = None, None
    if not walk.stack:
        walk.listed = shape


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
    if walk.stack[-1].draft != len(walk.drafts) - 1 or walk.stack[-1].opens:
        while len(walk.stack) > 1 and piece.indent <= walk.stack[-1].indent + 1 and walk.stack[-1].label is not None:
            walk.stack.pop()
    level = walk.stack[-1]
    last = walk.drafts[-1]
    if level.opens and (level.draft != len(walk.drafts) - 1 or walk.text[last.end - 1] == ":"):
        add(walk, piece.start, piece.end, level.draft)
    elif level.draft == len(walk.drafts) - 1 and piece.end - last.start <= LONGEST:
        last.end = piece.end
        walk.stack[-1] = replace(level, opens=level.opens or walk.text[last.end - 1] == ":")
    else:
        add(walk, piece.start, piece.end, level.draft)


def _head(walk: Walk, piece: Piece) -> None:
    """An unlabelled line over a list. A numbered list that it interrupts stays open below it."""
    heads = [at for at, level in enumerate(walk.stack) if level.label is None]
    del walk.stack[heads[0] if heads else len(walk.stack) :]
    if walk.stack and walk.stack[0].label is not None and walk.stack[0].label.number is None:
        walk.stack.clear()
    place = add(walk, piece.start, piece.end, None)
    walk.stack.append(Level(place, -1, None, True))


def _names_topic(walk: Walk) -> bool:
    """Is the last item nothing but a topic before a colon ("1. Laboratory diagnosis:"), with its text on the next line?"""
    if not walk.stack or not walk.stack[-1].opens or walk.stack[-1].draft != len(walk.drafts) - 1:
        return False
    last = walk.drafts[-1]
    words = walk.text[last.start : last.end]
    return len(words) <= 80 and words.endswith(":") and not any(char.isdigit() for char in words)


def _heads_list(walk: Walk, piece: Piece, after: Piece | None) -> bool:
    """Does an unlabelled line head the labelled lines after it?"""
    if after is None or after.label is None:
        return False
    words = walk.text[piece.start : piece.end]
    if len(words) > 600:
        return False
    if words.endswith(":"):
        return True
    return len(words) <= 60 and words[-1] not in ".;," and (after.after_blank or after.indent > piece.indent)


def _prose(walk: Walk, piece: Piece, parent: int | None) -> None:
    """Unlabelled text: one item a sentence, or a clause between semicolons."""
    for start, end in _spoken(walk.text, piece):
        words = walk.text[start : min(end, start + 600)]
        if walk.question is not None:
            _answer(walk, words, end)
            continue
        if _is_behind(walk, start, words):
            if not admission.demands(words):
                _leave_aside(walk, start, end, words)
                continue
        elif not _is_kept(walk, words):
            walk.apart.append((start, end))
            continue
        parts = clauses(walk.text, start, end, capital=False)
        places = _family(walk, parts, parent)
        if walk.narrative and admission.refuses(words):
            for place in places:
                walk.drafts[place].category = "exclusion"
        for place in places:
            if walk.page and not walk.narrative and statements.is_permission(words) and not admission.refuses(words):
                walk.drafts[place].category = "inclusion"


def _spoken(text: str, piece: Piece) -> list[tuple[int, int]]:
    """The sentences of a piece; a question and the sentence behind it that answers it are one."""
    found: list[tuple[int, int]] = []
    for start, end in sentences(text, piece.start, piece.end):
        if found and text[found[-1][1] - 1] == "?" and text[end - 1] != "?":
            start = found.pop()[0]
        found.append((start, end))
    return found


def _answer(walk: Walk, words: str, end: int) -> None:
    """The question of a page made of questions and the sentence that answers it, as one item."""
    assert walk.question is not None
    first, last = walk.question
    walk.question = None
    place = add(walk, first, end, None)
    if admission.refuses(words) or questions.keeps_out(walk.text[first:last], words):
        walk.drafts[place].category = "exclusion"


def _is_behind(walk: Walk, start: int, words: str) -> bool:
    """Does the sentence stand behind the last list of a page that also speaks of other things, and neither head one itself
    nor end an item that announced it?
    """
    behind = walk.page and walk.listed is not None and start >= walk.behind
    return behind and words[-1] != ":" and not _is_announced(walk)


def _is_announced(walk: Walk) -> bool:
    """Does the last item, a labelled one, end with a colon?"""
    last = walk.drafts[-1] if walk.drafts else None
    return last is not None and last.label is not None and walk.text[last.end - 1] == ":"


def _leave_aside(walk: Walk, start: int, end: int, words: str) -> None:
    """Leave out a sentence behind a list, and remember it where it may state a requirement all the same."""
    walk.apart.append((start, end))
    if admission.may_demand(words):
        walk.asides.append((start, end))


def _is_kept(walk: Walk, words: str) -> bool:
    """Is a sentence between lists a criterion? On a page with other sections it can be about the page instead."""
    if statements.is_boilerplate(words) or statements.is_dating(words):
        return False
    if walk.told and not (admission.refuses(words) or admission.admits(words) or admission.asks(words)):
        return False
    if not walk.page or _is_announced(walk):
        return True
    if words.endswith("?") and not any(char.isdigit() for char in words):
        return False
    plain = len(words) < _LINE and not any(char.isdigit() for char in words)
    doubtful = not walk.headed or (walk.listed is not None and plain)
    if statements.is_about_page(words):
        return False
    return not doubtful or statements.states_requirement(words) or bool(find_terms(words))


def _labelled(walk: Walk, piece: Piece, parent: int | None, after: Piece | None) -> int:
    """A labelled item, with siblings or children where semicolons separate clear criteria of its own."""
    label = piece.label
    assert label is not None
    places = _family(walk, _clauses(walk.text, piece.start, piece.end), parent)
    first = walk.drafts[places[0]]
    first.label = label.text
    if after is not None and after.label is not None and _is_cut_off(walk.text[piece.start : piece.end]):
        walk.drafts[places[-1]].notes.append("cut-off")
    opens = statements.opens_list(walk.text[piece.start : piece.end]) or walk.text[piece.end - 1] == ":"
    if len(walk.stack) < _DEEPEST:
        walk.stack.append(Level(places[0], piece.indent, label, opens))
    return places[0]


def _family(walk: Walk, parts: list[tuple[int, int]], parent: int | None) -> list[int]:
    """Drafts for the parts of one line. "Intro: A; B; C" is a parent with three children, "A; B" are siblings."""
    if len(parts) == 1:
        return [add(walk, *parts[0], parent)]
    start, end = parts[0]
    colon = _list_colon(walk.text, start, end)
    if colon < 0:
        return [add(walk, *part, parent, note=None if part is parts[0] else "run-on") for part in parts]
    head = add(walk, start, colon, parent)
    first = spans(walk.text, colon, end, [])
    return [head, *(add(walk, *part, head, note="run-on") for part in [*first, *parts[1:]])]


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clear clauses of a list item. Behind "two of:" or "any of the following:" every semicolon parts two of them."""
    parts = clauses(text, start, end, capital=True)
    colon = _list_colon(text, *parts[0])
    if colon > 0 and statements.announces_choice(text[start:colon]):
        return clauses(text, start, end, capital=False)
    return parts


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
