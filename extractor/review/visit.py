"""One request of a reviewer: who asks, with which form and filter, and how things stand at that moment."""

from http import HTTPStatus
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from extractor.decisions.decide import allowed
from extractor.decisions.event import Event
from extractor.review.desk import Desk, Table, is_to_do
from extractor.review.guard import Form
from extractor.review.item_view import Viewer
from extractor.review.queue import parse_filter, read_filter, rows_of
from extractor.review.render import Frame, Said, UndoTarget, answer
from extractor.review.session import Links, Seal, Session
from extractor.review.words import table as words


class Office(NamedTuple):
    """What all views share: the desk, the names of the reviewers, the seal of sessions, links, and the server's address."""

    desk: Desk
    reviewers: tuple[str, ...]
    seal: Seal
    links: Links
    address: str


class MessageView(NamedTuple):
    """A page that only says something."""

    heading: str
    words: str


class Visit(NamedTuple):
    """One request: the session, the table as it is now, who looks at it, and what was sent along."""

    office: Office
    session: Session
    table: Table
    viewer: Viewer
    form: Form
    query: dict[str, str]

    def frame(self, title: str, view: str, said: Said | None = None) -> Frame:
        """The frame of a page for this visit."""
        rows = rows_of(self.table, self.viewer.name, blind=self.viewer.blind)
        done = sum(not is_to_do(row.standing) for row in rows)
        token = self.office.seal.form_token(self.session)
        return Frame(
            title,
            view,
            self.viewer.name,
            token,
            self.viewer.blind,
            done,
            len(rows),
            said or _said(self) or _trouble(self.table),
        )

    def page(self, name: str, title: str, view: str, page: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """A page of this visit."""
        return answer(name, self.frame(title, view), page, status)

    def sees(self, event: Event) -> bool:
        """Whether this reviewer may see an event now: blind verdicts of others show once two have decided."""
        if not (self.viewer.blind and event.blind) or event.reviewer == self.viewer.name:
            return True
        state = self.table.states.get(event.item)
        return state is not None and event in state.history

    def item_href(self, item: str) -> str:
        """The address of an item, "" where this run has it not."""
        return f"/item/{item}" if item in self.table.states else ""

    def message(self, heading: str, line: str, status: HTTPStatus) -> Response:
        """A page that only says something."""
        return self.page("message.html", heading, "", MessageView(heading, line), status)


def visit(office: Office, request: Request) -> Visit:
    """The visit of a request. Raises ExtractorError where the decisions cannot be read."""
    session: Session = request.state.session
    form: Form = request.state.form
    query = dict(request.query_params)
    wanted = parse_filter(form["filter"][0]) if "filter" in form else read_filter(query)
    viewer = Viewer(session.reviewer, office.desk.blind, office.reviewers, wanted)
    return Visit(office, session, office.desk.table(session.reviewer), viewer, form, query)


def _trouble(table: Table) -> Said | None:
    if not table.trouble:
        return None
    return Said(f"The run cannot be read anew, this is how it was before: {table.trouble}.", "warning")


def _said(here: Visit) -> Said | None:
    """The message that the address asks for: one of a few fixed ones, with the item whose verdict can be undone."""
    line = words("said").get(here.query.get("said", ""))
    if line is None:
        return None
    more = here.query.get("more", "")
    if more.isascii() and more.isdigit() and 0 < int(more[:6]) < 100_000:
        line += f" The same for {int(more[:6])} more."
    state = here.table.states.get(here.query.get("of", ""))
    if state is None or "undo" not in allowed(state, here.viewer.name, blind=here.viewer.is_blind_to(state)):
        return Said(line)
    version = state.version_for(here.viewer.name, blind=here.viewer.is_blind_to(state))
    return Said(line, undo=UndoTarget(state.item.id, version, here.viewer.filter.query()))
