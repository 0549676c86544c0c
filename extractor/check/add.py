"""Making a golden case: the pages of a trial, and a draft of what is expected of them."""

import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor import pipeline
from extractor.check import draft
from extractor.check.cases import EXPECTED
from extractor.check.expected import Expected
from extractor.check.layout import layout
from extractor.errors import ExtractorError
from extractor.model.run import Run, Settings
from extractor.sources import discover

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


def add_case(folder: Path, name: str, sources: Sequence[Path], *, title: str = "") -> Path:
    """Copy the pages that `sources` name to `folder/name` and write what is read from them as a draft. Returns its file.

    The draft is what a person corrects; a check refuses it until it is accepted. Raises ExtractorError, and leaves nothing
    behind, where the name is no name or taken, a page cannot be read, or two pages would have one name.
    """
    if not _NAME.fullmatch(name):
        raise ExtractorError(f"{name!r} is no name of a case", "use lower-case letters, digits and hyphens")
    place = folder / name
    if place.exists():
        raise ExtractorError(f"{place}: stands already", "choose another name, or correct that case")
    pages = _pages(sources)
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder))
    try:
        for page in pages:
            _copy(page, work / page.name)
        content = _drafted(name, title, _read([str(work / page.name) for page in pages]))
        (work / EXPECTED).write_text(layout(content), encoding="utf-8")
        work.chmod(0o755)
        work.rename(place)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return place / EXPECTED


def _copy(page: Path, to: Path) -> None:
    try:
        shutil.copyfile(page, to)
    except OSError as error:
        raise ExtractorError(f"{page}: cannot be read ({error.strerror})", "check the path and its permissions") from error


def _pages(sources: Sequence[Path]) -> list[Path]:
    """The files that the sources name. A case tells its pages apart by their names without the ending."""
    pages = sorted(discover(list(sources)))
    stems = [page.stem for page in pages]
    twice = sorted({stem for stem in stems if stems.count(stem) > 1})
    if twice:
        raise ExtractorError(f"two pages are named {twice[0]}", "rename one: a case names its pages without their ending")
    wrong = [page.name for page in pages if page.suffix == ".md" or page.name == EXPECTED]
    if wrong or not pages:
        raise ExtractorError(f"{wrong[0] if wrong else 'the sources'}: is no page of a case", "name pages of a trial")
    return pages


def _read(paths: Sequence[str]) -> Run:
    run = pipeline.run(sorted(paths), settings=Settings())
    if run.failures:
        failure = run.failures[0]
        raise ExtractorError(f"{Path(failure.path).name}: {failure.problem}", failure.remedy)
    return run


def _drafted(name: str, title: str, run: Run) -> dict[str, Any]:
    """What was read, as `expected.json` says it."""
    stems = {document.id: Path(document.path).stem for document in run.documents}
    content = {
        "case": name,
        "draft": True,
        "title": title,
        "about": "",
        "records": {stems[each.document.id]: draft.record(each) for each in run.records},
        "discrepancies": [draft.discrepancy(each, stems) for each in run.discrepancies],
        "ambiguities": [draft.ambiguity(each, stems) for each in run.ambiguities if each.span.quote.strip()],
        "must_not": {"discrepancies": [], "ambiguities": []},
    }
    Expected.model_validate_json(json.dumps(content))
    return content
