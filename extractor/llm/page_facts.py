"""Facts of the whole page that the rules found no shape for: what is tested, what the trial or a group of it is about."""

from typing import Literal, NamedTuple

from extractor.criteria.scope import find_scopes, is_negated
from extractor.llm.draft import FactDraft
from extractor.llm.eligible import is_too_long, names_something, why_no_statement
from extractor.llm.ground import Place, find_places, fold
from extractor.llm.question import PageGiven
from extractor.model.criterion import Fact, Record
from extractor.model.document import Document
from extractor.model.outline import Outline
from extractor.segment.sentences import sentences

MAX_PAGE = 6000
"""Characters that are sent at most: products and diseases are named early."""

_FIELDS: tuple[Literal["intervention", "condition"], ...] = ("intervention", "condition")


class Part(NamedTuple):
    """Characters `start` to `end` of the reading: one section outside the lists of criteria, or the head of one."""

    start: int
    end: int


def page_question(document: Document, outline: Outline, record: Record) -> PageGiven | None:
    """What to ask about a page; None where the rules found it all, or it has no text outside its criteria."""
    known = {fact.field for fact in record.facts}
    wanted = tuple(field for field in _FIELDS if field not in known)
    told = {fact.cohort for fact in record.facts if fact.field == "condition"}
    cohorts = tuple(each.name for each in record.cohorts if each.expansion is None and each.id not in told)
    if cohorts and "condition" not in wanted:
        wanted = (*wanted, "condition")
    text = "\n\n".join(document.reading[part.start : part.end].strip() for part in parts(document, outline))
    return PageGiven(wanted=wanted, cohorts=cohorts, page=text) if wanted and text else None


def parts(document: Document, outline: Outline) -> tuple[Part, ...]:
    """The text outside the lists of criteria, section by section, `MAX_PAGE` characters in all."""
    found: list[Part] = []
    left = MAX_PAGE
    for section in outline.sections:
        end = min(section.end, section.start + left)
        if section.role != "eligibility" and document.reading[section.start : end].strip():
            found.append(Part(section.start, end))
            left -= end - section.start
    return tuple(found)


def read_facts(
    document: Document, outline: Outline, record: Record, given: PageGiven, drafts: tuple[FactDraft, ...], *, request: str
) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """The facts that the page bears out, in page order without repeats, and why the other drafts were refused.

    Only what was asked for is taken, and only in words that the page prints outside its lists of criteria.
    """
    facts: dict[tuple[str, str, str | None], Fact] = {}
    refused: list[str] = []
    for draft in drafts:
        fact = _fact(document, outline, record, given, draft, request)
        if isinstance(fact, Fact):
            facts.setdefault((fact.field, str(fact.value).lower(), fact.cohort), fact)
        else:
            refused.append(fact)
    return tuple(sorted(facts.values(), key=lambda fact: (fact.span.start, fact.span.end, fact.field))), tuple(refused)


def _fact(
    document: Document, outline: Outline, record: Record, given: PageGiven, draft: FactDraft, request: str
) -> Fact | str:
    """The fact of one draft, or the reason code for which it is none."""
    cohort = _cohort(record, draft.cohort)
    if draft.field not in given.wanted or (draft.cohort is not None and cohort is None):
        return "not-asked-for"
    if cohort is None and any(fact.field == draft.field for fact in record.facts):
        return "not-asked-for"
    for part in parts(document, outline):
        text = document.reading[part.start : part.end]
        for place in find_places(fold(text), draft.quote):
            reason = why_no_statement(text, place) or _why_no_name(text[place.start : place.end]) or _denial(text, place)
            if reason:
                return reason
            return Fact(
                field=draft.field,
                value=" ".join(text[place.start : place.end].split()),
                span=document.span(part.start + place.start, part.start + place.end),
                cohort=cohort,
                reader="llm",
                confidence=("model-only",),
                request=request,
            )
    return "not-on-page"


def _why_no_name(words: str) -> str | None:
    if is_too_long(words):
        return "whole-paragraph"
    return None if names_something(words) else "names-nothing"


def _cohort(record: Record, name: str | None) -> str | None:
    """The id of the cohort that the page calls by exactly this name."""
    plain = " ".join((name or "").split())
    return next((cohort.id for cohort in record.cohorts if plain and " ".join(cohort.name.split()) == plain), None)


def _denial(text: str, place: Place) -> str | None:
    """ "denied" where the sentence says that it is not so ("patients do not get insulin")."""
    around = next(((start, end) for start, end in sentences(text, 0, len(text)) if start <= place.start < end), None)
    if around is None:
        return None
    start, end = around
    denied = is_negated(find_scopes(text[start:end]), place.start - start, place.end - start)
    return "denied" if denied else None
