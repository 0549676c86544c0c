"""How far two reviewers agree who decided blind to each other: Cohen's kappa (Cohen 1960, Educ Psychol Meas 20:37-46)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations

from extractor.decisions.event import Answer, Event
from extractor.decisions.state import effective
from extractor.model.base import Frozen
from extractor.model.values import Number

_PLACES = Decimal("0.001")


class Agreement(Frozen):
    """Two reviewers on one field: how many items both decided, on how many they agree, and kappa (None: undefined)."""

    field: str
    reviewers: tuple[str, str]
    items: int
    agreed: int
    kappa: Number | None


class Disagreement(Frozen):
    """An item on which two reviewers gave different blind verdicts."""

    item: str
    field: str
    question: str
    reviewers: tuple[str, str]
    answers: tuple[Answer, Answer]


def kappa(pairs: Sequence[tuple[str, str]]) -> Decimal | None:
    """Cohen's kappa of two raters' labels, rounded to three places; None without items, or where chance alone agrees."""
    if not pairs:
        return None
    total = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = Decimal(sum(count * second[label] for label, count in first.items())) / (total * total)
    observed = Decimal(sum(a == b for a, b in pairs)) / total
    return None if chance == 1 else ((observed - chance) / (1 - chance)).quantize(_PLACES)


def agreements(events: Iterable[Event]) -> tuple[Agreement, ...]:
    """Kappa over the verdicts, a line for each field and pair of reviewers, and for each pair over all fields ("all")."""
    labels: dict[tuple[str, tuple[str, str]], list[tuple[str, str]]] = defaultdict(list)
    for first, second in _both(events):
        pair, label = (first.reviewer, second.reviewer), (_label(first), _label(second))
        labels["all", pair].append(label)
        labels[first.snapshot.field, pair].append(label)
    return tuple(
        Agreement(field=field, reviewers=pair, items=len(found), agreed=sum(a == b for a, b in found), kappa=kappa(found))
        for (field, pair), found in sorted(labels.items())
    )


def disagreements(events: Iterable[Event]) -> tuple[Disagreement, ...]:
    """The items on which two reviewers differ, by item and names."""
    return tuple(
        Disagreement(
            item=first.item,
            field=first.snapshot.field,
            question=first.snapshot.question,
            reviewers=(first.reviewer, second.reviewer),
            answers=(first.after, second.after),
        )
        for first, second in _both(events)
        if first.after and second.after and _key(first.after) != _key(second.after)
    )


def _both(events: Iterable[Event]) -> list[tuple[Event, Event]]:
    """The last blind verdicts of every two reviewers on the same words of one item."""
    last = {(event.item, event.evidence, event.reviewer): event for event in effective(events) if event.blind}
    by_item: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for key in sorted(last):
        by_item[key[:2]].append(last[key])
    return [pair for key in sorted(by_item) for pair in combinations(by_item[key], 2)]


def _key(answer: Answer) -> tuple[str, str]:
    return answer.verdict, answer.value


def _label(event: Event) -> str:
    """What is compared: the verdict, with the typed value where there is one."""
    answer = event.after
    return "" if answer is None else f"{answer.verdict} {answer.value}" if answer.verdict == "neither" else answer.verdict
