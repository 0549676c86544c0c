"""The review page from start to end: open the run and its decisions, print the links, serve, close."""

import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from extractor.decisions.place import decisions_file
from extractor.decisions.session import whole_events
from extractor.decisions.store import open_store
from extractor.review.app import build_app
from extractor.review.desk import Desk, load
from extractor.review.secret import installation_secret
from extractor.review.server import host_names, listen, port_of, serve
from extractor.review.session import Links, Seal
from extractor.review.visit import Office


def review(
    out: Path, *, reviewers: Sequence[str], decisions: str | None, port: int | None, blind: bool, browser: bool
) -> None:
    """Serve the review of the run in `out` until Ctrl-C or SIGTERM.

    A link for each of `reviewers` is printed once requests can be answered; with `browser` the first one is opened. The
    decisions stand beside `out`, or in the database that `decisions` names. Raises ExtractorError where the run, the
    decisions, the secret or the port cannot be used, or a decision was changed since it was written.
    """
    run = load(out)
    secret = installation_secret()
    with open_store(decisions or decisions_file(out)) as store, listen(port) as listener:
        whole_events(store)
        desk = Desk(out, run, store, blind=blind)
        number = port_of(listener)
        hosts = host_names(number)
        links = Links()
        office = Office(desk, tuple(reviewers), Seal(secret, str(out.resolve())), links, f"http://{hosts[0]}")
        opening = [(name, f"{office.address}/open?token={links.issue(name)}") for name in office.reviewers]
        app = build_app(office, hosts=hosts, cookie=f"extractor_review_{number}")
        serve(app, listener, ready=lambda: _invite(desk, opening, browser=browser))
    print("closed   every decision is kept")


def _invite(desk: Desk, opening: Sequence[tuple[str, str]], *, browser: bool) -> None:
    for name, link in opening:
        print(f"open     {link}  ({name}; works once)")
    print(f"review   {desk.out}: {len(desk.table('').states)} items, decisions in {desk.store.place}; Ctrl-C ends")
    sys.stdout.flush()
    if browser:
        webbrowser.open(opening[0][1])
