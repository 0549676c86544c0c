"""A page of criteria, and the ways of writing it that leave its meaning as it is."""

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from extractor.model.criterion import Category

HEADINGS: dict[Category, str] = {"inclusion": "Inclusion Criteria:", "exclusion": "Exclusion Criteria:"}


class Page(NamedTuple):
    """Criteria by category, as plain lines of text."""

    inclusion: tuple[str, ...]
    exclusion: tuple[str, ...]

    def sections(self) -> Iterator[tuple[Category, tuple[str, ...]]]:
        """The categories that have criteria."""
        if self.inclusion:
            yield "inclusion", self.inclusion
        if self.exclusion:
            yield "exclusion", self.exclusion

    def each(self, change: Callable[[str], str]) -> "Page":
        """The page with every criterion changed."""
        return Page(tuple(map(change, self.inclusion)), tuple(map(change, self.exclusion)))

    def criteria(self) -> tuple[str, ...]:
        """All criteria in page order."""
        return self.inclusion + self.exclusion


Writer = Callable[[Page], str]


def listed(page: Page, label: Callable[[int], str] = lambda number: "  -  ") -> str:
    """The page as a list under each heading, the way ClinicalTrials.gov prints it."""
    parts = []
    for category, criteria in page.sections():
        lines = [f"{label(number)}{criterion}" for number, criterion in enumerate(criteria, start=1)]
        parts.append(f"{HEADINGS[category]}\n\n" + "\n\n".join(lines))
    return "\n\n".join(parts) + "\n"


def without_bullets(page: Page) -> str:
    """One criterion a line."""
    return listed(page, lambda number: "").replace("\n\n", "\n")


def wrapped(page: Page) -> str:
    """Lines of at most 60 characters, indented under their bullet."""
    return listed(page.each(lambda criterion: "\n     ".join(wrap(criterion, 60))))


def wrap(text: str, width: int) -> list[str]:
    """Break a line at blanks only."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def numbered(page: Page) -> str:
    """Numbers that begin anew under each heading."""
    return listed(page, lambda number: f"{number}. ")


def renumbered(page: Page) -> str:
    """Numbers that begin anew in the middle of a list."""
    return listed(page, lambda number: f"{(number - 1) % 2 + 1}. ")


def ascii_signs(page: Page) -> str:
    """ ">=" and "<="."""
    return listed(page.each(lambda criterion: criterion.replace("≥", ">=").replace("≤", "<=")))


def entity_signs(page: Page) -> str:
    """ "&ge;" and "&le;"."""
    return listed(page.each(lambda criterion: criterion.replace("≥", "&ge;").replace("≤", "&le;")))


def word_signs(page: Page) -> str:
    """ "at least" and "at most", where the sign stands free before a number."""
    change = {"≥": "at least ", "≤": "at most "}
    return listed(
        page.each(lambda criterion: re.sub(r"(?<=\s)([≥≤])\s?(?=\d)", lambda sign: change[sign[1]], f" {criterion}")[1:])
    )


def hard_spaces(page: Page) -> str:
    """Every blank of a criterion is a non-breaking space."""
    return listed(page.each(lambda criterion: criterion.replace(" ", "\u00a0")))


def decomposed(page: Page) -> str:
    """Unicode normalization form D."""
    return unicodedata.normalize("NFD", listed(page))


def glued_heading(page: Page) -> str:
    """The second heading stands at the end of the line of the criterion before it."""
    if not page.inclusion or not page.exclusion:
        return listed(page)
    last = page.inclusion[-1].rstrip(" .;,") + ". " + HEADINGS["exclusion"]
    first = listed(Page((*page.inclusion[:-1], last), ()))
    return first + "\n" + listed(Page((), page.exclusion)).partition("\n\n")[2]


def semicolons(page: Page) -> str:
    """The first two criteria of each section stand on one line, parted by a semicolon."""

    def join(criteria: tuple[str, ...]) -> tuple[str, ...]:
        if len(criteria) < 2:
            return criteria
        return (f"{criteria[0].rstrip(' .;,')}; {criteria[1]}", *criteria[2:])

    return listed(Page(join(page.inclusion), join(page.exclusion)))


def line_breaks(page: Page) -> str:
    """HTML in which the lines are parted by <br> alone."""
    parts = [
        "<br>".join([HEADINGS[category], *(f"- {html.escape(criterion)}" for criterion in criteria)])
        for category, criteria in page.sections()
    ]
    return f"<!DOCTYPE html><html><head><title>x</title></head><body><div>{'<br><br>'.join(parts)}</div></body></html>"


def html_list(page: Page) -> str:
    """HTML with headings and lists."""
    parts = []
    for category, criteria in page.sections():
        items = "".join(f"<li>{html.escape(criterion)}</li>" for criterion in criteria)
        parts.append(f"<h3>{HEADINGS[category]}</h3><ul>{items}</ul>")
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{''.join(parts)}</body></html>"


def v2_json(page: Page) -> str:
    """A record of the ClinicalTrials.gov API version 2, whose texts are CommonMark with escapes."""
    escaped = page.each(lambda criterion: re.sub(r"([\\*_<>\[\]~`])", r"\\\1", criterion))
    criteria = listed(escaped, lambda number: "* ").replace("\n\n* ", "\n* ").replace(":\n* ", ":\n\n* ")
    return json.dumps({"protocolSection": {"eligibilityModule": {"eligibilityCriteria": criteria}}}, ensure_ascii=False)


INVARIANT: dict[str, Writer] = {
    "bullets removed": without_bullets,
    "lines re-wrapped": wrapped,
    "numbered": numbered,
    "numbering restarted": renumbered,
    "signs as >= <=": ascii_signs,
    "signs as entities": entity_signs,
    "signs as words": word_signs,
    "non-breaking spaces": hard_spaces,
    "<br>": line_breaks,
    "NFD": decomposed,
    "heading glued": glued_heading,
    "semicolon": semicolons,
    "HTML": html_list,
    "CT.gov v2 JSON": v2_json,
}
