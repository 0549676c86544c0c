"""Labelled lines: a known label with its value on the same line ("Phase: 3", "Phase | 3") or on the lines below it."""

import re
from dataclasses import dataclass
from functools import cache

from extractor.facts.lines import Line
from extractor.facts.vocabulary import PHASE_LINE, SPACES, table, words

SEPARATOR = re.compile(r"[ ]?[:|\t]|=(?=\")|\?(?=[ ])|\](?=[ ])|[ ]{3,}|[ ]?\.{4,}+|[ ][-–—][ ]")
CODE = re.compile(r"[A-Z](?:\.\d{1,2}){1,5}\.?[ ]")
CELL = re.compile(r"(?:[:|*=\"\t \u00a0]|\.{2,})*+")
REMARK = re.compile(r"[ ]\([^()]{1,30}\)$|[ ](?:of|in|for)(?:[ ](?:the|this))?[ ](?:trial|study|participants)\b")
"""What a label says beside its kind: "Recruitment status of trial (India)"."""
LISTS = frozenset({"condition", "intervention", "ids", "location", "secondary"})
NUMBERED = frozenset({"ids", "secondary"})
UNLABELLED = re.compile(
    r"(?:all genders|all sexes|both sexes|both genders|females?(?: only)?|males?(?: only)?|women only|men only"
    r"|all ages|any age|(?:ages?|aged)[ :]{1,3}[\d≥>].{0,40})$",
    re.IGNORECASE,
)
FLAT = 4
MAX_LABEL, MAX_VALUE, MAX_BLOCK, MAX_ENTRIES = 60, 600, 12, 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """A value under a label: `name` of the label's kind, its value at `start` to `end`, the label from `whole` on."""

    name: str
    start: int
    end: int
    text: str
    whole: int


@cache
def _labels() -> dict[str, str]:
    return {row["label"]: row["field"] for row in table("fact_labels")}


@cache
def _openers() -> frozenset[str]:
    """The first words of the labels: most words before a separator are none, and no remark stands before one."""
    return frozenset(label.partition(" ")[0] for label in _labels())


def label_kind(text: str) -> str | None:
    """The kind of a label as printed ("E.7.2 Therapeutic exploratory (Phase II)" has a section code), None if unknown."""
    code = CODE.match(text)
    label = SPACES.sub(" ", text[code.end() if code else 0 :]).strip(" .?*:|[").casefold()
    if label.partition(" ")[0] not in _openers():
        return None
    return _labels().get(label) or _labels().get(REMARK.sub("", REMARK.sub("", label)))


def split_label(line: Line) -> tuple[str, int] | None:
    """The kind of the label that opens the line, and where its value starts in the line (its length if it holds none)."""
    whole = label_kind(line.text) if len(line.text) <= MAX_LABEL else None
    if whole:
        return whole, len(line.text)
    for separator in SEPARATOR.finditer(line.text, 0, MAX_LABEL):
        kind = label_kind(line.text[: separator.start()])
        if kind:
            value = CELL.match(line.text, separator.end())
            return kind, value.end() if value else separator.end()
    return None


def _split_flat(line: Line) -> tuple[str, int] | None:
    """As `split_label` for a line on which only a space parts label and value ("Overall Status Recruiting")."""
    if len(line.text) > MAX_LABEL * 2:
        return None
    spaces = [i for i, letter in enumerate(line.text[:MAX_LABEL]) if letter == " " and _opens_value(line.text[i + 1 :])]
    found = ((kind, i + 1) for i in reversed(spaces) if (kind := label_kind(line.text[:i])))
    return next(found, None)


def _opens_value(text: str) -> bool:
    return text[:1].isupper() or text[:1].isdigit()


def read_entries(lines: list[Line], stops: frozenset[int]) -> list[Entry]:
    """The labelled values among `lines`; `stops` are starts of lines (headings) at which a block of values ends.

    Where several lines hold a label and its value with nothing between, as a copied table does, these are labelled, too.
    A page with more than `MAX_ENTRIES` labelled values is read up to there.
    """
    found: list[Entry] = []
    splits = [split_label(line) for line in lines]
    flat = [None if split else _split_flat(line) for line, split in zip(lines, splits, strict=True)]
    if sum(map(bool, flat)) >= FLAT:
        splits = [split or bare for split, bare in zip(splits, flat, strict=True)]
    for i, (line, split) in enumerate(zip(lines, splits, strict=True)):
        if split is None or len(found) >= MAX_ENTRIES:
            continue
        kind, at = split
        if at < len(line.text):
            found.append(Entry(kind, line.start + at, line.end, line.text[at:][:MAX_VALUE], line.start))
        else:
            found += _below(kind, i, lines, splits, stops)
    return found


def _ends_block(kind: str, text: str) -> bool:
    """Whether a line is no value of a list: prose, a statement that needs no label, or a heading."""
    if len(text) > 200 or (kind in LISTS and text.endswith(".")) or (kind in NUMBERED and not any(map(str.isdigit, text))):
        return True
    if kind != "phase" and PHASE_LINE.match(text):
        return True
    return bool(UNLABELLED.match(text)) or text.casefold().startswith(words("skipped_headings"))


def _below(
    kind: str, at: int, lines: list[Line], splits: list[tuple[str, int] | None], stops: frozenset[int]
) -> list[Entry]:
    """The values on the lines under a label that stands alone: one, or all of a list up to the next label or heading."""
    found: list[Entry] = []
    for j in range(at + 1, min(at + 1 + (MAX_BLOCK if kind in LISTS else 1), len(lines))):
        line = lines[j]
        if line.start in stops or _ends_block(kind, line.text):
            break
        split = splits[j]
        if split is not None and not (kind == split[0] and split[1] < len(line.text)):
            break
        if split is None:
            found.append(Entry(kind, line.start, line.end, line.text, line.start))
    return found
