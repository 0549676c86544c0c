"""Which criteria the rules left wholly or partly unread: those that a second reader is asked for first."""

from functools import cache

from extractor import data_file
from extractor.criteria.scope import find_scopes
from extractor.llm.eligible import telling_stems
from extractor.model.criterion import Characteristic, Criterion
from extractor.model.document import Span
from extractor.reconcile.features import stem

TELLING = 2
"""From this many telling words on that no reading covers, a criterion counts as partly unread."""


def is_unread(criterion: Criterion) -> bool:
    """Whether the rules read nothing of a criterion that says something, or left `TELLING` or more of its words."""
    left = unread_words(criterion)
    return len(left) >= TELLING or (bool(left) and not criterion.characteristics)


def unread_words(criterion: Criterion) -> frozenset[str]:
    """The stems of the telling words that no characteristic, negation, exception or modifier of a criterion covers."""
    quote = criterion.span.quote
    rest = list(quote)
    for start, end in _covered(criterion):
        rest[start:end] = " " * (end - start)
    for scope in find_scopes(quote):
        rest[scope.cue_start : scope.cue_end] = " " * (scope.cue_end - scope.cue_start)
    return telling_stems("".join(rest)) - _modifiers()


def _covered(criterion: Criterion) -> list[tuple[int, int]]:
    """What characteristics stand on, in coordinates of the criterion's quote."""
    base, length = criterion.span.start, len(criterion.span.quote)
    spans = [span for read in criterion.characteristics for span in _spans(read)]
    inside = [(max(0, span.start - base), min(length, span.end - base)) for span in spans]
    return [(start, end) for start, end in inside if start < end]


def _spans(read: Characteristic) -> list[Span]:
    concept = read.concept.span if read.concept else None
    timings = [timing.span for timing in read.timing or ()]
    return [span for span in (read.span, concept, read.exception, read.condition, *timings) if span is not None]


@cache
def _modifiers() -> frozenset[str]:
    return frozenset(stem(word) for row in data_file.rows("modifiers.csv") for word in row["cue"].split())
