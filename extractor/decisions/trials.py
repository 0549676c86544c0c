"""Which documents are about one trial, by their registry ids and by what people decided on identity."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from extractor.decisions.opened import OpenedRun
from extractor.decisions.state import ItemState
from extractor.model.criterion import Record
from extractor.reconcile.fact_claims import texts_of
from extractor.reconcile.identity import normal_id

_ONE_TRIAL = frozenset({"accept_a", "accept_b", "neither", "not_a_problem"})


class Trials(NamedTuple):
    """The name of each document's trial; `names` in the order of the documents."""

    names: tuple[str, ...]
    by_document: Mapping[str, str]

    def of(self, document: str) -> str:
        """The name of the trial that a document is about."""
        return self.by_document[document]


def trials_of(opened: OpenedRun, states: Iterable[ItemState]) -> Trials:
    """Documents that give one registry id, compared without an open question of identity, or decided to be of one trial.

    A trial is named by the registry ids of its pages, or by the names of the pages where they give none.
    """
    group = {record.document.id: record.document.id for record in opened.records}
    for first, second in (*_same_ids(opened.records), *_compared(opened), *_decided(states)):
        _join(group, first, second)
    members: dict[str, list[Record]] = {}
    for record in opened.records:
        members.setdefault(_root(group, record.document.id), []).append(record)
    named = {root: _name(opened, records) for root, records in members.items()}
    counts = Counter(named.values())
    unique = {root: name if counts[name] == 1 else f"{name} ({opened.names[root]})" for root, name in named.items()}
    return Trials(tuple(unique.values()), {document: unique[_root(group, document)] for document in group})


def _same_ids(records: Iterable[Record]) -> list[tuple[str, str]]:
    first: dict[str, str] = {}
    return [
        (first.setdefault(normal_id(value), record.document.id), record.document.id)
        for record in records
        for value in texts_of(record, "registry_id")
    ]


def _compared(opened: OpenedRun) -> list[tuple[str, str]]:
    """Pairs whose disagreements do not hang on a question of identity."""
    found = (item for item in opened.discrepancies if not item.conditional and item.field != "identity")
    return sorted({(item.claims[0].document, item.claims[-1].document) for item in found})


def _decided(states: Iterable[ItemState]) -> list[tuple[str, str]]:
    pairs = []
    for state in states:
        opinion = state.opinion if state.item.is_identity and state.status == "decided" else None
        if opinion and opinion.answer.verdict in _ONE_TRIAL:
            pairs.append((state.item.claims[0].document_id, state.item.claims[-1].document_id))
    return pairs


def _root(group: dict[str, str], document: str) -> str:
    while group[document] != document:
        document = group[document]
    return document


def _join(group: dict[str, str], first: str, second: str) -> None:
    group[_root(group, second)] = _root(group, first)


def _name(opened: OpenedRun, records: Iterable[Record]) -> str:
    records = list(records)
    ids = dict.fromkeys(value for record in records for value in texts_of(record, "registry_id"))
    return ", ".join(ids) or ", ".join(opened.names[record.document.id] for record in records)
