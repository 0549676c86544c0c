"""A run in a folder, the review page served over it by the real command, and a client that speaks plain HTTP to it."""

import html
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from extractor import pipeline
from extractor.model.run import Settings
from extractor.report import render

ROOT = Path(__file__).resolve().parents[1]
FORM = "application/x-www-form-urlencoded"
START_SECONDS = 120


class Server(NamedTuple):
    """A running page. `links` are the opening links by reviewer, each works once."""

    process: subprocess.Popen[str]
    links: dict[str, str]
    out: Path

    @property
    def address(self) -> str:
        """Scheme, host and port."""
        parts = urlsplit(next(iter(self.links.values())))
        return f"{parts.scheme}://{parts.netloc}"

    def visitor(self, reviewer: str) -> "Visitor":
        """A client that has opened the reviewer's link."""
        visitor = Visitor(self.address)
        visitor.enter(self.links[reviewer])
        return visitor


def golden_pages(case: str, folder: Path) -> list[str]:
    """A copy of a golden case's pages, as paths."""
    shutil.copytree(ROOT / "golden" / case, folder, ignore=shutil.ignore_patterns("expected.json"))
    return [str(path) for path in sorted(folder.iterdir())]


def run_into(out: Path, paths: list[str]) -> None:
    """Read pages and write the folder of the run."""
    run = pipeline.run(paths, settings=Settings())
    assert not run.failures
    pipeline.write(run, out, report=render(run))


@contextmanager
def serving(out: Path, *reviewers: str, options: tuple[str, ...] = (), state: Path | None = None) -> Iterator[Server]:
    """`extractor review` over the folder `out`, ended by SIGTERM."""
    names = [part for reviewer in reviewers for part in ("--reviewer", reviewer)]
    command = [sys.executable, "-m", "extractor", "review", str(out), "--no-browser", "--port", "0", *names, *options]
    environment = {**os.environ, "XDG_STATE_HOME": str(state or out.parent / "state"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    try:
        yield Server(process, _read_links(process), out)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=START_SECONDS)
        finally:
            process.kill()
            assert process.stdout is not None
            process.stdout.close()


def _read_links(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout is not None
    links, lines = {}, []
    for line in process.stdout:
        lines.append(line)
        if found := re.match(r"open +(\S+)  \((.*); works once\)$", line):
            links[found[2]] = found[1]
        if line.startswith("review "):
            return links
    raise AssertionError("".join(lines))


class Answer(NamedTuple):
    """An answer with its headers in lower case."""

    status: int
    headers: dict[str, str]
    text: str
    data: bytes


class Visitor:
    """One browser's worth of cookies and one connection. Redirects are not followed."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookie = ""
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=START_SECONDS)

    def enter(self, link: str) -> Answer:
        """Open a link and keep the cookie."""
        answer = self.get(link.removeprefix(self.address))
        self.cookie = answer.headers.get("set-cookie", "").partition(";")[0]
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        """A GET as a browser of this origin sends it; `headers` replace or add, with "_" for "-"."""
        return self.send("GET", path, None, {"Sec-Fetch-Site": "same-origin", **_named(headers)})

    def post(self, path: str, fields: dict[str, str] | list[tuple[str, str]], **headers: str) -> Answer:
        """A form as a browser of this origin sends it."""
        usual = {"Content-Type": FORM, "Origin": self.address, "Sec-Fetch-Site": "same-origin"}
        return self.send("POST", path, urlencode(fields), {**usual, **_named(headers)})

    def send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        """Any request; a header with an empty value is left out."""
        sent = {name: value for name, value in {"Cookie": self.cookie, **headers}.items() if value}
        try:
            response = self._ask(method, path, body, sent)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server closes a connection that was idle for long; as a browser does, ask again on a new one.
            if method != "GET":
                raise
            self.reconnect()
            response = self._ask(method, path, body, sent)
        data = response.read()
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, names, data.decode("utf-8", "replace"), data)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self._connection.request(method, path, body, headers)
        return self._connection.getresponse()

    def reconnect(self) -> None:
        """Speak over a new connection: the server closes one that was idle for long."""
        self._connection.close()

    def form_token(self) -> str:
        """The token that forms of this session carry."""
        return field(self.get("/help").text, "token")

    def act(self, item: str, action: str, token: str, version: int = 0, **fields: str) -> Answer:
        """Send a form of an item."""
        return self.post(f"/item/{item}/{action}", {"token": token, "version": str(version), "filter": "", **fields})


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


def field(page: str, name: str) -> str:
    """The value of the first hidden field of that name on a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return html.unescape(found[1])


def items_on(page: str) -> list[str]:
    """The ids of the items that the queue on a page links to."""
    return re.findall(r'<li><a href="/item/([a-z]-[0-9a-f]+)', page)
