"""Cases that a language model reads answer from recordings alone; a missing one fails, in CI as elsewhere."""

import shutil
from pathlib import Path

import pytest

from extractor.check import check_case
from extractor.check.cases import load_cases
from extractor.check.live import ask_live
from extractor.errors import ExtractorError

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
CASE = "second-reader-1"


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    shutil.copytree(GOLDEN / CASE, tmp_path / CASE)
    shutil.copytree(GOLDEN / "recordings", tmp_path / "recordings")
    return tmp_path


def troubles(golden: Path) -> tuple[str, ...]:
    (case,), lost = load_cases(golden, (CASE,))
    assert lost == []
    return check_case(case).troubles


def test_what_a_model_adds_is_checked_from_recordings(golden: Path) -> None:
    (case,), _ = load_cases(golden, (CASE,))
    result = check_case(case)
    assert result.troubles == ()
    assert any("by llm" in line.meaning for line in result.lines)


def test_a_missing_recording_is_trouble(golden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    for path in sorted((golden / "recordings").rglob("*.json"))[::2]:
        path.unlink()
    (line,) = troubles(golden)
    assert "no usable recording" in line
    shutil.rmtree(golden / "recordings")
    (line,) = troubles(golden)
    assert "no folder of recordings" in line


def test_only_cases_with_a_model_can_be_asked_anew(tmp_path: Path) -> None:
    name = "sister-trials"
    shutil.copytree(GOLDEN / name, tmp_path / name)
    with pytest.raises(ExtractorError, match="no case is read by a language model"):
        ask_live(tmp_path, 2)
