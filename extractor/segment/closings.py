"""Where the eligibility part of a page for patients ends although its next heading is none that the vocabulary knows.

Behind a list, a short line without a full stop ("Good to know", "Questions people ask") over prose that asks for nothing
opens another part of the page.
"""

import re

from extractor.segment import admission, statements, vocabulary
from extractor.segment.cohorts import covers_all, is_people_line
from extractor.segment.lines import Piece, is_listed, pieces
from extractor.segment.sentences import sentences

_QUESTION = re.compile(r"(?:(?:What|How|Where|When|Why)\s[^?.;:!,\d]{4,60}\??|(?:Will|Is|Are|Do|Does|Can)\s[^?.]{4,60}\?)")
_LONGEST, _MOST_WORDS, _FEWEST = 60, 8, 4
_READ, _MOST_LINES = 60_000, 2_000


def closing_line(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The line between `start` and `end` that is the heading of another part, None if there is none.

    No list may follow it, and it must stand apart: behind a list item, a full stop or a blank line. In a part without
    any list only a question opens another part. A sentence right below the list that asks for nothing ends the part, too;
    then the line that is returned is empty, since it heads nothing.
    """
    lines = pieces(text, start, min(end, start + _READ))[:_MOST_LINES]
    listed = [place for place, line in enumerate(lines) if is_listed(text, line)]
    if not listed:
        return _next_question(text, lines) or _farewell(text, lines)
    behind = lines[listed[-1] :]
    if len(listed) > 1 and len(behind) > 1 and behind[1].after_blank and _is_aside(text, behind[1]):
        return behind[1].line_start, behind[1].line_start
    for before, line, after in zip(behind, behind[1:], behind[2:], strict=False):
        apart = is_listed(text, before) or line.after_blank or text[before.end - 1] in ".!?"
        if apart and (_is_question(text, line) or (_is_title(text, line) and _is_other_prose(text, after))):
            return line.line_start, line.end
    return None


def _is_aside(text: str, line: Piece) -> bool:
    """Is the first line below a list a sentence that asks for nothing and names nothing of medicine?"""
    words = text[line.start : line.end]
    return _is_other_prose(text, line) and not admission.may_demand(words) and not statements.states_requirement(words)


def _farewell(text: str, lines: list[Piece]) -> tuple[int, int] | None:
    """The place in running text from which on no paragraph asks for anything ("We will be glad to answer you.")."""
    start: int | None = None
    for line in reversed(lines[1:]):
        if line.after_blank and _is_aside(text, line):
            start = line.line_start
        elif start is not None or not _says_nothing_of_patients(text[line.start : line.end]):
            break
    return None if start is None else (start, start)


def _says_nothing_of_patients(words: str) -> bool:
    """Is a line below the text a signature or the like?"""
    return len(words) <= _LONGEST and not statements.states_requirement(words) and words[-1] not in ".;:"


def _next_question(text: str, lines: list[Piece]) -> tuple[int, int] | None:
    """The first line in answers without a list that asks about something else and is answered below."""
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        ended = line.after_blank or text[before.end - 1] in ".!"
        if ended and _is_question(text, line) and text[after.end - 1] != "?" and _is_other_prose(text, after):
            return line.line_start, line.end
    return None


def _is_title(text: str, line: Piece) -> bool:
    words = text[line.start : line.end]
    if len(words) > _LONGEST or not words[0].isupper() or words[-1] in ".:;,)" or any(sign.isdigit() for sign in words):
        return False
    if len(words.split()) > _MOST_WORDS or admission.asks(words) or covers_all(words) or is_people_line(words, line):
        return False
    return not vocabulary.any_of("topic_heads").search(words)


def _is_question(text: str, line: Piece) -> bool:
    """ "What will I have to do?", "What a visit looks like": a page for patients asks what its next part answers."""
    return _QUESTION.fullmatch(text, line.start, line.end) is not None


def _is_other_prose(text: str, line: Piece) -> bool:
    """Is the line a sentence or more, none of which says who is taken or asks for anything?"""
    words = text[line.start : line.end]
    if words[-1] not in ".!?" or len(words.split()) < _FEWEST:
        return False
    said = [text[first:last] for first, last in sentences(text, line.start, line.end)]
    return not any(_is_requirement(each) for each in said)


def _is_requirement(sentence: str) -> bool:
    if sentence.endswith("?") or statements.is_about_page(sentence):
        return False
    return admission.refuses(sentence) or admission.admits(sentence) or admission.asks(sentence)
