"""Hold the figures of the last accepted state: run the measured parts and compare them with benchmarks/floors.toml.

    python benchmarks/floors.py [--only PART ...]        status 1 when a figure fell below its floor
    python benchmarks/floors.py --accept                 raise floors to the figures reached; add new ones
    python benchmarks/floors.py --lower NAME --reason TEXT    set one floor to the figure reached, and say why

A figure may fall short of its floor by `TOLERANCE`. Where less is better (false alarms, items a case) the floor is a
ceiling.
Needs ../shared; says so and ends with status 0 without it.
"""

import argparse
import contextlib
import io
import json
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import metamorphic
import scope
from leaf_misses import scorer

from extractor import pipeline
from extractor.model.run import Settings

SHARED = Path(__file__).resolve().parents[2] / "shared"
FLOORS = Path(__file__).with_name("floors.toml")
TOLERANCE = 0.002
CEILINGS = ("false_alarm_rate", "discrepancies_a_case", "ambiguities_a_case", "silent")
LENGTHS = ("discrepancies_a_case", "ambiguities_a_case")  # limits of what a person reads, not figures to drive down
PAGES = 120

Figures = dict[str, float]


def read(sources: list[Path], out: Path) -> None:
    """One run over files, as `extractor run` does it."""
    run = pipeline.run([str(path) for path in sources], settings=Settings())
    out.parent.mkdir(parents=True, exist_ok=True)
    pipeline.write(run, out, report="")


def leaf(score: Any, work: Path) -> Figures:
    """Comparisons and named conditions, drugs and procedures against the labels of Leaf."""
    corpus = SHARED / "corpora" / "leaf"
    read(sorted(corpus.glob("*.txt")), work / "leaf")
    found = score.numeric(str(work / "leaf"), str(SHARED / "corpora" / "leaf-numeric.jsonl"))
    named = score.entities(str(work / "leaf"), str(corpus))
    return {
        "exact_f1": found["exact"]["f1"],
        "exact_with_unit_f1": found["exact_with_unit"]["f1"],
        "age_recall": found["age_recall"],
        "concept_recall": found["concept_recall_of_exact"],
        **{f"{kind}_f1": named[kind]["relaxed_f1"] for kind in ("condition", "drug", "procedure")},
    }


def ages(score: Any, work: Path) -> Figures:
    """Ages of the whole trial against the registry's own fields."""
    gold = SHARED / "corpora" / "ages.jsonl"
    sources = work / "ages-sources"
    sources.mkdir()
    for row in score.rows(gold):
        (sources / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8", newline="")
    read([sources], work / "ages")
    found = score.ages(str(work / "ages"), str(gold))
    return {"low": found["low_agreement"], "high": found["high_agreement"], "silent": found.get("silent", 0)}


def cases(part: str, score: Any, work: Path) -> Figures:
    """Discrepancies and ambiguities of labelled cases."""
    folder = SHARED / "cases" / part
    for case in sorted(path for path in folder.iterdir() if path.is_dir()):
        read(sorted(path for path in case.iterdir() if not path.name.startswith("expected")), work / part / case.name)
    found = score.cases(str(work / part), str(folder))
    names = ("discrepancy_recall", "high_severity_recall", "false_alarm_rate", "ambiguity_recall")
    return {name: found[name] for name in (*names, "discrepancies_a_case", "ambiguities_a_case")}


def scopes(score: Any, work: Path) -> Figures:
    """F1 of scope on Leaf and Chia."""
    return {kind: tally.figures()["f1"] for kind, tally in scope.measure().items() if kind != "condition"}


def meaning(score: Any, work: Path) -> Figures:
    """Invariance and change over real criteria."""
    found = metamorphic.figures(metamorphic.measure(metamorphic.real_pages(metamorphic.LEAF, PAGES)))
    return {"invariance": found["invariance"], "change": found["change"]}


PARTS: dict[str, Callable[[Any, Path], Figures]] = {
    "leaf": leaf,
    "ages": ages,
    "pages": lambda score, work: cases("pages", score, work),
    "pairs": lambda score, work: cases("pairs", score, work),
    "scope": scopes,
    "meaning": meaning,
}


def measure(parts: list[str]) -> Figures:
    """All figures of the parts, by "part.name"."""
    score = scorer()
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for part in parts:
            with contextlib.redirect_stdout(io.StringIO()):
                found = PARTS[part](score, Path(folder))
            figures |= {f"{part}.{name}": float(value) for name, value in found.items()}
    return figures


def is_ceiling(name: str) -> bool:
    """Whether less is better."""
    return name.endswith(CEILINGS)


def falls_short(name: str, figure: float, floor: float) -> bool:
    """Whether a figure is worse than its floor by more than the tolerance."""
    return (figure - floor if is_ceiling(name) else floor - figure) > TOLERANCE


def better(name: str, figure: float, floor: float | None) -> float:
    """The floor after a state is accepted: never easier than before. How long the lists are stays as it was set."""
    if floor is None or name.endswith(LENGTHS):
        return figure if floor is None else floor
    return min(figure, floor) if is_ceiling(name) else max(figure, floor)


def load() -> tuple[Figures, dict[str, str]]:
    """The floors, and the reasons why some were lowered."""
    if not FLOORS.exists():
        return {}, {}
    content = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    return {name: float(value) for name, value in content.get("floors", {}).items()}, content.get("lowered", {})


def save(floors: Figures, reasons: dict[str, str]) -> None:
    """Write the floors and the reasons, by name."""
    lines = ["# The figures of the last accepted state. Written by benchmarks/floors.py.", "", "[floors]"]
    lines += [f'"{name}" = {floors[name]}' for name in sorted(floors)]
    lines += ["", "[lowered]", *(f'"{name}" = {json.dumps(reasons[name], ensure_ascii=False)}' for name in sorted(reasons))]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def show(figures: Figures, floors: Figures) -> list[str]:
    """Print a table; give the names that fell."""
    fallen = []
    for name, figure in figures.items():
        floor = floors.get(name)
        short = floor is not None and falls_short(name, figure, floor)
        fallen += [name] if short else []
        note = "FELL" if short else "new" if floor is None else "better" if better(name, figure, floor) != floor else ""
        sign = "<=" if is_ceiling(name) else ">="
        print(f"{name:32} {figure:9.4f}  {sign} {'' if floor is None else f'{floor:.4f}':8} {note}")
    return fallen


def main() -> int:
    """Measure, compare, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="these parts alone")
    parser.add_argument("--accept", action="store_true", help="raise the floors to the figures reached")
    parser.add_argument("--lower", metavar="NAME", help="set this floor to the figure reached, also where it is worse")
    parser.add_argument("--reason", help="why that floor is lowered")
    arguments = parser.parse_args()
    if arguments.lower and not (arguments.reason or "").strip():
        parser.error("--lower needs --reason")
    if not SHARED.exists():
        print("skipped: ../shared is not here, so nothing was measured against the floors")
        return 0
    floors, reasons = load()
    if arguments.lower and arguments.lower not in floors:
        parser.error(f"there is no floor {arguments.lower}")
    figures = measure([arguments.lower.partition(".")[0]] if arguments.lower else arguments.only)
    fallen = show(figures, floors)
    if arguments.lower:
        floors[arguments.lower] = figures[arguments.lower]
        save(floors, reasons | {arguments.lower: arguments.reason.strip()})
        return 0
    if arguments.accept:
        save({**floors, **{name: better(name, figure, floors.get(name)) for name, figure in figures.items()}}, reasons)
    if fallen:
        print(f"fell below the floor: {', '.join(fallen)}", file=sys.stderr)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
