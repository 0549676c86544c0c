"""Printed list labels: bullets, numbers, letters, Roman numerals, "Criterion 1:"."""

import re
from typing import Literal, NamedTuple

Kind = Literal["bullet", "decimal", "multi", "letter", "roman", "named"]

_MARKS = re.escape("-–—−*•·▪▫◦‣●○■□◆◇➢➤➔►▶✓✔✗✘×✅❌✖❎☑☒☐❖∙⁃√→»§¤Ø‐") + "\uf000-\uf0ff"
_BULLET = re.compile(
    rf"(?:[{_MARKS}]{{1,2}}+[ \t]{{0,8}}+){{1,3}}+"
    r"|[+o][ \t]{1,8}+(?=\S)"
    r"|\[[ xX✓✔_]?\][ \t]{1,8}+(?=\S)"
    r"|#{1,4}+[ \t]{1,8}+"
    r"|\?[ \t\xa0]{1,8}+(?=\S)"
)
_ORDERED = re.compile(
    r"""(?:
      (?P<named>(?:(?:[Ii]n|[Ee]x)clusion[ ]?)?[Cc]riteri(?:on|a)[ ]?\#?(?P<n1>\d{1,2})[ ]?[:.)-](?=[ \t])
               |[IE][CN]?-?(?P<n2>\d{1,2})[.:)](?=[ \t]))
    | (?P<multi>\(?(?P<n3>\d{1,2}(?:\.\d{1,2}){1,3})(?:[.)](?!\d)|(?=[ \t]+[A-Z])))
    | (?P<decimal>\((?P<n4>\d{1,3})\)|(?P<n5>\d{1,3})[ ]?(?:[.)](?!\d)\)?|[、．](?!\d)))
    | (?P<dashed>(?P<n6>\d{1,2})[ ]?[-–](?:[ \t]+(?=[A-Za-z])|(?=[A-Z][a-z]{2})))
    | (?P<letter>\((?P<n7>[a-zA-Z]|[ivxIVX]{2,5})\)
               |(?P<n8>[a-z]|[ivx]{2,5}|[IVX]{2,5})[.)](?![A-Za-z]?[.])
               |(?P<n9>[A-Z])(?:\)|[.](?=[ \t]+[A-Z(<>≤≥\d])))
    )[ \t]{0,8}+""",
    re.VERBOSE,
)
_GLUED = re.compile(r"(?P<n>\d{1,2})[.](?=\d{4}\D|[1-9]\d[ \t]?(?:[-–~≤<]|to\b|years?\b|y\b))")
_FIRST = frozenset("0123456789()+?#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}


class Label(NamedTuple):
    """A printed label. `text` as printed without white space around it, `shape` its kind and punctuation ("1)", "(a)", "-").

    `number` is its place in its list (1 for "1.", "a)" and "i."), None for a bullet. `end` is where the words after it
    start.
    """

    text: str
    kind: Kind
    shape: str
    number: int | None
    end: int


def read_label(text: str, start: int, end: int, before: Label | None = None) -> Label | None:
    """The label at `start`, or None. `before` is the label printed before it: "1.18 years" is a label only in sequence."""
    if start >= end:
        return None
    if text[start] not in _FIRST or text[start] in "#?+o":
        bullet = _BULLET.match(text, start, end)
        if bullet and not _is_number(text, start, bullet.end(), end):
            mark = bullet.group().strip()
            inner = _ordered(text, bullet.end(), end, before)
            if inner is not None:
                return inner._replace(text=f"{mark} {inner.text}")
            return Label(mark, "bullet", mark[:1], None, bullet.end())
    if "①" <= text[start] <= "⑳":
        words = start + 2 if text[start + 1 : start + 2].isspace() else start + 1
        return Label(text[start], "decimal", "①", ord(text[start]) - ord("①") + 1, min(words, end))
    return _ordered(text, start, end, before)


def _is_number(text: str, start: int, words: int, end: int) -> bool:
    """ "-5 °C" is a number and "--- " a rule, not a bullet."""
    return words == start + 1 and text[start] in "-–−" and text[words : words + 2].strip().isdigit() and words + 2 >= end


def _ordered(text: str, start: int, end: int, before: Label | None) -> Label | None:
    match = _ORDERED.match(text, start, end)
    if match is None:
        return _glued(text, start, end, before)
    words = match.group().strip()
    if match["named"]:
        return Label(words, "named", "named", int(match["n1"] or match["n2"]), match.end())
    if match["multi"]:
        return _multi(match, words, before)
    if match["decimal"] or match["dashed"]:
        number = match["n4"] or match["n5"] or match["n6"]
        return Label(words, "decimal", words.replace(number, "1").replace(" ", ""), int(number), match.end())
    return _lettered(match["n7"] or match["n8"] or match["n9"], words, match.end(), before)


def _multi(match: re.Match[str], words: str, before: Label | None) -> Label | None:
    """ "2.1 Age" is a label, "2.5 mg" is a number: the part before the point must go on from the label before."""
    parts = match["n3"].split(".")
    known = before is not None and before.kind in ("multi", "decimal", "named")
    if len(parts) == 2 and not known and parts[1] not in ("1", "0", "01"):
        return None
    return Label(words, "multi", f"{len(parts)}.", int(parts[-1]), match.end())


def _glued(text: str, start: int, end: int, before: Label | None) -> Label | None:
    match = _GLUED.match(text, start, end)
    if match is None:
        return None
    number = int(match["n"])
    if number != 1 and (before is None or before.kind != "decimal" or before.number != number - 1):
        return None
    return Label(match.group(), "decimal", "1.", number, match.end())


def _lettered(letter: str, words: str, end: int, before: Label | None) -> Label | None:
    small = letter.lower()
    shape = words.replace(letter, "A" if letter.isupper() else "a").replace(" ", "")
    place = ord(small) - 96 if len(small) == 1 else 0
    follows = before is not None and before.kind == "letter" and before.number == place - 1 and before.shape == shape
    if small in _ROMAN and not follows:
        return Label(words, "roman", shape.replace("a", "i").replace("A", "I"), _ROMAN[small], end)
    if not place:
        return None
    return Label(words, "letter", shape, place, end)
