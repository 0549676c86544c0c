"""The registry ids of the trial, kept apart from ids of other trials that the page mentions."""

import re
from functools import cache

from extractor.facts.assemble import fact
from extractor.facts.entries import Entry, read_entries
from extractor.facts.lines import PageLines
from extractor.facts.vocabulary import is_placeholder, table, words
from extractor.model.criterion import Fact
from extractor.model.document import Document
from extractor.model.outline import Outline

NEAR = 200
SENTENCE = re.compile(r"[.!?;\n](?=[\s\d]|$)")
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
    found = _labelled(document, entries)
    return found or _mentioned(document)


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
        ):
            found.setdefault(entry.text, fact(document, "secondary_id", entry.text, entry.start, entry.end, "header"))
    return list(found.values()) if any(each.field == "registry_id" for each in found.values()) else []


def _mentioned(document: Document) -> list[Fact]:
    """Ids in running text: those that a sentence calls this trial's; failing that, the only one that is not another's."""
    own: dict[str, Fact] = {}
    rest: dict[str, Fact] = {}
    for match in _pattern().finditer(document.reading):
        sentence = _sentence(document.reading, match.start(), match.end()).casefold()
        value = canonical(match.group())
        if any(word in sentence for word in words("own_trial")):
            own.setdefault(value, fact(document, "registry_id", value, match.start(), match.end(), "own-sentence"))
        elif not any(word in sentence for word in words("other_trial")):
            rest.setdefault(value, fact(document, "registry_id", value, match.start(), match.end(), "mentioned"))
    if own:
        return list(own.values())
    return list(rest.values()) if len(rest) == 1 else []


def _sentence(text: str, start: int, end: int) -> str:
    """The words around an id, inside its sentence."""
    before = text[max(0, start - NEAR) : start]
    cut = [match.end() for match in SENTENCE.finditer(before)]
    after = text[end : end + NEAR]
    stop = SENTENCE.search(after)
    return before[cut[-1] if cut else 0 :] + text[start:end] + (after[: stop.start()] if stop else after)


def canonical(printed: str) -> str:
    """An id without the spaces that a page may print in it; ClinicalTrials.gov's in upper case."""
    compact = printed.replace(" ", "")
    return compact.upper() if compact[:3].casefold() == "nct" else compact
