"""The command line: what a person sees, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sample_pages import REGISTRY, files_in, names_in, write_pages

from extractor import __version__


def extractor(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "extractor", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **more}, stdin=subprocess.DEVNULL, timeout=120
    )


def test_run_prints_a_short_table_and_the_paths(tmp_path: Path) -> None:
    result = extractor("run", *write_pages(tmp_path / "in"), "--out", tmp_path / "out")
    assert (result.returncode, result.stderr) == (0, "")
    words = [line.split()[0] for line in result.stdout.splitlines() if line and not line.startswith(" ")]
    assert words == ["documents", "criteria", "characteristics", "discrepancies", "ambiguities", "report", "records"]
    assert str(tmp_path / "out" / "report.html") in result.stdout
    assert "<html" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_hash_seed_and_order_make_no_difference(tmp_path: Path) -> None:
    registry, navigator = write_pages(tmp_path / "in")
    written = []
    for seed, sources in (("0", [registry, navigator]), ("1", [navigator, registry]), ("2", [tmp_path / "in"])):
        assert extractor("run", *sources, "--out", tmp_path / seed, PYTHONHASHSEED=seed).returncode == 0
        written.append({name: data for name, data in files_in(tmp_path / seed).items() if name != "run.json"})
    assert written[0] == written[1] == written[2]
    assert len(written[0]["records.jsonl"]) > 1000


def test_a_bad_source_is_one_line_and_status_2(tmp_path: Path) -> None:
    registry, _ = write_pages(tmp_path / "in")
    (tmp_path / "empty.txt").touch()
    result = extractor("run", tmp_path / "empty.txt", registry, tmp_path / "gone.txt", "--out", tmp_path / "out")
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 2
    assert f"{tmp_path / 'empty.txt'}: " in result.stderr
    assert f"{tmp_path / 'gone.txt'}: " in result.stderr
    summary = json.loads((tmp_path / "out" / "run.json").read_text())
    assert (len(summary["sources"]), len(summary["failed"])) == (1, 2)


def test_no_good_source_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = extractor("run", tmp_path / "empty.txt", "--out", tmp_path / "out")
    assert result.returncode == 2
    assert "nothing was written" in result.stderr
    assert names_in(tmp_path) == ["empty.txt"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run"], "Missing argument"),
        (["run", "page.txt"], "--out"),
        (["run", "page.txt", "--out", "out", "--workers", "0"], "--workers"),
        (["run", "page.txt", "--out", "."], "current folder"),
        (["walk"], "walk"),
        (["--what"], "--what"),
        (["check", "nowhere"], "nowhere"),
        (["check"], "Missing argument"),
    ],
)
def test_a_wrong_command_is_one_line_and_status_2(tmp_path: Path, arguments: list[str], message: str) -> None:
    here = tmp_path / "here"
    here.mkdir()
    command = [sys.executable, "-m", "extractor", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, cwd=here, stdin=subprocess.DEVNULL, timeout=60)
    assert result.returncode == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert names_in(here) == []


def test_version_and_help() -> None:
    assert extractor("--version").stdout == f"extractor {__version__}\n"
    for arguments in ((), ("--help",)):
        result = extractor(*arguments)
        assert result.returncode == 0
        assert "run" in result.stdout
        assert "check" in result.stdout


def test_help_imports_nothing_heavy() -> None:
    heavy = ("spacy", "scispacy", "pint", "ucumvert", "openai", "lxml", "numpy", "jinja2", "pydantic_core", "rapidfuzz")
    program = f"import sys, extractor.cli; print([name for name in {heavy!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout == "[]\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_leaves_no_trace(tmp_path: Path, number: signal.Signals, workers: str) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    for index in range(400):
        text = REGISTRY.replace("00000102", f"{index:08}") * 20
        (sources / f"{index}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "extractor", "run", str(sources), "--out", str(tmp_path / "out"), "--workers", workers]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(1.5)
    os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
    output, errors = process.communicate(timeout=240)
    assert process.returncode in (130, -signal.SIGINT)  # Python ends itself by the signal where it came during an import
    assert output == ""
    assert errors == "extractor: interrupted; nothing was written\n"
    assert names_in(tmp_path) == ["in"]
