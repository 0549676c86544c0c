"""The keys, how to review, and links for other browsers and reviewers."""

from http import HTTPStatus
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from extractor.errors import ExtractorError
from extractor.review.visit import Visit

SHORTCUTS = (
    ("j", "next item"),
    ("k", "previous item"),
    ("p", "agree with the proposal, at once"),
    ("a", "accept A: then type the reason, Enter decides"),
    ("b", "accept B"),
    ("o", "both, for different groups"),
    ("n", "neither: type the right value, then the reason"),
    ("x", "not a problem"),
    ("d", "defer"),
    ("s", "send back"),
    ("u", "undo your last verdict"),
    ("m", "write a note"),
    ("g", "assign"),
    ("c", "the items that ask the same"),
    ("f", "to the queue; there: to the filters"),
    ("/", "to the queue; there: to the search"),
    ("Esc", "leave a field"),
    ("?", "this page"),
)


class HelpView(NamedTuple):
    """The help page; `link` is one that was just made."""

    shortcuts: tuple[tuple[str, str], ...]
    reviewers: tuple[str, ...]
    link: str


def guide(here: Visit, request: Request) -> Response:
    """The help page."""
    return _page(here, "")


def link(here: Visit, request: Request) -> Response:
    """A new link that opens the page once for a reviewer, on the help page."""
    wanted = here.form.get("reviewer", [""])[0]
    if wanted not in here.office.reviewers:
        return here.message("No such reviewer", "Choose one of the names.", HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return _page(here, f"{here.office.address}/open?token={here.office.links.issue(wanted)}")
    except ExtractorError as error:
        return here.message("No link was made", f"{error.problem}; {error.remedy}.", HTTPStatus.SERVICE_UNAVAILABLE)


def _page(here: Visit, made: str) -> Response:
    return here.page("help.html", "Help", "help", HelpView(SHORTCUTS, here.office.reviewers, made))
