"""How far reviewers agree who decided blind to each other."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from extractor.decisions.agreement import Agreement, Disagreement, agreements, disagreements
from extractor.decisions.event import Answer
from extractor.report.words import phrase, visible
from extractor.review.visit import Visit
from extractor.review.words import answer_value, shorten, table

MOST_DISAGREEMENTS = 500


class AgreementRow(NamedTuple):
    """Two reviewers on one field."""

    reviewers: str
    field: str
    both: int
    agreed: int
    kappa: str


class DisagreementRow(NamedTuple):
    """An item on which two reviewers differ; `answers` are names with verdicts."""

    question: str
    href: str
    field: str
    answers: tuple[tuple[str, str], ...]


class AgreementView(NamedTuple):
    """Kappa by field, and the items in question."""

    agreements: tuple[AgreementRow, ...]
    disagreements: tuple[DisagreementRow, ...]


def agreement(here: Visit, request: Request) -> Response:
    """How far blind reviewers agree, and where they differ, as far as this reviewer may see it."""
    seen = [event for event in here.table.events if here.sees(event)]
    view = AgreementView(
        agreements=tuple(_agreement(one) for one in agreements(seen)),
        disagreements=tuple(_disagreement(here, one) for one in disagreements(seen)[:MOST_DISAGREEMENTS]),
    )
    return here.page("agreement.html", "Agreement", "agreement", view)


def _agreement(one: Agreement) -> AgreementRow:
    field = "all fields" if one.field == "all" else visible(phrase(one.field))
    kappa = "–" if one.kappa is None else f"{one.kappa:.2f}"
    return AgreementRow(visible(" and ".join(one.reviewers)), field, one.items, one.agreed, kappa)


def _disagreement(here: Visit, one: Disagreement) -> DisagreementRow:
    answers = tuple((visible(who), _words(what)) for who, what in zip(one.reviewers, one.answers, strict=True))
    return DisagreementRow(
        shorten(visible(one.question), 160), here.item_href(one.item), visible(phrase(one.field)), answers
    )


def _words(answer: Answer) -> str:
    return answer_value(answer) if answer.verdict == "neither" else table("verdicts")[answer.verdict]
