"""Proposals by the precedence of sources, a rule a field as data (`data/precedence.toml`); a person applies them."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from extractor import data_file
from extractor.decisions.opened import OpenedRun
from extractor.model.criterion import Record
from extractor.model.document import Span
from extractor.model.review import Claim, Discrepancy, Proposal


class Rule(NamedTuple):
    """The precedence of sources, as the data file explains it."""

    ranks: tuple[str, ...]
    dated: frozenset[str]
    never: frozenset[str]
    unfit: frozenset[str]
    unfit_page: frozenset[str]
    silent: tuple[str, ...]


class Standing(NamedTuple):
    """What a document's word is worth: its rank's name, when it was last updated (ISO 8601), what in it is unfit."""

    rank: str
    kind: str
    date: str | None
    unfit: tuple[Span, ...]
    unfit_page: bool


@cache
def rule() -> Rule:
    """The rule in force."""
    data = data_file.table("precedence.toml")
    sets = {key: frozenset(data[key]) for key in ("dated", "never", "unfit", "unfit_page")}
    return Rule(ranks=tuple(data["ranks"]), silent=tuple(data["silent"]), **sets)


def standings(opened: OpenedRun) -> dict[str, Standing]:
    """The standing of each document, by id."""
    spans: dict[str, list[Span]] = {}
    pages: set[str] = set()
    for ambiguity in opened.ambiguities:
        if ambiguity.kind in rule().unfit:
            spans.setdefault(ambiguity.document, []).append(ambiguity.span)
        if ambiguity.kind in rule().unfit_page:
            pages.add(ambiguity.document)
    return {
        record.document.id: _standing(record, tuple(spans.get(record.document.id, ())), record.document.id in pages)
        for record in opened.records
    }


def _standing(record: Record, unfit: tuple[Span, ...], unfit_page: bool) -> Standing:
    dates = [fact.value for fact in record.facts if fact.field == "last_updated" and isinstance(fact.value, str)]
    date = max(dates, default=None)
    kind = record.document.kind
    return Standing("registry_of_record" if kind == "registry" and date else kind, kind, date, unfit, unfit_page)


def propose(found: Discrepancy, known: Mapping[str, Standing]) -> Proposal | None:
    """The claim of the source that ranks above the other for this field, None where the rule cannot tell."""
    if found.field in rule().never or len(found.claims) != 2:
        return None
    first, second = (known[claim.document] for claim in found.claims)
    if first.kind == second.kind or not {first.rank, second.rank} <= set(rule().ranks):
        return None
    order = rule().ranks.index
    place = 0 if order(first.rank) < order(second.rank) else 1
    winner, loser, claim = (first, second, found.claims[0]) if place == 0 else (second, first, found.claims[1])
    if not _is_fit(claim, winner) or (found.field in rule().dated and not _is_current(winner, loser)):
        return None
    basis = [winner.rank.replace("_", "-"), *([f"dated:{winner.date}"] if winner.date else []), f"over:{loser.rank}"]
    return Proposal(value=claim.value, basis=tuple(basis))


def _is_fit(claim: Claim, standing: Standing) -> bool:
    """Whether the claim says something that may be proposed: in words of its own, none of them in doubt."""
    if claim.span is None or standing.unfit_page or claim.value.casefold().startswith(rule().silent):
        return False
    return not any(claim.span.start < span.end and span.start < claim.span.end for span in standing.unfit)


def _is_current(winner: Standing, loser: Standing) -> bool:
    """Whether the higher source states a date, and the lower none that is later (compared as precisely as both are)."""
    if winner.date is None:
        return False
    length = min(len(winner.date), len(loser.date or ""))
    return loser.date is None or winner.date[:length] >= loser.date[:length]
