"""What holds for every golden case, whatever is expected of it."""

from pathlib import Path

import pytest
from lxml import html

from extractor import pipeline
from extractor.check.cases import load_cases
from extractor.model.document import Document, Span
from extractor.model.run import Run, Settings
from extractor.report import render
from extractor.report.lettering import SIDE_BY_SIDE
from extractor.report.words import visible

CASES, TROUBLES = load_cases(Path(__file__).resolve().parents[1] / "golden")


def run_over(pages: list[str]) -> Run:
    return pipeline.run(pages, settings=Settings(debug=True))


def spans_in(value: object) -> list[Span]:
    """Every span in a model, however deep."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for part in value for span in spans_in(part)]
    return [span for part in getattr(value, "__dict__", {}).values() for span in spans_in(part)]


def quotes_its_text(document: Document, span: Span) -> bool:
    return 0 <= span.start <= span.end and document.text[span.start : span.end] == span.quote


def test_every_case_loads() -> None:
    assert not TROUBLES
    assert len(CASES) >= 10


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_span_quotes_its_text(case) -> None:  # type: ignore[no-untyped-def]
    run = run_over(list(case.pages.values()))
    assert not run.failures
    documents = {document.id: document for document in run.documents}
    found = [(record.document.id, span) for record in run.records for span in spans_in(record)]
    found += [(flag.document, span) for flag in run.ambiguities for span in spans_in(flag)]
    found += [(claim.document, span) for item in run.discrepancies for claim in item.claims for span in spans_in(claim)]
    assert found
    assert [(name, span) for name, span in found if not quotes_its_text(documents[name], span)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_other_order_finds_the_same(case) -> None:  # type: ignore[no-untyped-def]
    pages = list(case.pages.values())
    one, other = run_over(pages), run_over(pages[::-1])
    assert (one.records, one.discrepancies, one.ambiguities) == (other.records, other.discrepancies, other.ambiguities)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_report_holds_the_texts_and_its_links_lead_somewhere(case) -> None:  # type: ignore[no-untyped-def]
    run = run_over(list(case.pages.values()))
    tree = html.fromstring(render(run))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//@href")} <= set(ids)
    for reference in tree.xpath("//a[starts-with(@class, 'ref ')]"):
        reference.text = ""
    if len(run.documents) > SIDE_BY_SIDE:  # a table of the pages stands in their place
        return
    shown = sorted(node.text_content() for node in tree.xpath("//div[@class='source']"))
    assert shown == sorted(visible(document.text).replace("\r\n", "\n").replace("\r", "\n") for document in run.documents)
