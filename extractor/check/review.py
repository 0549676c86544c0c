"""The review lists of a run (discrepancies, ambiguities) against what its case expects of them."""

from collections.abc import Iterator, Mapping

from extractor.check import draft
from extractor.check.expected import (
    ExpectedAmbiguity,
    ExpectedDiscrepancy,
    ForbiddenAmbiguity,
    ForbiddenDiscrepancy,
    MustNot,
)
from extractor.check.matching import find_in_document, same_bounds, same_name, touches
from extractor.check.result import Extra, Outcome, Page, Path, Spot, Violation, quoted, words
from extractor.model.review import Ambiguity, Discrepancy
from extractor.model.run import Run

Pages = Mapping[str, Page]


def discrepancies(expected: tuple[ExpectedDiscrepancy, ...], run: Run, pages: Pages) -> tuple[list[Outcome], list[Extra]]:
    """An outcome for each expected disagreement, its severity, relation, reasons and proposal; what else was found."""
    outcomes: list[Outcome] = []
    claimed: set[Discrepancy] = set()
    for place, want in enumerate(expected):
        hits = [item for item in run.discrepancies if _same_discrepancy(want, item, pages)]
        claimed |= set(hits)
        outcomes += _discrepancy_outcomes(want, hits, pages, ("discrepancies", place))
    return outcomes, [_extra_discrepancy(item, pages) for item in run.discrepancies if item not in claimed]


def _discrepancy_outcomes(want: ExpectedDiscrepancy, hits: list[Discrepancy], pages: Pages, path: Path) -> Iterator[Outcome]:
    label = f"discrepancy {words(want)}"
    yield Outcome(
        group=f"discrepancy {want.field}",
        label=label,
        met=bool(hits),
        strict=any(_same_claims(want, item, pages) for item in hits),
        evidence=_claim_spots(hits[0]) if hits else (),
        path=path,
    )
    if want.severity:
        met = any(item.severity == want.severity for item in hits)
        yield Outcome(group="severity", label=f"severity of {label}", met=met, strict=met, path=(*path, "severity"))
    if want.relation:
        met = any(item.relation == want.relation for item in hits)
        yield Outcome(group="relation", label=f"relation of {label}", met=met, strict=met, path=(*path, "relation"))
    if want.reasons is not None:
        met = any(sorted(item.reasons) == sorted(want.reasons) for item in hits)
        yield Outcome(group="reasons", label=f"reasons of {label}", met=met, strict=met, path=(*path, "reasons"))
    if "proposal" in want.model_fields_set:
        met = any((item.proposal.value if item.proposal else None) == want.proposal for item in hits)
        yield Outcome(group="proposal", label=f"proposal of {label}", met=met, strict=met, path=(*path, "proposal"))


def _claim_spots(item: Discrepancy) -> tuple[Spot, ...]:
    return tuple((claim.span.start, claim.span.end) for claim in item.claims if claim.span)


def _same_claims(want: ExpectedDiscrepancy, item: Discrepancy, pages: Pages) -> bool:
    """Whether every quoted claim has just the expected words."""
    spans = {claim.document: claim.span for claim in item.claims}
    quoted_claims = [(pages[stem], quote) for stem, quote in want.quotes.items() if quote and stem in pages]
    return all(same_bounds(spans.get(page.document.id), quote) for page, quote in quoted_claims)


def _extra_discrepancy(item: Discrepancy, pages: Pages) -> Extra:
    quotes = " / ".join(quoted(claim.span.quote) for claim in item.claims if claim.span)
    what = f"{item.field}, {item.concept or 'no concept'}, {item.severity}, {item.relation}"
    return Extra(
        group=f"discrepancy {item.field}",
        label=f"discrepancy {what}: {quotes}",
        path=("discrepancies",),
        content=draft.discrepancy(item, stems_of(pages)),
    )


def stems_of(pages: Pages) -> dict[str, str]:
    """The pages' names by document id."""
    return {page.document.id: stem for stem, page in pages.items()}


def ambiguities(expected: tuple[ExpectedAmbiguity, ...], run: Run, pages: Pages) -> tuple[list[Outcome], list[Extra]]:
    """An outcome for each expected flag and its severity; what else was flagged."""
    outcomes: list[Outcome] = []
    claimed: set[Ambiguity] = set()
    for place, want in enumerate(expected):
        hits = [item for item in run.ambiguities if _same_ambiguity(want, item, pages)]
        claimed |= set(hits)
        label, path = f"ambiguity {words(want)}", ("ambiguities", place)
        outcomes.append(
            Outcome(
                group=f"ambiguity {want.kind}",
                label=label,
                met=bool(hits),
                strict=any(same_bounds(item.span, want.quote) for item in hits),
                evidence=tuple((item.span.start, item.span.end) for item in hits[:1]),
                path=path,
            )
        )
        if want.severity:
            met = any(item.severity == want.severity for item in hits)
            name = f"severity of {label}"
            outcomes.append(Outcome(group="severity", label=name, met=met, strict=met, path=(*path, "severity")))
    return outcomes, [_extra_ambiguity(item, pages) for item in run.ambiguities if item not in claimed]


def _extra_ambiguity(item: Ambiguity, pages: Pages) -> Extra:
    stems = stems_of(pages)
    return Extra(
        group=f"ambiguity {item.kind}",
        label=f"{stems[item.document]}: ambiguity {item.kind}, {item.severity}: {quoted(item.span.quote)}",
        path=("ambiguities",),
        content=draft.ambiguity(item, stems),
    )


def violations(must_not: MustNot, run: Run, pages: Pages) -> Iterator[Violation]:
    """What must not stand in the review lists and does."""
    for place, pair in enumerate(must_not.discrepancies):
        if any(_same_discrepancy(pair, item, pages) for item in run.discrepancies):
            yield Violation(label=f"discrepancy {words(pair)}", path=("must_not", "discrepancies", place))
    for place, spot in enumerate(must_not.ambiguities):
        if any(_same_ambiguity(spot, item, pages) for item in run.ambiguities):
            yield Violation(label=f"ambiguity {words(spot)}", path=("must_not", "ambiguities", place))


def _same_discrepancy(want: ExpectedDiscrepancy | ForbiddenDiscrepancy, item: Discrepancy, pages: Pages) -> bool:
    """Whether the disagreement is the one that the pattern names: its field, its concept and where its claims stand."""
    if want.field and want.field != item.field:
        return False
    forbidden = isinstance(want, ForbiddenDiscrepancy)
    if forbidden and want.severity not in (None, item.severity):
        return False
    if want.concept and (not same_name(want.concept, item.concept) if item.concept else forbidden):
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
