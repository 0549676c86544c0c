"""Running text that says who is taken into a trial: "You can join if ...", "People with ... are not eligible".

Pages without any heading or list say it in the middle of their prose. A sentence counts by its own words
(`data/segment_admission.toml`): it admits, it refuses, or, beside such a sentence, it asks for something.
"""

import re
from functools import cache
from typing import NamedTuple

from extractor import data_file
from extractor.catalogue import find_terms
from extractor.segment import statements
from extractor.segment.lines import pieces
from extractor.segment.sentences import sentences

_LABELLED = re.compile(r"[^:.?!]{1,40}:(?:\s|$)")
_SIGN = re.compile(r"[<>≥≤]|\d[ ]?%")
_CONTACT = re.compile(r"@|://|www\.|\b(?:phone|telephone|call|e-?mail|fax)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LONGEST, _MOST_LINES, _NEAR = 6_000, 4_000, 40


class Passage(NamedTuple):
    """A line or wrapped paragraph of running text, `start` to `end`, that says who is taken."""

    start: int
    end: int


@cache
def _words(name: str) -> re.Pattern[str]:
    """The phrases of one list as one pattern: whole words, any case; between two words any white space."""
    rows = data_file.table("segment_admission.toml")
    return re.compile(rf"(?<![\w'])(?:{_alternatives(rows[name])})(?!\w)", re.IGNORECASE)


@cache
def _act(name: str) -> re.Pattern[str]:
    """ "can also take part": a verb of the list, an adverb, what people do; not "who can ...", which only describes them."""
    rows = data_file.table("segment_admission.toml")
    verbs, adverbs, acts = (_alternatives(rows[key]) for key in (name, "adverbs", "acts"))
    return re.compile(
        rf"(?<!\w)(?<!who )(?<!that )(?<!which )(?:{verbs})(?:\s{{1,4}}(?:{adverbs})){{0,2}}\s{{1,4}}(?:{acts})(?!\w)",
        re.IGNORECASE,
    )


@cache
def _nobody() -> re.Pattern[str]:
    """ "Nobody can join who ...", "No one with ... may take part": nobody, a few words, a verb, what people do."""
    rows = data_file.table("segment_admission.toml")
    nobody, verbs, acts = (_alternatives(rows[key]) for key in ("nobody", "may", "acts"))
    return re.compile(rf"(?<!\w)(?:{nobody})\s[^.;:]{{0,60}}?(?<!\w)(?:{verbs})\s{{1,4}}(?:{acts})(?!\w)", re.IGNORECASE)


def _alternatives(phrases: list[str]) -> str:
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s{1,4}") for phrase in ordered)


def refuses(sentence: str) -> bool:
    """Does the sentence itself keep somebody out ("... cannot take part", "... rules you out")?"""
    plain = sentence.replace("’", "'")
    if _words("not_unfit").search(plain):
        return False
    return bool(_words("unfit").search(plain) or _act("may_not").search(plain) or _nobody().search(plain))


def admits(sentence: str) -> bool:
    """Does the sentence say for whom the trial is ("You can join if ...", "We are looking for women with ...")?"""
    plain = sentence.replace("’", "'")
    if not (_act("may").search(plain) or _words("fits").search(plain)) or plain.endswith("?"):
        return False
    return bool(_words("conditions").search(plain) or _DIGIT.search(plain)) and not refuses(plain)


def asks(sentence: str) -> bool:
    """Does the sentence ask for something, or allow something (beside a sentence that admits or refuses)?"""
    plain = sentence.replace("’", "'")
    return bool(_SIGN.search(plain) or _words("asks").search(plain)) or statements.is_permission(plain)


def demands(sentence: str) -> bool:
    """Does a sentence behind a list still say who is taken, not what happens to those who are or whom to ask?

    It admits or refuses, begins with people and lays a duty on them, or names something of medicine that is defined or that
    somebody has, needs or may have ("Women with lupus.", "Asthma sprays are allowed.", "Platelets below 50"). What will be
    done and what the reader can do are no demands.
    """
    if statements.is_about_page(sentence) or sentence.endswith("?"):
        return False
    people = _words("people").match(sentence) is not None
    if refuses(sentence) or admits(sentence) or _is_duty(sentence) or (people and statements.is_permission(sentence)):
        return True
    if not find_terms(sentence):
        return False
    if _words("defines").search(sentence):
        return True
    if _words("happens").search(sentence.replace("’", "'")):
        return False
    return people or asks(sentence) or not _words("told").search(sentence)


def may_demand(sentence: str) -> bool:
    """Could a sentence that demands nothing in plain words be a requirement all the same?"""
    if _CONTACT.search(sentence) or statements.is_about_page(sentence) or statements.is_dating(sentence):
        return False
    stated = asks(sentence) and statements.states_requirement(sentence)
    return stated or _words("waives").search(sentence) is not None or bool(find_terms(sentence))


def passages(text: str, start: int, end: int) -> list[Passage]:
    """The lines between `start` and `end` that say who is taken, and those beside them that ask something of people."""
    lines = [(piece.line_start, piece.end) for piece in pieces(text, start, end)[:_MOST_LINES]]
    sure = [_decides(text, *line) for line in lines]
    if not any(sure):
        return []
    return [
        Passage(*line)
        for place, line in enumerate(lines)
        if sure[place] or (any(sure[max(0, place - 1) : place + 2]) and _asks_people(text, *line))
    ]


def _decides(text: str, start: int, end: int) -> bool:
    return any(refuses(words) or admits(words) for words in _spoken(text, start, end))


def _asks_people(text: str, start: int, end: int) -> bool:
    """Is a duty laid on people at the head of a sentence ("Participants must own ...")?"""
    return any(_is_duty(words) for words in _spoken(text, start, end))


def _is_duty(sentence: str) -> bool:
    people = _words("people").match(sentence)
    return people is not None and _words("duties").search(sentence, people.end(), people.end() + _NEAR) is not None


def _spoken(text: str, start: int, end: int) -> list[str]:
    """The sentences of a line that could speak of patients: none of a labelled line, none about the page."""
    if end - start > _LONGEST or _LABELLED.match(text, start, end):
        return []
    found = [text[first:last] for first, last in sentences(text, start, end)]
    return [words for words in found if not statements.is_about_page(words)]
