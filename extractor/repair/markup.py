"""Markup and line ends left in plain text: `<br>`, `<p>`, `<sup>9</sup>`, `_x000D_`, carriage returns.

A "<" that is a comparator ("<5", "< ULN") is no tag: only the names of a closed list are read, with a bounded tail.
"""

import re

from extractor.repair.edits import Edit

_TAIL = r"(?:[ \t][^<>\n]{0,200})?/?[ \t]{0,2}>"
# One line end: an escaped carriage return, a real line end and a break, in this order; "<br/ ><br>" is one too.
_CARRIAGE_RETURN = "_x000[dD]_"
_BREAK = r"<br[ \t]{0,2}/?[ \t]{0,2}>"
_LINE_END = rf"<br/ ><br>|(?:{_CARRIAGE_RETURN}){{0,2}}{_BREAK}|(?:{_CARRIAGE_RETURN}){{1,2}}\r?\n?|\r\n?"
_SUPERSCRIPT = r"<sup>[ \t]?([+-]?[0-9]{1,3})[ \t]?</sup>"
_BLOCK = r"</?(?:p|div|tr|table|ul|ol|h[1-6])" + _TAIL
_ITEM = r"<li" + _TAIL
_INLINE = r"</?(?:b|i|u|em|strong|span|font|sub|sup|small|td|th|tbody|thead|li|a)" + _TAIL
_MARKUP = re.compile(
    f"(?P<end>{_LINE_END})|(?P<sup>{_SUPERSCRIPT})|(?P<block>{_BLOCK})|(?P<item>{_ITEM})|(?P<inline>{_INLINE})",
    re.IGNORECASE,
)


def _after(match: re.Match[str]) -> tuple[str, str]:
    """What a piece of markup becomes, and the rule's name."""
    kind = match.lastgroup
    if kind == "end" or match.group("end") is not None:
        return "\n", "line-end"
    if match.group("sup") is not None:
        return "^" + match.group(match.re.groupindex["sup"] + 1), "superscript-tag"
    if match.group("block") is not None:
        return "\n", "html-tag"
    return ("\n- ", "html-tag") if match.group("item") is not None else ("", "html-tag")


def repair_markup(text: str) -> list[Edit]:
    """Edits that turn markup into line ends, exponents or nothing."""
    edits = []
    for match in _MARKUP.finditer(text):
        after, rule = _after(match)
        edits.append(Edit(match.start(), match.end(), after, rule))
    return edits
