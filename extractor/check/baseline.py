"""The baseline: what the golden cases are known to fail, and all that was read from them when that was last accepted.

`baseline.json` lists the known failures; `readings/<case>.txt` holds the reading of each case (see
`extractor.check.reading_lines`).
"""

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError

from extractor.check.layout import write_whole
from extractor.check.reading_lines import compare_lines, forget_lines, load_lines, save_lines
from extractor.check.result import CaseResult, ReadingLine
from extractor.errors import ExtractorError
from extractor.model.base import Frozen

FILE = "baseline.json"

Pair = tuple[str, str]
"""A case, and a line about it."""


class Baseline(Frozen):
    """Known failures and known violations (labels) and readings, each by case.

    A violation is only known where a person said so for it alone. A case without a reading was never accepted.
    """

    known_failures: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    known_violations: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    readings: dict[str, tuple[ReadingLine, ...]] = Field(default_factory=dict, exclude=True)


class Change(Frozen):
    """How results stand against the baseline.

    `broken` fail and are not known to; `fixed` are known to fail and pass; `known` fail as is known; `gone` are known
    failures that no case expects any more. `appeared` is read and was not before, `vanished` was read and is no more;
    `moved` means the same as before on other words. `forbidden` must not appear and does, and is not known to.
    """

    broken: tuple[Pair, ...]
    fixed: tuple[Pair, ...]
    known: tuple[Pair, ...]
    gone: tuple[Pair, ...]
    appeared: tuple[Pair, ...] = ()
    vanished: tuple[Pair, ...] = ()
    moved: tuple[Pair, ...] = ()
    forbidden: tuple[Pair, ...] = ()


def load_baseline(folder: Path, cases: Iterable[str] = ()) -> Baseline:
    """The baseline beside the cases, with the readings of `cases`; empty where there is none.

    Raises ExtractorError where it cannot be read.
    """
    path = folder / FILE
    try:
        known = Baseline.model_validate_json(path.read_bytes()) if path.exists() else Baseline()
    except ValidationError as error:
        raise ExtractorError(f"{path}: {error.errors()[0]['msg']}", "write it anew with --update-baseline") from error
    kept = {case: load_lines(folder, case) for case in cases}
    return known.model_copy(update={"readings": {case: lines for case, lines in kept.items() if lines is not None}})


def save_baseline(folder: Path, results: Iterable[CaseResult]) -> Path:
    """Write the failures of `results` as the baseline, and their readings. Returns the baseline's file.

    The readings of cases that are not among the results are removed. Of the known violations those stay that still appear;
    none is added.
    """
    results = list(results)
    known = {result.case: tuple({outcome.label for outcome in result.outcomes if not outcome.met}) for result in results}
    readings = {result.case: result.lines for result in results if not result.troubles}
    before = load_baseline(folder).known_violations
    violations = {
        result.case: tuple(each.label for each in result.violations if each.label in before.get(result.case, ()))
        for result in results
    }
    forget_lines(folder, (result.case for result in results))
    return write_baseline(folder, Baseline(known_failures=known, known_violations=violations, readings=readings))


def write_baseline(folder: Path, baseline: Baseline) -> Path:
    """Write the known failures, sorted, a case without any left out, and the readings that are given. Returns the file."""
    for case, lines in baseline.readings.items():
        save_lines(folder, case, lines)
    content = {
        name: {case: sorted(labels) for case, labels in sorted(getattr(baseline, name).items()) if labels}
        for name in ("known_failures", "known_violations")
    }
    path = folder / FILE
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    return path


def compare_with(baseline: Baseline, results: Iterable[CaseResult]) -> Change:
    """Tell new failures from known ones, and other readings from those accepted, for the cases in `results` alone."""
    results = list(results)
    failing = {(result.case, outcome.label) for result in results for outcome in result.outcomes if not outcome.met}
    passing = {(result.case, outcome.label) for result in results for outcome in result.outcomes if outcome.met} - failing
    checked = [result for result in results if result.outcomes or not result.troubles]
    known = {(result.case, label) for result in checked for label in baseline.known_failures.get(result.case, ())}
    changes = [
        (result.case, compare_lines(baseline.readings[result.case], result.lines))
        for result in checked
        if result.case in baseline.readings
    ]
    forbidden = {(result.case, each.label) for result in results for each in result.violations}
    tolerated = {(each.case, label) for each in checked for label in baseline.known_violations.get(each.case, ())}
    return Change(
        broken=tuple(sorted(failing - known)),
        fixed=tuple(sorted((known & passing) | (tolerated - forbidden))),
        known=tuple(sorted((known & failing) | (tolerated & forbidden))),
        forbidden=tuple(sorted(forbidden - tolerated)),
        gone=tuple(sorted(known - passing - failing)),
        appeared=tuple((case, str(line)) for case, change in changes for line in change.appeared),
        vanished=tuple((case, str(line)) for case, change in changes for line in change.vanished),
        moved=tuple(
            (case, f"{old.meaning}: {old.words!r} -> {new.words!r}") for case, change in changes for old, new in change.moved
        ),
    )
