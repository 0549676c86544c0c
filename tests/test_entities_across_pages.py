"""What a trained reader names, compared across pages: only what the other page shows no trace of is a difference."""

from facts_pages import document

from extractor.entities import BUILT_IN, NONE, load_reader
from extractor.extract import extract
from extractor.model.document import Document
from extractor.model.review import Discrepancy
from extractor.reconcile import reconcile

PAGE = """Trial of a spray

Inclusion Criteria:

1. Aged 18 to 60 years

Exclusion Criteria:

1. History of asthma, gout{more} or psoriasis
"""


def compared(first: str, second: str, *, model: str) -> list[Discrepancy]:
    pages: list[Document] = [document(text).model_copy(update={"id": f"d{at}"}) for at, text in enumerate((first, second))]
    records = [extract(page, load_reader(model))[1] for page in pages]
    return [item for item in reconcile(pages, records) if "trained-reader" in item.reasons]


def test_an_element_that_only_one_page_names_is_a_difference() -> None:
    pages = (PAGE.format(more=", chondrocalcinosis"), PAGE.format(more=""))
    (found,) = compared(*pages, model=BUILT_IN)
    assert (found.field, found.concept, found.severity) == ("criterion_missing", "chondrocalcinosis", "medium")
    quotes = [claim.span.quote if claim.span else None for claim in found.claims]
    assert quotes == ["chondrocalcinosis", "History of asthma, gout or psoriasis"]
    assert found.claims[1].value == "not stated"
    (turned,) = compared(*reversed(pages), model=BUILT_IN)
    assert turned.field == "criterion_added"
    assert compared(*pages, model=NONE) == []


def test_another_spelling_of_a_telling_word_is_none() -> None:
    first = PAGE.format(more=", chondrocalcinosis")
    for other in (", chondrocalcinotic arthropathy", ", chondro-calcinosis", ", Chondrocalcinosis"):
        assert compared(first, PAGE.format(more=other), model=BUILT_IN) == []


FAILED = """Trial of a spray

Inclusion Criteria:

1. Adults with severe eczema
2. Inadequate response to {drug} in the past

Exclusion Criteria:

1. Pregnancy
"""


def test_failed_treatments_without_a_key_are_compared_by_their_words() -> None:
    def differing(first: str, second: str) -> list[str]:
        pages = [document(FAILED.format(drug=drug)).model_copy(update={"id": drug}) for drug in (first, second)]
        records = [extract(page, load_reader(BUILT_IN))[1] for page in pages]
        return [claim.value for item in reconcile(pages, records) if item.field == "prior_therapy" for claim in item.claims]

    assert differing("oral trovalimus", "trovalimus tablets") == []
    found = differing("oral methotrexate", "oral flibanserin")
    assert found == ["failure of methotrexate", "failure of oral flibanserin"]
    assert differing("methotrexate", "methotrexate") == []
