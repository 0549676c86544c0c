"""What the page of the queue shows, arranged for its template."""

from typing import NamedTuple

from extractor.model.review import SEVERITIES
from extractor.report.words import phrase, visible
from extractor.review.desk import Table
from extractor.review.item_view import Viewer
from extractor.review.queue import ON_A_PAGE, STATUSES, Filter, Row, count_standings, page_number, rows_of, select
from extractor.review.words import shorten, status_words

ALWAYS = ("todo", "decided", "all")
Options = tuple[tuple[str, str], ...]


class Tab(NamedTuple):
    """A status with its count, as a link."""

    words: str
    number: int
    href: str
    current: bool


class RowView(NamedTuple):
    """An item of the queue."""

    href: str
    severity: str
    question: str
    quote: str
    field: str
    where: str
    status: str
    status_words: str
    assignee: str
    waits: bool
    unblocks: int


class QueuePage(NamedTuple):
    """Everything that the template of the queue shows."""

    heading: str
    filter: Filter
    filtered: bool
    first: str
    tabs: tuple[Tab, ...]
    options: dict[str, Options]
    rows: tuple[RowView, ...]
    start: int
    number: int
    pages: int
    previous: str
    next: str
    empty: str


def queue_page(table: Table, viewer: Viewer, number: str) -> QueuePage:
    """Arrange one page of the filtered queue; a `number` that is none, or none of a page, is the nearest that is one."""
    rows = rows_of(table, viewer.name, blind=viewer.blind)
    wanted = viewer.filter
    selected = select(rows, wanted, table.run.haystacks)
    at, pages = page_number(number, len(selected), ON_A_PAGE)
    shown = selected[(at - 1) * ON_A_PAGE : at * ON_A_PAGE]
    query = wanted.query()
    return QueuePage(
        heading=_heading(len(selected), wanted),
        filter=wanted,
        filtered=wanted != Filter(),
        first=f"/item/{selected[0].state.item.id}{query}" if selected else "",
        tabs=_tabs(rows, wanted),
        options=_options(table, rows, viewer),
        rows=tuple(_row(row, query) for row in shown),
        start=(at - 1) * ON_A_PAGE + 1,
        number=at,
        pages=pages,
        previous=f"/{wanted.query(page=at - 1)}" if at > 1 else "",
        next=f"/{wanted.query(page=at + 1)}" if at < pages else "",
        empty="Nothing is left to do here." if wanted.status == "todo" else "No item is like this.",
    )


def _heading(count: int, wanted: Filter) -> str:
    noun = "item" if count == 1 else "items"
    return f"{count:,} {noun} to do" if wanted.status == "todo" else f"{count:,} {noun}"


def _tabs(rows: list[Row], wanted: Filter) -> tuple[Tab, ...]:
    counts = count_standings(rows)
    return tuple(
        Tab(_status(status), counts[status], f"/{wanted._replace(status=status).query()}", status == wanted.status)
        for status in STATUSES
        if status in ALWAYS or (counts[status] and status != "open") or status == wanted.status
    )


def _status(status: str) -> str:
    return {"todo": "to do", "all": "all"}.get(status) or status_words(status)


def _options(table: Table, rows: list[Row], viewer: Viewer) -> dict[str, Options]:
    fields = sorted({row.state.item.field for row in rows})
    documents = sorted(table.run.opened.names.values())
    return {
        "status": tuple((status, _status(status)) for status in STATUSES),
        "severity": (("", "any"), *((severity, severity) for severity in SEVERITIES)),
        "field": (("", "any"), *((field, visible(phrase(field))) for field in fields)),
        "document": (("", "any"), *((name, visible(name)) for name in documents)),
        "reviewer": (("", "anyone"), *((name, visible(name)) for name in viewer.reviewers)),
    }


def _row(row: Row, query: str) -> RowView:
    item, state = row.state.item, row.state
    where = ", ".join(visible(document) for document in item.documents)
    return RowView(
        href=f"/item/{item.id}{query}",
        severity=item.severity,
        question=shorten(visible(item.question), 220),
        quote=shorten(visible(item.claims[0].quote), 160) if item.kind == "ambiguity" else "",
        field=visible(phrase(item.field)),
        where=where + (f", group {visible(item.cohort)}" if item.cohort else ""),
        status=row.standing,
        status_words=status_words(row.standing),
        assignee=visible(state.assignee or ""),
        waits=state.waits,
        unblocks=item.unblocks if state.status != "decided" else 0,
    )
