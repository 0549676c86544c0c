"""The baseline: which expectations of the golden cases are known to fail. Everything else is expected to pass."""

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError

from extractor.check.result import CaseResult
from extractor.errors import ExtractorError
from extractor.model.base import Frozen

FILE = "baseline.json"


class Baseline(Frozen):
    """Known failures: the labels of expectations by case."""

    known_failures: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Change(Frozen):
    """How results stand against the baseline, as (case, label) pairs.

    `broken` fail and are not known to; `fixed` are known to fail and pass; `known` fail as is known; `gone` are known
    failures that no case expects any more.
    """

    broken: tuple[tuple[str, str], ...]
    fixed: tuple[tuple[str, str], ...]
    known: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]


def load_baseline(folder: Path) -> Baseline:
    """The baseline beside the cases; empty where there is none. Raises ExtractorError where it cannot be read."""
    path = folder / FILE
    if not path.exists():
        return Baseline()
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ExtractorError(f"{path}: {error.errors()[0]['msg']}", "write it anew with --update-baseline") from error


def save_baseline(folder: Path, results: Iterable[CaseResult]) -> Path:
    """Write the failures of `results` as the baseline, sorted. Returns the file."""
    failures = {result.case: sorted({outcome.label for outcome in result.outcomes if not outcome.met}) for result in results}
    content = {"known_failures": {case: labels for case, labels in sorted(failures.items()) if labels}}
    path = folder / FILE
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def compare_with(baseline: Baseline, results: Iterable[CaseResult]) -> Change:
    """Tell new failures from known ones. Only the cases in `results` are looked at."""
    results = list(results)
    failing = {(result.case, outcome.label) for result in results for outcome in result.outcomes if not outcome.met}
    passing = {(result.case, outcome.label) for result in results for outcome in result.outcomes if outcome.met} - failing
    looked_at = {result.case for result in results}
    known = {(case, label) for case, labels in baseline.known_failures.items() if case in looked_at for label in labels}
    return Change(
        broken=tuple(sorted(failing - known)),
        fixed=tuple(sorted(known & passing)),
        known=tuple(sorted(known & failing)),
        gone=tuple(sorted(known - passing - failing)),
    )
