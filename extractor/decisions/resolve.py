"""The resolved records: what holds for each trial after people have decided, and what is still open."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from extractor.decisions.item import ItemClaim
from extractor.decisions.opened import OpenedRun
from extractor.decisions.state import TO_DO, ItemState, Status
from extractor.decisions.trials import Trials, trials_of
from extractor.model.base import Frozen
from extractor.model.criterion import Criterion, Fact
from extractor.model.document import Span
from extractor.model.values import Value
from extractor.report.words import value_words

RowState = Status | Literal["undisputed"]
_WORST: tuple[Status, ...] = ("open", "reopened", "sent_back", "deferred")


class Evidence(Frozen):
    """Words that a row stands on; `start` and `end` count in the document's text, None where the document is silent."""

    document: str
    value: str
    start: int | None
    end: int | None
    quote: str


class Resolved(Frozen):
    """One row of the export.

    `state` is "undisputed" for what is as read and nobody had to decide, else that of the item. `value` is empty unless the
    row is undisputed or decided. `items` are the ids of the items that the row is about.
    """

    trial: str
    kind: Literal["fact", "criterion", "discrepancy", "ambiguity"]
    field: str
    concept: str | None
    cohort: str | None
    state: RowState
    value: str
    parsed: Value | str | None
    verdict: str | None
    decided_by: str | None
    confirmed_by: tuple[str, ...]
    decided_at: str | None
    reason: str | None
    severity: str | None
    question: str | None
    evidence: tuple[Evidence, ...]
    items: tuple[str, ...]


class _Places(NamedTuple):
    """The items that speak of a document's words or fields."""

    spans: Mapping[str, Sequence[tuple[Span, ItemState]]]
    fields: Mapping[tuple[str, str], Sequence[ItemState]]


def resolve(opened: OpenedRun, states: Sequence[ItemState]) -> tuple[Resolved, ...]:
    """The rows by trial: its facts, its criteria in page order, then every item in the order of the queue."""
    trials = trials_of(opened, states)
    places = _places(states)
    rows: dict[str, list[Resolved]] = {name: [] for name in trials.names}
    for name, found in _facts(opened, trials, places):
        rows[name].append(found)
    for record in opened.records:
        name = trials.of(record.document.id)
        rows[name] += [_criterion(opened, name, record.document.id, each, places) for each in record.criteria]
    for state in states:
        name = " | ".join(dict.fromkeys(trials.of(claim.document_id) for claim in state.item.claims))
        rows.setdefault(name, []).append(_item(name, state))
    return tuple(row for name in rows for row in rows[name])


def _places(states: Iterable[ItemState]) -> _Places:
    spans: dict[str, list[tuple[Span, ItemState]]] = defaultdict(list)
    fields: dict[tuple[str, str], list[ItemState]] = defaultdict(list)
    for state in states:
        if state.status == "moot":
            continue
        for claim in state.item.claims:
            fields[claim.document_id, _fact_field(state)].append(state)
            if claim.span is not None:
                spans[claim.document_id].append((claim.span, state))
    return _Places(spans, fields)


def _fact_field(state: ItemState) -> str:
    return "registry_id" if state.item.is_identity else state.item.field


def _touching(places: _Places, document: str, span: Span) -> list[ItemState]:
    """The items whose words overlap a span, each once."""
    found = (state for other, state in places.spans.get(document, ()) if other.start < span.end and span.start < other.end)
    return list({state.item.id: state for state in found}.values())


def _stands(state: ItemState) -> bool:
    """Whether the item leaves what was read as it is: it was found to be no problem."""
    return state.status == "decided" and state.opinion is not None and state.opinion.answer.verdict == "not_a_problem"


def _facts(opened: OpenedRun, trials: Trials, places: _Places) -> Iterator[tuple[str, Resolved]]:
    """Facts that no item puts in question; what several pages of a trial say alike is one row."""
    groups: dict[tuple[str, str, str, str | None], list[tuple[str, Fact]]] = defaultdict(list)
    for record in opened.records:
        for fact in record.facts:
            if all(_stands(state) for state in _disputing(places, record.document.id, fact)):
                key = trials.of(record.document.id), fact.field, value_words(fact.value), fact.cohort
                groups[key].append((record.document.id, fact))
    for (trial, field, value, cohort), found in groups.items():
        settled = [state for document, fact in found for state in _disputing(places, document, fact)]
        evidence = tuple(_evidence(opened, document, value, fact.span) for document, fact in found)
        first = found[0][1].value
        yield trial, _row(trial, "fact", field, None, cohort, value, first, evidence, settled)


def _disputing(places: _Places, document: str, fact: Fact) -> list[ItemState]:
    """The items that ask about a fact: those about its field, and ambiguities on its words."""
    about = [state for state in places.fields.get((document, fact.field), ()) if state.item.kind == "discrepancy"]
    doubts = [state for state in _touching(places, document, fact.span) if state.item.kind == "ambiguity"]
    return list({state.item.id: state for state in (*about, *doubts)}.values())


def _criterion(opened: OpenedRun, trial: str, document: str, criterion: Criterion, places: _Places) -> Resolved:
    """A criterion as read, or, where items touch its words, with what was decided on all of them."""
    found = _touching(places, document, criterion.span)
    value = criterion.text
    if not all(_stands(state) for state in found):
        value = "; ".join(dict.fromkeys(f"{state.item.concept or state.item.field}: {_value(state)}" for state in found))
    evidence = (_evidence(opened, document, criterion.text, criterion.span),)
    return _row(trial, "criterion", criterion.category, None, criterion.cohort, value, None, evidence, found)


def _row(
    trial: str,
    kind: Literal["fact", "criterion"],
    field: str,
    concept: str | None,
    cohort: str | None,
    value: str,
    parsed: Value | str | None,
    evidence: tuple[Evidence, ...],
    items: Sequence[ItemState],
) -> Resolved:
    state = _state(items)
    opinions = [item.opinion for item in items if item.opinion] if state == "decided" else []
    return Resolved(
        trial=trial,
        kind=kind,
        field=field,
        concept=concept,
        cohort=cohort,
        state=state,
        value=value if state in ("undisputed", "decided") else "",
        parsed=parsed if state in ("undisputed", "decided") else None,
        verdict=None,
        decided_by="; ".join(dict.fromkeys(opinion.reviewer for opinion in opinions)) or None,
        confirmed_by=(),
        decided_at=max((opinion.at for opinion in opinions), default=None),
        reason="; ".join(dict.fromkeys(opinion.reason for opinion in opinions if opinion.reason)) or None,
        severity=None,
        question=None,
        evidence=evidence,
        items=tuple(dict.fromkeys(item.item.id for item in items)),
    )


def _state(items: Sequence[ItemState]) -> RowState:
    """The state of what several items speak of: the most open of them."""
    found = {item.status for item in items}
    if not found:
        return "undisputed"
    return next((status for status in _WORST if status in found), "decided")


def _item(trial: str, state: ItemState) -> Resolved:
    item, opinion = state.item, state.opinion if state.status == "decided" else None
    return Resolved(
        trial=trial,
        kind=item.kind,
        field=item.field,
        concept=item.concept,
        cohort=item.cohort,
        state=state.status,
        value=_value(state),
        parsed=opinion.answer.parsed if opinion else None,
        verdict=opinion.answer.verdict if opinion else None,
        decided_by=opinion.reviewer if opinion else None,
        confirmed_by=state.confirmed_by if opinion else (),
        decided_at=opinion.at if opinion else None,
        reason=opinion.reason if opinion else None,
        severity=item.severity,
        question=item.question,
        evidence=tuple(_said(claim) for claim in item.claims),
        items=(item.id,),
    )


def _value(state: ItemState) -> str:
    return state.opinion.answer.value if state.status == "decided" and state.opinion else ""


def _evidence(opened: OpenedRun, document: str, value: str, span: Span) -> Evidence:
    return Evidence(document=opened.names[document], value=value, start=span.start, end=span.end, quote=span.quote)


def _said(claim: ItemClaim) -> Evidence:
    span = claim.span
    return Evidence(
        document=claim.document,
        value=claim.value,
        start=span.start if span else None,
        end=span.end if span else None,
        quote=claim.quote,
    )


def count_open(rows: Iterable[Resolved]) -> int:
    """How many items are not settled."""
    return sum(row.state in TO_DO or row.state == "deferred" for row in rows if row.kind in ("discrepancy", "ambiguity"))
