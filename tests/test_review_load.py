"""Sixteen reviewers at once over HTTP; the benchmark of the same name does it on a larger scale."""

import sys
from pathlib import Path

from review_server import ROOT, serving

sys.path.insert(0, str(ROOT / "benchmarks"))

from review_load import all_items, decide_at_once, lost_or_doubled, write_run

REVIEWERS, VERDICTS, ITEMS = 16, 50, 200


def test_sixteen_reviewers_lose_nothing(tmp_path: Path) -> None:
    write_run(tmp_path / "out", ITEMS, 50_000)
    names = [f"Reviewer {number}" for number in range(REVIEWERS)]
    with serving(tmp_path / "out", *names, "Watcher") as server:
        items = all_items(server.visitor("Watcher"))
        assert len(items) == ITEMS
        result = decide_at_once(server, names, VERDICTS, items)
    assert result.taken == REVIEWERS * VERDICTS
    assert result.conflicts > 0
    assert not result.others
    assert lost_or_doubled(tmp_path / "out.decisions.sqlite", result) == []
