"""What the README and CONTRIBUTING name exists and works."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sample_pages import REGISTRY

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    """The lines of the code blocks that name a program of the environment."""
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if ".venv/bin/" in line]


def parts(line: str) -> list[list[str]]:
    return [shlex.split(part) for part in line.split("&&")]


@pytest.mark.parametrize("line", commands(README) + commands(CONTRIBUTING))
def test_commands_name_programs_and_files_that_exist(line: str) -> None:
    for program, *arguments in parts(line):
        if program.startswith(".venv/bin/"):
            assert program.rpartition("/")[2] in {"pip", "extractor", "pytest", "python", "ruff", "mypy", "lint-imports"}
        for argument in arguments:
            if "/" in argument and not argument.startswith((".venv", "-")):
                assert (ROOT / argument).exists(), argument


def test_the_main_command_runs_and_writes_what_the_readme_lists(tmp_path: Path) -> None:
    line = next(line for line in commands(README) if "extractor run" in line)
    arguments = next(words for words in parts(line) if words[0].endswith("/extractor"))[1:]
    out = tmp_path / arguments[-1]
    command = [sys.executable, "-m", "extractor", *arguments[:-1], str(out)]
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert (result.returncode, result.stderr) == (0, "")
    table = README.partition("## What it writes")[2].partition("\n\nA range")[0]
    for name in re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE):
        assert list(out.glob(name)), name


def test_files_that_are_named_exist() -> None:
    for text in (README, CONTRIBUTING):
        for name in re.findall(r"`((?:docs|extractor|golden|tests|benchmarks)/[^`\s]*)`", text):
            if "<" not in name and "*" not in name:
                assert (ROOT / name).exists(), name
        for name in re.findall(r"\]\(([^)]+)\)", text):
            assert (ROOT / name).exists(), name


def test_the_readme_says_in_five_lines_what_it_is_for() -> None:
    purpose = README.split("\n\n")[1]
    assert len(purpose.splitlines()) == 5


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for program in ("pytest", "ruff", "mypy", "lint-imports"):
        assert f'"$bin/{program}"' in script
    (line,) = (line for line in commands(README) if line.endswith("pytest"))
    assert parts(line)[-1] == [".venv/bin/pytest"]
    assert 'step "$bin/pytest" -n 2 --dist loadfile\n' in script
    assert 'step "$bin/extractor" check golden/' in script


def test_a_row_is_all_that_a_new_analyte_needs(tmp_path: Path) -> None:
    (row,) = (line.strip() for line in README.splitlines() if line.strip().startswith("ceruloplasmin,"))
    shutil.copytree(ROOT / "extractor", tmp_path / "extractor", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "extractor" / "data" / "measurements.csv").open("a", encoding="utf-8") as table:
        table.write(row + "\n")
    page = REGISTRY.replace("2. Platelet count >= 50 x 10^9/L", "2. Serum ceruloplasmin > 20 mg/dL")
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    command = [sys.executable, "-m", "extractor", "run", "page.txt", "--out", "out"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    record = json.loads((tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8"))
    read = [part for criterion in record["criteria"] for part in criterion["characteristics"] if part["concept"]]
    (found,) = (part for part in read if part["concept"]["key"] == "ceruloplasmin")
    assert (found["value"]["low"], found["value"]["low_inclusive"], found["value"]["unit"]) == ("20", False, "mg/dL")


def test_help_lists_every_command_that_the_readme_uses() -> None:
    result = subprocess.run([sys.executable, "-m", "extractor", "--help"], capture_output=True, text=True, timeout=60)
    for name in set(re.findall(r"extractor (run|check)\b", README + CONTRIBUTING)):
        assert re.search(rf"^\s*{name}\s", result.stdout, re.MULTILINE), name
