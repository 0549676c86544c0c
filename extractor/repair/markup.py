"""Markup and line ends left in plain text: `<br>`, `<p>`, `<sup>9</sup>`, `**bold**`, `_x000D_`, carriage returns.

A "<" that is a comparator ("<5", "< ULN") is no tag: only the names of a closed list are read, with a bounded tail.
"""

import re
from collections.abc import Iterator

from extractor.repair.edits import Edit

_TAIL = r"(?:[ \t][^<>\n]{0,200})?/?[ \t]{0,2}>"
# One line end: escaped carriage returns, a real line end and a break, in this order; "<br/ ><br>" is one too.
_CARRIAGE_RETURN = "_x000[dD]_"
_BREAK = r"<(?i:br)[ \t]{0,2}/?[ \t]{0,2}>"
_LINE_END = rf"<br/ ><br>|{_BREAK}|(?:{_CARRIAGE_RETURN}){{1,2}}(?:{_BREAK}|\r?\n)?|\r\n?"
_SUPERSCRIPT = r"<(?i:sup)>[ \t]?(?P<exponent>[+-]?[0-9]{1,3})[ \t]?</(?i:sup)>"
_BLOCK = r"</?(?i:p|div|tr|table|ul|ol|h[1-6])" + _TAIL
_ITEM = r"<(?i:li)" + _TAIL
_INLINE = r"</?(?i:b|i|u|em|strong|span|font|sub|sup|small|td|th|tbody|thead|li|a)" + _TAIL
_MARKUP = re.compile(
    f"(?P<end>{_LINE_END})|(?P<sup>{_SUPERSCRIPT})|(?P<block>{_BLOCK})|(?P<item>{_ITEM})|(?P<inline>{_INLINE})"
)
# Emphasis as CommonMark prints it (section 6.2), one line at a time. A star that closes nothing is a bullet or a footnote.
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*{1,2})(?![\s*])[^*\n]{1,300}+(?<!\s)\1(?![\w*])")
_AFTER = {"end": ("\n", "line-end"), "block": ("\n", "html-tag"), "item": ("\n- ", "html-tag"), "inline": ("", "html-tag")}


def repair_markup(text: str) -> Iterator[Edit]:
    """Edits that turn markup into line ends, exponents or nothing."""
    for match in _MARKUP.finditer(text):
        exponent = match.group("exponent")
        after, rule = _AFTER[match.lastgroup or "end"] if exponent is None else ("^" + exponent, "superscript-tag")
        yield Edit(match.start(), match.end(), after, rule)


def repair_emphasis(text: str) -> Iterator[Edit]:
    """Edits that take the stars off `**bold**` and `*italic*` words."""
    for match in _EMPHASIS.finditer(text):
        size = len(match.group(1))
        for at in (match.start(), match.end() - size):
            yield Edit(at, at + size, "", "emphasis")
