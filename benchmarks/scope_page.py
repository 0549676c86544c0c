"""A labelled text as the extractor reads it, with the counts that scorers of scope keep."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from brat import Entity, Labels, read_labels

from extractor.criteria.context import Context, context_of
from extractor.criteria.item_text import item_text
from extractor.criteria.scope import find_scopes, is_negated, scope_at
from extractor.model.document import Document
from extractor.model.outline import Item
from extractor.segment import outline

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"


class Read(NamedTuple):
    """One item with its context."""

    item: Item
    context: Context


class Page(NamedTuple):
    """A labelled text with its items as the extractor reads them."""

    labels: Labels
    items: tuple[Read, ...]

    def read_at(self, place: Entity) -> Read | None:
        """The innermost item that holds the middle of a place."""
        middle = (place.start + place.end) // 2
        inside = [read for read in self.items if read.item.start <= middle < read.item.end]
        return min(inside, key=lambda read: read.item.end - read.item.start, default=None)

    def covered(self, place: Entity, kind: str) -> bool:
        """Whether the place lies in a negation or in an exception of ours."""
        read = self.read_at(place)
        if read is None:
            return False
        start, end = self.local(read, place)
        text = read.context.item.text
        exception = scope_at(read.context.scopes, "exception", start, end)
        contrast = exception is not None and text[exception.cue_start : exception.cue_end].lower() == "not"
        if kind == "negation":
            negated = is_negated(read.context.scopes, start, end) != read.context.negated
            return negated or contrast or self.in_cue(read, start, end)
        return exception is not None and not contrast

    def in_cue(self, read: Read, start: int, end: int) -> bool:
        """Whether a place is a word of a negation's own cue ("available" of "not available", "signs" of "no signs of")."""
        return any(s.cue_start < start and end <= s.cue_end for s in read.context.scopes if s.kind in ("negation", "bar"))

    def only_bars(self, cue: Entity) -> bool:
        """Whether the words at `cue` bar patients in a list of exclusions ("... will be excluded")."""
        read = self.read_at(cue)
        if read is None or read.item.category != "exclusion":
            return False
        start, end = self.local(read, cue)
        bars = [scope for scope in find_scopes(read.context.item.text) if scope.kind == "bar"]
        return any(scope.cue_start < end and start < scope.cue_end for scope in bars)

    def in_name(self, cue: Entity) -> bool:
        """Whether a name of the catalogue holds the cue and goes on behind it ("non" of "non-Hodgkin lymphoma")."""
        read = self.read_at(cue)
        if read is None:
            return False
        start, end = self.local(read, cue)
        return any(term.start <= start and end < term.end for term in read.context.item.terms)

    def holds_cue(self, place: Entity) -> bool:
        """Whether the name itself holds the negation ("inability to read"), so that nothing outside of it negates it."""
        read = self.read_at(place)
        if read is None:
            return False
        start, end = self.local(read, place)
        return any(start <= scope.cue_start < end for scope in read.context.scopes if scope.kind in ("negation", "bar"))

    def local(self, read: Read, place: Entity) -> tuple[int, int]:
        """A place of the text in coordinates of the item's flat text."""
        span = read.context.item.document.span(max(place.start, read.item.start), min(place.end, read.item.end))
        return read.context.item.locate(span)

    def line(self, place: Entity) -> str:
        """The line that the place stands on, with the place in brackets."""
        text = self.labels.text
        start = max(text.rfind("\n", 0, place.start) + 1, place.start - 150)
        end = text.find("\n", place.end)
        end = min(end if end >= 0 else len(text), place.end + 100)
        return f"{text[start : place.start]}[[{text[place.start : place.end]}]]{text[place.end : end]}".replace("\n", " / ")


class Tally:
    """Counts of one kind, with the misses."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.misses: dict[str, list[str]] = defaultdict(list)

    def add(self, side: str, right: bool, said: str) -> None:
        """Count one label ("recall") or one reading ("precision")."""
        self.counts[f"{side}-all"] += 1
        self.counts[f"{side}-right"] += right
        if not right:
            self.misses[side].append(said)

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1, with the counts under them."""
        n = self.counts
        precision = n["precision-right"] / max(n["precision-all"], 1)
        recall = n["recall-right"] / max(n["recall-all"], 1)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "p": round(precision, 4),
            "r": round(recall, 4),
            "f1": round(f1, 4),
            "gold": n["recall-all"],
            "pred": n["precision-all"],
        }


def half_of(name: str) -> str:
    """The half that a trial falls into, by a hash of its id."""
    return "ab"[hashlib.md5(name.split("_")[0].encode()).digest()[-1] & 1]


def page_of(labels: Labels) -> Page:
    """Segment a labelled text and find the scopes of its items."""
    text = labels.text
    document = Document(
        id=labels.name, path=labels.name, sha256="", media_type="text/plain", kind="registry", text=text, reading=text
    )
    parts = outline(document)
    return Page(labels, tuple(Read(item, context_of(item_text(document, item), parts, item)) for item in parts.items))


def headed(labels: Labels) -> Labels:
    """A text of Chia under the heading that its file name stands for."""
    heading = "Exclusion Criteria:\n\n" if labels.name.endswith("_exc") else "Inclusion Criteria:\n\n"
    by = len(heading)
    moved = {mark: Entity(each.kind, each.start + by, each.end + by) for mark, each in labels.entities.items()}
    return labels._replace(text=heading + labels.text, entities=moved)


def labelled(folder: Path, half: str | None) -> Iterator[Labels]:
    for path in sorted(folder.glob("*.ann")):
        if half is None or half_of(path.stem) == half:
            yield read_labels(path)
