"""The Chia corpus (Kury et al. 2020, Scientific Data 7:281; CC BY 4.0): criteria with human labels in brat's files.

A line of a file is one criterion. Offsets count characters of the file as it stands, line ends included, so that the files
are read without translating them. A label may stand in several pieces; labels may stand inside others.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from extractor.errors import ExtractorError

LABELS = {
    "Condition": "condition",
    "Drug": "drug",
    "Procedure": "procedure",
    "Device": "device",
    "Measurement": "measurement",
    "Observation": "observation",
}
UNLABELLED = frozenset(
    (
        "Non-query-able",
        "Post-eligibility",
        "Parsing_Error",
        "Non-representable",
        "Context_Error",
        "Competing_trial",
        "Not_a_criteria",
        "Undefined_semantics",
        "Grammar_Error",
        "Informed_consent",
        "Subjective_judgement",
    )
)
"""Stretches that the annotators set aside: what is named in them carries no label, which says nothing against it."""

SEVERAL_WORDS = 14
"""Characters from which on a piece of a label mostly has several words."""

_LINE = re.compile(r"[^\r\n]+")
Part = Literal["train", "dev", "test"]


class Label(NamedTuple):
    """Characters `start` to `end` of a line are of this kind."""

    start: int
    end: int
    kind: str


class Line(NamedTuple):
    """One criterion of `trial` with its labels, which do not overlap, and the stretches `unlabelled` (start, end)."""

    trial: str
    text: str
    labels: tuple[Label, ...]
    unlabelled: tuple[tuple[int, int], ...] = ()


class _Annotation(NamedTuple):
    kind: str
    pieces: tuple[tuple[int, int], ...]


def read_chia(folder: Path) -> tuple[Line, ...]:
    """Every criterion of the corpus in `folder`, by file name. Raises ExtractorError where no labelled file is there."""
    files = sorted(folder.glob("*.ann"))
    if not files:
        raise ExtractorError(f"{folder}: holds no .ann files", "name the folder of the Chia corpus in brat format")
    return tuple(line for path in files for line in _lines(path))


def part_of(trial: str) -> Part:
    """Which part of the corpus a trial belongs to: eight in ten train, one chooses, one tests. All its files go together."""
    number = int(hashlib.sha256(trial.encode()).hexdigest(), 16) % 10
    return "test" if number == 0 else "dev" if number == 1 else "train"


def _lines(path: Path) -> Iterable[Line]:
    text = _read(path.with_suffix(".txt"))
    annotations = list(_annotations(_read(path)))
    labels = flat(annotations)
    aside = [(a.pieces[0][0], a.pieces[-1][1]) for a in annotations if a.kind in UNLABELLED]
    trial = path.stem.partition("_")[0]
    for match in _LINE.finditer(text):
        if match[0].strip():
            yield _line(trial, match, labels, aside)


def _line(trial: str, match: re.Match[str], labels: Iterable[Label], aside: Iterable[tuple[int, int]]) -> Line:
    start, end = match.span()
    inside = [Label(max(x.start, start) - start, min(x.end, end) - start, x.kind) for x in labels if _meet(x, match.span())]
    unlabelled = [(max(x[0], start) - start, min(x[1], end) - start) for x in aside if _meet(x, match.span())]
    return Line(trial, match[0], tuple(inside), tuple(unlabelled))


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _annotations(text: str) -> Iterable[_Annotation]:
    for row in text.split("\n"):
        mark, _, rest = row.partition("\t")
        if mark.startswith("T"):
            kind, _, places = rest.partition("\t")[0].strip().partition(" ")
            pieces = [tuple(map(int, place.split())) for place in places.split(";")]
            yield _Annotation(kind, tuple((piece[0], piece[1]) for piece in pieces))


def flat(annotations: Iterable[_Annotation]) -> tuple[Label, ...]:
    """Labels that do not overlap, in order.

    Whole ones go first, conditions, drugs and procedures before the others, longer ones before shorter ones. Of a label in
    pieces ("hepatic ... disease" over "hepatic or renal disease") only a longest piece of several words stands for it, where
    it is free: an adjective alone names nothing.
    """
    known = [(LABELS[a.kind], a.pieces) for a in annotations if a.kind in LABELS]
    whole = [Label(*pieces[0], kind) for kind, pieces in known if len(pieces) == 1]
    whole.sort(key=lambda x: (x.kind in ("measurement", "observation", "device"), x.start - x.end, x.start))
    longest = [Label(*max(pieces, key=_length), kind) for kind, pieces in known if len(pieces) > 1]
    kept: list[Label] = []
    for label in (*whole, *(piece for piece in longest if _length(piece) >= SEVERAL_WORDS)):
        if not any(_meet(label, other) for other in kept):
            kept.append(label)
    return tuple(sorted(kept))


def _length(piece: tuple[int, int] | Label) -> int:
    return piece[1] - piece[0]


def _meet(first: tuple[int, int] | Label, second: tuple[int, int] | Label) -> bool:
    return first[0] < second[1] and second[0] < first[1]
