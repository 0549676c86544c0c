"""How long one durable decision takes, and how many a second: `python tests/decisions_speed.py [FOLDER]`."""

import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles

from decisions_databases import new_database, server_url
from decisions_sample import draft

from extractor.decisions.audit import audit
from extractor.decisions.store import open_store

ROUNDS = 2000


def measure(name: str, place: str) -> None:
    with open_store(place) as store:
        store.append(draft("d-first"), expected=0)
        times = []
        for number in range(ROUNDS):
            start = time.perf_counter()
            store.append(draft(f"d-{number}"), expected=0)
            times.append(time.perf_counter() - start)
        at_once = time.perf_counter()
        store.append_all([(draft(f"all-{number}"), 0) for number in range(ROUNDS)])
        at_once = time.perf_counter() - at_once
        read = time.perf_counter()
        events = store.events()
        read = time.perf_counter() - read
        assert audit(*store.rows()).broken is None
    cuts = quantiles(times, n=100)
    middle, late, alone = cuts[49] * 1000, cuts[98] * 1000, ROUNDS / sum(times)
    print(f"{name:12}{alone:7.0f} events/s one by one, p50 {middle:.2f} ms, p99 {late:.2f} ms")
    print(f"{'':12}{ROUNDS / at_once:7.0f} events/s at once, {len(events) / read:.0f} events/s read")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        measure("sqlite", str(Path(folder) / "out.decisions.sqlite"))
    server = server_url()
    if server:
        measure("postgresql", new_database(server))
