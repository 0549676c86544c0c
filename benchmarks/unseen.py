"""What the trained reader is for: discrepancies of the labelled cases where the catalogue does not know their words.

The catalogue grew while these cases were read. Here the conditions, drugs and procedures that a case names are taken out of
it before the case is read, so that its pages are as strange as new ones: all of them, or every second one. Prints, with and
without the trained reader, the recall of discrepancies and of those of high severity, false alarms, and items a case. Ages,
numbers and registry fields stay as they are. Needs ../shared; says so and ends with status 0 without it.
"""

import argparse
import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any
from unittest.mock import patch

from leaf_misses import scorer

from extractor import pipeline
from extractor.catalogue import Topic, find_terms, term, topics
from extractor.entities import BUILT_IN, NONE
from extractor.model.run import Settings

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
PARTS = ("pages", "pairs")
HIDDEN = frozenset(("condition", "drug", "procedure", "device", "infection", "malignancy"))
"""The topics whose rows are taken out; the trained reader names things of these kinds."""
SHARES = {"nothing": 0, "every second": 2, "all": 1}
FIGURES = ("discrepancy_recall", "high_severity_recall", "false_alarm_rate", "precision_vs_labels", "discrepancies_a_case")


def main() -> int:
    """Measure and print; the exit status is 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=BUILT_IN, help="the reader to measure, as extractor run takes it")
    model = parser.parse_args().model
    if not CASES.exists():
        print("skipped: ../shared is not here, so nothing was measured")
        return 0
    print(f"{'':6} {'taken out':13} {'reader':12}" + " ".join(f"{name:>20}" for name in FIGURES))
    for part in PARTS:
        for hidden, every in SHARES.items():
            for reader in (NONE, model):
                found = measure(part, every, reader)
                print(f"{part:6} {hidden:13} {reader:12}" + " ".join(f"{found[name]:20.3f}" for name in FIGURES))
    return 0


def measure(part: str, every: int, reader: str) -> dict[str, Any]:
    """The scorer's figures for one part; of the rows that a case names every `every`-th is taken out, none for 0."""
    folder = CASES / part
    with tempfile.TemporaryDirectory() as work, contextlib.redirect_stdout(io.StringIO()):
        for case in sorted(path for path in folder.iterdir() if path.is_dir()):
            pages = sorted(path for path in case.iterdir() if not path.name.startswith("expected"))
            with without(named_in(pages, every)):
                run = pipeline.run([str(page) for page in pages], settings=Settings(model=reader))
                pipeline.write(run, Path(work) / case.name, report="")
        found: dict[str, Any] = scorer().cases(work, str(folder))
    return found


def named_in(pages: list[Path], every: int) -> Set[str]:
    """The keys of the catalogue's conditions, drugs and procedures that the pages name: every `every`-th, by name."""
    if not every:
        return frozenset()
    matches = [match for page in pages for match in find_terms(page.read_text(encoding="utf-8", errors="replace"))]
    rows = [match.row if isinstance(match.row, Topic) else match.twin for match in matches]
    return frozenset(sorted({row.key for row in rows if row and row.topic in HIDDEN})[::every])


@contextlib.contextmanager
def without(keys: Set[str]) -> Iterator[None]:
    """The catalogue without these topics, meanwhile."""
    rest = tuple(row for row in topics() if row.key not in keys)
    with patch.object(term, "topics", lambda: rest):
        term._trie.cache_clear()
        yield
    term._trie.cache_clear()


if __name__ == "__main__":
    sys.exit(main())
