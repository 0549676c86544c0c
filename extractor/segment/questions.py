"""Pages made of questions and answers: "How old must I be?", with the age in the answer below.

Such a page asks after the subject that its answer speaks of, in words that no list of headings holds. A question about what
is asked of people opens eligibility text, any other one ends it. `data/segment_questions.toml` holds the words.
"""

import re
from functools import cache
from typing import NamedTuple

from extractor import data_file
from extractor.catalogue import find_terms
from extractor.segment import admission
from extractor.segment.lines import Piece, is_listed, pieces
from extractor.segment.turns import said
from extractor.segment.vocabulary import HeadingCategory

_LONGEST, _FEWEST, _READ = 120, 3, 60_000
_SAYS = re.compile(r"(?P<yes>yes|certainly|of course)\b|(?P<no>no|not|unfortunately not|sorry, no)\b", re.IGNORECASE)


class Question(NamedTuple):
    """A line that is a question with its answer below; `asks`: the answer says what is asked of people; `category`: the
    answer is a list of criteria; `unclear`: the question does not say whether it admits or refuses.
    """

    start: int
    end: int
    asks: bool
    category: HeadingCategory | None = None
    unclear: bool = False


def find_questions(text: str) -> tuple[Question, ...]:
    """The questions of a page that is made of at least three of them, in page order; else none."""
    if text.count("?\n") < _FEWEST:
        return ()
    lines = pieces(text, 0, min(len(text), _READ))
    asked = [place for place, line in enumerate(lines) if _is_question(text, line)]
    answered = [place for place, after in zip(asked, [*asked[1:], len(lines)], strict=True) if place + 1 < after]
    if len(answered) < _FEWEST:
        return ()
    ends = [*answered[1:], len(lines)]
    return tuple(_question(text, lines[place], lines[place + 1 : stop]) for place, stop in zip(answered, ends, strict=True))


def keeps_out(question: str, answer: str) -> bool:
    """Does "No." or "Yes." to the question keep people out ("May I smoke?" "No."; "Is diabetes a problem?" "Yes.")?"""
    said = _SAYS.match(answer)
    folded = question.lower()
    if said is None:
        return False
    return bool(_any("problems").search(folded) if said["yes"] else _any("allows").match(folded))


def _is_question(text: str, line: Piece) -> bool:
    plain = line.label is None or line.label.text.startswith("#")
    return plain and text[line.end - 1] == "?" and line.end - line.start <= _LONGEST


def _question(text: str, line: Piece, answer: list[Piece]) -> Question:
    words = text[line.start : line.end].lower().replace("’", "'")
    below = text[answer[0].start : answer[-1].end]
    if is_listed(text, answer[0]) and not _any("other").search(words) and find_terms(below):
        category = said(words)
        return Question(line.line_start, line.end, True, category or "inclusion", category is None)
    return Question(line.line_start, line.end, _asks(words, below))


def _asks(question: str, answer: str) -> bool:
    """Does the question ask what people must or may be, and name it, or the answer?"""
    if _any("other").search(question) or not _any("duties").search(question):
        return False
    named = _any("subjects").search(question) or find_terms(question) or find_terms(answer)
    return bool(named or admission.asks(answer) or admission.refuses(answer))


@cache
def _any(name: str) -> re.Pattern[str]:
    phrases: list[str] = data_file.table("segment_questions.toml")[name]
    body = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)")
