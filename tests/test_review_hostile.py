"""Stored and reflected scripts in every field and every view of the review page: none runs, none even becomes an element."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from review_browser import PATIENCE, chromium, faults_of
from review_hostile import MARKER, PAYLOADS, write_hostile_run
from review_server import Server, items_on, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = tuple(f"R{number} {payload}"[:80].strip() for number, payload in enumerate(PAYLOADS[:6]))
INJECTED = """() => [...document.querySelectorAll(
  'body script, body style, img, iframe, object, embed, video, audio, math, base, body meta, body link, noscript, svg'
)].map((node) => node.outerHTML.slice(0, 200)).concat(
  [...document.querySelectorAll('*')].filter((node) => [...node.attributes].some(({name, value}) =>
    name.startsWith('on') || name === 'srcdoc' || name === 'style' || /^\\s*javascript:/i.test(value)
  )).map((node) => node.outerHTML.slice(0, 200)))"""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A page over the hostile run, on which every payload has also been typed as a reason, a value and a note."""
    folder = tmp_path_factory.mktemp("hostile")
    assert write_hostile_run(folder / "out") >= 100
    with serving(folder / "out", *NAMES) as server:
        visitor = server.visitor(NAMES[1])
        token = visitor.form_token()
        every = [item for page in range(1, 6) for item in items_on(visitor.get(f"/?status=all&page={page}").text)]
        assert len(every) == 2 * len(PAYLOADS)
        for number, payload in enumerate(PAYLOADS):
            assert visitor.act(every[number], "note", token, note=payload).status == 303
            version = 2 * number + 1  # nobody else writes, so the store's sequence is known
            written = visitor.act(every[number], "verdict", token, version, verdict="not_a_problem", reason=payload)
            assert written.status == 303
        yield server


def look(page: "Page", address: str) -> None:
    """Open an address; nothing of a payload may have become more than text."""
    page.goto(address)
    assert page.evaluate("window.ran") is None, address
    if page.evaluate("document.contentType") == "text/html":  # a browser shows plain text in elements of its own
        assert page.evaluate(INJECTED) == [], address


def test_the_detector_sees_what_runs(browser: "Browser") -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto("about:blank")
    page.set_content(f"<p>x</p><img src=x onerror='{MARKER}'>")
    page.wait_for_function("window.ran === 1")
    assert len(page.evaluate(INJECTED)) == 2
    context.close()


def test_no_payload_runs_in_any_view(server: Server, browser: "Browser") -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(server.links[NAMES[0]])
    faults = faults_of(page)
    every = []
    for number in range(1, 6):
        look(page, f"{server.address}/?status=all&page={number}")
        every += items_on(page.content())
    assert len(every) == 2 * len(PAYLOADS)
    pairs, flags = ([item for item in every if item.startswith(start)] for start in ("d-", "a-"))
    assert len(pairs) >= 100
    for item in [*pairs, *flags[::6]]:
        look(page, f"{server.address}/item/{item}?status=all")
    for path in ("/pages", "/page/one-1", "/page/two-2", "/history", "/history?page=2", "/agreement", "/help"):
        look(page, server.address + path)
    assert faults == []
    context.close()


def test_no_payload_runs_from_an_address(server: Server, browser: "Browser") -> None:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    context.add_cookies(_cookie(server))
    page = context.new_page()
    page.goto(f"{server.address}/help")
    faults = faults_of(page)
    names = ("q", "status", "field", "document", "reviewer", "severity", "page", "said", "of", "more")
    for number in range(0, len(PAYLOADS), 3):  # every payload in several of the names
        typed = [PAYLOADS[(number + place) % len(PAYLOADS)] for place in range(len(names))]
        text = quote(typed[0], safe="")
        query = "&".join(f"{name}={quote(payload, safe='')}" for name, payload in zip(names, typed, strict=True))
        look(page, f"{server.address}/?{query}#{text}")
        assert page.input_value("#q") == " ".join(typed[0].split())
        if number % 12 == 0:
            for path in (f"/item/{text}", f"/page/{text}", f"/history?reviewer={text}", f"/export/{text}", f"/{text}"):
                look(page, server.address + path)
    assert [fault for fault in faults if "404" not in fault] == []
    context.close()


def _cookie(server: Server) -> list[dict[str, str]]:
    name, _, value = server.visitor(NAMES[2]).cookie.partition("=")
    return [{"name": name, "value": value, "url": server.address}]


def test_files_and_refusals_are_no_pages(server: Server) -> None:
    visitor = server.visitor(NAMES[3])
    for path in ("/export/csv", "/export/jsonl", "/export/xlsx", "/open?token=<script>", "/nowhere/<script>"):
        kind = visitor.get(quote(path, safe="/?=")).headers["content-type"]
        assert "html" not in kind
    assert Path(server.out).exists()
