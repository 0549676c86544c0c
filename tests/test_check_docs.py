"""What docs/ci tells a team to run exists, and is spelled as the command line spells it."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from extractor.cli import app

DOCS = Path(__file__).resolve().parents[1] / "docs" / "ci"
FILES = sorted(path for path in DOCS.iterdir() if path.is_file())


def command_of(words: list[str]) -> tuple[Any, list[str]]:
    """The command that the words name, and the words behind its name."""
    command: Any = get_command(app)
    while words and words[0] in getattr(command, "commands", ()):
        command, words = command.commands[words[0]], words[1:]
    return command, words


def test_the_files_are_there() -> None:
    assert [path.name for path in FILES] == ["README.md", "golden.yml", "pre-commit-config.yaml"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_command_and_option_exists(path: Path) -> None:
    lines = re.findall(r"(?m)^.*?\bextractor ((?:check|golden)\b[^#\n`]*)", path.read_text(encoding="utf-8"))
    assert lines
    for line in lines:
        command, words = command_of(line.split())
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert not hasattr(command, "commands"), line
        assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known, line


def test_the_workflow_comments_and_keeps_what_the_check_writes() -> None:
    text = (DOCS / "golden.yml").read_text(encoding="utf-8")
    written = re.findall(r"--(?:junit|markdown|json) (\S+)", text)
    assert len(written) == 3
    assert all(name.startswith("golden-") for name in written)
    assert text.count("golden-summary.md") >= 4
    assert "\t" not in text


@pytest.mark.parametrize("option", ["--raise-floors", "--lower-floor", "--because"])
def test_the_readme_names_options_that_exist(option: str) -> None:
    command, _ = command_of(["check"])
    assert option in {name for parameter in command.params for name in parameter.opts}
    assert option in (DOCS / "README.md").read_text(encoding="utf-8")
