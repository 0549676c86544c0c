"""Statements of the study's design in a stretch of text ("open-label", "randomised", "two treatment groups")."""

import re
from functools import cache

from extractor.facts.vocabulary import table


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    known = {row["words"]: row["design"] for row in table("fact_designs")}
    longest_first = sorted(known, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])"), known


def find_designs(text: str) -> list[tuple[int, int, str]]:
    """Each design statement as (start, end, value), in order, the longest wording at each place."""
    pattern, known = _pattern()
    lowered = text.lower()
    if len(lowered) != len(text):
        return []
    return [(match.start(), match.end(), known[match.group()]) for match in pattern.finditer(lowered)]
