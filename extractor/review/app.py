"""The web application of the review page: which address is which view."""

import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from importlib.resources import files

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from extractor.errors import ExtractorError
from extractor.review import views
from extractor.review.agreement_view import agreement
from extractor.review.guard import Guard
from extractor.review.help_view import guide, link
from extractor.review.history_view import export, history
from extractor.review.pages_view import page, pages
from extractor.review.session import LIFETIME, new_session
from extractor.review.visit import Office, Visit, visit

STATIC = {
    "review.css": "text/css; charset=utf-8",
    "review.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
View = Callable[[Visit, Request], Response]


def build_app(office: Office, *, hosts: tuple[str, ...], cookie: str) -> ASGIApp:
    """The page as an ASGI application that answers to `hosts` and keeps its session in the cookie of that name."""

    def seen(view: View) -> Callable[[Request], Response]:
        return lambda request: view(visit(office, request), request)

    def opening(request: Request) -> Response:
        return _open(office, request, cookie)

    routes = [
        Route("/", seen(views.queue)),
        Route("/item/{item}", seen(views.item)),
        Route("/item/{item}/{action}", seen(views.act), methods=["POST"]),
        Route("/pages", seen(pages)),
        Route("/page/{document}", seen(page)),
        Route("/history", seen(history)),
        Route("/agreement", seen(agreement)),
        Route("/export/{form}", seen(export)),
        Route("/help", seen(guide)),
        Route("/links", seen(link), methods=["POST"]),
        Route("/open", opening),
        Route("/static/{name}", _static),
    ]
    handlers = {HTTPException: _http_error, ExtractorError: _trouble, Exception: _unexpected}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), hosts=hosts, cookie=cookie, seal=office.seal)


def _open(office: Office, request: Request, cookie: str) -> Response:
    """Exchange the token of a link for a cookie, and leave the address that holds it.

    A look ahead (HEAD, prefetching) does not use the link up.
    """
    if request.method != "GET" or "prefetch" in request.headers.get("sec-purpose", ""):
        return PlainTextResponse("Open this link itself.\n", HTTPStatus.FORBIDDEN)
    reviewer = office.links.redeem(request.query_params.get("token", ""))
    if reviewer is None:
        line = "This link has been used or is not one of this server. Make a new one on the help page, or start again.\n"
        return PlainTextResponse(line, HTTPStatus.FORBIDDEN)
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    sealed = office.seal.cookie(new_session(reviewer, now=time.time()))
    answer.set_cookie(cookie, sealed, max_age=LIFETIME, httponly=True, samesite="strict", path="/")
    return answer


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return Response((files("extractor.review") / "static" / name).read_bytes(), media_type=STATIC[name])


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{HTTPStatus(error.status_code).phrase}\n", error.status_code, headers=error.headers)


def _trouble(request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"{error}\n", HTTPStatus.SERVICE_UNAVAILABLE)


def _unexpected(request: Request, error: Exception) -> Response:
    line = f"unexpected {type(error).__name__} at {request.url.path[:80]!r}: {str(error)[:200]!r}"
    print("extractor:", line, file=sys.stderr)
    return PlainTextResponse("Something went wrong here; nothing was written.\n", HTTPStatus.INTERNAL_SERVER_ERROR)
