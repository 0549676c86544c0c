"""Golden cases: what the extractor must read from pages written for it, and what it must not."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from extractor import pipeline
from extractor.check.baseline import Change, compare_with, load_baseline, save_baseline
from extractor.check.cases import load_cases
from extractor.check.compare import compare
from extractor.check.figures import Figure, figures
from extractor.check.result import CaseResult
from extractor.errors import ExtractorError
from extractor.model.run import Settings


def check(
    folder: Path,
    *,
    only: tuple[str, ...] = (),
    json_file: Path | None = None,
    update_baseline: bool = False,
    details: bool = False,
    debug: bool = False,
) -> int:
    """Run the golden cases in `folder` (or those named in `only`), print how they fare, and return the exit status.

    0: as the baseline has it or better; 1: an expectation newly broken, or something that must not appear does; 2: a case
    cannot be checked. `update_baseline` first takes today's failures as the known ones; raises ExtractorError in CI.
    """
    from extractor.check.show import show

    if update_baseline and (os.environ.get("CI") or only):
        raise ExtractorError("--update-baseline is a person's decision over all cases", "run it without CI and --case")
    cases, troubles = load_cases(folder, only)
    baseline = load_baseline(folder)
    settings = Settings(debug=debug)
    results = [compare(case, pipeline.run(sorted(case.pages.values()), settings=settings)) for case in cases]
    results += [_broken_case(trouble) for trouble in troubles]
    if update_baseline:
        save_baseline(folder, results)
        baseline = load_baseline(folder)
    change = compare_with(baseline, results)
    rows = figures(results)
    show(rows, change, results, details=details)
    if json_file:
        json_file.write_text(
            json.dumps(_content(rows, change, results), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    return _status(change, results)


def _broken_case(trouble: str) -> CaseResult:
    name, _, line = trouble.partition(": ")
    return CaseResult(case=name, outcomes=(), extras=(), violations=(), troubles=(line,))


def _status(change: Change, results: Sequence[CaseResult]) -> int:
    if any(result.troubles for result in results):
        return 2
    return 1 if change.broken or any(result.violations for result in results) else 0


def _content(rows: Sequence[Figure], change: Change, results: Sequence[CaseResult]) -> dict[str, object]:
    """What `--json` writes."""
    table = [row.model_dump() | {"precision": row.precision, "recall": row.recall, "f1": row.f1} for row in rows]
    lists = {
        name: [{"case": result.case, "what": line} for result in results for line in getattr(result, name)]
        for name in ("violations", "troubles")
    }
    extras = [{"case": result.case, "what": item.label} for result in results for item in result.extras]
    changes = {
        name: [{"case": case, "what": label} for case, label in getattr(change, name)] for name in Change.model_fields
    }
    return {"figures": table, **changes, **lists, "extras": extras}
