"""The items of a run, in the order in which a person should take them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from extractor.decisions.folding import figures, fold, is_gap, is_of_page, name, neighbours, said
from extractor.decisions.item import Item, ItemClaim
from extractor.decisions.opened import OpenedRun
from extractor.decisions.precedence import propose, standings
from extractor.model.review import SEVERITIES, Ambiguity, Claim, Discrepancy, Proposal
from extractor.report.words import phrase

CONTEXT = 160


def items_of(opened: OpenedRun) -> tuple[Item, ...]:
    """Every discrepancy and ambiguity as an item: by severity, by how many others wait for it, then as the run has them.

    Ids are unique. What asks the very same, with the same words around it, is one item of several `places`.
    """
    known = standings(opened)
    drafts = [_of_discrepancy(opened, found, propose(found, known)) for found in opened.discrepancies]
    drafts += [_of_ambiguity(opened, found) for found in opened.ambiguities]
    items = _linked(list(_distinct(drafts)))
    return tuple(sorted(items, key=lambda item: (SEVERITIES.index(item.severity), -item.unblocks)))


def _of_discrepancy(opened: OpenedRun, found: Discrepancy, precedence: Proposal | None) -> Item:
    claims = tuple(_claim(opened, claim) for claim in found.claims)
    asked = [found.field, fold(found.concept or ""), fold(found.cohort or "")]
    quotes = _quotes(opened, found, claims)
    values = [said(claim.value) if len(own) == 2 else "" for claim, own in zip(claims, quotes, strict=True)]
    base = name("d-", asked, quotes)
    return Item(
        id=base,
        base=base,
        topic=name("t-", asked, [_file(claim.document) for claim in claims]),
        evidence=name("e-", asked, quotes, values, found.relation),
        context=name("c-", values, found.relation),
        kind="discrepancy",
        field=found.field,
        severity=found.severity,
        documents=tuple(claim.document for claim in claims),
        cohort=found.cohort,
        concept=found.concept,
        question=_question(found, claims),
        claims=claims,
        relation=found.relation,
        reasons=found.reasons,
        proposal=found.proposal,
        precedence=precedence,
        blocked_by="" if found.conditional else None,
    )


def _of_ambiguity(opened: OpenedRun, found: Ambiguity) -> Item:
    quote = Claim(document=found.document, value=fold(found.span.quote), span=found.span)
    claim = _claim(opened, quote)
    around = neighbours(opened.texts[found.document], found.span.start, found.span.end, _block(opened, found))
    words = "" if is_of_page(found.kind, found.message) else fold(found.span.quote)
    base = name("a-", found.kind, claim.document, words, around if is_gap(found.kind, found.span.quote) else None)
    return Item(
        id=base,
        base=base,
        topic=name("t-", found.kind, _file(claim.document)),
        evidence=name("e-", base, figures(found.message)),
        context=name("c-", around, figures(found.message)),
        kind="ambiguity",
        field=found.kind,
        severity=found.severity,
        documents=(claim.document,),
        cohort=None,
        concept=None,
        question=found.message,
        claims=(claim,),
        reasons=(found.kind,),
        proposal=found.proposal,
    )


def _block(opened: OpenedRun, found: Ambiguity) -> tuple[int, int] | None:
    """The innermost criterion around an ambiguity."""
    place = found.span
    spans = (criterion.span for criterion in opened.by_id[found.document].criteria)
    around = [(span.start, span.end) for span in spans if span.start <= place.start and place.end <= span.end]
    return min(around, key=lambda block: block[1] - block[0], default=None)


def _quotes(opened: OpenedRun, found: Discrepancy, claims: tuple[ItemClaim, ...]) -> list[list[str]]:
    """What each page says, by its name; an item that stands for several criteria quotes the first, but is about all."""
    listed = set(found.reasons)
    quotes = []
    for claim in claims:
        criteria = opened.by_id[claim.document_id].criteria if claim.span else ()
        words = sorted(fold(criterion.span.quote) for criterion in criteria if criterion.id in listed)
        quotes.append([claim.document, *(words or [fold(claim.quote)])])
    return quotes


def _claim(opened: OpenedRun, claim: Claim) -> ItemClaim:
    text, span = opened.texts[claim.document], claim.span
    return ItemClaim(
        document=opened.names[claim.document],
        document_id=claim.document,
        document_kind=opened.by_id[claim.document].document.kind,
        value=claim.value,
        span=span,
        before=text[max(0, span.start - CONTEXT) : span.start] if span else "",
        after=text[span.end : span.end + CONTEXT] if span else "",
    )


def _file(document: str) -> str:
    return document.rsplit("/", 1)[-1]


def _question(found: Discrepancy, claims: tuple[ItemClaim, ...]) -> str:
    """What is asked, in one sentence."""
    sides = [f"{fold(claim.value)} ({claim.document})" for claim in claims]
    if found.field == "identity":
        return f"Are these pages about one trial: {' and '.join(sides)}?"
    topic = (
        phrase(found.field)
        if not found.concept or found.concept == found.field
        else f"{phrase(found.field)}, {found.concept}"
    )
    group = f" for {found.cohort}" if found.cohort else ""
    speaking = [claim for claim in claims if claim.span is not None]
    if len(speaking) == 1 and len(claims) > 1:
        return f"Does this hold{group}, which only {speaking[0].document} says ({topic}): {fold(speaking[0].value)}?"
    return f"Which holds{group} ({topic}): {' or '.join(sides)}?"


def _distinct(drafts: Iterable[Item]) -> Iterator[Item]:
    """One item an id: what asks the same in other words around it gets an id of its own, the very same is counted."""
    groups: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in drafts:
        groups[item.base][item.context].append(item)
    for base, contexts in groups.items():
        for context, same in contexts.items():
            own = base if len(contexts) == 1 else name(base[:2], base, context)
            worst = min(same, key=lambda item: SEVERITIES.index(item.severity))
            yield worst.model_copy(update={"id": own, "places": len(same)})


def _linked(items: list[Item]) -> list[Item]:
    """The items with the question of identity that each waits for, and how many wait for it."""
    questions = {frozenset(item.documents): item.id for item in items if item.is_identity}
    blocking = {
        item.id: questions.get(frozenset(item.documents)) if item.blocked_by is not None and not item.is_identity else None
        for item in items
    }
    waiting = Counter(blocking.values())
    return [item.model_copy(update={"blocked_by": blocking[item.id], "unblocks": waiting[item.id]}) for item in items]
