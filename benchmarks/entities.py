"""How well conditions, drugs and procedures are named on Leaf: by a phrase list, the rules, and with the trained reader.

Prints strict and relaxed precision, recall and F1 by kind beside what a human second annotator reaches on the same scorer
(strict/relaxed F1 of 0.78/0.90, 0.86/0.89 and 0.80/0.88), then what the reader costs: the time to load it, its memory, and
trials a second with and without it (processor time). Needs ../shared; says so and ends with status 0 without it.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core, as the figures say

import throughput
from leaf_misses import scorer

from extractor import pipeline
from extractor.catalogue import Topic, find_terms
from extractor.entities import BUILT_IN, NONE, load_reader
from extractor.model.run import Settings

LEAF = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "leaf"
KINDS = ("condition", "drug", "procedure")
HUMAN = {"condition": (0.78, 0.90), "drug": (0.86, 0.89), "procedure": (0.80, 0.88)}
MARKS = {"condition": 0.80, "drug": 0.77, "procedure": 0.72}
TRIALS = 400


def main() -> int:
    """Measure, print, and return the exit status: 1 where a mark is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=BUILT_IN, help="the reader to measure, as extractor run takes it")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    if not LEAF.exists():
        print("skipped: ../shared is not here, so nothing was measured")
        return 0
    figures: dict[str, dict[str, Any]] = {"cost": cost(arguments.model)}
    score = scorer()
    with tempfile.TemporaryDirectory() as folder:
        figures["phrase list"] = phrase_list(score, Path(folder) / "phrases")
        figures["rules"] = read(score, NONE, Path(folder) / "rules")
        figures["with reader"] = read(score, arguments.model, Path(folder) / "reader")
    show(figures)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    missed = [kind for kind in KINDS if figures["with reader"][kind]["relaxed_f1"] < MARKS[kind]]
    if missed:
        print(f"below the mark: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


def read(score: Any, model: str, out: Path) -> dict[str, Any]:
    """The scorer's figures for a run over Leaf's texts."""
    run = pipeline.run([str(path) for path in sorted(LEAF.glob("*.txt"))], settings=Settings(model=model))
    pipeline.write(run, out, report="")
    found: dict[str, Any] = score.entities(str(out), str(LEAF))
    return found


def phrase_list(score: Any, out: Path) -> dict[str, Any]:
    """The scorer's figures for the catalogue's spellings alone, wherever they stand: no criteria, no scopes."""
    out.mkdir(parents=True)
    with (out / "records.jsonl").open("w", encoding="utf-8") as file:
        for path in sorted(LEAF.glob("*.txt")):
            with path.open(encoding="utf-8", newline="") as page:
                text = page.read()
            terms = [(term, term.row if isinstance(term.row, Topic) else term.twin) for term in find_terms(text)]
            named = [
                {"topic": row.topic, "concept": {"span": {"start": term.start, "end": term.end}}}
                for term, row in terms
                if row
            ]
            record = {"document": {"path": path.name}, "criteria": [{"characteristics": named}]}
            file.write(json.dumps(record) + "\n")
    found: dict[str, Any] = score.entities(str(out), str(LEAF))
    return found


def cost(model: str) -> dict[str, float]:
    """Seconds and megabytes to load the reader, and trials a second without and with it."""
    figures: dict[str, float] = {}
    before, start = _megabytes(), time.process_time()
    load_reader(model)
    figures["load_seconds"] = round(time.process_time() - start, 2)
    figures["load_megabytes"] = round(_megabytes() - before, 1)
    if not throughput.TEXTS.exists():
        return figures
    jobs = throughput.load(throughput.TEXTS, TRIALS)
    for name, reader in (("rules_trials_per_second", NONE), ("reader_trials_per_second", model)):
        for job in jobs[: throughput.WARM_UP]:
            pipeline.attempt(job, model=reader)
        start = time.process_time()
        for job in jobs:
            pipeline.attempt(job, model=reader)
        figures[name] = round(len(jobs) / (time.process_time() - start), 1)
    return figures


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def show(figures: dict[str, dict[str, Any]]) -> None:
    """Print the figures as two tables."""
    print(f"{'':22} {'strict F1':>9} {'relaxed P':>9} {'relaxed R':>9} {'relaxed F1':>10}")
    for kind in KINDS:
        for name in ("phrase list", "rules", "with reader"):
            row = figures[name][kind]
            values = (row["strict_f1"], row["relaxed_p"], row["relaxed_r"], row["relaxed_f1"])
            print(f"{kind:10} {name:11} " + " ".join(f"{value:9.3f}" for value in values))
        print(f"{kind:10} {'human':11} {HUMAN[kind][0]:9.3f} {'':9} {'':9} {HUMAN[kind][1]:9.3f}")
    for name, value in figures["cost"].items():
        print(f"{name.replace('_', ' '):26} {value}")


if __name__ == "__main__":
    sys.exit(main())
