"""The review lists of a run (discrepancies, ambiguities) against what its case expects of them."""

from collections.abc import Iterator, Mapping

from extractor.check.cases import (
    ExpectedAmbiguity,
    ExpectedDiscrepancy,
    ForbiddenAmbiguity,
    ForbiddenDiscrepancy,
    MustNot,
)
from extractor.check.matching import find_in_document, same_name, touches
from extractor.check.result import Extra, Outcome, Page, quoted, words
from extractor.model.review import Ambiguity, Discrepancy
from extractor.model.run import Run

Pages = Mapping[str, Page]


def discrepancies(expected: tuple[ExpectedDiscrepancy, ...], run: Run, pages: Pages) -> tuple[list[Outcome], list[Extra]]:
    """An outcome for each expected disagreement and its severity; what else was found."""
    outcomes: list[Outcome] = []
    claimed: set[Discrepancy] = set()
    for want in expected:
        hits = [item for item in run.discrepancies if _same_discrepancy(want, item, pages)]
        claimed |= set(hits)
        label = f"discrepancy {words(want)}"
        outcomes.append(Outcome(group=f"discrepancy {want.field}", label=label, met=bool(hits)))
        if want.severity:
            met = any(item.severity == want.severity for item in hits)
            outcomes.append(Outcome(group="severity", label=f"severity of {label}", met=met))
    return outcomes, [_extra_discrepancy(item) for item in run.discrepancies if item not in claimed]


def _extra_discrepancy(item: Discrepancy) -> Extra:
    quotes = " / ".join(quoted(claim.span.quote) for claim in item.claims if claim.span)
    return Extra(
        group=f"discrepancy {item.field}", label=f"discrepancy {item.field}, {item.concept or 'no concept'}: {quotes}"
    )


def ambiguities(expected: tuple[ExpectedAmbiguity, ...], run: Run, pages: Pages) -> tuple[list[Outcome], list[Extra]]:
    """An outcome for each expected flag; what else was flagged."""
    outcomes: list[Outcome] = []
    claimed: set[Ambiguity] = set()
    for want in expected:
        hits = [item for item in run.ambiguities if _same_ambiguity(want, item, pages)]
        claimed |= set(hits)
        outcomes.append(Outcome(group=f"ambiguity {want.kind}", label=f"ambiguity {words(want)}", met=bool(hits)))
    return outcomes, [_extra_ambiguity(item) for item in run.ambiguities if item not in claimed]


def _extra_ambiguity(item: Ambiguity) -> Extra:
    return Extra(group=f"ambiguity {item.kind}", label=f"{item.document}: ambiguity {item.kind} {quoted(item.span.quote)}")


def violations(must_not: MustNot, run: Run, pages: Pages) -> Iterator[str]:
    """What must not stand in the review lists and does, a line each."""
    for pair in must_not.discrepancies:
        if any(_same_discrepancy(pair, item, pages) for item in run.discrepancies):
            yield f"discrepancy {words(pair)}"
    for place in must_not.ambiguities:
        if any(_same_ambiguity(place, item, pages) for item in run.ambiguities):
            yield f"ambiguity {words(place)}"


def _same_discrepancy(want: ExpectedDiscrepancy | ForbiddenDiscrepancy, item: Discrepancy, pages: Pages) -> bool:
    """Whether the disagreement is the one that the pattern names: its field, its concept and where its claims stand."""
    if want.field and want.field != item.field:
        return False
    if isinstance(want, ForbiddenDiscrepancy) and want.severity not in (None, item.severity):
        return False
    if want.concept and item.concept and not same_name(want.concept, item.concept):
        return False
    spans = {claim.document: claim.span for claim in item.claims}
    for stem, quote in want.quotes.items():
        document = pages[stem].document if quote and stem in pages else None
        if quote and document and not touches(spans.get(document.id), find_in_document(document, quote)):
            return False
    return True


def _same_ambiguity(want: ExpectedAmbiguity | ForbiddenAmbiguity, item: Ambiguity, pages: Pages) -> bool:
    if want.kind and want.kind != item.kind:
        return False
    if not want.document:
        return True
    page = pages.get(want.document)
    if page is None or page.document.id != item.document:
        return False
    return not want.quote or touches(item.span, find_in_document(page.document, want.quote))
