"""The house keeps its shape: small modules, one direction of imports, nothing heavy before it is needed."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "extractor").rglob("*.py"))
HEAVY = {"spacy", "scispacy", "pint", "ucumvert", "openai"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 30


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_public_names_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not tree.body and path.name == "__init__.py":
        return
    assert ast.get_docstring(tree), "the module has no docstring"
    nodes = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    assert [node.name for node in nodes if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_heavy_modules_are_imported_where_they_are_used(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name.split(".")[0] for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {(node.module or "").split(".")[0] for node in imports if isinstance(node, ast.ImportFrom)}
    assert not names & HEAVY


def test_functions_fit_on_a_screen() -> None:
    functions = [
        (node.end_lineno - node.lineno + 1, f"{name_of(path)}:{node.lineno} {node.name}")
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    ]
    assert [where for length, where in functions if length > 60] == []


def test_whole_pipeline_imports_without_heavy_modules() -> None:
    program = (
        f"import sys, extractor.pipeline, extractor.report, extractor.check; print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout == "[]\n"


def test_no_model_holds_a_float() -> None:
    numbers = [path for path in MODULES if path.parent.name == "model" and path.name != "run.py"]
    assert [name_of(path) for path in numbers if ": float" in path.read_text(encoding="utf-8")] == []


def test_every_stage_stands_in_the_layers() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    layers = {name.strip() for layer in contract["layers"] for name in layer.split("|")}
    packages = {
        f"extractor.{path.parent.name}"
        for path in MODULES
        if path.name == "__init__.py" and path.parent.parent == ROOT / "extractor"
    }
    assert packages - {"extractor.data"} <= layers


def test_locks_hold_hashes_and_no_hosts() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert len(pins) > 40
        assert all("==" in line and line.endswith("\\") for line in pins)
        assert "//" not in text
        assert "--index" not in text
