"""What kind of page a document is, by weighted evidence in its text (`data/repair_kinds.csv`)."""

import re
from collections import defaultdict
from functools import cache
from typing import cast

from extractor.model.document import Kind, Source
from extractor.repair.vocabulary import table

_FLOOR = 3
_YOU = re.compile(r"\b(?:you(?:rs?|['’](?:re|ll))?|my|me)\b")
_OFTEN = 0.015
"""The share of "you", "your" and "my" among the words of a page that speaks to its reader."""
_ADDRESSED = 4
"""What that weighs as evidence for a page made for patients."""
_LOOKED_AT = 300_000
"""Only this many characters are looked at: what a page is shows early, and the end holds disclaimers."""


def _scores(reading: str) -> dict[str, int]:
    """Evidence for each kind: the weights of the phrases that occur, each once; a "line" phrase must begin a line."""
    half = _LOOKED_AT // 2
    seen = reading if len(reading) <= _LOOKED_AT else reading[:half] + "\n" + reading[-half:]
    lines = [line.lstrip(" \t-*•#") for line in seen.lower().split("\n")]
    text = "\n" + "\n".join(lines)
    # Most phrases begin no line of the page; its lines' first letters tell so without a look through all of it.
    length = _shortest_opening()
    openings = {"\n" + line[:length] for line in lines}
    scores: dict[str, int] = defaultdict(int)
    for phrase, kind, weight in _phrases():
        if (phrase[0] != "\n" or phrase[: 1 + length] in openings) and phrase in text:
            scores[kind] += weight
    if _speaks_to_the_reader(text):
        scores["navigator"] += _ADDRESSED
    return scores


def _speaks_to_the_reader(text: str) -> bool:
    """Whether "you" or "my" is a common word: registries speak of patients, pages for patients to them or in their words."""
    addressed = (" you" in text or " my " in text) and len(_YOU.findall(text))
    return addressed >= 3 and addressed >= _OFTEN * len(text.split())


@cache
def _phrases() -> tuple[tuple[str, str, int], ...]:
    """Each phrase of the table, with a line feed before it where it must begin a line, its kind and its weight."""
    return tuple(
        ("\n" * (row["where"] == "line") + row["phrase"], row["kind"], int(row["weight"]))
        for row in table("repair_kinds.csv")
    )


@cache
def _shortest_opening() -> int:
    """The length of the shortest phrase that must begin a line."""
    return min(len(phrase) - 1 for phrase, _, _ in _phrases() if phrase[0] == "\n")


def kind_of(source: Source, reading: str) -> Kind:
    """Registry, navigator, protocol, or unknown where the evidence is too thin or even.

    A source whose format names its fields by registry identifier is a registry record, whatever its prose says.
    """
    if any(field.name == "nct_id" for field in source.fields):
        return "registry"
    scores = _scores(reading)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < _FLOOR or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return "unknown"
    return cast(Kind, ranked[0][0])
