"""What is left of characters whose UTF-8 bytes were partly lost on the way through a narrower encoding.

"โ" is the first byte of a three-byte character read as windows-874, its other bytes undefined there and dropped (dashes,
bullets, ticks, quotation marks); "ร" the first byte of a two-byte one (the multiplication sign, a cross as a bullet). "â??"
is the same through latin-1 with "?" for each lost byte. The original character is decided by its surroundings only where the
choice does not change what a number means; before a number nothing is touched, since a comparator may have stood there:
`comparators.lost_comparators` reports these places.
"""

import re
from collections.abc import Iterator

from extractor.repair.edits import Edit
from extractor.repair.encoding import is_thai

_RULE = "lost-bytes"
_LEFT = re.compile("โ[“”—–•‘’\u0080-\u009f\u00a0ก-ฟ]?|ร(?<![\u0e01-\u0e5b].)(?![\u0e01-\u0e5b])|â\\?[¢?]|ï\\?·")
_SURVIVORS = {"โข": "•", "โฆ": "…", "â?¢": "•", "ï?·": "•"}
_COMPARATORS = frozenset(("โฅ", "โค", "â?¥", "â?¤"))
_BULLET_HEAD = re.compile(r"(?:[-*•][ \t]*)?\Z")
_DIGIT_AHEAD = re.compile(r"[ \t]{0,3}\d")
_DIGIT_BEHIND = re.compile(r"\d[ \t]{0,3}\Z|\d[ \t]{0,3}[A-Za-zµ/%.]{1,8}[ \t]{1,3}\Z")
_CLITIC = re.compile(r"(?:s|t|re|ll|ve|d|m)\b")


def _at_line_start(text: str, at: int) -> bool:
    line = text.rfind("\n", max(0, at - 12), at) + 1
    if line == 0 and at > 12:
        return False
    return _BULLET_HEAD.fullmatch(text[line:at].lstrip(" \t")) is not None


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - 14) : start], text[end : end + 14]


def _dash_or_quote(text: str, start: int, end: int) -> Edit | None:
    """A lost three-byte character: dash, bullet, tick, apostrophe or quotation mark, by where it stands."""
    before, after = _around(text, start, end)
    if _DIGIT_AHEAD.match(after):
        number_behind = _DIGIT_BEHIND.search(before) is not None
        return Edit(start, end, "–", _RULE, True) if number_behind else None
    if _at_line_start(text, start) or before.endswith(("(", "[")):
        blanks = len(after) - len(after.lstrip(" \t"))
        return Edit(start, end + blanks, "", _RULE)
    if before[-1:].isalpha() and _CLITIC.match(after):
        return Edit(start, end, "'", _RULE)
    if before[-1:].isspace() == after[:1].isspace():
        return Edit(start, end, "–", _RULE)
    return Edit(start, end, '"', _RULE)


def _two_byte(text: str, start: int, end: int) -> Edit:
    """A lost two-byte character: a cross as a bullet, a multiplication sign beside numbers, else not known."""
    before, after = _around(text, start, end)
    if _at_line_start(text, start) and not _DIGIT_AHEAD.match(after):
        blanks = len(after) - len(after.lstrip(" \t"))
        return Edit(start, end + blanks, "", _RULE)
    if _DIGIT_AHEAD.match(after) and _DIGIT_BEHIND.search(before):
        return Edit(start, end, "×", _RULE, True)
    return Edit(start, end, "\ufffd", _RULE, True)


def _edit(text: str, start: int, end: int, left: str) -> Edit | None:
    if left in _COMPARATORS:
        return None
    if left in _SURVIVORS:
        return Edit(start, end, _SURVIVORS[left], _RULE)
    if left == "ร":
        return _two_byte(text, start, end)
    if left[-1:] in "\u00a0" or left[-1:] >= "ก":
        end -= len(left) > 1
    return _dash_or_quote(text, start, end)


def repair_lost_bytes(text: str) -> Iterator[Edit]:
    """Edits for leftovers of lost characters; none on a page that is written in Thai."""
    done = 0
    thai = ("โ" in text or "ร" in text) and is_thai(text)
    for match in _LEFT.finditer(text):
        if thai and match.group()[0] in "โร":
            continue
        edit = _edit(text, match.start(), match.end(), match.group())
        if edit is not None and edit.start >= done:
            done = edit.end
            yield edit
