"""The pages of the run: what each says, what all agree on, and one of them whole with its questions marked."""

from collections import Counter
from http import HTTPStatus
from typing import NamedTuple

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from extractor.report.words import phrase, visible
from extractor.review.agreed import agreed_facts, facts_of
from extractor.review.desk import Loaded, is_to_do
from extractor.review.queue import Filter, rows_of
from extractor.review.render import fragment
from extractor.review.visit import Visit
from extractor.review.whole import blocks
from extractor.review.words import shorten

Facts = tuple[tuple[str, str], ...]


class DocumentView(NamedTuple):
    """A page in the list. `every` counts its items, `to_do` those that ask for somebody now; `href` shows them all."""

    id: str
    name: str
    kind: str
    date: str
    criteria: int
    every: int
    to_do: int
    href: str
    facts: Facts


class PagesView(NamedTuple):
    """The list of pages."""

    documents: tuple[DocumentView, ...]
    agreed: Facts


class WholeView(NamedTuple):
    """One whole page; `places` counts its marks."""

    name: str
    kind: str
    date: str
    places: int
    body: Markup


def pages(here: Visit, request: Request) -> Response:
    """The pages of the run, what each says, and what all agree on."""
    run = here.table.run
    rows = rows_of(here.table, here.viewer.name, blind=here.viewer.blind)
    every = Counter(name for row in rows for name in set(row.state.item.documents))
    to_do = Counter(name for row in rows if is_to_do(row.standing) for name in set(row.state.item.documents))
    documents = tuple(
        DocumentView(
            id=record.document.id,
            name=visible(name),
            kind=record.document.kind,
            date=run.dates.get(record.document.id, ""),
            criteria=len(record.criteria),
            every=every[name],
            to_do=to_do[name],
            href=f"/{Filter(status='all', document=name).query()}",
            facts=tuple((phrase(field), _said(values)) for field, values in facts_of(record).items()),
        )
        for record in run.opened.records
        for name in [run.opened.names[record.document.id]]
    )
    agreed = agreed_facts(run.opened.records, [record.document.id for record in run.opened.records])
    return here.page("pages.html", "Pages", "pages", PagesView(documents, agreed))


def page(here: Visit, request: Request) -> Response:
    """One whole source with its questions marked."""
    run, document = here.table.run, request.path_params["document"]
    record = next((record for record in run.opened.records if record.document.id == document), None)
    if record is None:
        return here.message("Not here", "This run has no such page.", HTTPStatus.NOT_FOUND)
    name, date = visible(run.opened.names[document]), run.dates.get(document, "")
    view = WholeView(name, record.document.kind, date, len(run.marks[document].all), _body(run, document))
    return here.page("page.html", name, "pages", view)


def _said(values: frozenset[str]) -> str:
    return shorten(visible(", ".join(sorted(values))), 300)


def _body(run: Loaded, document: str) -> Markup:
    """The text as HTML: a long source is cut and escaped once a run, not for every reader."""
    if document not in run.bodies:
        run.bodies[document] = fragment("body.html", blocks=blocks(run.opened.texts[document], run.marks[document]))
    return run.bodies[document]
