"""The golden cases of the second reader: recorded replies, written by hand, add what the rules alone did not have."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from llm_checks import agreed, assert_page_speaks, from_model, model_facts, taken

from extractor import pipeline
from extractor.llm.recordings import Recording
from extractor.llm.settings import LlmSettings
from extractor.model.run import Run, Settings

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "golden"
RECORDINGS = GOLDEN / "recordings"
CASES = ("second-reader-1", "second-reader-2")


def pages(case: str) -> list[str]:
    return [str(GOLDEN / case / name) for name in ("navigator.txt", "registry.txt")]


def read(case: str, *, model: str = "any", url: str = "https://api.openai.com/v1") -> tuple[Run, Run]:
    rules = pipeline.run(pages(case), settings=Settings(llm=model, llm_scope="all"))
    settings = LlmSettings(model=model, base_url=url, replay=RECORDINGS)
    return rules, pipeline.second_read(rules, llm=settings)[0]


def disagreeing(run: Run) -> list[str]:
    return [each.span.quote for each in run.ambiguities if each.kind == "readers_disagree"]


@pytest.mark.parametrize("case", CASES)
def test_recorded_replies_add_what_the_rules_did_not_have(case: str) -> None:
    rules, run = read(case)
    assert_page_speaks(rules, run)
    assert len(from_model(run)) >= 5 and agreed(run)
    assert not from_model(rules) and not disagreeing(rules)
    assert not [each for each in run.ambiguities if each.kind == "ungrounded"]


def test_readers_disagree_where_the_rules_misread() -> None:
    assert disagreeing(read("second-reader-1")[1]) == ["under propranolol", "after propranolol"]
    assert disagreeing(read("second-reader-2")[1]) == ["A J-pouch that is at least a year old", "after surgery"]


def test_a_page_without_shape_names_its_product_and_a_paraphrase_is_proposed() -> None:
    _, run = read("second-reader-1")
    assert {(fact.field, fact.value) for fact in model_facts(run)} >= {("intervention", "trametinib")}
    proposals = [item.proposal for item in run.discrepancies if item.proposal]
    assert proposals and all(each.value.startswith("narrower: “Interstitial pneumonitis") for each in proposals)
    assert all(each.basis[0] == "model:any" for each in proposals)


def test_recordings_by_hand_answer_for_any_model_and_server() -> None:
    _, any_model = read("second-reader-1")
    _, other = read("second-reader-1", model="llama3.1", url="http://localhost:11434/v1")
    assert taken(any_model) == taken(other) > 0


def test_every_recording_is_marked_as_written_by_hand() -> None:
    recordings = [Recording.model_validate_json(path.read_bytes()) for path in sorted(RECORDINGS.glob("??/*.json"))]
    assert len(recordings) > 30
    assert all(each.by_hand and each.model == "any" and each.tokens is None for each in recordings)


def test_the_recordings_are_what_the_replies_say() -> None:
    """Every recording holds one of the hand-written replies, and no question of a case is left without one."""
    rows: list[dict[str, Any]] = json.loads((RECORDINGS / "replies.json").read_text(encoding="utf-8"))
    written = [row["reply"] for row in rows]
    kept = [Recording.model_validate_json(path.read_bytes()) for path in sorted(RECORDINGS.glob("??/*.json"))]
    assert all(json.loads(each.raw) in written for each in kept)
    assert {each.prompt.name for each in kept} == {row["prompt"] for row in rows}


def test_the_command_line_answers_from_recordings(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "extractor", "run", *pages("second-reader-2"), "--out", str(tmp_path / "out")]
    options = ["--llm", "any", "--llm-scope", "all", "--replay", "--recordings", str(RECORDINGS)]
    result = subprocess.run([*command, *options], capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert (result.returncode, result.stderr) == (0, "")
    summary = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert (
        summary["cost"] == "0"
        and summary["second_reader"]["usage"]["by_hand"] == summary["second_reader"]["usage"]["requests"]
    )
    assert summary["second_reader"]["outcomes"]["added"] >= 5
    assert {len(prompt["sha256"]) for prompt in summary["prompts"]} == {64}
    records = (tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8")
    assert '"reader":"llm"' in records and '"model-agrees"' in records
    assert "readers_disagree" in (tmp_path / "out" / "ambiguities.jsonl").read_text(encoding="utf-8")
