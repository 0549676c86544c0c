"""The prepared view of a page, and the builder of small pages that the other triage tests use."""

from extractor.model.criterion import Category, Characteristic, Cohort, Criterion, DocumentHead, Fact, Record
from extractor.model.document import Document, Kind, Repair
from extractor.model.outline import CohortHeading, Item, Outline
from extractor.model.review import Ambiguity
from extractor.triage import find_ambiguities
from extractor.triage.page import Page


def document(text: str, kind: Kind = "registry", repairs: tuple[Repair, ...] = (), original: str | None = None) -> Document:
    """A document whose reading is `text`; `original` is what stood there before `repairs`."""
    return Document(
        id="d1",
        path="page.txt",
        sha256="0" * 64,
        media_type="text/plain",
        kind=kind,
        text=original or text,
        reading=text,
        repairs=repairs,
    )


def outline(text: str, notes: dict[str, tuple[str, ...]] | None = None) -> Outline:
    """Lines that begin with "- " are items, inclusion until a line that begins with "Exclusion"; notes by item id."""
    items: list[Item] = []
    category: Category = "inclusion"
    position = 0
    parent = None
    for line in text.split("\n"):
        body = line.lstrip(" ")
        if body.startswith("Exclusion"):
            category = "exclusion"
        if body.startswith("- "):
            start = position + len(line) - len(body) + 2
            name = f"c{len(items) + 1}"
            deep = len(line) > len(body)
            above = parent if deep else None
            items.append(
                Item(
                    id=name,
                    category=category,
                    start=start,
                    end=position + len(line),
                    parent=above,
                    notes=(notes or {}).get(name, ()),
                )
            )
            parent = parent if deep else name
        position += len(line) + 1
    return Outline(items=tuple(items))


def record(
    page: Document, facts: tuple[Fact, ...] = (), criteria: tuple[Criterion, ...] = (), cohorts: tuple[Cohort, ...] = ()
) -> Record:
    """A record of the document with the given facts and criteria."""
    head = DocumentHead(id=page.id, path=page.path, sha256=page.sha256, media_type=page.media_type, kind=page.kind)
    return Record(document=head, facts=facts, criteria=criteria, cohorts=cohorts)


def criterion(page: Document, item: Item, *characteristics: Characteristic) -> Criterion:
    """The criterion of an item with what was read in it."""
    return Criterion(
        id=item.id,
        category=item.category,
        cohort=item.cohort,
        text=page.reading[item.start : item.end],
        span=page.span(item.start, item.end),
        characteristics=characteristics,
    )


def flags(text: str, kind: Kind = "registry", notes: dict[str, tuple[str, ...]] | None = None) -> list[tuple[str, str]]:
    """Kind and quote of every ambiguity of a page that has no facts and nothing read in it."""
    return [(found.kind, found.span.quote) for found in ambiguities(text, kind, notes)]


def ambiguities(
    text: str, kind: Kind = "registry", notes: dict[str, tuple[str, ...]] | None = None
) -> tuple[Ambiguity, ...]:
    page = document(text, kind)
    return find_ambiguities(page, outline(text, notes), record(page))


def quotes(text: str, wanted: str, kind: Kind = "registry") -> list[str]:
    """The quotes of one kind."""
    return [quote for found, quote in flags(text, kind) if found == wanted]


def view(text: str) -> Page:
    page = document(text)
    return Page(page, outline(text), record(page))


def test_lower_keeps_the_length() -> None:
    page = view("İstanbul Eligibility ẞ")
    assert len(page.lower) == len(page.text)
    assert "eligibility" in page.lower


def test_item_at_is_the_innermost() -> None:
    text = "- first\n- second\n  - inner part\n- third"
    page = view(text)
    inner = page.item_at(text.index("inner"))
    assert inner is not None and inner.parent == "c2"
    assert page.item_at(0) is None


def test_item_at_with_a_parent_that_covers_its_children() -> None:
    text = "one of: red, blue; and tall"
    items = (
        Item(id="p", category="inclusion", start=0, end=len(text)),
        Item(id="a", category="inclusion", start=8, end=11, parent="p"),
        Item(id="b", category="inclusion", start=13, end=17, parent="p"),
    )
    page = Page(document(text), Outline(items=items), record(document(text)))
    assert [page.item_at(at).id for at in (2, 9, 14, 20) if page.item_at(at)] == ["p", "a", "b", "p"]  # type: ignore[union-attr]


def test_sentence_stays_inside_its_item() -> None:
    text = "- Stable diet. No surgery planned\n- Other"
    page = view(text)
    start, end = page.sentence(text.index("surgery"))
    assert text[start:end] == "No surgery planned"


def test_sentence_is_not_cut_at_a_decimal_point() -> None:
    text = "- Creatinine of 1.5 mg/dL or less"
    start, end = view(text).sentence(text.index("mg"))
    assert text[start:end] == "Creatinine of 1.5 mg/dL or less"


def test_cohorts_are_accepted() -> None:
    text = "- Age over 18"
    page = document(text)
    cohort = Cohort(id="k1", name="A", span=page.span(0, 1))
    plan = Outline(items=outline(text).items, cohorts=(CohortHeading(id="k1", name="A", start=0, end=1),))
    assert find_ambiguities(page, plan, record(page, cohorts=(cohort,))) == ()
