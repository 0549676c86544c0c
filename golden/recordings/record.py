"""Write the recordings of the golden cases from `replies.json`, in which a person answers as a careful model would.

Run it from the root of a clone after a prompt or a case has changed. It names the questions that no reply answers and ends
with status 1 where there are any. A recording is kept under the hash of all that decides its answer, old ones go.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from extractor import pipeline
from extractor.llm.plan import Plan, plan
from extractor.llm.recordings import write_recording
from extractor.llm.request import Request
from extractor.llm.settings import LlmSettings
from extractor.model.run import Run, Settings

FOLDER = Path(__file__).resolve().parent
SETTINGS = LlmSettings(model="any")
Question = tuple[str, str, tuple[str, ...]]


def replies() -> dict[Question, str]:
    """The hand-written replies as JSON texts, by case, prompt and what they are about."""
    rows: list[dict[str, Any]] = json.loads((FOLDER / "replies.json").read_text(encoding="utf-8"))
    return {(row["case"], row["prompt"], tuple(row["about"])): json.dumps(row["reply"], ensure_ascii=False) for row in rows}


def read_case(case: str) -> Run:
    """What the rules read from the pages of a case."""
    pages = [path for path in sorted((FOLDER.parent / case).iterdir()) if path.suffix in (".txt", ".html", ".json")]
    return pipeline.run([str(path) for path in pages if path.name != "expected.json"], settings=Settings())


def questions(case: str, run: Run) -> dict[Question, Request]:
    """Every question about a case, whether the rules left something unread or not."""
    asked = plan(run.documents, run.records, run.discrepancies, settings=SETTINGS, scope="all")
    return {(case, request.prompt.name, about): request for about, request in _about(asked)}


def _about(asked: Plan) -> list[tuple[tuple[str, ...], Request]]:
    """Each request with what names it in `replies.json`: the text of a criterion, of two, or the name of a page."""
    found = [((each.item.text,), each.request) for each in asked.criteria if each.request is not None]
    found += [((Path(asked.sheets[each.sheet].document.path).stem,), each.request) for each in asked.pages]
    pairs = [((each.pair.first.text, each.pair.second.text), each.request) for each in asked.pairs]
    return [*found, *pairs]


def main() -> int:
    """Write all recordings anew; the status to end with."""
    answers = replies()
    for folder in (path for path in FOLDER.iterdir() if path.is_dir() and len(path.name) == 2):
        shutil.rmtree(folder)
    missing = 0
    for case in sorted({case for case, _, _ in answers}):
        for question, request in questions(case, read_case(case)).items():
            if question in answers:
                write_recording(FOLDER, request, answers[question])
            else:
                missing += 1
                print(f"no reply in replies.json: {request.prompt.name} {json.dumps(question[2], ensure_ascii=False)}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
