"""The records in the folder that a run wrote."""

from pathlib import Path

from pydantic import ValidationError

from extractor.errors import ExtractorError
from extractor.model.criterion import Record


def read_records(folder: Path) -> tuple[Record, ...]:
    """The records of a run. Raises ExtractorError where `folder` holds none or they cannot be read."""
    file = folder / "records.jsonl"
    if not file.is_file():
        raise ExtractorError(f"{folder}: holds no records.jsonl", "name a folder that a run wrote")
    records = []
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                records.append(Record.model_validate_json(line))
            except ValidationError as error:
                problem = error.errors(include_url=False)[0]["msg"]
                raise ExtractorError(
                    f"{file}:{number}: is no record ({problem})", "run this version over the pages"
                ) from error
    return tuple(records)
