"""A small sample of planted faults: golden/ notices them, each in a process of its own."""

import ast
import importlib.util
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ROOT / "benchmarks"
FEW = 12


def load(name: str):  # type: ignore[no-untyped-def]
    """A module of benchmarks/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


faults = load("faults")
load("planting")
mutants = load("mutants")
CONFIGURATION = tomllib.loads((BENCHMARKS / "mutants.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "kind", "mutated"),
    [
        ("a < b", "bound made inclusive or exclusive", "a <= b"),
        ("a < b", "comparator flipped", "a > b"),
        ("a in b", "test turned round", "a not in b"),
        ("a and b", "condition loosened or tightened", "a or b"),
        ("not a", "negation lost", "not not a"),
        ("a * b", "conversion wrong", "a / b"),
        ("f(exclude=a)", "negation lost", "f(exclude=False)"),
        ("f(cohort=a)", "cohort dropped", "f(cohort=None)"),
        ("{'timing': a}", "time window dropped", "{'timing': None}"),
        ("f(low_inclusive=a)", "bound made inclusive or exclusive", "f(low_inclusive=not a)"),
        ("f('before')", "timing relation swapped", "f('after')"),
        ("a if b else c", "branch removed", "a if False else c"),
    ],
)
def test_faults_change_the_tree_as_they_say(source: str, kind: str, mutated: str) -> None:
    tree = ast.parse(source)
    (fault,) = [each for each in faults.faults(tree) if each.kind == kind]
    fault.plant()
    assert ast.unparse(tree) == mutated


@pytest.mark.parametrize("source", ["len(a) > b", "a > MOST", "if a:\n    raise E", "'a word'", "f(exclude=False)"])
def test_limits_and_errors_are_left_alone(source: str) -> None:
    assert faults.faults(ast.parse(source)) == []


def test_rows_are_dropped_or_changed() -> None:
    text = "phrase,side,bound,inclusive,domain\nat least,before,low,1,\nbelow,before,high,0,\n"
    found = faults.row_faults("comparators.csv", text, 2, 2)
    assert [each.kind for each in found] == [
        "vocabulary row dropped",
        "bound made inclusive or exclusive",
        "comparator flipped",
    ]
    assert "at least" not in found[0].text
    assert "at least,before,low,0," in found[1].text
    assert "at least,before,high,1," in found[2].text


def test_at_least_two_hundred_faults_are_drawn_the_same_each_time() -> None:
    every = mutants.every_mutant(CONFIGURATION)
    drawn = mutants.draw(every, CONFIGURATION["draw"], 1)
    assert len(drawn) >= 200
    assert drawn == mutants.draw(every, CONFIGURATION["draw"], 1)
    assert len({mutant.id for mutant in drawn}) == len(drawn)


def test_an_equivalent_fault_is_argued_in_words() -> None:
    for key, why in mutants.equivalents(CONFIGURATION).items():
        assert len(why.split()) >= 5, key


def test_golden_notices_a_sample_of_faults(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    command = [sys.executable, str(BENCHMARKS / "mutants.py"), "--sample", str(FEW), "--seed", "7", "--floor", "0.7"]
    done = subprocess.run([*command, "--results", str(results)], capture_output=True, text=True, timeout=1200, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == FEW
    assert sum(line["caught"] for line in lines) >= 0.7 * FEW
