"""The workflow for teams, carried out step by step over a team's own folder: its shell lines run as they stand there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
CASE = "near-copies"


def steps() -> list[dict[str, Any]]:
    workflow = yaml.safe_load((ROOT / "docs" / "ci" / "golden.yml").read_text(encoding="utf-8"))
    (job,) = workflow["jobs"].values()
    return list(job["steps"])


def step_with(words: str) -> str:
    """The shell line of the one step that says `words`."""
    (line,) = [step["run"] for step in steps() if words in step.get("run", "")]
    return str(line)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team's repository: its golden folder has another name and one case, with the baseline that the case needs."""
    folder = tmp_path_factory.mktemp("team")
    shutil.copytree(ROOT / "golden" / CASE, folder / "pages" / CASE)
    shell(folder, "extractor check pages --update-baseline", CI="")
    return folder


def shell(folder: Path, line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `line` as a runner does: bash that stops at the first error, the package's commands on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    given = {**os.environ, "PATH": path, "GOLDEN": "pages", "CI": "true", **environment}
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", line], cwd=folder, env=given, capture_output=True, text=True, check=False
    )


def run_check_and_summary(team: Path) -> tuple[int, str]:
    """The status of the step that checks, and what the next one, which runs always, writes as the job's summary."""
    checked = shell(team, step_with("extractor check"))
    summary = team / "summary"
    assert (team / "golden-summary.md").is_file(), checked.stderr
    written = shell(team, step_with("GITHUB_STEP_SUMMARY"), GITHUB_STEP_SUMMARY=str(summary))
    assert written.returncode == 0, written.stderr
    return checked.returncode, summary.read_text(encoding="utf-8")


def test_a_reading_as_before_passes_and_its_reports_are_kept(team: Path) -> None:
    status, summary = run_check_and_summary(team)
    assert status == 0
    assert "0 newly broken" in summary
    (kept,) = [step["with"]["path"] for step in steps() if "upload-artifact" in step.get("uses", "")]
    assert {path.name for path in team.glob(kept)} == {"golden-junit.xml", "golden-summary.md", "golden-check.json"}


def test_a_changed_page_fails_the_job_and_is_told(team: Path, tmp_path: Path) -> None:
    team = shutil.copytree(team, tmp_path / "team")
    page = sorted((team / "pages" / CASE).glob("*.txt"))[0]
    page.write_text(page.read_text(encoding="utf-8").replace("≥", "<").replace("at least", "less than"), encoding="utf-8")
    status, summary = run_check_and_summary(team)
    assert status in (1, 2)
    assert CASE in summary
    suites = ElementTree.parse(team / "golden-junit.xml").getroot()
    assert [*suites.iter("failure"), *suites.iter("error")]


def test_everything_behind_the_check_runs_although_it_failed() -> None:
    names = [step.get("id") for step in steps()]
    assert all("always()" in step["if"] for step in steps()[names.index("check") + 1 :])
