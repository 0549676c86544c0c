"""The baseline: what is known to be wrong in the golden cases, and where the rest was found.

`baseline.json` lists the known failures and what is known to be read beside the expectations, `spans.json` the evidence of
everything that is met, by a digest of its label: a change of evidence that keeps the meaning can then be told, and
told apart from a change of meaning.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from extractor.check.layout import write_whole
from extractor.check.result import CaseResult, Outcome, Spot
from extractor.errors import ExtractorError
from extractor.model.base import Frozen

FILE = "baseline.json"
SPANS = "spans.json"

_Spans = TypeAdapter(dict[str, dict[str, tuple[Spot, ...]]])


class Baseline(Frozen):
    """Known failures and known extras (by label) and evidence (by digest of the label), each by case."""

    known_failures: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    known_extras: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    spans: dict[str, dict[str, tuple[Spot, ...]]] = Field(default_factory=dict)


class Moved(Frozen):
    """Evidence that stands elsewhere than before while its meaning is the same."""

    case: str
    label: str
    before: tuple[Spot, ...]
    now: tuple[Spot, ...]


class Change(Frozen):
    """How results stand against the baseline, as (case, label) pairs.

    `broken` fail and are not known to; `fixed` are known to fail and pass; `known` fail as is known; `gone` are known
    failures that no case expects any more; `moved` pass as before, on other evidence; `appeared` are read beside what is
    expected and were not before (in cases that the baseline knows); `vanished` were and are no more.
    """

    broken: tuple[tuple[str, str], ...]
    fixed: tuple[tuple[str, str], ...]
    known: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]
    moved: tuple[Moved, ...] = ()
    appeared: tuple[tuple[str, str], ...] = ()
    vanished: tuple[tuple[str, str], ...] = ()


def load_baseline(folder: Path) -> Baseline:
    """The baseline beside the cases; empty where there is none. Raises ExtractorError where it cannot be read."""
    path, spans = folder / FILE, folder / SPANS
    try:
        known = Baseline.model_validate_json(path.read_bytes()) if path.exists() else Baseline()
        path = spans
        return known.model_copy(update={"spans": _Spans.validate_json(spans.read_bytes()) if spans.exists() else {}})
    except ValidationError as error:
        raise ExtractorError(f"{path}: {error.errors()[0]['msg']}", "write it anew with --update-baseline") from error


def save_baseline(folder: Path, results: Iterable[CaseResult]) -> Path:
    """Write the failures and extras of `results` as the baseline, and the evidence of the rest. Returns its file."""
    results = list(results)
    known = {result.case: tuple({outcome.label for outcome in result.outcomes if not outcome.met}) for result in results}
    spans = {
        result.case: {digest(each.label): each.evidence for each in result.outcomes if each.met and each.evidence}
        for result in results
    }
    extras = {result.case: tuple({item.label for item in result.extras}) for result in results}
    return write_baseline(folder, Baseline(known_failures=known, known_extras=extras, spans=spans))


def write_baseline(folder: Path, baseline: Baseline) -> Path:
    """Write the baseline, sorted, a case without entries left out. Returns its file."""
    content = {
        name: {case: sorted(labels) for case, labels in sorted(getattr(baseline, name).items()) if labels}
        for name in ("known_failures", "known_extras")
    }
    path = folder / FILE
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    lines = (f"{json.dumps(case)}: {_spans_line(found)}" for case, found in sorted(baseline.spans.items()) if found)
    write_whole(folder / SPANS, "{\n" + ",\n".join(lines) + "\n}\n")
    return path


def _spans_line(found: dict[str, tuple[Spot, ...]]) -> str:
    entries = (f"  {json.dumps(key)}: {json.dumps(spots, separators=(',', ':'))}" for key, spots in sorted(found.items()))
    return "{\n" + ",\n".join(entries) + "\n}"


def digest(label: str) -> str:
    """The name of an expectation in `spans.json`."""
    return sha256(label.encode()).hexdigest()[:12]


def compare_with(baseline: Baseline, results: Iterable[CaseResult]) -> Change:
    """Tell new failures from known ones. Only the cases in `results` are looked at."""
    results = list(results)
    failing = {(result.case, outcome.label) for result in results for outcome in result.outcomes if not outcome.met}
    passing = {(result.case, outcome.label) for result in results for outcome in result.outcomes if outcome.met} - failing
    looked_at = {result.case for result in results if result.outcomes or not result.troubles}
    known = _pairs(baseline.known_failures, looked_at)
    seen = {case for case in looked_at if case in baseline.spans or case in baseline.known_extras}
    extras = {(result.case, item.label) for result in results for item in result.extras if result.case in seen}
    extras_before = _pairs(baseline.known_extras, looked_at)
    moved = (_moved(baseline, result.case, outcome) for result in results for outcome in result.outcomes if outcome.met)
    return Change(
        broken=tuple(sorted(failing - known)),
        fixed=tuple(sorted(known & passing)),
        known=tuple(sorted(known & failing)),
        gone=tuple(sorted(known - passing - failing)),
        moved=tuple(sorted((each for each in moved if each), key=lambda each: (each.case, each.label))),
        appeared=tuple(sorted(extras - extras_before)),
        vanished=tuple(sorted(extras_before - extras)),
    )


def _pairs(labels: dict[str, tuple[str, ...]], cases: set[str]) -> set[tuple[str, str]]:
    return {(case, label) for case in cases for label in labels.get(case, ())}


def _moved(baseline: Baseline, case: str, outcome: Outcome) -> Moved | None:
    before = baseline.spans.get(case, {}).get(digest(outcome.label))
    if before is None or before == outcome.evidence:
        return None
    return Moved(case=case, label=outcome.label, before=before, now=outcome.evidence)
