"""Where the decisions on a run are kept."""

from pathlib import Path


def decisions_file(out: Path) -> Path:
    """The SQLite file beside the folder of a run (not in it: a run replaces its folder in one step)."""
    whole = out.resolve()
    return whole.with_name(f"{whole.name}.decisions.sqlite")


def is_url(place: str | Path) -> bool:
    """Whether a place is the URL of a database, not a file."""
    return isinstance(place, str) and "://" in place


def sqlite_file(place: str | Path) -> Path | None:
    """The file of a place that is one."""
    return None if is_url(place) else Path(place)
