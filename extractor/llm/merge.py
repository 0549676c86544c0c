"""Merging the two readers of one criterion: the rules' readings stay as they are, the model's stand beside them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.criteria.item_text import ItemText
from extractor.llm.compare import Addition, Agreement, Disagreement, compare
from extractor.llm.derive import Reading, Refused
from extractor.model.criterion import Characteristic

AGREES, DIFFERS = "model-agrees", "model-differs"
MAX_ADDED = 12


class Merged(NamedTuple):
    """The characteristics of a criterion after both readers, in page order; what they differ on; why drafts were refused."""

    characteristics: tuple[Characteristic, ...]
    disagreements: tuple[Disagreement, ...]
    refused: tuple[str, ...]


def merge(item: ItemText, rules: Sequence[Characteristic], readings: Iterable[Reading | Refused], *, request: str) -> Merged:
    """Put the model's readings beside the rules' ones; `request` is the key of the question that they answer.

    A characteristic of the rules keeps every field; it gains the key and "model-agrees" or "model-differs". What only the
    model reads is added with reader "llm", at most `MAX_ADDED` a criterion.
    """
    added: list[Characteristic] = []
    differing: list[Disagreement] = []
    refused: list[str] = []
    agreed: set[int] = set()
    for reading in readings:
        outcome = reading if isinstance(reading, Refused) else compare(item, rules, reading)
        if isinstance(outcome, Agreement):
            agreed.add(outcome.at)
        elif isinstance(outcome, Disagreement):
            differing.append(outcome)
        elif isinstance(outcome, Refused):
            refused.append(outcome.reason)
        elif isinstance(outcome, Addition) and not any(_is_same(outcome.characteristic, other) for other in added):
            added.append(outcome.characteristic.model_copy(update={"request": request}))
    marks = dict.fromkeys(agreed, AGREES) | {each.at: DIFFERS for each in differing if each.at is not None}
    kept = [_marked(read, marks.get(index), request) for index, read in enumerate(rules)]
    refused += ["too-many"] * (len(added) - MAX_ADDED)
    return Merged(_in_order([*kept, *added[:MAX_ADDED]]), tuple(differing), tuple(refused))


def _marked(read: Characteristic, mark: str | None, request: str) -> Characteristic:
    if mark is None:
        return read
    return read.model_copy(update={"confidence": (*read.confidence, mark), "request": request})


def _is_same(one: Characteristic, other: Characteristic) -> bool:
    """Whether two additions are of the same words and the same time."""
    return one.concept == other.concept and one.timing == other.timing


def _in_order(found: list[Characteristic]) -> tuple[Characteristic, ...]:
    return tuple(sorted(found, key=lambda each: (each.span.start, each.span.end, each.reader)))
