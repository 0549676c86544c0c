"""The views a reviewer works in: the queue, one item, and the forms of an item."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from extractor.decisions.conflict import Conflict
from extractor.decisions.event import VERDICTS
from extractor.decisions.state import ItemState
from extractor.errors import ExtractorError
from extractor.review.conflict_view import conflict_view
from extractor.review.item_page import item_page
from extractor.review.queue import next_to_do, rows_of, select
from extractor.review.queue_page import queue_page
from extractor.review.verdict_form import Act, decisions_of, read_act, typed_of
from extractor.review.visit import Visit


def queue(here: Visit, request: Request) -> Response:
    """The queue, filtered."""
    return here.page("queue.html", "Queue", "queue", queue_page(here.table, here.viewer, here.query.get("page", "1")))


def item(here: Visit, request: Request) -> Response:
    """One item."""
    state = here.table.states.get(request.path_params["item"])
    return (
        _gone(here)
        if state is None
        else here.page("item.html", _title(state), "queue", item_page(here.table, state, here.viewer))
    )


def act(here: Visit, request: Request) -> Response:
    """A form of an item: writes its events and goes on, or shows the item again and says why nothing was written."""
    state = here.table.states.get(request.path_params["item"])
    if state is None:
        return _gone(here)
    try:
        wanted = read_act(here.form, request.path_params["action"])
        decisions = decisions_of(here.table, state, wanted, here.viewer)
    except Conflict as conflict:
        return _in_conflict(here, state, conflict)
    except ExtractorError as error:
        return _again(here, state, error, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        written = here.office.desk.store.append_all(decisions)
    except Conflict as conflict:
        return _in_conflict(here, state, conflict)
    except ExtractorError as error:
        return _again(here, state, error, HTTPStatus.SERVICE_UNAVAILABLE)
    return RedirectResponse(_onward(here, state, wanted, len(written)), HTTPStatus.SEE_OTHER)


def _onward(here: Visit, state: ItemState, done: Act, written: int) -> str:
    """Where a reviewer goes after an act: a verdict moves on to the next item of the filter, anything else stays."""
    said = {"said": done.action, "of": state.item.id, "more": written - 1}
    wanted = here.viewer.filter
    if done.action not in VERDICTS:
        return f"/item/{state.item.id}{wanted.query(**said)}"
    finished = {state.item.id, *done.also}
    rows = rows_of(here.table, here.viewer.name, blind=here.viewer.blind)
    selected = select(rows, wanted, here.table.run.haystacks)
    following = next_to_do(selected, here.table.run.numbers[state.item.id], finished)
    return f"/item/{following.state.item.id}{wanted.query(**said)}" if following else f"/{wanted.query(**said)}"


def _again(here: Visit, state: ItemState, error: ExtractorError, status: HTTPStatus) -> Response:
    problem = f"Nothing was written: {error.problem}; {error.remedy}."
    page = item_page(here.table, state, here.viewer, typed=typed_of(here.form), problem=problem)
    return here.page("item.html", _title(state), "queue", page, status)


def _in_conflict(here: Visit, state: ItemState, conflict: Conflict) -> Response:
    """The item as it stands now, with what the other one did and what can be done about it."""
    now = here._replace(table=here.office.desk.table(here.viewer.name))
    current = now.table.states.get(state.item.id, state)
    seen = conflict_view(now.table, current, conflict.event, now.viewer, now.form)
    page = item_page(now.table, current, now.viewer, conflict=seen)
    return now.page("item.html", _title(current), "queue", page, HTTPStatus.CONFLICT)


def _gone(here: Visit) -> Response:
    line = "This run has no such item: the pages may have been read anew since the link was made."
    return here.message("Not here", line, HTTPStatus.NOT_FOUND)


def _title(state: ItemState) -> str:
    return " ".join(state.item.question.split())[:80]
