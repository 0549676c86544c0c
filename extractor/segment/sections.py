"""The sections of a page, and the stretches of it that hold eligibility text."""

import functools
import re
from itertools import pairwise
from typing import NamedTuple

from extractor.model.document import Document
from extractor.model.outline import Section
from extractor.segment import statements, vocabulary
from extractor.segment.admission import passages
from extractor.segment.closings import closing_line
from extractor.segment.cohorts import is_people_line
from extractor.segment.fields import is_people_field
from extractor.segment.headings import ListHeading, field_label, list_heading, page_heading
from extractor.segment.invitations import first_words
from extractor.segment.labels import read_label
from extractor.segment.lines import is_listed, physical_lines, pieces
from extractor.segment.questions import Question, find_questions
from extractor.segment.runon import first_heading
from extractor.segment.turns import Turn, find_turns, unclear_heads
from extractor.segment.vocabulary import HeadingCategory, Role

_HEADING_LINE = re.compile(r"[^\n\r]{4,}")
_HEADER_LINE = re.compile(r"[A-Z][\w /-]{2,40}:\s{0,4}\S")
_FIELDS: dict[str, HeadingCategory] = {
    "eligibility_criteria": "",
    "inclusion_criteria": "inclusion",
    "exclusion_criteria": "exclusion",
    "study_population": "narrative",
}
_REGISTRY_NUMBER = re.compile(r"\b(?:[A-Z]{3,6}-?\d{8,14}|20\d\d-\d{6}-\d\d)\b")
_FORM_LINE = re.compile(r"(?P<point>[A-Z]\.\d{1,2})(?:\.\d{1,2}){0,4}(?:[ |]|$)")
_SECTION_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})\.?[ \t]{1,4}(?=[A-Z])")
_CRITERIA_POINTS = ("E.3", "E.4")
_LONGEST, _LONGEST_TITLE = 160, 60
_FEWEST_GROUPS = 2
_MOST_MARKS = 2000
_MOST_TOLD = 60_000
_NEXT_LINE = 1000


class Stretch(NamedTuple):
    """Eligibility text: `category` holds until its own headings say otherwise. `page`: prose in it may be about the page.
    `told`: no heading says that it is about eligibility, its sentences do. `asked`: it begins with a question, and its first
    sentence answers it. `turns` are the headings in it that are told by
    where they stand.
    """

    start: int
    end: int
    category: HeadingCategory
    page: bool
    told: bool = False
    asked: bool = False
    turns: tuple[Turn, ...] = ()


class _Mark(NamedTuple):
    start: int
    end: int
    role: Role
    category: HeadingCategory
    of_list: bool


def divide(document: Document) -> tuple[tuple[Section, ...], tuple[Stretch, ...]]:
    """The sections in page order, and the eligibility stretches."""
    text = document.reading
    fields = _field_stretches(document)
    marks = _marks(text)
    if fields:
        return _around(text, marks, fields), tuple(fields)
    turns = _turns(text, marks)
    marks = sorted([*marks, *(_Mark(turn.start, turn.end, "eligibility", turn.category, True) for turn in turns)])
    questions = () if document.kind == "registry" else find_questions(text)
    turns += tuple(Turn(one.start, one.end, one.category, one.unclear) for one in questions if one.category)
    marks = _with_questions(marks, questions)
    asked = {question.start for question in questions if question.asks}
    if not any(mark.role == "eligibility" for mark in marks):
        return _without_heading(document, marks)
    marks = _grouped(text, _preamble(text, marks))
    marks = _closed(text, marks)
    return _sections(text, marks), tuple(
        stretch._replace(
            turns=tuple(turn for turn in turns if stretch.start <= turn.start < stretch.end),
            asked=stretch.category == "narrative" and stretch.start in asked,
        )
        for stretch in _stretches(text, marks)
    )


def _turns(text: str, marks: list[_Mark]) -> tuple[Turn, ...]:
    """The list headings that only their place tells; where known words head both lists, only sure ones above those."""
    lists = [mark for mark in marks if mark.role == "eligibility"]
    both = {"inclusion", "exclusion"} <= {mark.category for mark in lists}
    if both and not text[: lists[0].start].strip():
        return ()
    categories = {mark.start: mark.category for mark in marks if mark.role == "eligibility" and mark.category != "narrative"}
    others = {mark.start for mark in marks if mark.start not in categories}
    found = [turn for turn in find_turns(text, lambda start, end: categories.get(start)) if turn.start not in others]
    return tuple(turn for turn in found if not both or (not turn.unclear and turn.start < lists[0].start))


def _with_questions(marks: list[_Mark], questions: tuple[Question, ...]) -> list[_Mark]:
    """The marks, and the questions of a page made of them: one that asks something of people opens eligibility text that
    begins with the question itself, any other ends it.
    """
    known = {mark.start for mark in marks}
    found = list(marks)
    for question in questions:
        if question.start not in known and question.category:
            found.append(_Mark(question.start, question.end, "eligibility", question.category, True))
        elif question.start not in known and question.asks:
            found.append(_Mark(question.start, question.start, "eligibility", "narrative", False))
        elif question.start not in known:
            found.append(_Mark(question.start, question.end, "other", "", False))
    return sorted(found)


def _is_page(text: str, marks: list[_Mark]) -> bool:
    """Does the text hold more than lists of criteria: another heading, or words above the first list?"""
    return any(not mark.of_list for mark in marks) or bool(text[: marks[0].start].strip())


def _closed(text: str, marks: list[_Mark]) -> list[_Mark]:
    """The marks, and the headings that no vocabulary knows where they end a list of a page for patients."""
    if not _is_page(text, marks):
        return marks
    found = list(marks)
    for mark, after in pairwise([*marks, None]):
        if mark is not None and mark.role == "eligibility":
            closing = closing_line(text, mark.end, after.start if after else len(text))
            found += [_Mark(*closing, "other", "", False)] if closing else []
    return sorted(found, key=lambda mark: mark.start)


def _field_stretches(document: Document) -> list[Stretch]:
    found: list[Stretch] = []
    for field in sorted(document.fields, key=lambda field: field.start):
        if field.name in _FIELDS and field.end > field.start:
            start, end = document.to_reading(field.start, field.end)
            if not found or start >= found[-1].end:
                found.append(Stretch(start, end, _FIELDS[field.name], False))
    return found


def _marks(text: str) -> list[_Mark]:
    """The lines that are headings. A list heading counts as one with text behind it, the others only as a whole line."""
    marks: list[_Mark] = []
    firsts = _first_words()
    for match in _HEADING_LINE.finditer(text):
        goes_on = False
        raw = match.group()[:_LONGEST]
        word = _first_word(raw)
        numbered = _SECTION_NUMBER.match(raw.lstrip())
        one_level = raw.lstrip()[:1].isdigit() and bool(marks) and marks[-1].role == "eligibility"
        if word not in firsts and not numbered and not one_level and not _FORM_LINE.match(raw):
            continue
        start, end = match.start() + len(raw) - len(raw.lstrip()), match.start() + len(match.group().rstrip())
        mark = _mark(text, start, end)
        if mark is None and marks and marks[-1].role == "eligibility":
            next_section = _next_section if numbered else _next_numbered if one_level else None
            mark = next_section(text, marks[-1], start, end) if next_section else _closing(text, start, end)
            goes_on = mark is not None and not numbered and _list_goes_on(text, marks[-1], start, end)
        if mark:
            marks.append(mark)
        if goes_on:
            marks.append(marks[-2]._replace(start=end, end=end, of_list=True))
        if len(marks) >= _MOST_MARKS:
            break
    return marks


def _mark(text: str, start: int, end: int) -> _Mark | None:
    number = _SECTION_NUMBER.match(text, start, end)
    if number is not None:
        section = list_heading(text, number.end(), end)
        return _Mark(start, section.end, "eligibility", section.category, True) if section else None
    label = read_label(text, start, end)
    body = label.end if label and label.kind != "bullet" else start
    heading: ListHeading | None = list_heading(text, body if label else start, end)
    if heading is not None:
        return _Mark(start, heading.end, "eligibility", heading.category, True)
    found = page_heading(text, start, end) if label is None or label.text.startswith("#") else None
    if found is None and label is not None and label.kind == "decimal":
        found = page_heading(text, body, end)
        found = found if found and found.role == "eligibility" else None
    return _Mark(start, end, found.role, found.category, False) if found else None


def _next_section(text: str, before: _Mark, start: int, end: int) -> _Mark | None:
    """ "5.4 Consent" behind "5.3 Exclusion criteria": a heading of the same depth or a lesser one ends it."""
    here, above = _SECTION_NUMBER.match(text, start, end), _SECTION_NUMBER.match(text, before.start)
    if here is None or above is None or here["number"].count(".") > above["number"].count("."):
        return None
    return _Mark(start, end, "other", "", False)


def _next_numbered(text: str, before: _Mark, start: int, end: int) -> _Mark | None:
    """ "4. Visits" behind "3. Exclusion criteria" and a list with labels of another kind."""
    above = read_label(text, before.start, before.end)
    here = read_label(text, start, end, above)
    if above is None or here is None or (here.shape, here.number) != (above.shape, (above.number or 0) + 1):
        return None
    between = [line.label.shape for line in physical_lines(text, before.end, start) if line.label is not None]
    title = end - start <= _LONGEST_TITLE and text[end - 1] not in ".;,:"
    return _Mark(start, end, "other", "", False) if title and between and here.shape not in between else None


def _closing(text: str, start: int, end: int) -> _Mark | None:
    """A line that ends the eligibility text of a record: "Label: value", or the next numbered point of a registry's form."""
    form = _FORM_LINE.match(text, start, end)
    if form is not None:
        return None if form["point"] in _CRITERIA_POINTS else _Mark(start, end, "other", "", False)
    found = field_label(text, start, end)
    return _Mark(start, end, found.role, found.category, False) if found else None


def _list_goes_on(text: str, before: _Mark, start: int, end: int) -> bool:
    """Does a field about people ("Healthy volunteers: No") stand in the middle of a list that goes on below it?"""
    if not is_people_field(text[start:end]):
        return False
    above = next(reversed(pieces(text, max(before.end, start - _NEXT_LINE), start)), None)
    below = next(physical_lines(text, end, min(len(text), end + _NEXT_LINE)), None)
    if above is None or below is None or above.label is None or below.label is None:
        return False
    return above.label.shape == below.label.shape


def _first_word(line: str) -> str:
    match = _FIRST.match(line)
    return match.group(1).casefold() if match else ""


_FIRST = re.compile(
    r"[^\w]{0,16}(?:\d{1,2}[.)]\s{0,4})?(?:[a-z]{2,12}(?:_[a-z]{2,12}){1,3}|(?:cancel|check|done|close|block|add)(?=[A-Z]))?\W{0,4}([^\W\d_]+)"
)


@functools.cache
def _first_words() -> frozenset[str]:
    known = vocabulary.headings()
    modifiers = {word.rstrip("*") for word in vocabulary.words("heading_modifiers")}
    first = {re.split(r"[^\w]", phrase, maxsplit=1)[0] for phrases in known.values() for phrase in phrases}
    cores = {"inclusions", "non", "inclusionary", "exclusionary", "inclusive"}
    return frozenset(first | modifiers | cores | first_words())


def _preamble(text: str, marks: list[_Mark]) -> list[_Mark]:
    """Criteria before the first heading of a text that has no other headings are eligibility text too."""
    first = marks[0]
    if any(not mark.of_list for mark in marks):
        return marks
    lines = [line.strip() for line in text[: first.start].splitlines()[:200] if line.strip()]
    labelled = sum(read_label(line, 0, len(line)) is not None and not line.startswith("#") for line in lines)
    if 2 * labelled > len(lines) and not any(_HEADER_LINE.match(line) for line in lines):
        return [_Mark(0, 0, "eligibility", "", True), *marks]
    return marks


def _grouped(text: str, marks: list[_Mark]) -> list[_Mark]:
    """The marks; on a page that lists its criteria group by group the first list begins with the name of its group."""
    lists = [mark for mark in marks if mark.of_list]
    if sum(mark.category == "inclusion" for mark in lists) < _FEWEST_GROUPS:
        return marks
    first = lists[0]
    above = next(reversed(pieces(text, max(0, first.start - _NEXT_LINE), first.start)), None)
    if not first.category or above is None or not is_people_line(text[above.start : above.end], above):
        return marks
    return [mark._replace(start=above.line_start) if mark is first else mark for mark in marks]


def _sections(text: str, marks: list[_Mark]) -> tuple[Section, ...]:
    """One section a heading; the inclusion and exclusion lists under one eligibility heading stay one section."""
    found: list[Section] = []
    if not marks or text[: marks[0].start].strip():
        found.append(Section(role="header", heading=None, start=0, end=len(text)))
    open_list = False
    for mark in marks:
        if mark.of_list and open_list:
            continue
        if found:
            found[-1] = found[-1].model_copy(update={"end": mark.start})
        heading = text[mark.start : mark.end].strip() or None
        found.append(Section(role=mark.role, heading=heading, start=mark.start, end=len(text)))
        open_list = mark.role == "eligibility" and mark.category != "narrative"
    return tuple(section for section in found if section.end > section.start)


def _stretches(text: str, marks: list[_Mark]) -> tuple[Stretch, ...]:
    page = _is_page(text, marks)
    found: list[Stretch] = []
    for place, mark in enumerate(marks):
        if mark.role != "eligibility":
            continue
        end = marks[place + 1].start if place + 1 < len(marks) else len(text)
        narrative = mark.category == "narrative"
        start = mark.end if narrative or not mark.of_list else mark.start
        category: HeadingCategory = "narrative" if narrative else mark.category
        if (
            found
            and place
            and marks[place - 1].role == "eligibility"
            and not narrative
            and found[-1].category != "narrative"
        ):
            found[-1] = found[-1]._replace(end=end)
        elif end > start:
            found.append(Stretch(start, end, category, page))
    return tuple(found)


def _around(text: str, marks: list[_Mark], fields: list[Stretch]) -> tuple[Section, ...]:
    """Sections of a page whose format says where the eligibility text is."""
    outside = [m for m in marks if m.role != "eligibility" and not any(f.start <= m.start < f.end for f in fields)]
    cut = [_opening(text, marks, f.start) for f in fields]
    back = [_Mark(f.end, f.end, "other", "", False) for f in fields if _is_followed(text, f.end, outside)]
    return _sections(text, sorted([*outside, *cut, *back], key=lambda mark: mark.start))


def _opening(text: str, marks: list[_Mark], start: int) -> _Mark:
    """The heading right before a field of eligibility text, or just the place where it begins."""
    above = [
        mark for mark in marks if mark.role == "eligibility" and mark.end <= start and not text[mark.end : start].strip()
    ]
    return above[-1]._replace(of_list=False, category="") if above else _Mark(start, start, "eligibility", "", False)


def _is_followed(text: str, end: int, marks: list[_Mark]) -> bool:
    """Does text without a heading of its own follow?"""
    start = min((mark.start for mark in marks if mark.start >= end), default=len(text))
    return bool(text[end:start].strip())


def _without_heading(document: Document, marks: list[_Mark]) -> tuple[tuple[Section, ...], tuple[Stretch, ...]]:
    """No list heading on a line of its own: one inside a paragraph opens the text, a bare list of criteria is all of it,
    and running text counts where it says itself who is taken.
    """
    text = document.reading
    at = first_heading(text)
    if at is not None:
        end = next((mark.start for mark in marks if mark.start > at), len(text))
        mark = _Mark(at, at, "eligibility", "", True)
        return _sections(text, sorted([*marks, mark])), (Stretch(at, end, "", bool(marks)),)
    bare = not marks and _is_bare(text)
    told = () if bare else _told(document, marks)
    if not told and not marks and _is_bare_list(text):
        start = 0 if bare else _first_list(text)
        mark = _Mark(start, start, "eligibility", "inclusion", True)
        return _sections(text, [mark]), (Stretch(start, len(text), "inclusion", start > 0, turns=unclear_heads(text)),)
    opened = [_Mark(each.start, each.start, "eligibility", "narrative", False) for each in told]
    closed = [_Mark(each.end, each.end, "other", "", False) for each in told if text[each.end :].strip()]
    return _sections(text, sorted([*marks, *opened, *closed])), told


def _first_list(text: str) -> int:
    """Where the first list of a page without any known heading begins, with the line above it; 0 where it has none."""
    lines = pieces(text, 0, min(len(text), _MOST_TOLD))
    first = next((place for place, line in enumerate(lines) if is_listed(text, line)), 0)
    return lines[max(0, first - 1)].line_start


def _told(document: Document, marks: list[_Mark]) -> tuple[Stretch, ...]:
    """Running text that says who is taken, outside the sections on other things; none in a record with fields of its own."""
    if any(field.name != "page_title" for field in document.fields):
        return ()
    text = document.reading
    edges = [(0, marks[0].start if marks else len(text))]
    for mark, after in pairwise([*marks, None]):
        if mark is not None and mark.role in ("header", "summary"):
            edges.append((mark.end, after.start if after else len(text)))
    found = [each for start, end in edges for each in passages(text, start, min(end, start + _MOST_TOLD))]
    return tuple(Stretch(each.start, each.end, "narrative", True, told=True) for each in found)


def _is_bare(text: str) -> bool:
    """Is the text nothing but criteria: no registry number, no word about the page itself, no line that only dates it?"""
    if not _is_bare_list(text) or _REGISTRY_NUMBER.search(text, 0, 20_000):
        return False
    return not any(statements.is_about_page(line) or statements.is_dating(line) for line in text[:20_000].splitlines())


def _is_bare_list(text: str) -> bool:
    """Are most of the first lines list items or requirements?"""
    lines = [line.strip() for line in text[:20_000].splitlines()[:120] if line.strip()]
    if not lines:
        return False
    labelled = sum(read_label(line, 0, len(line)) is not None for line in lines)
    stated = sum(statements.states_requirement(line[:400]) for line in lines)
    return 2 * labelled >= len(lines) or 5 * stated >= 2 * len(lines)
