"""Lines that tell several facts in short parts: "Phase 3 · Recruiting · 120 people", "Sponsored by Acme | Phase 1/2"."""

import re

from extractor.facts.entries import split_label
from extractor.facts.lines import Line
from extractor.facts.vocabulary import status

_SEPARATOR = re.compile(r"\s{0,3}[|·•]\s{0,3}|\s{0,2};\s|(?<=[\w)])\.\s(?=[A-Z\d])")
_LONGEST, _MOST, _FEWEST_TELLING = 300, 12, 2
PEOPLE = (
    r"(?:participants|patients|subjects|people|persons|volunteers|adults|women|men|children|babies|infants|newborns|boys|girls"
    r"|teenagers|adolescents|families|couples|donors|veterans|mothers|places|students)"
)
COUNT = re.compile(
    r"(?:about|around|approximately|up to|some|circa|~)?\s?(?P<number>\d{1,3}(?:[, ]\d{3})++|\d{1,6})\s(?:[a-z]{3,12}\s)?"
    rf"{PEOPLE}",
    re.IGNORECASE,
)
PHASE_LINE = re.compile(r"(?:early )?phase[ ][0-4IViv][\w /-]{0,14}$", re.IGNORECASE)
RUN_BY = re.compile(r"(?:sponsored|run|funded|led|organi[sz]ed|conducted|paid for) by\s", re.IGNORECASE)


def parted(line: Line) -> list[Line]:
    """The parts of a line of which two or more tell a fact by themselves; else the line."""
    if len(line.text) > _LONGEST or not _SEPARATOR.search(line.text):
        return [line]
    parts = _parts(line)
    if len(parts) > _MOST or sum(map(_tells, parts)) < _FEWEST_TELLING:
        return [line]
    return parts


def _parts(line: Line) -> list[Line]:
    found, at = [], 0
    for mark in [*_SEPARATOR.finditer(line.text), None]:
        end = mark.start() if mark else len(line.text)
        text = line.text[at:end].rstrip(" .")
        if text:
            found.append(Line(line.start + at, line.start + at + len(text), text))
        at = mark.end() if mark else end
    return found


def _tells(part: Line) -> bool:
    words = part.text
    if PHASE_LINE.match(words) or COUNT.fullmatch(words) or RUN_BY.match(words) or status(words):
        return True
    label = split_label(part)
    return label is not None and label[1] < len(words)
