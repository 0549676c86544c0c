"""Pages, written for the tests, and what the facts stage makes of them."""

from extractor.facts import read_facts
from extractor.model.criterion import Characteristic, Criterion, Fact
from extractor.model.document import Document, SourceField
from extractor.model.outline import Item, Outline, Section
from extractor.model.values import Range


def document(text: str, fields: tuple[SourceField, ...] = ()) -> Document:
    """A page without repairs."""
    return Document(
        id="d", path="d.txt", sha256="0", media_type="text/plain", kind="unknown", text=text, reading=text, fields=fields
    )


def facts(text: str, field: str | None = None, outline: Outline | None = None) -> list[Fact]:
    """The facts of a page, or those of one field; without an outline nothing on the page is a criterion."""
    found = read_facts(document(text), outline or Outline(), ())
    return [fact for fact in found if field in (None, fact.field)]


def values(text: str, field: str) -> list[str]:
    """The values of the facts of one field."""
    return [value for fact in facts(text, field) if isinstance(value := fact.value, str)]


def ages(found: list[Fact]) -> list[tuple[str | None, str | None]]:
    """The bounds of age facts, as printed."""
    return [
        (str(v.low) if v.low is not None else None, str(v.high) if v.high is not None else None)
        for fact in found
        if isinstance(v := fact.value, Range)
    ]


def criteria_page(*items: tuple[str, str, str | None]) -> tuple[Document, Outline]:
    """A page of criteria only: (category, words, cohort) each on a line of its own."""
    text, places = "Criteria\n", []
    for category, words, cohort in items:
        places.append(
            Item(id=f"c{len(places)}", category=category, cohort=cohort, start=len(text), end=len(text) + len(words))
        )  # type: ignore[arg-type]
        text += words + "\n"
    section = Section(role="eligibility", heading="Criteria", start=0, end=len(text))
    return document(text), Outline(sections=(section,), items=tuple(places))


def criterion(page: Document, item: Item, *statements: tuple[str, Range], **more: object) -> Criterion:
    """The criterion of an item, with an age characteristic for each (words, value); `more` goes to the characteristics."""
    found = []
    for words, value in statements:
        start = page.text.index(words, item.start)
        span = page.span(start, start + len(words))
        found.append(Characteristic(topic="age", concept=None, value=value, span=span, **more))  # type: ignore[arg-type]
    return Criterion(
        id=item.id,
        category=item.category,
        cohort=item.cohort,
        text=page.reading[item.start : item.end],
        span=page.span(item.start, item.end),
        characteristics=tuple(found),
    )
