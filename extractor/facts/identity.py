"""The registry ids of the trial, kept apart from ids of other trials that the page mentions."""

import re
from functools import cache

from extractor.facts.assemble import fact
from extractor.facts.entries import Entry, read_entries
from extractor.facts.lines import PageLines
from extractor.facts.printed_date import iso_date
from extractor.facts.vocabulary import is_placeholder, table, words
from extractor.model.criterion import Fact
from extractor.model.document import Document
from extractor.model.outline import Outline

NEAR, TOP = 200, 4
SENTENCE = re.compile(r"[.!?;\n](?=[\s\d]|$)")
CLAUSE_END = re.compile(r"[.!?;,\n](?=[\s\d]|$)(?! an? )")
LABELLED_NUMBER = re.compile(r"[A-Za-z0-9][\w./-]*(?:[ ][\w./-]+){0,3}")


@cache
def _pattern() -> re.Pattern[str]:
    alternatives = "|".join(f"(?:{row['pattern']})" for row in table("fact_registries"))
    first = "".join(sorted({row["pattern"][0] for row in table("fact_registries")}))
    return re.compile(rf"(?<![\w-])(?=[{first}])(?:{alternatives})(?![\w-])")


def read_identifiers(document: Document, outline: Outline, page: PageLines, known: list[Fact]) -> list[Fact]:
    """The ids under which the trial is registered, one fact an id, the first labelled place before the first sentence.

    `known` are facts read before (fields): an id among them is not repeated, and ids in sentences are then of no use. An id
    whose sentence speaks of another trial is none of this one. Confidence is "header", "own-sentence" (the sentence says
    that the id is this trial's) or "mentioned".
    """
    if any(each.field == "registry_id" for each in known):
        return []
    stops = frozenset(section.start for section in outline.sections)
    entries = [entry for entry in read_entries(page.outside, stops) if entry.name == "ids"]
    found = [*_at_the_top(document, page), *_labelled(document, entries)]
    return found or _mentioned(document)


def _at_the_top(document: Document, page: PageLines) -> list[Fact]:
    """Ids that stand alone on one of the first lines."""
    lines = [line for line in page.outside[:TOP] if _pattern().fullmatch(line.text)]
    return [fact(document, "registry_id", canonical(line.text), line.start, line.end, "header") for line in lines]


def _labelled(document: Document, entries: list[Entry]) -> list[Fact]:
    """Ids under an id's label; a number under it that no registry gives out is a secondary id."""
    found: dict[str, Fact] = {}
    for entry in entries:
        ids = list(_pattern().finditer(entry.text))
        for match in ids:
            value = canonical(match.group())
            found.setdefault(
                value, fact(document, "registry_id", value, entry.start + match.start(), entry.start + match.end(), "header")
            )
        if (
            not ids
            and LABELLED_NUMBER.fullmatch(entry.text)
            and re.search(r"\d", entry.text)
            and not is_placeholder(entry.text)
            and not iso_date(entry.text)
        ):
            found.setdefault(entry.text, fact(document, "secondary_id", entry.text, entry.start, entry.end, "header"))
    return list(found.values()) if any(each.field == "registry_id" for each in found.values()) else []


def _mentioned(document: Document) -> list[Fact]:
    """Ids in running text: those that a sentence calls this trial's; failing that, the only one that is not another's."""
    own: dict[str, Fact] = {}
    rest: dict[str, Fact] = {}
    last = 0
    for match in _pattern().finditer(document.reading):
        clause = _clause(document.reading, max(last, match.start() - NEAR), match.start(), match.end()).casefold()
        last = match.end()
        value = canonical(match.group())
        if any(word in clause for word in words("own_trial")):
            own.setdefault(value, fact(document, "registry_id", value, match.start(), match.end(), "own-sentence"))
        elif not any(word in clause for word in words("other_trial")):
            rest.setdefault(value, fact(document, "registry_id", value, match.start(), match.end(), "mentioned"))
    if own:
        return list(own.values())
    return list(rest.values()) if len(rest) == 1 else []


def _clause(text: str, begin: int, start: int, end: int) -> str:
    """The words around an id: of its sentence, those since the id before it and, behind it, those up to the next comma."""
    cut = [match.end() for match in SENTENCE.finditer(text, begin, start)]
    stop = CLAUSE_END.search(text, end, end + NEAR)
    return text[cut[-1] if cut else begin : stop.start() if stop else end + NEAR]


def canonical(printed: str) -> str:
    """An id without the spaces that a page may print in it; ClinicalTrials.gov's in upper case."""
    compact = printed.replace(" ", "")
    return compact.upper() if compact[:3].casefold() == "nct" else compact
