"""Saying once, before any text leaves this computer, where it goes."""

from pathlib import Path
from urllib.parse import urlsplit

from extractor.llm.address import host_of, is_local
from extractor.llm.settings import LlmSettings

MARKER = "told-where-text-goes.txt"
MAX_CHARACTERS = 100_000


def notice(settings: LlmSettings) -> str | None:
    """The line to show before the first request of this installation to the server of `settings`; None where none is due.

    A server on this computer needs no notice. That it was given is noted in a file of the user's settings, a line for each
    host and model; where that file cannot be kept, the line is due every time.
    """
    if is_local(settings.base_url):
        return None
    host = host_of(settings.base_url)
    told = f"{host} {settings.model}"
    if settings.config and told in _read(settings.config / MARKER).splitlines():
        return None
    if settings.config:
        _note(settings.config / MARKER, told)
    open_wire = " over an unencrypted connection" if urlsplit(settings.base_url).scheme == "http" else ""
    return f"text of the pages is sent to {host} (model {settings.model}){open_wire}; this is said once, Ctrl-C ends it"


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(MAX_CHARACTERS)
    except OSError:
        return ""


def _note(path: Path, line: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    except OSError:
        return
