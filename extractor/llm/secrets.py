"""The API key: where it comes from, and what keeps it out of everything that is written.

It is taken from the environment or from a `.env` in the current folder, never from a file under version control, and travels
as a pydantic SecretStr, whose text form is a row of stars.
"""

import json
import logging
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from extractor.errors import ExtractorError

PREFIX = "OPENAI_"
SHARED = 6
HIDDEN = "[hidden]"
LOGGERS = (
    "openai._base_client",
    "httpx2",
    "httpcore2.connection",
    "httpcore2.http11",
    "httpcore2.http2",
    "httpcore2.proxy",
    "httpcore2.socks",
)


def read_dotenv(folder: Path) -> dict[str, str]:
    """The OPENAI_ settings of the `.env` in `folder`; none where there is no such file.

    Parent folders are not searched and the process's environment stays as it is. Raises ExtractorError where the file holds
    a key and git tracks it, or where it is no text.
    """
    path = folder / ".env"
    if not path.is_file():
        return {}
    from dotenv import dotenv_values

    try:
        values = dotenv_values(path, interpolate=False, encoding="utf-8")
    except (OSError, UnicodeError):
        raise ExtractorError(".env cannot be read as UTF-8 text", "write it anew, or set the variables themselves") from None
    if values.get("OPENAI_API_KEY") and is_tracked(path):
        raise ExtractorError(
            ".env holds a key and is tracked by git, which publishes it",
            "take it out with `git rm --cached .env`, name it in .gitignore, and replace the key",
        )
    return {name: value for name, value in values.items() if name.startswith(PREFIX) and value}


def is_tracked(path: Path) -> bool:
    """Whether git keeps `path` under version control; False where there is no git or no repository."""
    # The monitor is switched off because a repository's settings may name a program for it.
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "--error-unmatch", "--", path.name]
    try:
        return subprocess.run(command, cwd=path.parent, capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def checked_key(text: str) -> SecretStr | None:
    """The key `text`, or None where it is empty. Raises ExtractorError, which leaves the text out, where it is no key."""
    key = text.strip()
    if not key:
        return None
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ExtractorError(
            "OPENAI_API_KEY holds characters that no key has", "copy the key again, without quotes or blanks"
        )
    return SecretStr(key)


def holds(text: str, key: SecretStr | None) -> bool:
    """Whether the key stands in `text`, as it is or in JSON escapes."""
    if key is None or len(key.get_secret_value()) < SHARED:
        return False
    secret = key.get_secret_value()
    return secret in text or secret in _unescaped(text)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


@contextmanager
def hidden_in_logs(key: SecretStr | None) -> Iterator[None]:
    """Keep records that hold the key out of the logs of the client and of what it stands on, as long as the context lasts.

    They never log what is sent in a header, but they do log what a server sends back in one.
    """

    def harmless(record: logging.LogRecord) -> bool:
        return not holds(record.getMessage(), key)

    loggers = [logging.getLogger(name) for name in LOGGERS]
    for logger in loggers:
        logger.addFilter(harmless)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(harmless)


def redact(text: str, key: SecretStr | None) -> str:
    """`text` in one line of at most 300 printable characters, without any word that shares six characters with the key."""
    words = "".join(character if character.isprintable() else " " for character in text[:2000]).split()
    secret = key.get_secret_value() if key else ""
    parts = {secret[start : start + SHARED] for start in range(len(secret) - SHARED + 1)}
    return " ".join(HIDDEN if any(part in word for part in parts) else word for word in words)[:300]
