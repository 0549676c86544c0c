"""The files of an output folder: what a run found, as `docs/design.md` and the readers of these files expect them."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel

from extractor import __version__
from extractor.folder import TOOL, write_folder
from extractor.model.run import Run


def write(run: Run, folder: Path, *, report: str) -> None:
    """Write what `run` found as the files of an output folder, all or nothing; `report` is the text of report.html.

    Every file but run.json holds the same bytes whenever the same sources are read. Raises ExtractorError where `folder`
    holds something else than an earlier run.
    """
    files = {f"texts/{document.id}.txt": document.text for document in run.documents}
    files |= {
        "records.jsonl": _lines(run.records),
        "discrepancies.jsonl": _lines(run.discrepancies),
        "ambiguities.jsonl": _lines(run.ambiguities),
        "report.html": report,
        "run.json": json.dumps(summary(run), ensure_ascii=False, indent=2) + "\n",
    }
    write_folder(folder, files)


def _lines(models: Iterable[BaseModel]) -> str:
    return "".join(model.model_dump_json() + "\n" for model in models)


def summary(run: Run) -> dict[str, object]:
    """The content of run.json: what was read, how, how long it took and how much was found."""
    return {
        "tool": TOOL,
        "version": __version__,
        "started": run.started,
        "settings": run.settings.model_dump(mode="json"),
        "sources": [source.model_dump(mode="json") for source in run.sources],
        "failed": [failure.model_dump(mode="json") for failure in run.failures],
        "model": run.model.model_dump() if run.model else None,
        "prompts": [prompt.model_dump() for prompt in run.llm.prompts] if run.llm else [],
        "timings": {entry.stage: entry.seconds for entry in run.timings},
        "tokens": {
            "input": run.llm.input_tokens if run.llm else 0,
            "output": run.llm.output_tokens if run.llm else 0,
        },
        "cost": run.llm.cost if run.llm else "0",
        "counts": counts(run),
        **({"second_reader": run.llm.model_dump(mode="json", exclude={"prompts"})} if run.llm else {}),
    }


def counts(run: Run) -> dict[str, object]:
    """How many of each thing a run found."""
    criteria = [criterion for record in run.records for criterion in record.criteria]
    return {
        "documents": len(run.documents),
        "failed": len(run.failures),
        "facts": sum(len(record.facts) for record in run.records),
        "criteria": len(criteria),
        "characteristics": sum(len(criterion.characteristics) for criterion in criteria),
        "repairs": sum(len(document.repairs) for document in run.documents),
        "discrepancies": dict(sorted(Counter(item.severity for item in run.discrepancies).items())),
        "ambiguities": dict(sorted(Counter(item.kind for item in run.ambiguities).items())),
    }
