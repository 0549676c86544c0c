"""The review page in a real browser: by keys alone, without scripts, enlarged, and by the rules of axe-core."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import pytest
from review_browser import chromium, covered, enter, faults_of, grave_findings, shoot, width_overflow
from review_server import ROOT, Server, Visitor, golden_pages, items_on, run_into, serving

from extractor.decisions.session import open_items
from extractor.model.document import Span

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ElementHandle, Page

SEED = ROOT.parent / "shared" / "cases" / "pages" / "seed-gobroad"
WIDE = {"width": 1440, "height": 900}
TWICE_ENLARGED = {"width": 640, "height": 450}
NARROW = {"width": 320, "height": 600}


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("browser")
    run_into(folder / "out", golden_pages("sister-trials", folder / "pages"))
    names = ("Keys", "Plain", "Zoom", "Narrow", "First", "Second", "Axe", "Dark")
    with serving(folder / "out", *names) as server:
        yield server


def decide_by_keys(page: "Page", key: str, reason: str) -> None:
    """Choose a verdict by its key, type the reason, and wait for what follows."""
    before = page.url
    page.keyboard.press(key)
    page.keyboard.type(reason)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)


def agree_by_key(page: "Page") -> None:
    """Agree with the proposal by its key, and wait for what follows."""
    before = page.url
    page.keyboard.press("p")
    page.wait_for_url(lambda url: url != before)


def decide_everything(page: "Page") -> int:
    """From the queue to its end with keys alone, agreeing with every second proposal; how many verdicts it took."""
    page.keyboard.press("j")
    page.wait_for_selector("#verdict-form")
    count = 0
    while page.query_selector("#verdict-form"):
        choices = [key for key in ("b", "a", "x", "o") if page.query_selector(f'input[data-key="{key}"]')]
        if count % 2 and page.query_selector("button[data-key=p]"):
            agree_by_key(page)
        else:
            decide_by_keys(page, choices[count % len(choices)], f"reason {count}")
        count += 1
        assert count < 500
    return count


class Edit(NamedTuple):
    """Characters `start` to `end` of a page become `new`; `rewraps` where that changes no word."""

    start: int
    end: int
    new: str
    rewraps: bool = False


@pytest.mark.parametrize("case", ["sister-trials", "seed"])
def test_from_run_to_export_and_back_after_three_edits(case: str, browser: "Browser", tmp_path: Path) -> None:
    """A person decides on every item by keys; three edits to one page then re-open what they touch, and nothing else."""
    if case == "seed" and not SEED.exists():
        pytest.skip("the shared cases are not here")
    paths = _pages(case, tmp_path / "pages")
    run_into(tmp_path / "out", paths)
    with serving(tmp_path / "out", "Keys") as server:
        context = browser.new_context(viewport=WIDE)
        page = enter(context, server.links["Keys"])
        faults = faults_of(page)
        total = len(_all_items(page))
        assert decide_everything(page) <= total
        assert items_on(page.content()) == []
        assert f"{total} of {total} settled" in page.inner_text("#progress")
        with page.expect_download() as download:
            page.goto(f"{server.address}/history")
            page.click("text=JSON lines")
        exported = Path(download.value.path()).read_text(encoding="utf-8")
        assert exported.count('"decided_by":"Keys"') >= 10
        assert '"verdict":"agree"' in exported
        assert '"state":"open"' not in exported
        changed = _apply(tmp_path / "pages" / "navigator.txt", *_edits(tmp_path / "out"))
        run_into(tmp_path / "out", paths)
        page.goto(f"{server.address}/")
        touched = _touched(tmp_path / "out", changed)
        to_do = items_on(page.content())
        assert sorted(to_do) == sorted(item for item, is_touched in touched.items() if is_touched)
        reopened = items_on(page.goto(f"{server.address}/?status=reopened").text())
        assert len(reopened) >= 3
        for item in reopened:
            page.goto(f"{server.address}/item/{item}")
            assert "Decided before, on other words" in page.inner_text("main")
            assert page.query_selector("ins")
        shoot(page, f"reopened-{case}", whole=True)
        assert grave_findings(page) == []
        assert faults == []
        context.close()


def _pages(case: str, folder: Path) -> list[str]:
    if case != "seed":
        return golden_pages(case, folder)
    folder.mkdir()
    for name in ("registry.txt", "navigator.txt"):
        (folder / name).write_bytes((SEED / name).read_bytes())
    return [str(folder / name) for name in ("navigator.txt", "registry.txt")]


def _edits(out: Path) -> tuple[str, list[Edit]]:
    """The navigator's text, and three edits of it: a number of an age, a word in other evidence, a line that is wrapped."""
    opened = open_items(out)
    (document,) = (key for key, name in opened.run.names.items() if name == "navigator.txt")
    text = opened.run.texts[document]
    spans = [
        (item.field, claim.span)
        for item in opened.items
        for claim in item.claims
        if claim.span and claim.document_id == document and item.kind == "discrepancy"
    ]
    age = next(span for field, span in spans if field == "age")
    number = re.compile(r"\d+").search(text, age.start, age.end)
    assert number
    other = next(span for field, span in spans if field != "age" and len(span.quote.split()) >= 6)
    word = text.index(" ", text.index(" ", other.start) + 1)
    free = _longest_line_without([span for _, span in spans] + [found.span for found in opened.run.ambiguities], text)
    return text, sorted(
        [
            Edit(number.start(), number.end(), str(int(number[0]) - 2)),
            Edit(word, word, " newly"),
            Edit(free, free + 1, "\n", rewraps=True),
        ]
    )


def _longest_line_without(spans: list[Span], text: str) -> int:
    """A blank in the middle of the longest line on which no evidence stands."""
    lines = [found.span() for found in re.finditer(r"[^\n]+", text)]
    free = [(start, end) for start, end in lines if all(span.end <= start or end <= span.start for span in spans)]
    start, end = max(free, key=lambda line: line[1] - line[0])
    return text.index(" ", (start + end) // 2)


def _apply(page: Path, text: str, edits: list[Edit]) -> list[tuple[int, int]]:
    """Make the edits; where the changed words stand now."""
    changed, shift = [], 0
    for edit in edits:
        start = edit.start + shift
        text = text[:start] + edit.new + text[edit.end + shift :]
        shift += len(edit.new) - (edit.end - edit.start)
        changed += [] if edit.rewraps else [(start, start + len(edit.new))]
    page.write_bytes(text.encode("utf-8"))
    return changed


def _all_items(page: "Page") -> list[str]:
    found: list[str] = []
    for number in range(1, 10):
        page.goto(re.sub(r"^(https?://[^/]+).*", rf"\1/?status=all&page={number}", page.url))
        new = [item for item in items_on(page.content()) if item not in found]
        if not new:
            break
        found += new
    page.goto(re.sub(r"^(https?://[^/]+).*", r"\1/", page.url))
    return found


def _touched(out: Path, changed: list[tuple[int, int]]) -> dict[str, bool]:
    """For each item of a run, whether its evidence on the navigator's page stands on changed words."""
    return {
        item.id: any(
            claim.document == "navigator.txt" and claim.span and claim.span.start < end and start < claim.span.end
            for claim in item.claims
            for start, end in changed
        )
        for item in open_items(out).items
    }


def test_help_undo_filter_note_and_proposal_by_keys(server: Server, browser: "Browser") -> None:
    context = browser.new_context(viewport=WIDE)
    page = enter(context, server.links["Keys"])
    faults = faults_of(page)
    shoot(page, "queue")
    page.keyboard.press("?")
    page.wait_for_url("**/help")
    page.keyboard.press("f")
    page.wait_for_url(f"{server.address}/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("biologic")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*q=biologic*")
    found = items_on(page.content())
    assert 0 < len(found) < 10
    page.keyboard.press("j")
    page.wait_for_url("**/item/**")
    assert "q=biologic" in page.url
    item = page.url
    page.evaluate("window.region = document.getElementById('said')")
    page.keyboard.press("m")
    page.keyboard.type("ask the sponsor")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Noted.")
    assert page.evaluate("window.region.isConnected && window.region.textContent.includes('Noted.')")  # so it is read out
    assert "ask the sponsor" in page.inner_text("main")
    decide_by_keys(page, "x", "same meaning")
    assert page.inner_text("#said").startswith("Decided: not a problem.")
    page.keyboard.press("u")
    page.wait_for_selector("text=Undone.")
    page.wait_for_url(item)
    assert "open" in page.inner_text("main .asked")
    assert page.evaluate("document.activeElement.id") == "title"
    page.keyboard.press("f")
    page.wait_for_url("**/?*")
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.id") == "status"
    assert faults == []
    context.close()


FOCUSED = """() => {
  const node = document.activeElement, label = node.closest('label');
  const ring = (one) => getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
  return [node.outerHTML.slice(0, 90), node === document.body || ring(node) || (label !== null && ring(label))];
}"""


def test_focus_is_visible_on_every_control(server: Server, browser: "Browser") -> None:
    context = browser.new_context(viewport=WIDE)
    context.add_cookies(_cookies(server, "Zoom"))
    page = context.new_page()
    page.goto(f"{server.address}/")
    page.keyboard.press("j")
    page.wait_for_selector("#verdict-form")
    seen = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        what = page.evaluate(FOCUSED)
        for _ in range(40):  # a loaded machine paints late
            if what[1]:
                break
            page.wait_for_timeout(50)
            what = page.evaluate(FOCUSED)
        assert what[1], what[0]
        seen.add(what[0])
    assert len(seen) > 40
    context.close()


def _cookies(server: Server, reviewer: str) -> list[dict[str, str]]:
    """The cookie of a reviewer whose link is made anew by another one, for a context of its own."""
    name, _, value = _visitors.setdefault((server.address, reviewer), server.visitor(reviewer)).cookie.partition("=")
    return [{"name": name, "value": value, "url": server.address}]


_visitors: dict[tuple[str, str], Visitor] = {}


def test_without_scripts_everything_works(server: Server, browser: "Browser") -> None:
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = enter(context, server.links["Plain"])
    page.select_option("#severity", "medium")
    page.click("button:text-is('Filter')")
    assert "severity=medium" in page.url
    page.click(".queue li:nth-child(2) a")
    first = page.url
    for mark in page.query_selector_all(".claim .source > mark.own:first-of-type"):
        assert _is_in_view(mark)  # the evidence stands where it is seen without scrolling
    page.check('input[name="verdict"][value="not_a_problem"]')
    page.click("#verdict-form button.main")
    assert "Nothing was written" in page.inner_text("#problem")
    assert page.is_checked('input[name="verdict"][value="not_a_problem"]')
    page.fill("#reason", "both say it")
    page.click("#verdict-form button.main")
    assert page.url.split("?")[0] != first.split("?")[0]
    assert "severity=medium" in page.url
    assert "Decided: not a problem." in page.inner_text("#said")
    page.click("#said button")
    assert page.url.split("?")[0] == first.split("?")[0]
    assert "Undone." in page.inner_text("#said")
    page.click("#note-box summary")
    page.fill("#note", "a note")
    page.click("#note-box button")
    assert "a note" in page.inner_text(".events")
    page.click("#assign-box summary")
    page.select_option("#assignee", "Plain")
    page.click("#assign-box button")
    assert "for Plain" in page.inner_text(".asked")
    page.click("text=The whole page >> nth=0")
    target = page.url.partition("#")[2]
    assert target.startswith("e-") and _is_in_view(page.query_selector(f"#{target} + mark"))
    page.go_back()
    page.click("a[rel=next]")
    page.click("text=All items")
    assert "severity=medium" in page.url
    context.close()


def _is_in_view(node: "ElementHandle | None") -> bool:
    """Whether an element lies within the window and within the box that scrolls it, judged without scripts of the page."""
    assert node is not None
    box, around = node.bounding_box(), node.query_selector("xpath=ancestor::*[@role='region'][1]")
    frame = around.bounding_box() if around else {"y": 0, "height": WIDE["height"]}
    return bool(box and frame and frame["y"] <= box["y"] <= frame["y"] + frame["height"])


@pytest.mark.parametrize("window", [TWICE_ENLARGED, NARROW], ids=["200-per-cent", "320-pixels"])
def test_nothing_is_cut_off_or_covered(window: dict[str, int], server: Server, browser: "Browser") -> None:
    context = browser.new_context(viewport=window, device_scale_factor=2)
    context.add_cookies(_cookies(server, "Zoom"))
    page = context.new_page()
    page.goto(f"{server.address}/?status=all")
    item, document = items_on(page.content())[1], _documents(server)[0]
    for path in ("/?status=all", f"/item/{item}", "/pages", f"/page/{document}", "/history", "/agreement", "/help"):
        page.goto(server.address + path)
        assert width_overflow(page) <= 0, path
        shoot(page, f"{window['width']}-{_name(path)}", whole=True)
        if not path.startswith("/page/"):
            for box in page.query_selector_all("details:not(.claim details)"):
                box.evaluate("box => { box.open = true; }")
            assert width_overflow(page) <= 0, path
            assert covered(page) == [], path
    context.close()


def _name(path: str) -> str:
    """The name of a view for the file of its screenshot."""
    return re.sub(r"[^a-z0-9-]+", "-", path.strip("/")).strip("-") or "queue"


def _documents(server: Server) -> list[str]:
    return sorted(path.stem for path in (server.out / "texts").iterdir())


def test_a_conflict_is_settled_in_the_browser(server: Server, browser: "Browser") -> None:
    one, two = browser.new_context(viewport=WIDE), browser.new_context(viewport=WIDE)
    first, second = enter(one, server.links["First"]), enter(two, server.links["Second"])
    item = items_on(first.content())[-1]
    for page in (first, second):
        page.goto(f"{server.address}/item/{item}")
    decide_by_keys(first, "a", "as printed")
    second.keyboard.press("x")
    second.keyboard.type("harmless")
    second.keyboard.press("Enter")
    second.wait_for_selector("#conflict")
    assert "First has acted on this item" in second.inner_text("#conflict")
    shoot(second, "conflict", whole=True)
    assert grave_findings(second) == []
    second.click("text=Supersede with mine")
    second.wait_for_selector("text=Decided: not a problem.")
    first.goto(f"{server.address}/item/{item}")
    assert "Not a problem" in first.inner_text("#main") and "harmless" in first.inner_text("#main")
    one.close()
    two.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_on_any_view(scheme: Literal["light", "dark"], server: Server, browser: "Browser") -> None:
    context = browser.new_context(viewport=WIDE, color_scheme=scheme)
    context.add_cookies(_cookies(server, "Axe"))
    page = context.new_page()
    page.goto(f"{server.address}/?status=all")
    items = items_on(page.content())
    kinds = [items[0], next(item for item in items if item.startswith("a-")), items[1]]
    views = ["/?status=all", *(f"/item/{item}" for item in kinds), f"/page/{_documents(server)[0]}", "/item/gone"]
    for path in [*views, "/pages", "/history", "/agreement", "/help"] if scheme == "light" else views[:3]:
        page.goto(server.address + path)
        assert grave_findings(page) == [], path
        shoot(page, f"{scheme}-{_name(path)}")
    context.close()


def test_keys_can_be_switched_off(server: Server, browser: "Browser") -> None:
    context = browser.new_context(viewport=WIDE)
    context.add_cookies(_cookies(server, "Axe"))
    page = context.new_page()
    page.goto(f"{server.address}/help")
    page.uncheck("#keys-on")
    page.goto(f"{server.address}/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "q"
    context.close()


def test_double_review_in_the_browser(browser: "Browser", tmp_path: Path) -> None:
    run_into(tmp_path / "out", golden_pages("placeholders", tmp_path / "pages"))
    with serving(tmp_path / "out", "Ann", "Ben", options=("--blind",)) as server:
        ann, ben = server.visitor("Ann"), server.visitor("Ben")
        first, second = items_on(ann.get("/").text)[:2]
        for visitor, verdicts in ((ann, ("not_a_problem", "defer")), (ben, ("not_a_problem", "send_back"))):
            for item, verdict in zip((first, second), verdicts, strict=True):
                assert visitor.act(item, "verdict", visitor.form_token(), verdict=verdict, reason="seen").status == 303
        context = browser.new_context(viewport=WIDE)
        context.add_cookies([dict(zip(("name", "value"), ann.cookie.split("=", 1), strict=True), url=server.address)])
        page = context.new_page()
        for path, words in ((f"/item/{second}", "The reviewers differ"), ("/agreement", "Where they differ (1)")):
            page.goto(server.address + path)
            assert words in page.inner_text("main")
            assert grave_findings(page) == []
            shoot(page, f"blind-{_name(path)}")
            page.set_viewport_size(NARROW)
            assert width_overflow(page) <= 0
            page.set_viewport_size(WIDE)
        context.close()
