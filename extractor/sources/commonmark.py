"""CommonMark escapes. Lists, indents and line ends are left as they stand; emphasis is not interpreted."""

import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~\n])")


def unescape(text: str) -> str:
    """Remove the backslash before ASCII punctuation and before a line end (CommonMark 0.31, sections 2.4 and 6.7)."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text
