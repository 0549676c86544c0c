"""What a model is asked: one criterion, one page, or a pair of criteria, each as a request."""

from typing import Literal

from pydantic import BaseModel

from extractor.llm.draft import CriterionDraft, Judgement, PageDraft
from extractor.llm.prompt import CRITERION, PAGE, PAIR, load_prompt, messages
from extractor.llm.request import Request
from extractor.llm.settings import LlmSettings
from extractor.model.base import Frozen
from extractor.model.criterion import Category, Criterion, Record

MAX_ABOVE = 3
_LONGEST_HEAD = 200


class CriterionGiven(Frozen):
    """The question `read_criterion`: a criterion with what it stands under."""

    category: Category
    cohort: str | None
    above: tuple[str, ...]
    criterion: str


class PageGiven(Frozen):
    """The question `read_page`: text outside the lists of criteria, and the facts that are looked for in it."""

    wanted: tuple[Literal["intervention", "condition"], ...]
    cohorts: tuple[str, ...]
    page: str


class SideGiven(Frozen):
    """One of two criteria."""

    category: Category
    text: str


class PairGiven(Frozen):
    """The question `compare_criteria`."""

    first: SideGiven
    second: SideGiven


def criterion_request(record: Record, criterion: Criterion, text: str, *, settings: LlmSettings) -> Request:
    """The question about one criterion; `text` is its flat text, in which its quotes will be looked up."""
    names = {cohort.id: cohort.name for cohort in record.cohorts}
    given = CriterionGiven(
        category=criterion.category,
        cohort=names.get(criterion.cohort or ""),
        above=_heads(record, criterion),
        criterion=text,
    )
    subject = f"{criterion.id} {_short(criterion.text)}"
    return _request(CRITERION, given, CriterionDraft, record.document.id, subject, settings)


def page_request(record: Record, given: PageGiven, *, settings: LlmSettings) -> Request:
    """The question about one page's facts."""
    return _request(PAGE, given, PageDraft, record.document.id, f"page facts: {', '.join(given.wanted)}", settings)


def pair_request(document: str, first: Criterion, second: Criterion, *, settings: LlmSettings) -> Request:
    """The question how one criterion stands to another; `document` is the id of the first one's."""
    sides = [SideGiven(category=one.category, text=one.text) for one in (first, second)]
    given = PairGiven(first=sides[0], second=sides[1])
    subject = f"{first.id} {_short(first.text)} / {second.id} {_short(second.text)}"
    return _request(PAIR, given, Judgement, document, subject, settings)


def _request(
    name: str, given: BaseModel, answer: type[BaseModel], document: str, subject: str, settings: LlmSettings
) -> Request:
    prompt = load_prompt(name)
    return Request(
        prompt=prompt.ref,
        messages=messages(prompt, given),
        answer=answer,
        model=settings.model,
        base_url=settings.base_url,
        sampling=settings.sampling,
        document=document,
        subject=f"{document}: {subject}",
    )


def _heads(record: Record, criterion: Criterion) -> tuple[str, ...]:
    """The texts of the items above, the outermost first."""
    by_id = {each.id: each for each in record.criteria}
    found: list[str] = []
    above = by_id.get(criterion.parent or "")
    while above is not None and len(found) < MAX_ABOVE:
        found.insert(0, above.text[:_LONGEST_HEAD])
        above = by_id.get(above.parent or "")
    return tuple(found)


def _short(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:49]}…"
