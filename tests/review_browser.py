"""A real browser for the tests of the review page, and what is asked of every page it shows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 60_000
"""Milliseconds to wait for the browser on a busy machine."""


@contextmanager
def chromium() -> Iterator["Browser"]:
    """The installed Chromium; where there is none, the tests that need it are skipped."""
    if not CHROMIUM.exists():
        pytest.skip("no browser is installed (/usr/bin/chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield browser
        browser.close()


def enter(context: "BrowserContext", link: str) -> "Page":
    """A page of the context that has opened a link; any script error or blocked content fails the test at `blameless`."""
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(link)
    assert "token" not in page.url
    return page


def faults_of(page: "Page") -> list[str]:
    """A list that fills with what must not happen on a page: script errors, policy violations, dialogs, foreign requests."""
    faults: list[str] = []
    origin = page.url.split("/", 3)[:3]

    def on_dialog(dialog: "Dialog") -> None:
        faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def on_console(message: "ConsoleMessage") -> None:
        if _is_fault(message.text):
            faults.append(message.text)

    def on_request(sent: "Request") -> None:
        if sent.url.split("/", 3)[:3] != origin:
            faults.append(f"request {sent.url}")

    page.on("pageerror", lambda error: faults.append(f"error {error}"))
    page.on("dialog", on_dialog)
    page.on("console", on_console)
    page.on("request", on_request)
    return faults


def _is_fault(line: str) -> bool:
    return any(word in line for word in ("Refused to", "violates", "Uncaught", "Trusted"))


def shoot(page: "Page", name: str, *, whole: bool = False) -> None:
    """Keep a screenshot in the folder that EXTRACTOR_SCREENSHOTS names, where it does."""
    if folder := os.environ.get("EXTRACTOR_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=whole)


def grave_findings(page: "Page") -> list[str]:
    """What axe-core finds on a page that is serious or critical."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def width_overflow(page: "Page") -> int:
    """By how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


COVERED = """() => {
  const found = [];
  for (const node of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!node.checkVisibility() || node.closest('.skip')) continue;
    node.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
    const box = node.getClientRects()[0];
    if (!box || !box.width || !box.height) { found.push('without size: ' + node.outerHTML.slice(0, 120)); continue; }
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!top || !(node.contains(top) || top.contains(node) || (node.labels && [...node.labels].some(l => l.contains(top)))))
      found.push(node.outerHTML.slice(0, 120) + ' under ' + (top ? top.outerHTML.slice(0, 80) : 'nothing'));
  }
  return found;
}"""


def covered(page: "Page") -> list[str]:
    """The links and controls that cannot be clicked where they stand: something lies over them, or they have no size."""
    return list(page.evaluate(COVERED))
