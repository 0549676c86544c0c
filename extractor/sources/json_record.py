"""JSON as a record: parsing with one clear error, and reading values out of loosely shaped trees."""

import json
from typing import Any

from extractor.errors import SourceError
from extractor.sources.builder import Value

Tree = Any  # what json.loads gives; every access below checks the shape


def parse(path: str, text: str) -> Tree:
    """The parsed JSON, numbers as the strings that are written. Raises SourceError that says where it is broken."""
    try:
        return json.loads(text.strip("\ufeff \t\r\n\x00\f\v\xa0"), parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(error.doc.rstrip()) - 1
        where = "it ends in the middle" if cut else f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise SourceError(path, f"broken JSON ({where})", "save the whole record again from the registry") from None
    except RecursionError:
        raise SourceError(path, "broken JSON (nested too deeply)", "save the record again from the registry") from None


def at(tree: Tree, *keys: str) -> Tree:
    """What stands under the keys, None where the tree has another shape."""
    for key in keys:
        if not isinstance(tree, dict):
            return None
        tree = tree.get(key)
    return tree


def listed(tree: Tree) -> list[Tree]:
    """A list as it is, nothing for None, a single thing as a list of one."""
    if tree is None:
        return []
    return tree if isinstance(tree, list) else [tree]


def string(tree: Tree) -> str:
    """A string, number or truth value as text; empty for everything else."""
    if isinstance(tree, bool):
        return "Yes" if tree else "No"
    return tree if isinstance(tree, str) else ""


def strings(tree: Tree) -> tuple[str, ...]:
    """The non-empty strings of a list (or of a single value)."""
    return tuple(text for text in map(string, listed(tree)) if text.strip())


def value(tree: Tree, note: Tree = None) -> Value:
    """A value with its note; the raw spelling of a truth value is kept."""
    raw = str(tree).lower() if isinstance(tree, bool) else None
    return Value(string(tree), note=string(note) or None, raw=raw)


def values(tree: Tree) -> tuple[Value, ...]:
    """The non-empty values of a list (or of a single value)."""
    return tuple(found for found in map(value, listed(tree)) if found.text.strip())
