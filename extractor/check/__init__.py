"""Golden cases and phrases: what the extractor must read from pages written for it, and what it must not."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from extractor.check.baseline import load_baseline, save_baseline
from extractor.check.cases import Case, load_cases
from extractor.check.compare import compare
from extractor.check.exports import write_exports
from extractor.check.floors import Floors, load_floors, lowered, raised, save_floors, scores
from extractor.check.phrase_check import check_phrases
from extractor.check.phrases import load_phrases
from extractor.check.reading import read_case
from extractor.check.report import Report, make_report
from extractor.check.result import CaseResult
from extractor.check.show import show
from extractor.errors import ExtractorError
from extractor.model.base import Frozen

Progress = Callable[[int, int], None]


class Options(Frozen):
    """What a person may ask of a check. With `only`, phrases and floors are left out."""

    only: tuple[str, ...] = ()
    json_file: Path | None = None
    junit: Path | None = None
    markdown: Path | None = None
    update_baseline: bool = False
    raise_floors: bool = False
    lower_floor: tuple[str, ...] = ()
    because: str = ""
    details: bool = False
    debug: bool = False


def in_ci() -> bool:
    """Whether this is a machine that checks, where nobody can accept anything."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def check(folder: Path, options: Options | None = None, *, progress: Progress | None = None) -> int:
    """Read the golden cases and phrases in `folder`, print how they fare, and return the exit status.

    0: as the baseline has it or better; 1: an expectation newly broken, something read otherwise than accepted or that must
    not appear, a known failure that passes, a field below its floor; 2: something cannot be checked. Updating the
    baseline and the floors is for a person: raises ExtractorError in CI, and for a part of the cases.
    """
    options = options or Options()
    _refuse_decisions(options)
    report = measure(folder, options, progress=progress)
    if options.update_baseline:
        save_baseline(folder, report.cases)
    _move_floors(folder, options, report)
    if options.update_baseline or options.raise_floors or options.lower_floor:
        report = _judge(folder, options, report)
    show(report, details=options.details)
    write_exports(report, json_file=options.json_file, junit=options.junit, markdown=options.markdown)
    return report.status


def _refuse_decisions(options: Options) -> None:
    for name in ("update_baseline", "raise_floors", "lower_floor"):
        if getattr(options, name) and (in_ci() or options.only):
            flag = f"--{name.replace('_', '-')}"
            raise ExtractorError(f"{flag} is a person's decision over all cases", "run it without CI and --case")


def measure(folder: Path, options: Options, *, progress: Progress | None = None) -> Report:
    """Read the cases (and, with no `only`, the phrases) in `folder`, and hold them against baseline and floors."""
    cases, troubles = load_cases(folder, options.only)
    phrases, phrase_troubles = ([], []) if options.only else load_phrases(folder)
    results = []
    for done, case in enumerate(cases, start=1):
        results.append(check_case(case, debug=options.debug))
        if progress:
            progress(done, len(cases))
    results += [_broken_case(trouble) for trouble in troubles]
    return make_report(
        results,
        check_phrases(phrases),
        baseline=load_baseline(folder, (case.name for case in cases)),
        floors=Floors() if options.only else load_floors(folder),
        phrase_troubles=[_where_and_what(line) for line in phrase_troubles],
    )


def check_case(case: Case, *, debug: bool = False) -> CaseResult:
    """Read the pages of one case and compare; `seconds` is the processor time of both."""
    start = time.process_time()
    reading = read_case(case, debug=debug)
    result = compare(case, reading.run)
    seconds = round(time.process_time() - start, 4)
    return result.model_copy(update={"troubles": (*result.troubles, *reading.troubles), "seconds": seconds})


def _judge(folder: Path, options: Options, report: Report) -> Report:
    """The same results against the baseline and the floors as they are now."""
    return make_report(
        report.cases,
        report.phrases,
        baseline=load_baseline(folder, (case.case for case in report.cases)),
        floors=load_floors(folder),
        phrase_troubles=report.phrase_troubles,
    )


def _move_floors(folder: Path, options: Options, report: Report) -> None:
    if not (options.raise_floors or options.lower_floor):
        return
    floors = load_floors(folder)
    for request in options.lower_floor:
        floors = lowered(floors, request, options.because)
    if options.raise_floors:
        floors = raised(floors, scores(report.rows, report.means))
    save_floors(folder, floors)


def _broken_case(trouble: str) -> CaseResult:
    name, line = _where_and_what(trouble)
    return CaseResult(case=name, troubles=(line,))


def _where_and_what(trouble: str) -> tuple[str, str]:
    name, _, line = trouble.partition(": ")
    return name, line
