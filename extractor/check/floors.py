"""Floors under the figures: `settings.toml` beside the cases, with a level that warns and one that fails for each field.

A floor holds F1, or recall where extras cannot be told; "micro", "macro", "strict micro" and "strict macro" hold the F1 over
all fields. Raising them is free; lowering one is a decision that names its reason and is kept in the file. The file's seal
tells an edit by hand.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from pydantic import Field, ValidationError

from extractor.check.figures import Figure, Mean
from extractor.errors import ExtractorError
from extractor.model.base import Frozen

FILE = "settings.toml"
SLACK = 0.03
"""How far below the level that warns a new floor fails."""

_HEAD = """\
# Floors of `extractor check`: below `warn` a field is named, below `fail` the check fails. Written by the command itself:
#   extractor check golden/ --raise-floors
#   extractor check golden/ --lower-floor "FIELD=VALUE" --because "REASON"
"""


class Floor(Frozen):
    """The levels of one field."""

    warn: float = Field(ge=0, le=1)
    fail: float = Field(ge=0, le=1)


class Lowered(Frozen):
    """A floor that a person lowered, and why."""

    field: str
    to: float
    because: str = Field(min_length=1)


class Floors(Frozen):
    """The content of the file."""

    seal: str = ""
    floors: dict[str, Floor] = Field(default_factory=dict)
    lowered: tuple[Lowered, ...] = ()


class Below(Frozen):
    """A field below one of its levels; `value` is None where nothing is measured for it any more."""

    field: str
    value: float | None
    level: float
    fails: bool


def load_floors(folder: Path) -> Floors:
    """The floors beside the cases; none where there is no file. Raises ExtractorError where it is broken or hand-made."""
    path = folder / FILE
    if not path.exists():
        return Floors()
    try:
        floors = Floors.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        what = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise ExtractorError(f"{path}: {what}", "take the last version from your repository") from error
    if floors.seal != _seal(floors):
        raise ExtractorError(
            f"{path}: was edited by hand (its seal does not hold)", "undo the edit, then use --raise-floors or --lower-floor"
        )
    return floors


def save_floors(folder: Path, floors: Floors) -> None:
    """Write the floors, sorted, with their seal."""
    lines = [_HEAD, f'seal = "{_seal(floors)}"', "", "[floors]"]
    for name, floor in sorted(floors.floors.items()):
        lines.append(f"{json.dumps(name)} = {{ warn = {floor.warn:.3f}, fail = {floor.fail:.3f} }}")
    for each in floors.lowered:
        field, reason = json.dumps(each.field, ensure_ascii=False), json.dumps(each.because, ensure_ascii=False)
        lines += ["", "[[lowered]]", f"field = {field}", f"to = {each.to:.3f}", f"because = {reason}"]
    (folder / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _seal(floors: Floors) -> str:
    content = [[name, f"{floor.warn:.3f}", f"{floor.fail:.3f}"] for name, floor in sorted(floors.floors.items())]
    history = [[each.field, f"{each.to:.3f}", each.because] for each in floors.lowered]
    return sha256(json.dumps([content, history]).encode()).hexdigest()[:16]


def scores(rows: Sequence[Figure], means: Sequence[Mean]) -> dict[str, float]:
    """What floors hold, by field, rounded down to three places."""
    given = {row.group: row.score for row in rows} | {mean.name: mean.f1 for mean in means}
    return {name: int(score * 1000 + 1e-9) / 1000 for name, score in given.items() if score is not None}


def below(floors: Floors, measured: Mapping[str, float]) -> list[Below]:
    """The fields below one of their levels, by name; a field with a floor for which nothing is measured fails."""
    found = []
    for name, floor in sorted(floors.floors.items()):
        value = measured.get(name)
        if value is None or value < floor.fail:
            found.append(Below(field=name, value=value, level=floor.fail, fails=True))
        elif value < floor.warn:
            found.append(Below(field=name, value=value, level=floor.warn, fails=False))
    return found


def raised(floors: Floors, measured: Mapping[str, float]) -> Floors:
    """The floors lifted to what is measured, where that is higher; a field without a floor gets one."""
    lifted = {}
    for name, value in measured.items():
        old = floors.floors.get(name, Floor(warn=0, fail=0))
        lifted[name] = Floor(warn=max(old.warn, value), fail=max(old.fail, round(max(value - SLACK, 0), 3)))
    return floors.model_copy(update={"floors": floors.floors | lifted})


def lowered(floors: Floors, request: str, because: str) -> Floors:
    """The floors with one lowered, as "FIELD=VALUE" says (no VALUE: without that floor), and the reason noted.

    Raises ExtractorError for a field without a floor, a value that is none or not lower, and a missing reason.
    """
    name, equals, text = (part.strip() for part in request.rpartition("="))
    if not equals:
        name, text = request.strip(), ""
    floor = floors.floors.get(name)
    if floor is None:
        raise ExtractorError(f"--lower-floor: there is no floor for {name!r}", f"the fields with floors are in {FILE}")
    if not because.strip():
        raise ExtractorError("--lower-floor needs a reason", "give it with --because")
    kept = {field: each for field, each in floors.floors.items() if field != name}
    value = _level(text) if text else 0.0
    if value >= floor.fail:
        raise ExtractorError(f"--lower-floor: {name!r} fails below {floor.fail:.3f} already", "name a lower value")
    if text:
        kept[name] = Floor(warn=min(floor.warn, round(min(value + SLACK, 1), 3)), fail=value)
    note = Lowered(field=name, to=value, because=because.strip())
    return floors.model_copy(update={"floors": kept, "lowered": (*floors.lowered, note)})


def _level(text: str) -> float:
    try:
        value = round(float(text), 3)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ExtractorError(f"--lower-floor: {text!r} is no level", "give a number from 0 to 1, as in 'fact age=0.9'")
    return value
