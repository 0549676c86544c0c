"""The review page over HTTP: who is let in, what a form may do, what happens when two people meet."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from decisions_databases import place_of
from review_server import Server, Visitor, field, golden_pages, items_on, run_into, serving

from extractor.decisions.store import open_store

VIEWS = ("/", "/pages", "/history", "/agreement", "/help", "/?status=all&severity=high&q=years")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    run_into(folder / "out", golden_pages("sister-trials", folder / "pages"))
    return folder / "out"


@pytest.fixture(scope="module")
def server(run: Path) -> Iterator[Server]:
    with serving(run, "Ann", "Ben") as server:
        yield server


@pytest.fixture(scope="module")
def ann(server: Server) -> Visitor:
    return server.visitor("Ann")


@pytest.fixture(scope="module")
def ben(server: Server) -> Visitor:
    return server.visitor("Ben")


def to_do(visitor: Visitor) -> list[str]:
    return items_on(visitor.get("/").text)


def test_every_answer_carries_the_strict_headers(server: Server, ann: Visitor) -> None:
    stranger = Visitor(server.address)
    item = to_do(ann)[0]
    answers = [ann.get(path) for path in (*VIEWS, f"/item/{item}", "/nowhere", "/item/nowhere", "/static/review.js")]
    answers += [stranger.get("/"), stranger.get("/open?token=x"), ann.post("/links", {"token": "wrong"})]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert {"frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} <= set(policy.split("; "))
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers


def test_no_script_and_no_style_stands_in_a_page(ann: Visitor) -> None:
    for path in (*VIEWS, f"/item/{to_do(ann)[0]}"):
        text = ann.get(path).text
        assert re.findall(r"<script(?![^>]* src=\"/static/review\.js\" defer></script>)", text) == []
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)


def test_the_link_works_once_and_leaves_a_sealed_cookie(run: Path) -> None:
    with serving(run, "Ann") as server:
        visitor = Visitor(server.address)
        path = server.links["Ann"].removeprefix(server.address)
        assert visitor.get(path, sec_purpose="prefetch").status == 403  # a look ahead does not use it up
        assert Visitor(server.address).send("HEAD", path, None, {}).status == 403
        answer = visitor.enter(server.links["Ann"])
        assert (answer.status, answer.headers["location"]) == (303, "/")
        kept = answer.headers["set-cookie"].lower()
        assert "httponly" in kept and "samesite=strict" in kept and "path=/" in kept
        assert visitor.get("/").status == 200
        again = Visitor(server.address).enter(server.links["Ann"])
        assert again.status == 403 and "set-cookie" not in again.headers
        name, _, value = visitor.cookie.partition("=")
        for spoiled in (value[:-1] + ("0" if value[-1] != "0" else "1"), "x" + value, value.partition(".")[0], "", "ä.b"):
            stranger = Visitor(server.address)
            assert stranger.send("GET", "/", None, {"Cookie": f"{name}={spoiled}".encode().decode("latin-1")}).status == 401
    with serving(run, "Ann") as later:
        visitor = Visitor(later.address)
        visitor.cookie = f"extractor_review_{later.address.rpartition(':')[2]}={value}"
        assert visitor.get("/").status == 200  # the secret outlives a start, so a reviewer stays signed in


def test_a_cookie_of_another_review_is_worth_nothing(run: Path, tmp_path: Path) -> None:
    run_into(tmp_path / "other", golden_pages("placeholders", tmp_path / "pages"))
    with serving(run, "Ann", state=tmp_path / "s") as one, serving(tmp_path / "other", "Ann", state=tmp_path / "s") as two:
        value = one.visitor("Ann").cookie.partition("=")[2]
        visitor = Visitor(two.address)
        visitor.cookie = f"extractor_review_{two.address.rpartition(':')[2]}={value}"
        assert visitor.get("/").status == 401


def test_the_secret_is_the_users_own(run: Path) -> None:
    (secret,) = (run.parent / "state").rglob("review-secret")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert len(secret.read_bytes()) == 32


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "localhost", "127.0.0.1:1", "[::1]:80"])
def test_another_host_is_refused(ann: Visitor, host: str) -> None:
    for path in ("/", "/static/review.css", "/open?token=x"):
        assert ann.get(path, host=host).status == 421


def test_requests_of_other_sites_are_refused(server: Server, ann: Visitor) -> None:
    token = ann.form_token()
    item = to_do(ann)[-1]
    fields = {"token": token, "version": "0", "filter": "", "note": "seen"}
    path = f"/item/{item}/note"
    for origin in (
        "http://evil.example",
        "null",
        "https" + server.address[4:],
        server.address + ".evil.example",
        "http://127.0.0.1",
    ):
        assert ann.post(path, fields, origin=origin, sec_fetch_site="").status == 403
    for site in ("cross-site", "same-site"):
        assert ann.post(path, fields, sec_fetch_site=site).status == 403
        assert ann.get("/", sec_fetch_site=site, sec_fetch_mode="cors").status == 403
    assert ann.post(path, fields, origin="", sec_fetch_site="").status == 403
    assert ann.post(path, fields, origin="", sec_fetch_site="same-origin").status == 303


def test_forms_need_the_token_of_their_session(ann: Visitor, ben: Visitor) -> None:
    path, item = f"/item/{to_do(ann)[-1]}/note", {"version": "0", "filter": "", "note": "seen"}
    for token in ("", "x", ben.form_token(), ann.form_token()[:-1]):
        assert ann.post(path, {**item, "token": token}).status == 403


def test_bodies_and_methods_are_bounded(server: Server, ann: Visitor) -> None:
    token, item = ann.form_token(), to_do(ann)[0]
    visitor = Visitor(server.address)
    visitor.cookie = ann.cookie
    assert visitor.act(item, "note", token, note="x" * 70_000).status == 413
    assert Visitor(server.address).send("DELETE", "/", None, {"Cookie": ann.cookie}).status == 405
    assert ann.post(f"/item/{item}/note", {"token": token}, content_type="application/json").status == 415
    assert ann.post(f"/item/{item}/note", [("token", token)] + [("a", "b")] * 700).status == 400
    assert ann.act(item, "note", token, note="x" * 5_000).status == 422
    assert ann.act(item, "sing", token).status == 422
    assert ann.get("/item/" + "x" * 5_000).status == 404


def test_a_verdict_needs_a_reason_and_keeps_what_was_typed(ann: Visitor) -> None:
    token, item = ann.form_token(), to_do(ann)[1]
    answer = ann.act(item, "verdict", token, verdict="accept_b", reason="  ")
    assert answer.status == 422
    assert "Nothing was written" in answer.text and 'value="accept_b" required' in answer.text
    typed = ann.act(item, "verdict", token, verdict="neither", value="TBD", reason="the page says <so>")
    assert typed.status == 422
    assert 'value="TBD"' in typed.text and 'value="the page says &lt;so&gt;"' in typed.text


def test_the_second_reviewer_is_told_and_can_confirm_or_supersede(server: Server, ann: Visitor, ben: Visitor) -> None:
    item = to_do(ann)[2]
    mine, yours = ann.form_token(), ben.form_token()
    assert ann.act(item, "verdict", mine, verdict="accept_a", reason="the registry is newer").status == 303
    answer = ben.act(item, "verdict", yours, verdict="accept_b", reason="the page is clearer")
    assert answer.status == 409
    assert "Ann has acted on this item" in answer.text and "the registry is newer" in answer.text
    assert f"/item/{item}/confirm" in answer.text and 'value="the page is clearer"' in answer.text
    version = int(field(answer.text, "version"))
    assert ben.act(item, "confirm", yours, version).status == 303
    assert "confirmed by Ben" in ann.get(f"/item/{item}").text
    now = int(field(ben.get(f"/item/{item}").text, "version"))
    assert ben.act(item, "verdict", yours, now, verdict="accept_b", reason="the page is clearer").status == 303
    page = ann.get(f"/item/{item}").text
    assert "Accept B" in page and "by Ben" in page and "the registry is newer" in page  # both stand in the history
    assert ann.act(item, "undo", mine, int(field(page, "version"))).status == 422  # only one's own


def test_undo_note_assign_and_send_back(ann: Visitor, ben: Visitor) -> None:
    token, item = ann.form_token(), to_do(ann)[3]

    def version() -> int:
        return int(field(ann.get(f"/item/{item}").text, "version"))

    assert ann.act(item, "verdict", token, version(), verdict="not_a_problem", reason="same meaning").status == 303
    assert item not in to_do(ann)
    assert ann.act(item, "undo", token, version()).status == 303
    assert item in to_do(ann)
    assert ann.act(item, "note", token, version(), note="look at the table").status == 303
    assert "look at the table" in ben.get(f"/item/{item}").text
    assert ann.act(item, "assign", token, version(), assignee="Ben").status == 303
    assert item in items_on(ben.get("/?reviewer=Ben").text)
    assert ann.act(item, "assign", token, version(), assignee="Nobody Known").status == 422
    assert ann.act(item, "verdict", token, version(), verdict="send_back", reason="the source is unclear").status == 303
    assert "sent back" in ben.get(f"/item/{item}").text


def test_one_verdict_for_all_identical_items(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    golden_pages("sister-trials", pages)
    (pages / "second.txt").write_text(
        (pages / "navigator.txt").read_text(encoding="utf-8") + "\nA copy.\n", encoding="utf-8"
    )
    run_into(tmp_path / "out", [str(path) for path in sorted(pages.iterdir())])
    with serving(tmp_path / "out", "Ann") as server:
        ann = server.visitor("Ann")
        token = ann.form_token()
        item = next(one for one in items_on(ann.get("/?status=all").text) if 'name="also"' in ann.get(f"/item/{one}").text)
        page = ann.get(f"/item/{item}").text
        also = re.findall(r'name="also" value="([^"]+)"', page)
        assert also
        for one in also:
            assert f'href="/item/{one.rpartition(":")[0]}"' in page  # the preview of which
        fields = [("token", token), ("version", "0"), ("filter", ""), ("verdict", "not_a_problem"), ("reason", "alike")]
        assert ann.post(f"/item/{item}/verdict", fields + [("also", one) for one in also]).status == 303
        assert also[0].rpartition(":")[0] in items_on(ann.get("/").text)  # only where it is ticked
        undone = ann.act(item, "undo", token, int(field(ann.get(f"/item/{item}").text, "version")))
        assert undone.status == 303
        fields[1] = ("version", field(ann.get(f"/item/{item}").text, "version"))
        answer = ann.post(f"/item/{item}/verdict", [*fields, ("same", "all"), *(("also", one) for one in also)])
        assert answer.status == 303
        assert f"more={len(also)}" in answer.headers["location"]
        assert not {item, *(one.rpartition(":")[0] for one in also)} & set(items_on(ann.get("/").text))


def test_filters_search_and_paging(ann: Visitor) -> None:
    every = items_on(ann.get("/?status=all").text)
    assert len(every) == len(set(every)) > 10
    by_severity = [items_on(ann.get(f"/?status=all&severity={level}").text) for level in ("high", "medium", "low")]
    assert [one for part in by_severity for one in part] == every
    assert items_on(ann.get("/?status=all&field=identity").text) == every[:1]
    assert items_on(ann.get("/?status=all&document=navigator.txt").text) != every
    found = items_on(ann.get("/?status=all&q=NCT06947473+IDENTITY").text)
    assert every[0] in found and len(found) < len(every)
    assert items_on(ann.get("/?status=all&q=xyzzy").text) == []
    assert items_on(ann.get("/?status=all&page=9999999999").text) == every
    assert items_on(ann.get("/?status=bogus&severity=bogus&page=-1").text) == to_do(ann)


def test_exports_hold_what_was_decided(ann: Visitor) -> None:
    answer = ann.get("/export/jsonl")
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["content-disposition"].startswith("attachment")
    assert any(row["decided_by"] == "Ben" and row["reason"] == "the page is clearer" for row in rows)
    assert all(not row["value"] for row in rows if row["state"] == "open")
    assert ann.get("/export/csv").data.startswith(b"\xef\xbb\xbf")
    assert ann.get("/export/xlsx").data.startswith(b"PK")
    assert ann.get("/export/pdf").status == 404


def test_a_second_server_shares_the_decisions(run: Path, ann: Visitor) -> None:
    with serving(run, "Cleo") as second:
        cleo = second.visitor("Cleo")
        token, item = cleo.form_token(), to_do(cleo)[4]
        assert cleo.act(item, "verdict", token, verdict="not_a_problem", reason="no").status == 303
        assert item not in to_do(ann)
        assert ann.act(item, "verdict", ann.form_token(), verdict="accept_a", reason="yes").status == 409


def test_a_new_link_for_another_browser(server: Server, ann: Visitor) -> None:
    answer = ann.post("/links", {"token": ann.form_token(), "reviewer": "Ben"})
    link = re.search(r"<code id=\"link\">([^<]+)</code>", answer.text)
    assert link
    other = Visitor(server.address)
    assert other.enter(link[1]).status == 303
    assert "<strong>Ben</strong>" in other.get("/").text
    assert ann.post("/links", {"token": ann.form_token(), "reviewer": "Eve"}).status == 422


def test_a_replaced_run_shows_without_a_restart(tmp_path: Path) -> None:
    paths = golden_pages("sister-trials", tmp_path / "pages")
    run_into(tmp_path / "out", paths)
    with serving(tmp_path / "out", "Ann") as server:
        ann = server.visitor("Ann")
        before = to_do(ann)
        page = tmp_path / "pages" / "navigator.txt"
        page.write_text(page.read_text(encoding="utf-8").replace("18 years", "16 years"), encoding="utf-8")
        run_into(tmp_path / "out", paths)
        after = to_do(ann)
        assert before != after
        assert "16 years" in ann.get("/").text
        gone = next(item for item in before if item not in after)
        assert ann.get(f"/item/{gone}").status == 404
        assert ann.act(gone, "verdict", ann.form_token(), verdict="accept_a", reason="x").status == 404
        summary, kept = tmp_path / "out" / "run.json", (tmp_path / "out" / "run.json").read_bytes()
        summary.write_bytes(b"{}")
        assert to_do(ann) == after and "cannot be read anew" in ann.get("/").text
        summary.write_bytes(kept + b"\n")
        assert to_do(ann) == after and "cannot be read anew" not in ann.get("/").text


def test_blind_reviewers_do_not_see_each_other(tmp_path: Path) -> None:
    run_into(tmp_path / "out", golden_pages("sister-trials", tmp_path / "pages"))
    with serving(tmp_path / "out", "Ann", "Ben", options=("--blind",)) as server:
        ann, ben = server.visitor("Ann"), server.visitor("Ben")
        mine, yours = ann.form_token(), ben.form_token()
        first, second, third = to_do(ann)[:3]
        for item in (first, second, third):
            assert ann.act(item, "verdict", mine, verdict="accept_a", reason="secret of Ann").status == 303
        assert first not in to_do(ann)
        for path in (f"/item/{first}", "/", "/history", "/agreement", "/export/jsonl"):
            assert "secret of Ann" not in ben.get(path).text
        assert "yours is given" in ann.get(f"/item/{first}").text
        assert ben.act(first, "verdict", yours, verdict="accept_a", reason="mine too").status == 303
        assert ben.act(second, "verdict", yours, verdict="accept_b", reason="the other way").status == 303
        assert "secret of Ann" in ben.get(f"/item/{first}").text
        assert "The reviewers differ" in ben.get(f"/item/{second}").text
        assert second in items_on(ann.get("/?status=disputed").text)
        now = int(field(ann.get(f"/item/{second}").text, "version"))
        assert ann.act(second, "verdict", mine, now, verdict="accept_b", reason="settled in sight").status == 303
        assert second not in to_do(ben) and "settled in sight" in ben.get(f"/item/{second}").text
        assert ben.act(third, "note", yours, note="a thought of Ben").status == 303
        assert "a thought of Ben" not in ann.get(f"/item/{third}").text
        page = ben.get("/agreement").text
        assert "Where they differ (1)" in page and "the other way" not in page
        assert re.search(r"all fields</th><td[^>]*>2</td><td[^>]*>1</td><td[^>]*>0\.00</td>", page)
        assert "secret of Ann" not in ben.get(f"/item/{third}").text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    run_into(tmp_path / "out", golden_pages("placeholders", tmp_path / "pages"))
    with serving(tmp_path / "out", "Ann") as server:
        ann = server.visitor("Ann")
        ann.act(to_do(ann)[0], "verdict", ann.form_token(), verdict="accept_a", reason="as printed")
        server.process.send_signal(number)
        assert server.process.wait(timeout=120) == 0
        assert server.process.stdout and server.process.stdout.read() == "closed   every decision is kept\n"
    with open_store(tmp_path / "out.decisions.sqlite") as store:
        assert [event.reviewer for event in store.events()] == ["Ann"]


def test_trouble_at_the_start_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    for arguments in (
        [str(tmp_path / "none")],
        [str(tmp_path / "empty")],
        ["x", "--reviewer", "a\nb\x07"],
        ["x", "--users", "gone"],
    ):
        command = [sys.executable, "-m", "extractor", "review", "--no-browser", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=120)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.glob("*.sqlite*"))


def test_decisions_are_kept_in_a_database_by_url(run: Path, tmp_path: Path) -> None:
    place = place_of("postgresql", tmp_path)
    with serving(run, "Ann", options=("--database", place)) as server:
        ann = server.visitor("Ann")
        token, item = ann.form_token(), to_do(ann)[0]
        assert ann.act(item, "verdict", token, verdict="not_a_problem", reason="no").status == 303
        assert ann.act(item, "verdict", token, verdict="defer", reason="later").status == 409
    with open_store(place) as store:
        assert [event.item for event in store.events()] == [item]
