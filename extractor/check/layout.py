"""JSON as a person writes it: whatever fits on a line stands on one, so that a change is a short diff."""

import json
import os
import tempfile
from pathlib import Path

WIDTH = 125


def layout(value: object) -> str:
    """The value as JSON with a final line end; objects and lists that fit into `WIDTH` columns are one line."""
    return _laid(value, indent=0, taken=0, top=True) + "\n"


def lay_out(value: object, *, indent: int) -> str:
    """The value as JSON for a line that is indented by `indent` columns already."""
    return _laid(value, indent=indent, taken=1)


def _laid(value: object, *, indent: int, taken: int, top: bool = False) -> str:
    """`taken` counts the columns that stand on the line already, and the comma that may follow."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or (not top and indent + taken + len(line) <= WIDTH):
        return line
    inner, pad = indent + 2, " " * (indent + 2)
    if isinstance(value, dict):
        keys = [json.dumps(key, ensure_ascii=False) for key in value]
        parts = [
            f"{key}: {_laid(each, indent=inner, taken=len(key) + 3)}" for key, each in zip(keys, value.values(), strict=True)
        ]
        opening, closing = "{}"
    else:
        parts = [_laid(each, indent=inner, taken=1) for each in value]
        opening, closing = "[]"
    body = ",\n".join(pad + part for part in parts)
    return f"{opening}\n{body}\n{' ' * indent}{closing}"


def write_whole(path: Path, text: str) -> None:
    """Put `text` at `path` in one step: an interrupt leaves the old content or the new, never half of it."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
