"""What kind of source a text is, from its content alone."""

import re
from typing import Literal

from extractor.sources.html_elements import DOCUMENT, STRUCTURE

Format = Literal["text", "html", "json", "xml"]

_JSON = re.compile(r"\{\s{0,1000}[\"}]|\[\s{0,1000}[{\]]")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})(?=[\s/>])")
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})(?=[\s/>])")
_PROLOGUE = re.compile(r"<\?[^>]{0,1000}>|<!DOCTYPE[^>\[]{0,1000}(?:\[[^\]]{0,20000}\]\s{0,100})?>", re.IGNORECASE)

_ENOUGH_TAGS = 4  # distinct block elements; a text page may carry a few <br>, <p> or <b>
_LOOKED_AT = 200_000


def detect(text: str) -> Format:
    """Tell JSON, XML, HTML and plain text apart. Never raises; whether a record is a trial's is its reader's question."""
    start = len(text) - len(text.lstrip("\ufeff \t\r\n\f\v\x00\xa0"))
    if _JSON.match(text, start):
        return "json"
    if text.startswith("<", start):
        return _markup(text, start)
    return "html" if _is_html(text[start : start + _LOOKED_AT]) else "text"


def root_name(text: str, start: int = 0) -> tuple[str | None, bool]:
    """Name of the first element after declarations and comments, and whether such a prologue says HTML."""
    says_html = False
    while True:
        start += len(text[start : start + 10_000]) - len(text[start : start + 10_000].lstrip())
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            if end < 0:
                return None, says_html
            start = end + 3
            continue
        prologue = _PROLOGUE.match(text, start)
        if not prologue:
            break
        says_html = says_html or prologue[0][:14].lower() == "<!doctype html"
        start = prologue.end()
    root = _ROOT.match(text, start)
    return (root[1] if root else None), says_html


def _markup(text: str, start: int) -> Format:
    name, says_html = root_name(text, start)
    if says_html:
        return "html"
    if name is None:
        if text.startswith("<?xml", start):
            return "xml"
        return "html" if _is_html(text[start : start + _LOOKED_AT]) else "text"
    if name.lower() in STRUCTURE:
        return "html"
    if text.startswith("<?xml", start) or text.rstrip()[-80:].endswith(f"</{name}>"):
        return "xml"
    return "html" if _is_html(text[start : start + _LOOKED_AT]) else _xml_or_text(text, name)


def _xml_or_text(text: str, name: str) -> Format:
    """A cut record has no closing root; its name with an underscore is no word of a text page."""
    return "xml" if name == "clinical_study" or (text.count("</") > 10 and name.islower() and "_" in name) else "text"


def _is_html(text: str) -> bool:
    if "<" not in text:
        return False
    names = {(bool(tag[1]), tag[2].lower()) for tag in _TAG.finditer(text)}
    opened = {name for closing, name in names if not closing}
    closed = {name for closing, name in names if closing}
    return bool(opened & DOCUMENT) or len(opened & closed & STRUCTURE) >= _ENOUGH_TAGS
