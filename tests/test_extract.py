"""The record of one document."""

from facts_pages import document

from extractor.extract import extract

PAGE = """Polenex spray for hay fever

Sponsor: Lindenhof Pharma
Phase: 2

Inclusion Criteria:

1. Aged 18 to 60 years
2. Hemoglobin of at least 10 g/dL

Exclusion Criteria:

1. Pregnancy
"""


def test_the_record_holds_the_outline_s_items_in_order() -> None:
    outline, record = extract(document(PAGE))
    assert [criterion.id for criterion in record.criteria] == [item.id for item in outline.items]
    assert [criterion.category for criterion in record.criteria] == ["inclusion", "inclusion", "exclusion"]
    assert record.criteria[0].text == "Aged 18 to 60 years"


def test_every_span_quotes_the_text() -> None:
    _, record = extract(document(PAGE))
    spans = [criterion.span for criterion in record.criteria] + [fact.span for fact in record.facts]
    spans += [found.span for criterion in record.criteria for found in criterion.characteristics]
    assert spans
    assert all(PAGE[span.start : span.end] == span.quote for span in spans)


def test_the_head_carries_the_document() -> None:
    page = document(PAGE)
    _, record = extract(page)
    assert (record.document.id, record.document.path, record.document.kind) == (page.id, page.path, page.kind)
    assert record.document.repairs == page.repairs


def test_facts_and_characteristics_meet() -> None:
    _, record = extract(document(PAGE))
    assert {fact.field for fact in record.facts} >= {"sponsor", "phase", "age"}
    assert any(found.topic == "age" for found in record.criteria[0].characteristics)
