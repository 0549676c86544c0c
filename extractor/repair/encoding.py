"""UTF-8 bytes that were read in another encoding, span by span: cp1252 and latin-1, Mac-Roman, windows-874 (TIS-620).

Only sequences whose bytes are all there are decoded; they decode to exactly one character, so nothing is guessed. Sequences
with lost bytes are the business of `lost_bytes`.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from extractor.repair.edits import Edit

_C1 = {chr(byte): byte for byte in range(0x80, 0xA0)}


def _bytes_of(codec: str, first: int = 0x80) -> dict[str, int]:
    """Character to byte for the upper half of a code page; bytes it leaves undefined stand as C1 control characters."""
    table = dict(_C1) if codec != "mac_roman" else {}
    for byte in range(first, 0x100):
        character = bytes([byte]).decode(codec, "ignore")
        if character:
            table[character] = byte
    return table


_CP1252 = _bytes_of("cp1252")
_MAC = _bytes_of("mac_roman")
_THAI = {**{c: b for c, b in _CP1252.items() if b < 0xA0}, **_bytes_of("cp874")}


def _class(table: dict[str, int], low: int, high: int) -> str:
    """A character class of what stands for the bytes `low` to `high`."""
    return "[" + "".join(re.escape(c) for c, b in sorted(table.items()) if low <= b <= high) + "]"


def _sequences(table: dict[str, int], leads: str) -> re.Pattern[str]:
    """Well-formed UTF-8 of two, three or four bytes seen through a code page; `leads` are the first bytes looked for."""
    wanted = {c for c, b in table.items() if b in bytes.fromhex(leads)}
    part = _class(table, 0x80, 0xBF)
    two, three, four = (
        _class({c: b for c, b in table.items() if c in wanted}, low, high)
        for low, high in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4))
    )
    forms = [f"{lead}{part}{{{n}}}" for n, lead in ((1, two), (2, three), (3, four)) if lead != "[]"]
    return re.compile("|".join(forms))


# Lead bytes that occur in practice and whose other reading is no ordinary text: in cp1252 and Mac-Roman many lead bytes are
# letters or quotation marks of their own, so only those whose pairs make no sense are taken.
_CP1252_SEQUENCE = _sequences(_CP1252, "C2 C3 C4 C5 CE CF E2 E3 E4 E5 E6 E7 E8 E9 EF F0")
_MAC_SEQUENCE = _sequences(_MAC, "C2 C3 C5 CE CF E2 E3 EF")
_THAI_SEQUENCE = _sequences(_THAI, "C2 C3 C4 C5 CE CF E2 EF F0")


def _decoded(sequence: str, table: dict[str, int]) -> str | None:
    """The one printable character that the bytes behind `sequence` encode, if they are UTF-8."""
    character = bytes(table[c] for c in sequence).decode("utf-8", "ignore")
    if len(character) != 1 or not (character.isprintable() or character in "\u00a0\u202f\u2009\u200b\u00ad\ufeff"):
        return None
    return character


def _family(rule: str, pattern: re.Pattern[str], table: dict[str, int]) -> Callable[[str], Iterator[Edit]]:
    def find(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            after = _decoded(match.group(), table)
            if after is not None and after != match.group():
                yield Edit(match.start(), match.end(), after, rule)

    return find


repair_cp1252 = _family("utf8-as-cp1252", _CP1252_SEQUENCE, _CP1252)
"""Edits for UTF-8 read as cp1252 or latin-1."""

repair_mac_roman = _family("utf8-as-mac-roman", _MAC_SEQUENCE, _MAC)
"""Edits for UTF-8 read as Mac-Roman."""

_repair_thai = _family("utf8-as-windows-874", _THAI_SEQUENCE, _THAI)

_THAI_RUN = re.compile("[\u0e01-\u0e5b]++")


def is_thai(text: str) -> bool:
    """Whether the Thai characters of a text are words of the language rather than leftovers of another encoding.

    Thai writes its words without blanks, in long runs with vowel signs; leftovers stand alone or in twos.
    """
    words = leftovers = 0
    for match in _THAI_RUN.finditer(text):
        if match.end() - match.start() >= 4:
            words += match.end() - match.start()
        else:
            leftovers += match.end() - match.start()
    return words > leftovers


def repair_windows_874(text: str) -> Iterable[Edit]:
    """Edits for UTF-8 read as windows-874 where no byte is lost; none on a page that is written in Thai."""
    if not _THAI_RUN.search(text) or is_thai(text):
        return ()
    return _repair_thai(text)
