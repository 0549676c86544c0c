"""Sixteen reviewers decide at once over HTTP, and a long run in a browser: what is lost, how long it takes.

Usage: python benchmarks/review_load.py [--reviewers 16] [--verdicts 500] [--items 2000] [--database URL]

Every reviewer has a thread of their own and speaks to the real server. They draw items at random and start from the item
as it stood at first, so that many meet: whoever has not seen the last verdict must get 409, and supersedes it in sight of
it. At the end the store is read back: every verdict answered with 303 must stand in it once, each in sight of the one before
it on its item, nothing else, and the chain must be whole.
Prints throughput, the 50th and 99th percentile, and times to first byte; with a browser also to interaction.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from review_server import Server, Visitor, field, items_on, serving  # noqa: E402
from sample_run import document, entry, record  # noqa: E402

from extractor.decisions.audit import audit  # noqa: E402
from extractor.decisions.store import open_store  # noqa: E402
from extractor.model.document import Span  # noqa: E402
from extractor.model.review import Ambiguity, Claim, Discrepancy  # noqa: E402
from extractor.model.run import Run, Settings  # noqa: E402
from extractor.output import write  # noqa: E402

WORDS = ("patients", "platelets", "above", "with", "no", "infusion", "before", "travel", "clinic", "count", "and", "fifty")


class Result(NamedTuple):
    """What became of the verdicts of all reviewers; `seconds` holds one time for each."""

    taken: int
    conflicts: int
    others: Counter[int]
    seconds: list[float]
    wall: float


def write_run(folder: Path, items: int, characters: int) -> None:
    """A run of two long pages with `items` questions spread over them."""
    random = Random(7)
    lines: list[str] = []
    length = 0
    while length < characters or len(lines) < items:
        lines.append(f"{len(lines)}. At least {random.randint(1, 9_999)} {' '.join(random.sample(WORDS, 9))}.")
        length += len(lines[-1]) + 1
    text = "\n".join(lines) + "\n"
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    step = len(lines) // items
    spans = [
        Span(start=starts[i * step], end=starts[i * step] + len(lines[i * step]), quote=lines[i * step])
        for i in range(items)
    ]
    one, two = document("one-1", "registry.txt", text), document("two-2", "navigator.txt", text + "Another end.\n")
    pairs = tuple(_pair(number, span) for number, span in enumerate(spans[::2]))
    flags = tuple(_flag(number, span) for number, span in enumerate(spans[1::2]))
    run = Run(
        settings=Settings(),
        started="2026-01-01T00:00:00+00:00",
        sources=(entry(one), entry(two)),
        failures=(),
        documents=(one, two),
        records=(record(one), record(two)),
        discrepancies=pairs,
        ambiguities=flags,
        timings=(),
    )
    write(run, folder, report="")


def _pair(number: int, span: Span) -> Discrepancy:
    claims = (
        Claim(document="one-1", value=f"≥ {number}", span=span),
        Claim(document="two-2", value=f"> {number}", span=span),
    )
    values = {"id": f"d{number}", "field": "threshold", "concept": f"measure {number}", "cohort": None, "relation": "wider"}
    severity = ("high", "medium", "low")[number % 3]
    return Discrepancy.model_validate({**values, "severity": severity, "claims": claims, "reasons": ("bounds-differ",)})


def _flag(number: int, span: Span) -> Ambiguity:
    values = {"id": f"a{number}", "document": "one-1", "kind": "vague", "span": span, "message": f"question {number}"}
    return Ambiguity.model_validate({**values, "severity": ("high", "medium", "low")[number % 3]})


def decide_at_once(server: Server, reviewers: list[str], verdicts: int, items: list[str]) -> Result:
    """Every reviewer gives `verdicts` verdicts on random items; one that comes second looks again and supersedes."""
    seconds: list[float] = []
    answers: Counter[int] = Counter()
    lock, start = threading.Lock(), threading.Barrier(len(reviewers) + 1)

    def work(number: int, visitor: Visitor) -> None:
        random, token = Random(number), visitor.form_token()
        seen: dict[str, int] = {}
        own: list[tuple[int, float]] = []
        start.wait()
        for count in range(verdicts):
            item, verdict = random.choice(items), random.choice(("send_back", "not_a_problem", "defer"))
            status = 409
            while status == 409:  # somebody was faster: look at what they did, then supersede it
                before = time.perf_counter()
                form = {"verdict": verdict, "reason": f"{number}-{count}"}
                answer = visitor.act(item, "verdict", token, seen.get(item, 0), **form)
                status = answer.status
                own.append((status, time.perf_counter() - before))
                seen[item] = int(field(answer.text, "version")) if status == 409 else 0
        with lock:
            answers.update(status for status, _ in own)
            seconds.extend(spent for _, spent in own)

    visitors = [server.visitor(reviewer) for reviewer in reviewers]
    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(visitors)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    others = Counter({status: count for status, count in answers.items() if status not in (303, 409)})
    return Result(answers[303], answers[409], others, seconds, time.perf_counter() - began)


def lost_or_doubled(place: str | Path, result: Result) -> list[str]:
    """What is wrong with the store after the verdicts of `result`: nothing where it holds each of them once, in order."""
    with open_store(place) as store:
        checked = audit(*store.rows())
    events = checked.events
    wrong = [f"event {checked.broken.sequence}: {checked.broken.problem}"] if checked.broken else []
    reasons = Counter(event.reason for event in events)
    wrong += [f"{reason} was written {count} times" for reason, count in reasons.items() if count > 1]
    if len(events) != result.taken:
        wrong.append(f"{result.taken} verdicts were taken, {len(events)} stand in the store")
    last: dict[str, int] = {}
    for event in events:  # each verdict must have been given in sight of the one before it on its item
        if event.supersedes != last.get(event.item):
            wrong.append(f"event {event.sequence} was not given in sight of event {last.get(event.item)}")
        last[event.item] = event.sequence
    return wrong


def all_items(visitor: Visitor) -> list[str]:
    """The ids of every item, page by page of the queue."""
    found: list[str] = []
    number = 1
    while new := [item for item in items_on(visitor.get(f"/?status=all&page={number}").text) if item not in found]:
        found += new
        number += 1
    return found


def first_bytes(visitor: Visitor, items: list[str]) -> dict[str, float]:
    """Milliseconds to a whole answer, the median of several, by view; the first look at a page renders it."""
    times = {"whole page, first look": _timed(visitor, ["/page/one-1"])}
    times["whole page"] = _timed(visitor, ["/page/one-1"] * 5)
    times["queue"] = _timed(visitor, ["/"] * 15)
    times["queue, last page"] = _timed(visitor, ["/?status=all&page=9999"] * 15)
    times["search"] = _timed(visitor, ["/?status=all&q=platelet+infusion"] * 15)
    times["item"] = _timed(visitor, [f"/item/{item}" for item in items[:: max(1, len(items) // 30)]])
    return times


def _timed(visitor: Visitor, paths: list[str]) -> float:
    spent = []
    for path in paths:
        before = time.perf_counter()
        assert visitor.get(path).status == 200
        spent.append((time.perf_counter() - before) * 1000)
    return statistics.median(spent)


def interactions(server: Server, reviewer: str) -> dict[str, float]:
    """Milliseconds in a real browser until a view can be used, and from a key to the next item."""
    from review_browser import chromium

    times = {}
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(server.links[reviewer])
        item = items_on(page.content())[0]
        for name, path in (("queue", "/"), ("item", f"/item/{item}"), ("whole page", "/page/one-1")):
            page.goto(server.address + path)
            entry_of = "performance.getEntriesByType('navigation')[0]"
            times[f"{name}, first byte"] = page.evaluate(f"{entry_of}.responseStart")
            times[f"{name}, interactive"] = page.evaluate(f"{entry_of}.domInteractive")
            times[f"{name}, loaded"] = page.evaluate(f"{entry_of}.loadEventEnd")
        page.goto(f"{server.address}/item/{item}")
        spent = []
        for _ in range(15):
            before, url = time.perf_counter(), page.url
            page.keyboard.press("j")
            page.wait_for_url(lambda now, url=url: now != url)  # type: ignore[misc]
            spent.append((time.perf_counter() - before) * 1000)
        times["next item by key"] = statistics.median(spent)
    return times


def main() -> None:
    """Run it and print the figures; ends with 1 where a verdict was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reviewers", type=int, default=16)
    parser.add_argument("--verdicts", type=int, default=500)
    parser.add_argument("--items", type=int, default=2_000)
    parser.add_argument("--database", help="the URL of a database in place of a file; it must be empty")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        write_run(out, given.items, 1_000_000)
        names = [f"Reviewer {number}" for number in range(given.reviewers)]
        options = ("--database", given.database) if given.database else ()
        with serving(out, *names, "Watcher", "Browser", options=options) as server:
            watcher = server.visitor("Watcher")
            items = all_items(watcher)
            print(f"items                              {len(items)} on two pages of 1 MB")
            for name, milliseconds in first_bytes(watcher, items).items():
                print(f"{name:<34} {milliseconds:8.1f} ms")
            result = decide_at_once(server, names, given.verdicts, items)
            show(result)
            watcher.reconnect()
            for name, milliseconds in first_bytes(watcher, items).items():
                print(f"{name + ' (decided)':<34} {milliseconds:8.1f} ms")
            if Path("/usr/bin/chromium").exists():
                for name, milliseconds in interactions(server, "Browser").items():
                    print(f"{name:<34} {milliseconds:8.1f} ms")
        wrong = lost_or_doubled(given.database or Path(f"{out}.decisions.sqlite"), result)
    print(f"lost or doubled                    {len(wrong)}")
    for line in wrong[:10]:
        print(line)
    sys.exit(1 if wrong or result.others else 0)


def show(result: Result) -> None:
    """Print throughput, percentiles and conflicts."""
    spent = sorted(result.seconds)
    total = result.taken + result.conflicts
    print(f"forms sent                         {total} in {result.wall:.1f} s, {total / result.wall:.0f} a second")
    p50, p99 = (spent[int(len(spent) * share)] * 1000 for share in (0.5, 0.99))
    print(f"p50, p99                           {p50:.0f} ms, {p99:.0f} ms")
    print(f"taken (303)                        {result.taken}")
    print(f"conflicts (409)                    {result.conflicts}")
    print(f"other answers                      {dict(result.others)}")


if __name__ == "__main__":
    main()
