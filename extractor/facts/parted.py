"""Lines that tell several facts in short parts: "Phase 3 · Recruiting · 120 people", "Sponsored by Acme | Phase 1/2"."""

import re
from functools import cache
from itertools import pairwise

from extractor.facts.entries import split_label
from extractor.facts.lines import Line
from extractor.facts.recruitment import status
from extractor.facts.vocabulary import PEOPLE, PHASE_LINE, table, words

_SEPARATOR = re.compile(r"\s{0,3}[|·•]\s{0,3}|\s{0,2};\s|(?<=[\w)])\.\s(?=[A-Z\d])|\s?[()]\s?")
_COMMA = re.compile(r",\s(?!(?:19|20)\d\d\b|not\b|but\b)(?:and\s)?")
ANSWERED = re.compile(r"[:|?][ ]?(?:yes|no)\b", re.IGNORECASE)
"""A question of a form with its answer ("Trial has subjects under 18 | No"): what it asks about is not what holds."""
_LONGEST, _MOST, _FEWEST_TELLING = 600, 16, 2
COUNT = re.compile(
    r"(?:(?:about|around|approximately|up to|some|circa|~|planned:?|for|with)\s)?"
    r"(?P<number>\d{1,3}(?:[, ]\d{3})++|\d{1,6})\s(?:[a-z]{3,12}\s)?"
    rf"{PEOPLE}(?:\s(?:in|at|from|across)\s[^,;]{{2,60}}|(?:\sare)?\s(?:needed|wanted|planned)|\sin (?:all|total)"
    r"|\swill (?:be included|be enrol+ed|take part|join))?",
    re.IGNORECASE,
)
RUN_BY = re.compile(
    r"(?:(?:sponsored|run|funded|led|organi[sz]ed|conducted|paid for) by|sponsor)\s(?:the\s)?(?=[A-Z])", re.IGNORECASE
)
_WORD = r"(?:[A-Z][\w&'’.-]*|of|for|the|and|de|&)"
_NAME = re.compile(rf"(?!(?:A |The )?(?:Study|Trial)\b){_WORD}(?: {_WORD}){{1,7}}")


@cache
def _registry_id() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in table("fact_registries")))


def parted(line: Line) -> list[Line]:
    """The parts of a line of which two or more tell a fact by themselves; else the line.

    Commas part what stands between stronger marks where two parts between commas tell a fact ("phase 3, 80 people, Chile").
    """
    if len(line.text) > _LONGEST or ANSWERED.search(line.text):
        return [line]
    parts = [piece for part in _split(line, _SEPARATOR) for piece in _between_commas(part)]
    return parts if _are_facts(parts) else [line]


def _between_commas(part: Line) -> list[Line]:
    pieces = _split(part, _COMMA)
    return pieces if _are_facts(pieces) else [part]


def _are_facts(parts: list[Line]) -> bool:
    """Whether two parts tell a fact; behind a label, whose value one may be ("Phase: x (Phase III)"), two more."""
    telling = [part for part in parts if _tells(part)]
    if not 1 < len(parts) <= _MOST or len(telling) < _FEWEST_TELLING:
        return False
    return not _is_labelled(parts[0]) or len(telling) > _FEWEST_TELLING or any(map(_is_labelled, parts[1:]))


def _is_labelled(part: Line) -> bool:
    label = split_label(part)
    return label is not None and label[1] < len(part.text)


def _split(line: Line, separator: re.Pattern[str]) -> list[Line]:
    marks = [0, *(at for mark in separator.finditer(line.text) for at in mark.span()), len(line.text)]
    found = []
    for start, end in list(pairwise(marks))[::2]:
        text = line.text[start:end].rstrip(" .")
        if text:
            found.append(Line(line.start + start, line.start + start + len(text), text))
    return found


def names_sponsor(part: Line) -> bool:
    """Whether a part is nothing but the name of an organisation that runs trials ("Acme Therapeutics")."""
    last = part.text.casefold().split()
    return bool(_NAME.fullmatch(part.text)) and any(word in last for word in words("organisations"))


def _tells(part: Line) -> bool:
    text = part.text
    if (
        PHASE_LINE.match(text)
        or COUNT.fullmatch(text)
        or RUN_BY.match(text)
        or status(text)
        or _registry_id().fullmatch(text)
    ):
        return True
    return _is_labelled(part)
