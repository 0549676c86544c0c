"""Golden cases on disk: `<folder>/<name>/` with its pages and `expected.json`, whose models are in `expected.py`."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from extractor.check.expected import (
    Expected,
    ExpectedAmbiguity,
    ExpectedDiscrepancy,
    ForbiddenAmbiguity,
    ForbiddenDiscrepancy,
)
from extractor.errors import ExtractorError
from extractor.model.base import Frozen

EXPECTED = "expected.json"


class Case(Frozen):
    """A golden case: its name, its pages by stem, what is expected, and where a language model's replies to it lie."""

    name: str
    pages: dict[str, str]
    expected: Expected
    recordings: Path | None = None


def load_cases(folder: Path, only: tuple[str, ...] = (), *, drafts: bool = False) -> tuple[list[Case], list[str]]:
    """The cases in `folder` by name, and one line for each case that cannot be checked (a draft too, without `drafts`).

    Raises ExtractorError where `folder` holds no case or a name in `only` is none of them.
    """
    if not folder.is_dir():
        raise ExtractorError(f"{folder}: is not a folder", "name the folder of the golden cases")
    names = sorted(path.parent.name for path in folder.glob(f"*/{EXPECTED}"))
    unknown = sorted(set(only) - set(names))
    if unknown or not names:
        raise ExtractorError(
            f"{folder}: holds no case {unknown[0] if unknown else ''}".rstrip(), f"a case is a folder with {EXPECTED}"
        )
    cases, troubles = [], []
    for name in names:
        if only and name not in only:
            continue
        case = _load_case(folder / name, drafts=drafts)
        if isinstance(case, Case):
            cases.append(case)
        else:
            troubles.append(f"{name}: {case}")
    return cases, troubles


def _load_case(folder: Path, *, drafts: bool) -> Case | str:
    """The case in `folder`, or what is wrong with it."""
    try:
        expected = Expected.model_validate_json((folder / EXPECTED).read_bytes())
    except ValidationError as error:
        first = max(error.errors(), key=lambda one: one["type"] == "value_error")  # says more than the other side of a union
        return f"{EXPECTED} at {'.'.join(map(str, first['loc'])) or 'its top'}: {first['msg']}"
    pages = [path for path in sorted(folder.iterdir()) if path.is_file() and path.name != EXPECTED and path.suffix != ".md"]
    by_stem = {path.stem: str(path) for path in pages}
    named = {*expected.records, *(stem for stem, _ in quotes(expected))}
    if expected.case != folder.name:
        return f"{EXPECTED} names the case {json.dumps(expected.case)}"
    if len(by_stem) < len(pages):
        return "two pages have one name but for the ending"
    if expected.draft and not drafts:
        return "is a draft; correct it, then take it with extractor golden accept"
    if not pages or named - set(by_stem):
        return f"has no page named {', '.join(sorted(named - set(by_stem))) or 'at all'}"
    recordings = folder.parent / expected.run.replay if expected.run else None
    return Case(name=folder.name, pages=by_stem, expected=expected, recordings=recordings)


def quotes(expected: Expected) -> Iterator[tuple[str, str]]:
    """Every quote of a case with the stem of its page; an empty quote where a page is named without one."""
    for stem, record in expected.records.items():
        yield from ((stem, criterion.quote) for criterion in record.criteria)
        yield from ((stem, criterion.parent or "") for criterion in record.criteria)
        yield from ((stem, pattern.quote or "") for pattern in record.must_not)
    pairs: list[ExpectedDiscrepancy | ForbiddenDiscrepancy] = [*expected.discrepancies, *expected.must_not.discrepancies]
    for pair in pairs:
        yield from ((stem, quote or "") for stem, quote in pair.quotes.items())
    places: list[ExpectedAmbiguity | ForbiddenAmbiguity] = [*expected.ambiguities, *expected.must_not.ambiguities]
    for place in places:
        if place.document:
            yield place.document, place.quote or ""
