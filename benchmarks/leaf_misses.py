"""Where the numeric reading differs from the labels of the Leaf Clinical Trials corpus, by kind.

    python benchmarks/leaf_misses.py [--half a|b] [--examples N] [--kind missed|inexact|unit|concept|false]

"scored concept" is what score.py takes as the concept of a range, which for a time window is the event it counts from;
"statement's concept" counts what the statement with the window is about as well ("chemotherapy within 4 weeks of day 1").
Reads the labelled trials item by item (segment, then criteria); prints tallies. Needs ../shared; says so and stops without.
"""

import argparse
import hashlib
import importlib.util
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from extractor.criteria import read_item
from extractor.model.document import Document
from extractor.segment import outline

SHARED = Path(__file__).resolve().parents[2] / "shared"
LEVELS = ("missed", "inexact", "inexact", "unit", "right")
TIME_CODES = {"a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour", "min": "minute"}
BOUNDS = {"GTEQ": (0, True), "GT": (0, False), "LTEQ": (1, True), "LT": (1, False)}


def scorer() -> ModuleType:
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "score" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit("cannot load ../shared/score/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def half_of(name: str) -> str:
    """The half that a trial falls into, by a hash of its id, so that rules can be tried on the half not looked at."""
    return "ab"[hashlib.md5(name.encode()).digest()[-1] & 1]


def predictions(score: ModuleType, name: str, text: str) -> list[tuple[Any, ...]]:
    """The scored ranges of one text, with topic and shape behind each."""
    document = Document(id=name, path=name, sha256="", media_type="text/plain", kind="registry", text=text, reading=text)
    parts = outline(document)
    found = []
    for item in parts.items:
        for characteristic in read_item(document, parts, item):
            dumped = characteristic.model_dump(mode="json")
            record = {"criteria": [{"span": dumped["span"], "characteristics": [dumped]}]}
            concept = (dumped["concept"] or {}).get("text")
            found += [(*row, dumped["topic"], " ".join(dumped["confidence"]), concept) for row in score.ranges(record)]
    return found


def level(score: ModuleType, gold: dict[str, Any], pred: tuple[Any, ...]) -> int:
    """0 missed, 1 a value, 2 the direction, 3 exact, 4 exact with its unit; as the scorer counts."""
    start, end = score.comparison_span(gold)
    if pred[1] <= start - 2 or pred[0] >= end + 2:
        return 0
    values, operator = score.comparison_values(gold), score.comparison_operators(gold)[0]
    unit = next((u["text"] for k in ("Temporal-Unit", "Unit") for u in gold["roles"].get(k, [])), None)
    gold_time, pred_time = score.time_unit(unit), TIME_CODES.get(pred[6], score.time_unit(pred[6]))
    want: list[Any] = [min(values), max(values)]
    inclusive = None
    if len(values) == 1 and operator in BOUNDS:
        side, inclusive = BOUNDS[operator]
        want[1 - side] = None
    same = [score.same_number(got, w, pred_time, gold_time) for got, w in zip(pred[2:4], want, strict=True) if w is not None]
    if not all(same):
        return int(any(score.same_number(got, v, pred_time, gold_time) for got in pred[2:4] for v in values))
    if inclusive is not None and pred[4 + side] != inclusive:
        return 2
    fits = unit is None or (gold_time and pred_time) or (not gold_time and pred[6])
    return 4 if fits else 3


def kind_of(gold: dict[str, Any], score: ModuleType) -> str:
    operator = " | ".join(o["text"].lower() for o in gold["roles"].get("Operator", []))
    unit = next((u["text"].lower() for k in ("Temporal-Unit", "Unit") for u in gold["roles"].get(k, [])), "-")
    head = "/".join(sorted({f"{h['event']}.{h['role']}" for h in gold["heads"]})) or "-"
    return f"{operator:22s} {score.time_unit(unit) or unit:12s} {head}"


def compare(score: ModuleType, half: str | None, tallies: dict[str, Counter[str]], examples: dict[str, list[str]]) -> None:
    by_trial = defaultdict(list)
    for gold in score.rows(SHARED / "corpora" / "leaf-numeric.jsonl"):
        by_trial[gold["doc"]].append(gold)
    for path in sorted((SHARED / "corpora" / "leaf").glob("*.txt")):
        if half is None or half_of(path.stem) == half:
            compare_trial(score, path, by_trial[path.stem], tallies, examples)


def shares_word(names: list[str], concept: str | None) -> bool:
    """Whether a name of the label shares a word with a concept, as the scorer asks."""
    said = set(re.findall(r"[a-z0-9]+", str(concept or "").lower()))
    return any(said & set(re.findall(r"[a-z0-9]+", name)) for name in names)


def compare_trial(score: ModuleType, path: Path, golds: list[dict[str, Any]], tallies: Any, examples: Any) -> None:
    text = path.read_bytes().decode("utf-8")
    preds = predictions(score, path.stem, text)
    used = set()
    for gold in (g for g in golds if score.comparison_is_scored(g)):
        levels = [(level(score, gold, pred) if i not in used else 0, -i) for i, pred in enumerate(preds)]
        best, place = max(levels, default=(0, 0))
        kind, got = LEVELS[best], preds[-place] if best else None
        if best:
            used.add(-place)
        elif got is None:
            near = score.comparison_span(gold)
            got = next((p for p in preds if p[0] < near[1] and near[0] < p[1]), None)
        names = [n.lower() for h in gold["heads"] for n in (h["names"] or [h["trigger"]])]
        age = any(h["event"] == "Age" for h in gold["heads"])
        said = f"{gold['comparison_text']!r} read as {got[2:9] if got else None} | {gold['line'][:170]}"
        tallies["all"][kind] += 1
        if kind != "right":
            tallies[kind][kind_of(gold, score)] += 1
            examples[kind].append(said)
        if best >= 3 and names and got:
            named = age or shares_word(names, got[7])
            tallies["scored concept"]["right" if named else "not"] += 1
            stated = shares_word(names, got[10])
            tallies["statement's concept"]["right" if named or stated else "not"] += 1
            if not age and not stated:
                tallies["concept"][kind_of(gold, score)] += 1
                examples["concept"].append(f"{names} | {said}")
    spans = [score.comparison_span(g) for g in golds]
    for i, pred in enumerate(preds):
        if i not in used and not any(pred[0] < e and s < pred[1] for s, e in spans):
            tallies["false"][f"{pred[8]:16s} {pred[9]}"] += 1
            line = text[max(0, pred[0] - 60) : pred[1] + 40].replace("\n", " ")
            examples["false"].append(f"{text[pred[0] : pred[1]]!r} {pred[2:8]} | {line}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("a", "b"))
    parser.add_argument("--examples", type=int, default=0)
    parser.add_argument("--kind", default="")
    options = parser.parse_args()
    if not SHARED.exists():
        raise SystemExit("skipped: ../shared is not here")
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[str, list[str]] = defaultdict(list)
    compare(scorer(), options.half, tallies, examples)
    for name, tally in tallies.items():
        if not options.kind or name in (options.kind, "all"):
            print(f"\n{name}: {sum(tally.values())}")
            for kind, count in tally.most_common(30):
                print(f"{count:5d}  {kind}")
            for line in examples[name][: options.examples]:
                print("      ", line)
    json.dump({name: sum(tally.values()) for name, tally in tallies.items()}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
