"""Facts: what a document says about the trial as a whole, in the vocabulary of the ClinicalTrials.gov API v2."""

from extractor.facts.age import read_ages
from extractor.facts.age_groups import read_age_groups, without_implied_groups
from extractor.facts.assemble import in_page_order, joined_limits
from extractor.facts.dating import read_dating
from extractor.facts.fields import read_fields
from extractor.facts.header import read_header
from extractor.facts.identity import read_identifiers
from extractor.facts.lines import page_lines
from extractor.facts.pages import sentences
from extractor.facts.people import read_people
from extractor.facts.prose import read_prose
from extractor.facts.sex import read_sexes
from extractor.model.criterion import Criterion, Fact
from extractor.model.document import Document
from extractor.model.outline import Outline

__all__ = ["read_facts"]


def read_facts(document: Document, outline: Outline, criteria: tuple[Criterion, ...]) -> tuple[Fact, ...]:
    """The facts that a document states, in page order; each span holds the printed value, with its label on the same line.

    Three kinds of place are read: fields that the source's format names (reader "field"); for want of those, labelled
    lines of the page (confidence "header"); sentences and criteria ("title", "sentence", "text"). What different places say
    is never merged: "18 Years" in a field and "aged 16 or older" in a criterion are two facts. `criteria` are those of this
    document with their characteristics.

    An age fact may give one bound alone: the bounds of one place and cohort (reader "field" or confidence "header"; then
    confidence "text") count together. Confidence "no-limit" says that the page itself states that there is none.
    """
    found: list[Fact] = []
    page = page_lines(document, outline)
    found += read_fields(document) or read_header(document, outline, page)
    found += read_identifiers(document, outline, page, found)
    found += read_dating(document, outline, found)
    said = sentences(document, outline, page)
    found += read_prose(document, said, found)
    found += read_age_groups(document)
    found += read_ages(document, page, criteria)
    found += read_sexes(document, outline, criteria)
    found += read_people(document, outline, said, found)
    return in_page_order(joined_limits(document, without_implied_groups(found)))
