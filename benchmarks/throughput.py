"""How fast trials are read on one core, and where the time goes.

Runs every stage that reads one document over the eligibility texts of ../shared in one process and one thread, after a
warm-up, and prints trials a second, characters a second and the share of each stage. Ends with status 1 below `--floor`.

Speed counts the seconds of processor time, so that whatever else runs on the machine does not make it look slower; nothing
here waits for anything but the processor.
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

from extractor import pipeline
from extractor.entities import NONE

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "eligibility-texts.jsonl"
WARM_UP = 50


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=TEXTS, help="one JSON object a line, with a key 'text'")
    parser.add_argument("--model", default=NONE, help="the trained reader: none, built-in or another (default: none)")
    parser.add_argument("--limit", type=int, help="only the first so many texts")
    parser.add_argument("--floor", type=float, default=0.0, help="trials a second that must be reached")
    parser.add_argument("--rounds", type=int, default=1, help="measure up to so many times until the floor is reached")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    if not arguments.texts.exists():
        print(f"skipped: {arguments.texts.name} is not here")
        return 0
    jobs = load(arguments.texts, arguments.limit)
    for _ in range(arguments.rounds):
        figures = measure(jobs, arguments.model)
        show(figures)
        if speed(figures) >= arguments.floor:
            break
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if speed(figures) < arguments.floor:
        print(f"below the floor of {arguments.floor:g} trials/s", file=sys.stderr)
        return 1
    return 0


def load(path: Path, limit: int | None) -> list[pipeline.Job]:
    """The texts of a file of JSON lines that hold any, each as a file of its own."""
    with path.open(encoding="utf-8") as lines:
        texts = [json.loads(line).get("text") or "" for line in lines]
    texts = [text for text in texts if text.strip()][:limit]
    return [pipeline.Job(f"{number}.txt", text.encode(), f"text-{number}") for number, text in enumerate(texts)]


def measure(jobs: list[pipeline.Job], model: str) -> dict[str, object]:
    """Read each text after a warm-up and give the speed, and the seconds of each stage; `model` names the trained reader."""
    with pipeline.rare_collections():  # as a run does
        return _measured(jobs, model)


def _measured(jobs: list[pipeline.Job], model: str) -> dict[str, object]:
    for job in jobs[:WARM_UP]:
        pipeline.attempt(job, model=model)
    seconds: Counter[str] = Counter()
    characters = failed = 0
    start, start_wall = time.process_time(), time.perf_counter()
    for job in jobs:
        result = pipeline.attempt(job, model=model)
        failed += not isinstance(result, pipeline.Reading)
        if isinstance(result, pipeline.Reading):
            characters += len(result.document.text)
            seconds.update(result.seconds)
    total, wall = time.process_time() - start, time.perf_counter() - start_wall
    return {
        "trials": len(jobs),
        "not_read": failed,
        "characters": characters,
        "seconds": round(total, 3),
        "wall_seconds": round(wall, 3),
        "trials_per_second": round(len(jobs) / total, 1),
        "mchar_per_second": round(characters / total / 1e6, 3),
        "stages": {stage: round(spent, 3) for stage, spent in seconds.items()},
    }


def speed(figures: dict[str, object]) -> float:
    """Trials a second."""
    return float(str(figures["trials_per_second"]))


def show(figures: dict[str, object]) -> None:
    """Print the figures as a short table."""
    stages = figures["stages"]
    assert isinstance(stages, dict)
    print(f"{figures['trials']} trials, {figures['characters']} characters, {figures['not_read']} not read")
    for stage, spent in stages.items():
        print(f"  {stage:10} {100 * spent / sum(stages.values()):5.1f} %")
    print(f"{figures['seconds']} s of processor time in {figures['wall_seconds']} s")
    print(f"{figures['trials_per_second']} trials/s, {figures['mchar_per_second']} Mchar/s on one core")


if __name__ == "__main__":
    sys.exit(main())
