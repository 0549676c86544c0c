"""One way of writing for characters that come in many: spaces, comparators, full-width forms, exponents, ligatures.

Never by compatibility normalization (NFKC), which turns 10⁹ into 109. The table is data: `data/repair_characters.csv`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from extractor.repair.edits import Edit
from extractor.repair.vocabulary import table

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
# An exponent needs something to stand on and no number behind it: "³ 10" and "count³10" may have a lost "≥", which is left
# to a person; only a length is raised to a power before a number ("/mm³ 10").
_EXPONENT = "[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹](?<=[0-9A-Za-z)µμ].)[⁰¹²³⁴⁵⁶⁷⁸⁹]{0,2}(?<![⁻⁺])(?!(?<!m[²³]) ?[0-9])"

# Marks that make a browser show what follows from right to left: "56" may be meant as "65", and ">" is shown as "<".
_TURNS = frozenset("\u200f\u202b\u202d\u202e\u2067")
_TURNED = re.compile(r"[^\n\d<>≤≥\u202c\u2069]{0,20}[\d<>≤≥]")
_MARKS = frozenset(map(chr, range(0x300, 0x370)))
# A letter and its marks as characters of their own (Unicode normalization form D).
_COMBINING = "[\u0300-\u036f](?<=[^\\W\\d_].)[\u0300-\u036f]{0,3}+"


@cache
def _plain() -> dict[str, str]:
    """Character to its plain spelling."""
    plain = {chr(int(row["code"], 16)): row["plain"].replace("\\n", "\n") for row in table("repair_characters.csv")}
    # Full-width forms of ASCII are one block with a fixed distance.
    plain.update({chr(point): chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)})
    return plain


@cache
def _pattern() -> re.Pattern[str]:
    """Each alternative begins with its characters and looks back behind the first, so that the search skips all others."""
    singles = "".join(re.escape(c) for c in sorted(_plain()))
    return re.compile(rf"[{singles}]{{1,500}}+|{_EXPONENT}|{_COMBINING}")


def repair_characters(text: str) -> Iterator[Edit]:
    """Edits that unify characters, a run of them at a time. Line ends, tabs and ordinary blanks are left alone."""
    plain = _plain()
    done = 0
    for match in _pattern().finditer(text):
        found = match.group()
        if found[0] in plain:
            after = "".join([plain[character] for character in found])
            turned = not _TURNS.isdisjoint(found) and _TURNED.match(text, match.end()) is not None
            yield Edit(match.start(), match.end(), after, "direction-mark" if turned else "character", turned)
        elif found[0] in _MARKS:
            letter = text[match.start() - 1] + found
            composed = unicodedata.normalize("NFC", letter)
            if composed != letter and match.start() > done:
                yield Edit(match.start() - 1, match.end(), composed, "character")
        else:
            yield Edit(match.start(), match.end(), "^" + found.translate(_SUPERSCRIPTS), "superscript")
        done = match.end()
