"""Plain text, and what any text must have to be read as a page."""

import re

from extractor.errors import SourceError

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_LETTER = re.compile(r"[^\W\d_]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_LONG = 10_000  # characters; a shorter text may well say little
_FEW_WORDS = 20
_MANY_SIGNS = 50  # distinct characters beyond ASCII: a page in a script that puts no spaces between its words


def refuse_unreadable(path: str, text: str) -> None:
    """Raise SourceError for a text that is no page: empty, without letters, full of control characters, monotonous."""
    if not text or text.isspace():
        raise SourceError(path, "the file holds no text", "give a file that holds the page")
    controls = len(_CONTROL.findall(text))
    if controls > max(8, len(text) // 200):
        raise SourceError(path, "the file is binary or full of control characters", "save the page as text or HTML")
    if not _LETTER.search(text):
        raise SourceError(path, "the text holds no letter", "give a file that holds the page in words")
    if len(text) > _LONG and len(set(text.split())) < _FEW_WORDS and _signs(text) < _MANY_SIGNS:
        raise SourceError(
            path,
            f"{len(text):,} characters with fewer than {_FEW_WORDS} different words are no page",
            "give a file that holds the page in words",
        )


def well_formed(text: str) -> str:
    """The text with surrogate pairs joined and lone surrogates replaced, so that it can be written as UTF-8."""
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")


def _signs(text: str) -> int:
    return sum(1 for sign in set(text) if sign > "\x7f")
