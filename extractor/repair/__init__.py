"""Repair: the text of a source becomes a reading, by recorded edits; the text and its coordinates stay.

`repair` runs one pass a family of damage. Passes repeat until nothing changes (a repair can uncover another: a dash read in
the wrong encoding inside an escaped entity), so the reading of a repaired text needs no repair, save the doubtful ones.
"""

import re
from collections.abc import Callable, Iterable
from itertools import islice

from extractor.model.document import Document, Repair, Source, Span
from extractor.repair.characters import repair_characters
from extractor.repair.comparators import LostComparator, lost_comparators
from extractor.repair.edits import Edit, apply, compose
from extractor.repair.encoding import repair_cp1252, repair_mac_roman, repair_windows_874
from extractor.repair.entities import repair_entities
from extractor.repair.kind import kind_of
from extractor.repair.lost_bytes import repair_lost_bytes
from extractor.repair.markup import repair_emphasis, repair_markup
from extractor.repair.numbers import repair_numbers
from extractor.repair.words import repair_words

__all__ = ["LostComparator", "lost_comparators", "repair", "repairs_of"]

_ROUNDS = 4
_MOST = 60_000
"""A pass makes at most so many edits; the rest of a hostile text stays as it is."""
_TAG = re.compile("</?[A-Za-z]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _always(text: str) -> bool:
    return True


def _not_ascii(text: str) -> bool:
    return not text.isascii()


def _has_unusual_characters(text: str) -> bool:
    return not text.isascii() or _CONTROL.search(text) is not None


def _has_entities(text: str) -> bool:
    return "&" in text and ";" in text


def _has_markup(text: str) -> bool:
    return "\r" in text or "_x000" in text or _TAG.search(text) is not None


def _has_stars(text: str) -> bool:
    return text.count("*") > 1


# Order matters: bytes before characters, characters before numbers; words last, when line ends and blanks stand.
_PASSES: tuple[tuple[Callable[[str], bool], Callable[[str], Iterable[Edit]]], ...] = (
    (_not_ascii, repair_mac_roman),
    (_not_ascii, repair_cp1252),
    (_not_ascii, repair_windows_874),
    (_not_ascii, repair_lost_bytes),
    (_has_entities, repair_entities),
    (_has_markup, repair_markup),
    (_has_stars, repair_emphasis),
    (_has_unusual_characters, repair_characters),
    (_always, repair_numbers),
    (_always, repair_words),
)


def _edits(text: str) -> tuple[str, list[Edit]]:
    """The reading of a text and the edits of the text that lead to it."""
    reading: str = text
    edits: list[Edit] = []
    for _ in range(_ROUNDS):
        made = 0
        for wanted, find in _PASSES:
            new = list(islice(find(reading), _MOST)) if wanted(reading) else []
            if new:
                made = max(made, len(new))
                reading = apply(reading, new)
                edits = compose(edits, new, reading)
        if not 0 < made < _MOST:
            break
    return reading, [edit for edit in edits if text[edit.start : edit.end] != edit.after]


def repairs_of(text: str) -> tuple[str, tuple[Repair, ...]]:
    """The reading of a text, and the repairs that lead to it: sorted, not overlapping, in coordinates of the text."""
    reading, edits = _edits(text)
    repairs = []
    for start, end, after, rule, doubtful in edits:
        before = text[start:end]
        span = Span(start=start, end=end, quote=before)
        repairs.append(Repair(rule=rule, span=span, before=before, after=after, doubtful=doubtful))
    return reading, tuple(repairs)


def repair(source: Source, document_id: str) -> Document:
    """The document of a source: text and fields as they came, the reading, the repairs between the two, the page's kind."""
    reading, repairs = repairs_of(source.text)
    return Document(
        id=document_id,
        path=source.path,
        sha256=source.sha256,
        media_type=source.media_type,
        kind=kind_of(source, reading),
        text=source.text,
        reading=reading,
        repairs=repairs,
        fields=source.fields,
        omitted=source.omitted,
    )
