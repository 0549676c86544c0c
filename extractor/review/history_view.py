"""What was decided, the latest first, and the export of what it comes to."""

from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from extractor.decisions.export import FORMATS
from extractor.decisions.resolve import resolve
from extractor.report.words import visible
from extractor.review.events import EventView, event_view
from extractor.review.queue import Filter, page_number
from extractor.review.visit import Visit

ON_A_PAGE = 100
FILE_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
}


class HistoryView(NamedTuple):
    """A page of events, filtered by reviewer."""

    reviewer: str
    reviewers: tuple[tuple[str, str], ...]
    events: tuple[EventView, ...]
    number: int
    pages: int
    previous: str
    next: str


def history(here: Visit, request: Request) -> Response:
    """What was decided, the latest first."""
    who = here.query.get("reviewer", "")
    events = [event for event in reversed(here.table.events) if who in ("", event.reviewer) and here.sees(event)]
    number, pages = page_number(here.query.get("page", "1"), len(events), ON_A_PAGE)
    shown = events[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    names = sorted({event.reviewer for event in here.table.events})
    only = Filter(reviewer=who)
    view = HistoryView(
        reviewer=who,
        reviewers=(("", "everyone"), *((name, visible(name)) for name in names)),
        events=tuple(event_view(event, question=True, href=here.item_href(event.item)) for event in shown),
        number=number,
        pages=pages,
        previous=f"/history{only.query(page=number - 1)}" if number > 1 else "",
        next=f"/history{only.query(page=number + 1)}" if number < pages else "",
    )
    return here.page("history.html", "Decided", "history", view)


def export(here: Visit, request: Request) -> Response:
    """The resolved records as a file."""
    form = request.path_params["form"]
    if form not in FILE_TYPES:
        return here.message("Not here", "Exports are xlsx, csv and jsonl.", HTTPStatus.NOT_FOUND)
    rows = resolve(here.table.run.opened, tuple(here.table.states.values()))
    name = quote(f"{here.office.desk.out.resolve().name}.resolved.{form}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(FORMATS[form](rows), media_type=FILE_TYPES[form], headers=headers)
