"""One hash for the rules in force: the package's code and data that decide what is read."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_READS = (
    "catalogue",
    "criteria",
    "data",
    "entities",
    "facts",
    "model",
    "quantity",
    "reconcile",
    "repair",
    "segment",
    "sources",
    "triage",
)


@cache
def rules_hash() -> str:
    """The SHA-256 over the names and bytes of every file of the stages that read, in the order of their names."""
    total = hashlib.sha256()
    for name, file in sorted(_files(), key=lambda entry: entry[0]):
        total.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files() -> Iterator[tuple[str, Traversable]]:
    for stage in _READS:
        folder = files("extractor") / stage
        if folder.is_dir():
            yield from _below(stage, folder)


def _below(prefix: str, folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _below(f"{prefix}/{entry.name}", entry)
        else:
            yield f"{prefix}/{entry.name}", entry
