"""Concepts without a number: conditions, drugs, procedures, consent ... as the catalogue's topics name them.

A term becomes a characteristic with the scope it stands in (negated, excepted, conditional) and the words that narrow it.
"""

from collections.abc import Sequence

from extractor.catalogue import TermMatch, Topic, find_terms
from extractor.criteria.modifiers import find_modifiers, modifiers_of
from extractor.criteria.scope import Scope, find_scopes, is_negated, scope_at
from extractor.model.criterion import Characteristic, Code, Concept
from extractor.model.document import Document, Span
from extractor.model.outline import Item

MAX_TERMS = 60


def read_topics(document: Document, item: Item, taken: Sequence[Span]) -> tuple[Characteristic, ...]:
    """A characteristic for each catalogue topic that the item names outside the places in `taken` (text coordinates).

    Terms inside an exception are part of that exception, not statements of their own.
    """
    text = document.reading[item.start : item.end]
    terms = [term for term in find_terms(text) if isinstance(term.row, Topic)][:MAX_TERMS]
    if not terms:
        return ()
    scopes, modifiers = find_scopes(text), find_modifiers(text)
    found = []
    for term in terms:
        span = document.span(item.start + term.start, item.start + term.end)
        if any(other.start < span.end and span.start < other.end for other in taken):
            continue
        if scope_at(scopes, "exception", term.start, term.end):
            continue
        narrowed = modifiers_of(modifiers, text, term.start, term.end)
        found.append(_characteristic(document, item, term, span, scopes, narrowed))
    return tuple(found)


def _characteristic(
    document: Document, item: Item, term: TermMatch, span: Span, scopes: tuple[Scope, ...], modifiers: tuple[str, ...]
) -> Characteristic:
    row = term.row
    assert isinstance(row, Topic)
    exception = _exception_of(scopes, term)
    condition = scope_at(scopes, "condition", term.start, term.end)
    return Characteristic(
        topic=row.topic,
        concept=Concept(text=span.quote, span=span, key=row.key, code=_code(row)),
        exclude=is_negated(scopes, term.start, term.end),
        exception=document.span(item.start + exception.start, item.start + exception.end) if exception else None,
        condition=document.span(item.start + condition.cue_start, item.start + condition.end) if condition else None,
        modifiers=modifiers,
        span=span,
        confidence=("catalogue-concept",),
    )


def _code(row: Topic) -> Code | None:
    if row.system is None or row.code is None:
        return None
    return Code(system=row.system, code=row.code, display=row.display or row.name)


def _exception_of(scopes: tuple[Scope, ...], term: TermMatch) -> Scope | None:
    """The exception that follows the term: the first one opened after it."""
    after = [scope for scope in scopes if scope.kind == "exception" and scope.cue_start >= term.end]
    return min(after, key=lambda scope: scope.cue_start, default=None)
