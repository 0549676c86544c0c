"""Editing a JSON text in place: only the edited values change, the rest stays as a person laid it out."""

import json
import re
from collections.abc import Iterable
from typing import Any, Literal

from extractor.check.layout import lay_out
from extractor.check.result import Path, Spot
from extractor.model.base import Frozen

_WHITE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class Edit(Frozen):
    """One change at `path`: "replace" the value by `content`, "remove" it from its list or object, "append" to that list."""

    action: Literal["replace", "remove", "append"]
    path: Path
    content: Any = None


def places(text: str) -> dict[Path, Spot]:
    """Where each value of a JSON text stands, by its path from the top. Raises ValueError where the text is no JSON."""
    json.loads(text)
    found: dict[Path, Spot] = {}
    _scan(text, _skip(text, 0), (), found)
    return found


def _skip(text: str, at: int) -> int:
    match = _WHITE.match(text, at)
    return match.end() if match else at


def _scan(text: str, at: int, path: Path, found: dict[Path, Spot]) -> int:
    """Note where the value that starts at `at` and the values in it stand. Returns its end."""
    end = at
    if text[at] in "{[":
        is_object, place = text[at] == "{", 0
        end = _skip(text, at + 1)
        while text[end] not in "}]":
            key: str | int = place
            if is_object:
                key, end = _DECODER.raw_decode(text, end)
                end = _skip(text, _skip(text, end) + 1)
            end = _skip(text, _scan(text, end, (*path, key), found))
            place += 1
            if text[end] == ",":
                end = _skip(text, end + 1)
        end += 1
    else:
        _, end = _DECODER.raw_decode(text, at)
    found[path] = (at, end)
    return end


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits; paths are those of the text before. An append to a list that is absent makes the list.

    Raises KeyError for a path that is not there.
    """
    ordered = sorted(edits, key=lambda edit: tuple(map(_order, edit.path)), reverse=True)
    # The last places first: removing or replacing one leaves the paths before it as they are. Appends change no index.
    for edit in [
        *(each for each in ordered if each.action != "append"),
        *(each for each in ordered if each.action == "append"),
    ]:
        text = _edited(text, edit)
    json.loads(text)
    return text


def _order(part: str | int) -> tuple[int, str]:
    return (part, "") if isinstance(part, int) else (-1, part)


def _edited(text: str, edit: Edit) -> str:
    if edit.action == "append":
        return _appended(text, edit.path, edit.content)
    start, end = places(text)[edit.path]
    if edit.action == "replace":
        return text[:start] + lay_out(edit.content, indent=_indent(text, start)) + text[end:]
    if isinstance(edit.path[-1], str):
        start = text.rindex(json.dumps(edit.path[-1], ensure_ascii=False), 0, start)
    return _cut(text, start, end)


def _cut(text: str, start: int, end: int) -> str:
    """The text without an entry, and without the comma that set it apart."""
    after = _skip(text, end)
    if text[after] == ",":
        return text[:start] + text[_skip(text, after + 1) :]
    before = len(text[:start].rstrip())
    if text[before - 1] == ",":
        return text[: before - 1] + text[end:]
    return text[:before] + text[after:]


def _appended(text: str, path: Path, content: object) -> str:
    found = places(text)
    if path not in found:
        return _with_list(text, path, content, found)
    start, end = found[path]
    last = len(text[: end - 1].rstrip())
    if last == start + 1:
        indent = _indent(text, start)
        body = lay_out(content, indent=indent + 2)
        return f"{text[:last]}\n{' ' * (indent + 2)}{body}\n{' ' * indent}{text[end - 1 :]}"
    first = found[(*path, 0)][0]
    lead = text[start + 1 : first]
    body = lay_out(content, indent=_indent(text, first))
    return f"{text[:last]},{lead or ' '}{body}{text[last:]}"


def _with_list(text: str, path: Path, content: object, found: dict[Path, Spot]) -> str:
    """The text with a new key at the end of the object that `path` leads into, and objects on the way that are absent."""
    known = max((len(each) for each in found if each == path[: len(each)]), default=0)
    value: object = [content]
    for key in reversed(path[known + 1 :]):
        value = {key: value}
    start, end = found[path[:known]]
    last = len(text[: end - 1].rstrip())
    pad = " " * (_indent(text, start) + 2)
    comma = "" if last == start + 1 else ","
    body = lay_out(value, indent=len(pad))
    tail = text[last:] if "\n" in text[last:end] else f"\n{pad[2:]}{text[end - 1 :]}"
    return f"{text[:last]}{comma}\n{pad}{json.dumps(path[known])}: {body}{tail}"


def _indent(text: str, at: int) -> int:
    """How far the line of `at` is indented."""
    line = text.rfind("\n", 0, at) + 1
    return _skip(text, line) - line if text[line : line + 1] == " " else 0
