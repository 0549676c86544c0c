"""The names under which decisions are signed."""

import getpass
from collections.abc import Iterable, Sequence
from pathlib import Path

from extractor.errors import ExtractorError

LONGEST = 80
MOST = 200


def reviewer_names(named: Sequence[str], file: Path | None) -> tuple[str, ...]:
    """The names given and those of a users file (one a line, `#` starts a remark); without any, the name of this user.

    White space inside a name is folded; a name given twice counts once. Raises ExtractorError for a name that cannot be
    shown on one line or is too long, and for a file that cannot be read.
    """
    lines = [*named, *(_lines(file) if file else ())]
    names = tuple(dict.fromkeys(_checked(name) for name in lines)) or (_checked(_login()),)
    if len(names) > MOST:
        raise ExtractorError(f"{len(names)} reviewers are named", f"name at most {MOST}")
    return names


def _lines(file: Path) -> Iterable[str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ExtractorError(
            f"{file}: the users file cannot be read", "give a UTF-8 text file with a name a line"
        ) from error
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    names = [line for line in lines if line]
    if not names:
        raise ExtractorError(f"{file}: the users file names nobody", "write a name a line")
    return names


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise ExtractorError("no reviewer is named and this user has no name", "give --reviewer NAME") from error


def _checked(name: str) -> str:
    folded = " ".join(name.split())
    if not folded or len(folded) > LONGEST or not folded.isprintable():
        raise ExtractorError(f"{name[:LONGEST]!r} is no name of a reviewer", f"give 1 to {LONGEST} printable characters")
    return folded
