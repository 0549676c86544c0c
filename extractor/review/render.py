"""Templates as answers: everything escaped, nothing undefined."""

from functools import cache
from http import HTTPStatus
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

VIEWS = (
    ("queue", "/", "Queue"),
    ("pages", "/pages", "Pages"),
    ("history", "/history", "Decided and export"),
    ("agreement", "/agreement", "Agreement"),
    ("help", "/help", "Help"),
)


class UndoTarget(NamedTuple):
    """The item whose last verdict can be undone from a message."""

    id: str
    version: int
    filter: str


class Said(NamedTuple):
    """The message above a page: what has just been done. `kind` is "", "warning" or "error"."""

    words: str
    kind: str = ""
    undo: UndoTarget | None = None


class Frame(NamedTuple):
    """What every page carries: its title, its view, who looks, the token of their forms, and how far the review is."""

    title: str
    view: str
    reviewer: str
    token: str
    blind: bool
    done: int
    total: int
    said: Said | None = None
    views: tuple[tuple[str, str, str], ...] = VIEWS


@cache
def environment() -> Environment:
    """The templates of the page."""
    return Environment(
        loader=PackageLoader("extractor.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def answer(name: str, frame: Frame, page: object, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    """A template with its frame and its page as an HTML answer."""
    return HTMLResponse(environment().get_template(name).render(frame=frame, page=page), status_code=status)


def fragment(name: str, **values: object) -> Markup:
    """A template as a piece of HTML that may stand in another one."""
    return Markup(environment().get_template(name).render(**values))
