"""What must hold after any second reader, whatever a model answered."""

from extractor.criteria.item_text import item_text
from extractor.llm.merge import AGREES, DIFFERS
from extractor.model.criterion import Characteristic, Criterion, Fact
from extractor.model.document import Document, Span
from extractor.model.run import Run
from extractor.segment import outline

KINDS = {"ungrounded", "readers_disagree", "other"}


def from_model(run: Run) -> list[Characteristic]:
    """The characteristics that only the model read."""
    return [
        read for record in run.records for each in record.criteria for read in each.characteristics if read.reader == "llm"
    ]


def agreed(run: Run) -> list[Characteristic]:
    """The characteristics of the rules that the model is said to agree with."""
    found = [read for record in run.records for each in record.criteria for read in each.characteristics]
    return [read for read in found if AGREES in read.confidence]


def model_facts(run: Run) -> list[Fact]:
    """The facts that only the model read."""
    return [fact for record in run.records for fact in record.facts if fact.reader == "llm"]


def taken(run: Run) -> int:
    """How many readings of the model became part of the result: added, agreed with, or proposed."""
    proposals = [item for item in run.discrepancies if item.proposal and item.proposal.basis[0].startswith("model:")]
    return len(from_model(run)) + len(agreed(run)) + len(model_facts(run)) + len(proposals)


def assert_page_speaks(before: Run, after: Run) -> None:
    """The rules' findings are as they were; what the model added are words of the page, read as the rules read them."""
    assert after.documents == before.documents
    for document, old, new in zip(after.documents, before.records, after.records, strict=True):
        assert new.facts[: len(old.facts)] == old.facts and new.cohorts == old.cohorts
        assert all(
            _is_on(document, fact.span) and fact.value == " ".join(fact.span.quote.split())
            for fact in new.facts[len(old.facts) :]
        )
        for ours, theirs in zip(old.criteria, new.criteria, strict=True):
            _assert_criterion(document, ours, theirs)
    assert tuple(each.model_copy(update={"proposal": None}) for each in after.discrepancies) == tuple(
        each.model_copy(update={"proposal": None}) for each in before.discrepancies
    )
    assert set(before.ambiguities) <= set(after.ambiguities)
    added = [each for each in after.ambiguities if each not in set(before.ambiguities)]
    assert {each.kind for each in added} <= KINDS
    assert len({each.id for each in after.ambiguities if each.document == after.documents[0].id}) == len(
        [each for each in after.ambiguities if each.document == after.documents[0].id]
    )


def _assert_criterion(document: Document, ours: Criterion, theirs: Criterion) -> None:
    kept = tuple(_unmarked(read) for read in theirs.characteristics if read.reader != "llm")
    assert kept == ours.characteristics
    for read in theirs.characteristics:
        if read.reader == "llm":
            _assert_added(document, theirs, read)


def _unmarked(read: Characteristic) -> Characteristic:
    codes = tuple(code for code in read.confidence if code not in (AGREES, DIFFERS))
    assert (read.request is not None) == (len(codes) < len(read.confidence))
    return read.model_copy(update={"confidence": codes, "request": None})


def _assert_added(document: Document, criterion: Criterion, read: Characteristic) -> None:
    assert read.value is None and read.converted is None and read.request and len(read.request) == 64
    assert read.concept is not None
    for span in (read.span, read.concept.span, read.exception, read.condition, *(each.span for each in read.timing or ())):
        assert span is None or (
            _is_on(document, span) and criterion.span.start <= span.start <= span.end <= criterion.span.end
        )
    item = item_text(document, outline(document).by_id[criterion.id])
    windows = {(item.span(each.start, each.end), each.relation, each.value) for each in item.windows}
    assert all((each.span, each.relation, each.window) in windows for each in read.timing or ())


def _is_on(document: Document, span: Span) -> bool:
    return document.text[span.start : span.end] == span.quote
