"""The criteria of a page as the report lists them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.model.criterion import Criterion, Record
from extractor.report.words import characteristic_words, phrase, timing_words, visible

DEEPEST = 4


class CharacteristicView(NamedTuple):
    """One statement inside a criterion."""

    topic: str
    words: str
    timing: tuple[str, ...]
    exception: str
    condition: str


class CriterionView(NamedTuple):
    """One criterion; `depth` says how deep it is nested."""

    label: str
    category: str
    cohort: str
    text: str
    depth: int
    combination: str
    characteristics: tuple[CharacteristicView, ...]


def criteria_views(record: Record) -> Iterator[CriterionView]:
    """The criteria of a record in page order."""
    names = {cohort.id: cohort.name for cohort in record.cohorts}
    depth: Counter[str] = Counter()
    for criterion in record.criteria:
        depth[criterion.id] = depth[criterion.parent] + 1 if criterion.parent and criterion.parent in depth else 0
        yield CriterionView(
            label=visible(criterion.label or ""),
            category=criterion.category,
            cohort=visible(names.get(criterion.cohort, criterion.cohort)) if criterion.cohort else "",
            text=visible(criterion.text),
            depth=min(depth[criterion.id], DEEPEST),
            combination=_combination(criterion),
            characteristics=tuple(_characteristics(criterion)),
        )


def _combination(criterion: Criterion) -> str:
    how = criterion.combination
    if how is None:
        return ""
    return phrase(how) if isinstance(how, str) else f"at least {how.n} of"


def _characteristics(criterion: Criterion) -> Iterable[CharacteristicView]:
    for item in criterion.characteristics:
        yield CharacteristicView(
            topic=phrase(item.topic),
            words=visible(characteristic_words(item)),
            timing=tuple(visible(timing_words(timing)) for timing in item.timing or ()),
            exception=visible(item.exception.quote) if item.exception else "",
            condition=visible(item.condition.quote) if item.condition else "",
        )
