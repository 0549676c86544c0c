"""How fast trials are read on one core, and where the time goes.

Runs every stage that reads one document over the eligibility texts of ../shared in one process and one thread, after a
warm-up, and prints trials a second, characters a second and the share of each stage. Ends with status 1 below `--floor`.
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from extractor import pipeline

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "eligibility-texts.jsonl"
WARM_UP = 50


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=TEXTS, help="one JSON object a line, with a key 'text'")
    parser.add_argument("--limit", type=int, help="only the first so many texts")
    parser.add_argument("--floor", type=float, default=0.0, help="trials a second that must be reached")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    if not arguments.texts.exists():
        print(f"skipped: {arguments.texts.name} is not here")
        return 0
    texts = load(arguments.texts, arguments.limit)
    figures = measure(texts)
    show(figures)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if float(str(figures["trials_per_second"])) < arguments.floor:
        print(f"below the floor of {arguments.floor:g} trials/s", file=sys.stderr)
        return 1
    return 0


def load(path: Path, limit: int | None) -> list[str]:
    """The texts of a file of JSON lines that hold any."""
    with path.open(encoding="utf-8") as lines:
        texts = [json.loads(line).get("text") or "" for line in lines]
    return [text for text in texts if text.strip()][:limit]


def measure(texts: list[str]) -> dict[str, object]:
    """Read each text as a file of its own and report the speed, by stage."""
    with TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            with (Path(folder) / f"{number:06}.txt").open("w", encoding="utf-8", newline="") as file:
                file.write(text)
        jobs, _ = pipeline.load([folder])
    for job in jobs[:WARM_UP]:
        pipeline.attempt(job)
    seconds: Counter[str] = Counter()
    failed = 0
    start = time.perf_counter()
    for job in jobs:
        result = pipeline.attempt(job)
        failed += not isinstance(result, pipeline.Reading)
        if isinstance(result, pipeline.Reading):
            seconds.update(result.seconds)
    total = time.perf_counter() - start
    characters = sum(map(len, texts))
    return {
        "trials": len(jobs),
        "not_read": failed,
        "characters": characters,
        "seconds": round(total, 3),
        "trials_per_second": round(len(jobs) / total, 1),
        "mchar_per_second": round(characters / total / 1e6, 3),
        "stages": {stage: round(spent, 3) for stage, spent in seconds.items()},
    }


def show(figures: dict[str, object]) -> None:
    """Print the figures as a short table."""
    stages = figures["stages"]
    assert isinstance(stages, dict)
    whole = float(str(figures["seconds"]))
    print(f"{figures['trials']} trials, {figures['characters']} characters, {whole} s; {figures['not_read']} not read")
    for stage, spent in stages.items():
        print(f"  {stage:10} {spent:8.3f} s  {100 * spent / whole:5.1f} %")
    print(f"{figures['trials_per_second']} trials/s, {figures['mchar_per_second']} Mchar/s on one core")


if __name__ == "__main__":
    sys.exit(main())
