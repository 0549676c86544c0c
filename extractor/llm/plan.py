"""What a second reader is asked in one run, and to what in it each question belongs."""

from collections.abc import Sequence
from typing import NamedTuple

from extractor.criteria.item_text import ItemText, item_text
from extractor.llm.judge import Pair, pairs_to_judge
from extractor.llm.page_facts import page_question
from extractor.llm.question import PageGiven, criterion_request, page_request, pair_request
from extractor.llm.request import Request
from extractor.llm.settings import LlmSettings
from extractor.llm.unread import is_unread
from extractor.model.criterion import Record
from extractor.model.document import Document
from extractor.model.outline import Outline
from extractor.model.review import Discrepancy
from extractor.model.run import LlmScope
from extractor.segment import outline as read_outline

MAX_CRITERION = 3000
"""Characters; a longer criterion is a passage that no list item should be, and is left to the rules."""


class Sheet(NamedTuple):
    """One document with its outline and what the rules read from it."""

    document: Document
    outline: Outline
    record: Record


class CriterionQuestion(NamedTuple):
    """A criterion to read: the numbers of its sheet and of it in the record, its text, and the request.

    `request` is None where the criterion is too long to be asked about.
    """

    sheet: int
    criterion: int
    item: ItemText
    request: Request | None


class PageQuestion(NamedTuple):
    """A page to read: the number of its sheet, what is looked for, and the request."""

    sheet: int
    given: PageGiven
    request: Request


class PairQuestion(NamedTuple):
    """Two criteria to compare, and the request."""

    pair: Pair
    request: Request


class Plan(NamedTuple):
    """All questions of a run over `sheets`."""

    sheets: tuple[Sheet, ...]
    criteria: tuple[CriterionQuestion, ...]
    pages: tuple[PageQuestion, ...]
    pairs: tuple[PairQuestion, ...]

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request: criteria, pages, pairs, each in the order of the documents."""
        criteria = (question.request for question in self.criteria if question.request is not None)
        return (*criteria, *(each.request for each in self.pages), *(each.request for each in self.pairs))


def plan(
    documents: Sequence[Document],
    records: Sequence[Record],
    discrepancies: Sequence[Discrepancy],
    *,
    settings: LlmSettings,
    scope: LlmScope,
) -> Plan:
    """The questions about what the rules read; `records[i]` is read from `documents[i]`. Nothing is sent."""
    pairs = zip(documents, records, strict=True)
    sheets = tuple(Sheet(document, read_outline(document), record) for document, record in pairs)
    criteria = (question for i, each in enumerate(sheets) for question in _criteria(i, each, settings, scope))
    pages = (_page(i, each, settings) for i, each in enumerate(sheets))
    judged = pairs_to_judge(records, discrepancies)
    return Plan(
        sheets,
        tuple(criteria),
        tuple(page for page in pages if page is not None),
        tuple(
            PairQuestion(each, pair_request(each.document, each.first, each.second, settings=settings)) for each in judged
        ),
    )


def _criteria(number: int, sheet: Sheet, settings: LlmSettings, scope: LlmScope) -> list[CriterionQuestion]:
    found = []
    for i, criterion in enumerate(sheet.record.criteria):
        if scope == "all" or is_unread(criterion):
            item = item_text(sheet.document, sheet.outline.by_id[criterion.id])
            fits = len(item.text) <= MAX_CRITERION
            request = criterion_request(sheet.record, criterion, item.text, settings=settings) if fits else None
            found.append(CriterionQuestion(number, i, item, request))
    return found


def _page(number: int, sheet: Sheet, settings: LlmSettings) -> PageQuestion | None:
    given = page_question(*sheet)
    return PageQuestion(number, given, page_request(sheet.record, given, settings=settings)) if given else None
