"""What stands before every view: who may ask, from where, how much, and what a browser may do with the answer."""

import hmac
import re
import time
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request, cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.review.session import Seal

LARGEST_BODY = 64 * 1024
MOST_DRAINED = 1024 * 1024
MOST_FIELDS = 600
FORM = "application/x-www-form-urlencoded"
OPEN_TO_ALL = re.compile(r"/open|/static/[a-z]{1,20}\.(?:css|js|svg)")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # "no-referrer" would turn the Origin of our own forms into "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
Form = dict[str, list[str]]


class RefusedRequestError(Exception):
    """A request that no view gets to see."""

    def __init__(self, status: HTTPStatus, line: str) -> None:
        super().__init__(line)
        self.status = status
        self.line = line


class Body:
    """The body of a request as it comes in, which remembers whether all of it has."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._whole = False

    async def __call__(self) -> Message:
        message = await self._receive()
        self._whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def drain(self) -> None:
        """Take in what is left, up to a megabyte: closing a connection before that can lose the answer (RFC 9112, 9.6)."""
        left = MOST_DRAINED
        while not self._whole and left > 0:
            left -= len((await self()).get("body", b""))


class Guard:
    """An ASGI application around another one, which lets only our own browser pages through.

    Refused are: another Host than ours (DNS rebinding), requests that another site caused (Origin, Sec-Fetch-Site), no valid
    cookie, forms without this session's token, long bodies, other methods than GET, HEAD and POST. Views find the session in
    `request.state.session` and the fields of a form in `request.state.form`. Every answer, also a refusal, carries the
    strict headers.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], cookie: str, seal: Seal) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._cookie = cookie
        self._seal = seal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        body = Body(receive)
        try:
            await self._admit(scope, body)
        except ClientDisconnect:
            return
        except RefusedRequestError as refusal:
            await body.drain()
            await _answer(refusal, scope)(scope, receive, send_strictly)
            return
        await self._app(scope, receive, send_strictly)

    async def _admit(self, scope: Scope, receive: Receive) -> None:
        headers = Headers(scope=scope)
        self._check_origin(scope["method"], headers)
        state = scope.setdefault("state", {})
        state["form"] = {}
        if OPEN_TO_ALL.fullmatch(scope["path"]):
            if scope["method"] == "POST":
                raise RefusedRequestError(HTTPStatus.METHOD_NOT_ALLOWED, "This address takes no forms.")
            return
        session = self._seal.open(cookie_parser(headers.get("cookie", "")).get(self._cookie, ""), now=time.time())
        if session is None:
            raise RefusedRequestError(
                HTTPStatus.UNAUTHORIZED, "This page opens with the link that `extractor review` prints; each works once."
            )
        state["session"] = session
        if scope["method"] == "POST":
            state["form"] = form = await _form(scope, receive, headers)
            given = form.get("token", [""])[0].encode("utf-8", "replace")
            if not hmac.compare_digest(given, self._seal.form_token(session).encode()):
                raise RefusedRequestError(
                    HTTPStatus.FORBIDDEN, "The form is not of this session: go back, reload the page, send it again."
                )

    def _check_origin(self, method: str, headers: Headers) -> None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            raise RefusedRequestError(HTTPStatus.MISDIRECTED_REQUEST, "This server answers only at the address it printed.")
        if method not in ("GET", "HEAD", "POST"):
            raise RefusedRequestError(HTTPStatus.METHOD_NOT_ALLOWED, "This server knows GET and POST.")
        site = headers.get("sec-fetch-site")
        navigation = method != "POST" and headers.get("sec-fetch-mode") == "navigate"
        if site not in (None, "same-origin", "none") and not navigation:
            raise RefusedRequestError(HTTPStatus.FORBIDDEN, "Another site sent this request.")
        if method == "POST":
            origin = headers.get("origin")
            if origin != f"http://{hosts[0].lower()}" if origin is not None else site != "same-origin":
                raise RefusedRequestError(HTTPStatus.FORBIDDEN, "Another site sent this form.")


async def _form(scope: Scope, receive: Receive, headers: Headers) -> Form:
    """The fields of a form, every line end as one LF."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise RefusedRequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Forms are sent as {FORM}.")
    body = bytearray()
    async for chunk in Request(scope, receive).stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise RefusedRequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The form is too long.")
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "The form cannot be read.") from error
    return {name: [value.replace("\r\n", "\n") for value in values] for name, values in fields.items()}


def _answer(refusal: RefusedRequestError, scope: Scope) -> Response:
    return PlainTextResponse(refusal.line + "\n", status_code=refusal.status, headers={"Connection": "close"})
