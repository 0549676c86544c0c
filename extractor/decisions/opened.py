"""Reading back the folder that a run wrote, checked: every span must quote its text."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from extractor.decisions.event import Versions
from extractor.errors import ExtractorError
from extractor.folder import TOOL
from extractor.model.criterion import Record
from extractor.model.document import Span
from extractor.model.review import Ambiguity, Discrepancy

M = TypeVar("M", bound=BaseModel)
REMEDY = "run `extractor run` again to write the folder anew"


class OpenedRun(NamedTuple):
    """What a run found, as its folder says. `texts`, `names` (which tell documents apart), `by_id` are by document id."""

    folder: Path
    summary: dict[str, object]
    texts: dict[str, str]
    names: dict[str, str]
    by_id: dict[str, Record]
    records: tuple[Record, ...]
    discrepancies: tuple[Discrepancy, ...]
    ambiguities: tuple[Ambiguity, ...]


def open_run(folder: Path) -> OpenedRun:
    """Read the folder that `extractor run` wrote. Raises ExtractorError where it is none, or a file does not hold."""
    summary = _summary(folder)
    records = tuple(_lines(folder / "records.jsonl", Record))
    discrepancies = tuple(_lines(folder / "discrepancies.jsonl", Discrepancy))
    ambiguities = tuple(_lines(folder / "ambiguities.jsonl", Ambiguity))
    texts = {record.document.id: _text(folder / "texts" / f"{record.document.id}.txt") for record in records}
    names = document_names({record.document.id: record.document.path for record in records})
    by_id = {record.document.id: record for record in records}
    opened = OpenedRun(folder, summary, texts, names, by_id, records, discrepancies, ambiguities)
    _check_spans(opened)
    return opened


def versions_of(opened: OpenedRun) -> Versions:
    """What read the pages of this run."""
    from extractor.decisions.rules import rules_hash

    said = opened.summary
    prompts = said.get("prompts")
    model, rules = said.get("model"), said.get("rules")
    return Versions(
        tool=str(said.get("version", "")),
        rules=rules if isinstance(rules, str) else rules_hash(),
        prompts=tuple(str(prompt) for prompt in prompts) if isinstance(prompts, list) else (),
        model=model if isinstance(model, str) else None,
    )


def document_names(paths: dict[str, str]) -> dict[str, str]:
    """Each document's file name, with as many of its folders before it as tell it from the others of the run.

    Of two documents of one path the second is told apart by its id.
    """
    parts = {document: tuple(part for part in Path(path).parts if part != "/") for document, path in paths.items()}
    alike: dict[str, list[str]] = defaultdict(list)
    for document, own in parts.items():
        alike[own[-1] if own else ""].append(document)
    named = {
        document: _shortest(parts[document], [parts[other] for other in documents if other != document])
        for documents in alike.values()
        for document in documents
    }
    counts = Counter(named.values())
    return {document: name if counts[name] == 1 else f"{name} ({document})" for document, name in named.items()}


def _shortest(own: tuple[str, ...], others: list[tuple[str, ...]]) -> str:
    for length in range(1, len(own) + 1):
        if all(other[-length:] != own[-length:] for other in others):
            return "/".join(own[-length:])
    return "/".join(own)


def _summary(folder: Path) -> dict[str, object]:
    try:
        content = json.loads((folder / "run.json").read_bytes())
    except OSError as error:
        raise ExtractorError(
            f"{folder}: holds no run ({error.strerror})", "name a folder that `extractor run` wrote"
        ) from error
    except ValueError as error:
        raise ExtractorError(f"{folder / 'run.json'}: is damaged", REMEDY) from error
    if not isinstance(content, dict) or content.get("tool") != TOOL:
        raise ExtractorError(f"{folder}: was not written by a run", "name a folder that `extractor run` wrote")
    return content


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ExtractorError(f"{path}: cannot be read", REMEDY) from error


def _lines(path: Path, model: type[M]) -> Iterator[M]:
    for number, line in enumerate(_text(path).split("\n"), start=1):
        try:
            if line:
                yield model.model_validate_json(line)
        except ValidationError as error:
            raise ExtractorError(f"{path}: line {number} does not hold", REMEDY) from error


def _check_spans(opened: OpenedRun) -> None:
    for document, span in _spans(opened):
        text = opened.texts.get(document)
        if text is None:
            raise ExtractorError(f"{opened.folder}: names the document {document}, whose text is missing", REMEDY)
        if text[span.start : span.end] != span.quote:
            problem = f"{opened.folder}: a quote does not stand at {span.start} of {document}"
            raise ExtractorError(problem, REMEDY)


def _spans(opened: OpenedRun) -> Iterable[tuple[str, Span]]:
    for record in opened.records:
        yield from ((record.document.id, fact.span) for fact in record.facts)
        yield from ((record.document.id, criterion.span) for criterion in record.criteria)
    for discrepancy in opened.discrepancies:
        for claim in discrepancy.claims:
            yield claim.document, claim.span or Span(start=0, end=0, quote="")
    yield from ((ambiguity.document, ambiguity.span) for ambiguity in opened.ambiguities)
