"""What a run gave for one golden case against what is expected of it."""

import json
from collections.abc import Iterator, Mapping

from extractor.check import records, review
from extractor.check.cases import Case, quotes
from extractor.check.matching import find_in_document
from extractor.check.reading_lines import reading_lines
from extractor.check.result import CaseResult, Extra, Outcome, Page, Violation
from extractor.model.run import Run


def compare(case: Case, run: Run) -> CaseResult:
    """Compare the run over a case's pages with what the case expects. The order of things and their ids do not count."""
    pages = pages_of(case, run)
    outcomes: list[Outcome] = []
    extras: list[Extra] = []
    violations: list[Violation] = []
    for stem, expected in sorted(case.expected.records.items()):
        if page := pages.get(stem):
            outcomes += records.outcomes(page, expected)
            extras += records.extras(page, expected)
            violations += records.violations(page, expected)
    for met, more in (
        review.discrepancies(case.expected.discrepancies, run, pages),
        review.ambiguities(case.expected.ambiguities, run, pages),
    ):
        outcomes += met
        extras += more
    return CaseResult(
        case=case.name,
        outcomes=tuple(outcomes),
        extras=tuple(extras),
        violations=(*violations, *review.violations(case.expected.must_not, run, pages)),
        lines=reading_lines(run, pages),
        troubles=(*(f"{item.path}: {item.problem}" for item in run.failures), *_lost_quotes(case, pages)),
    )


def pages_of(case: Case, run: Run) -> dict[str, Page]:
    """The pages that could be read, by stem."""
    stems = {path: stem for stem, path in case.pages.items()}
    read = zip(run.documents, run.records, strict=True)
    how = case.expected.compare
    return {
        stems[document.path]: Page(stem=stems[document.path], document=document, record=record, how=how)
        for document, record in read
    }


def _lost_quotes(case: Case, pages: Mapping[str, Page]) -> Iterator[str]:
    """Quotes of a case that do not stand on their page: a fault of the case."""
    for stem, quote in sorted(set(quotes(case.expected))):
        if quote and stem in pages and not find_in_document(pages[stem].document, quote):
            yield f"the quote {json.dumps(quote, ensure_ascii=False)} is not on the page {stem}"
