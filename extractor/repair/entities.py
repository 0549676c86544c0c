"""HTML entities in plain text, once or several times escaped ("&ge;", "&amp;amp;lt;", "&#8805;")."""

import re
from collections.abc import Iterator
from html.entities import html5

from extractor.repair.edits import Edit

# Names are taken only with their semicolon, so "AT&T" and "R&D" stay; a name such as "D;" does not exist.
_ENTITY = re.compile(r"&(?:amp;){0,6}(?:#(?:([0-9]{1,7})|[xX]([0-9a-fA-F]{1,6}))|([A-Za-z][A-Za-z0-9]{1,31}));")
_CP1252_POINTS = {byte: bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)}


def _numeric(point: int) -> str | None:
    """A character reference's character; 128 to 159 are cp1252, as HTML has it. None for what is no character of a text."""
    if point in _CP1252_POINTS:
        return _CP1252_POINTS[point] or None
    if point > 0x10FFFF or 0xD800 <= point < 0xE000 or (point < 32 and point not in (9, 10, 13)):
        return None
    return chr(point)


def _character(decimal: str | None, hexadecimal: str | None, name: str | None) -> str | None:
    if name is not None:
        return html5.get(name + ";")
    return _numeric(int(decimal) if decimal else int(hexadecimal or "", 16))


def repair_entities(text: str) -> Iterator[Edit]:
    """Edits for entities; `<` and `>` that come out stay in the reading as they are."""
    for match in _ENTITY.finditer(text):
        character = _character(*match.groups())
        if character is not None:
            yield Edit(match.start(), match.end(), character, "html-entity")
