"""Figures of a reader on labelled lines, alone and beside the catalogue, and the thresholds that follow from them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.catalogue import Topic, find_terms
from extractor.entities.passage import TOPICS, Passage
from extractor.entities.trained import Card, Trained, read_passages
from extractor.model.mention import Mention
from extractor.training.chia import Line
from extractor.training.figures import Figures, Tally, figures, tally, touches

KINDS = ("condition", "drug", "procedure")
_OF_TOPICS = {"infection": "condition", "malignancy": "condition", "pregnancy": "condition", "allergy": "condition"}
STEPS = tuple(number / 20 for number in range(12, 20))
"""A span that is hardly more likely right than wrong is never a mention."""
AS_GOOD = 0.002
"""Of two thresholds whose F1 is nearly the same, the higher one: fewer wrong spans are worth that much."""


class Seen(NamedTuple):
    """A line with what the catalogue and a reader without thresholds see in it: (start, end) by kind, mentions."""

    line: Line
    known: dict[str, list[tuple[int, int]]]
    mentions: tuple[Mention, ...]


def look(trained: Trained, lines: Sequence[Line]) -> list[Seen]:
    """What is seen in each line, all scores kept. Mentions that touch a term of the catalogue are left to it."""
    passages = [Passage(line.text, find_terms(line.text)) for line in lines]
    open_card = trained.card.model_copy(update={"thresholds": dict.fromkeys(TOPICS, 0.0)})
    read = read_passages(trained._replace(card=open_card), passages)
    return [Seen(line, _known(passage), found) for line, passage, found in zip(lines, passages, read, strict=True)]


def _known(passage: Passage) -> dict[str, list[tuple[int, int]]]:
    known: dict[str, list[tuple[int, int]]] = {"": []}
    for term in passage.terms:
        row = term.row if isinstance(term.row, Topic) else term.twin
        kind = _OF_TOPICS.get(row.topic, row.topic) if row else ""
        known.setdefault(kind if kind in KINDS else "", []).append((term.start, term.end))
    return known


def alone(seen: Sequence[Seen], kind: str, threshold: float = 0.0) -> Figures:
    """The reader by itself."""
    return figures(_sum(_tally(each, kind, _scored(each, kind, threshold)) for each in seen))


def catalogue(seen: Sequence[Seen], kind: str) -> Figures:
    """The catalogue by itself: a phrase list."""
    return figures(_sum(_tally(each, kind, each.known.get(kind, [])) for each in seen))


def together(seen: Sequence[Seen], kind: str, threshold: float) -> Figures:
    """The catalogue, and the reader where the catalogue is silent."""
    return figures(_sum(_tally(each, kind, [*each.known.get(kind, []), *_beside(each, kind, threshold)]) for each in seen))


def _scored(seen: Seen, kind: str, threshold: float) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in seen.mentions if m.topic == kind and float(m.score or 0) >= threshold]


def _beside(seen: Seen, kind: str, threshold: float) -> list[tuple[int, int]]:
    taken = [place for places in seen.known.values() for place in places]
    return [place for place in _scored(seen, kind, threshold) if not touches(place, taken)]


def _tally(seen: Seen, kind: str, found: Sequence[tuple[int, int]]) -> Tally:
    """Counts of one line; what stands where the annotators set the words aside counts neither way."""
    judged = [place for place in found if not touches(place, seen.line.unlabelled)]
    return tally(judged, [(label.start, label.end) for label in seen.line.labels if label.kind == kind])


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for each in tallies:
        total = total.plus(each)
    return total


def choose_thresholds(seen: Sequence[Seen]) -> dict[str, float]:
    """For each topic the highest threshold at which catalogue and reader together are as good as at the best one.

    Devices, of which a corpus has few, take the threshold of procedures.
    """
    chosen = {kind: _threshold(seen, kind) for kind in KINDS}
    return {topic: chosen.get(topic, chosen["procedure"]) for topic in TOPICS}


def _threshold(seen: Sequence[Seen], kind: str) -> float:
    reached = {step: together(seen, kind, step).relaxed for step in STEPS}
    best = max(reached.values())
    return max(step for step, value in reached.items() if value >= best - AS_GOOD)


def report(seen: Sequence[Seen], card: Card) -> dict[str, dict[str, float]]:
    """The figures that a card carries: strict and relaxed F1 of reader, catalogue and both, by kind."""
    rows: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        threshold = card.thresholds[kind]
        for name, found in (
            ("reader", alone(seen, kind, threshold)),
            ("catalogue", catalogue(seen, kind)),
            ("both", together(seen, kind, threshold)),
        ):
            rows[f"{kind} {name}"] = dict(zip(found._fields, found, strict=True))
    return rows
