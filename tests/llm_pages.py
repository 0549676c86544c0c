"""Criteria and pages, written for the tests, as the second reader sees them."""

from typing import NamedTuple

from extractor.criteria import read_item
from extractor.criteria.context import Context, context_of
from extractor.criteria.item_text import ItemText, item_text
from extractor.llm.derive import Reading, Refused, read_draft
from extractor.llm.draft import CharacteristicDraft
from extractor.llm.ground import fold
from extractor.llm.merge import Merged, merge
from extractor.model.criterion import Category, Characteristic
from extractor.model.document import Document, Source
from extractor.model.outline import Item, Outline
from extractor.repair import repair


class Sample(NamedTuple):
    """One criterion with what the rules read in it."""

    item: ItemText
    context: Context
    rules: tuple[Characteristic, ...]


def page(text: str, path: str = "page.txt") -> Document:
    """A document that holds `text`."""
    source = Source(path=path, sha256="0", media_type="text/plain", reader="text", encoding="utf-8", text=text)
    return repair(source, path.split(".")[0])


def sample(text: str, category: Category = "inclusion") -> Sample:
    """The criterion `text`, alone on its page."""
    document = page(text)
    item = Item(id="c-1", category=category, start=0, end=len(document.reading))
    outline = Outline(items=(item,))
    words = item_text(document, item)
    return Sample(words, context_of(words, outline, item), read_item(document, outline, item))


def draft(statement: str, concept: str, **more: object) -> CharacteristicDraft:
    """A draft with these quotes, and no number, time, exception or negation unless `more` says so."""
    values: dict[str, object] = {"topic": "condition", "exclude": False, "bound": "none"}
    values |= {"comparison": None, "timing": None, "exception": None} | more
    return CharacteristicDraft.model_validate({"statement": statement, "concept": concept, **values})


def read(of: Sample, *drafts: CharacteristicDraft) -> list[Reading | Refused]:
    """What the drafts come to, each on its own."""
    page = fold(of.item.text)
    return [read_draft(of.item, of.context, page, each) for each in drafts]


def merged(of: Sample, *drafts: CharacteristicDraft) -> Merged:
    """The drafts beside the rules' readings."""
    return merge(of.item, of.rules, read(of, *drafts), request="k" * 64)


def accepted(result: Merged) -> list[Characteristic]:
    """The characteristics that the model had its way with: added by it, or marked as agreed with."""
    return [each for each in result.characteristics if each.reader == "llm" or "model-agrees" in each.confidence]
