"""Planting a fault in this process: in a module as it is imported, in functions that are loaded already, or in a vocabulary.

Loaded functions get the code of the changed syntax tree, and every cache that may rest on it is emptied: those of the
module's own stage and of the stages above. Faults outside of functions, and whatever a module computes as it is imported,
need an import anew.
"""

import ast
import functools
import gc
import hashlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import tomllib
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

from faults import faults, row_faults

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = Path(__file__).with_name("mutants.toml")
STAGES = ("catalogue", "quantity", "sources", "repair", "segment", "criteria", "facts", "extract", "triage", "reconcile")


class Mutant(NamedTuple):
    """One fault: its file below extractor/, its place among the faults of that file, and what it changes."""

    kind: str
    path: str
    line: int
    ordinal: int
    what: str

    @property
    def id(self) -> str:
        """A name that stays while the file does."""
        return hashlib.sha256(f"{self.path} {self.ordinal} {self.what}".encode()).hexdigest()[:10]


class Planter(importlib.abc.MetaPathFinder):
    """Imports one module of the extractor with a fault in it."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        stem = mutant.path.removesuffix(".py").removesuffix("/__init__")
        self.name = f"extractor.{stem.replace('/', '.')}"

    def find_spec(self, fullname: str, path: object, target: ModuleType | None = None) -> Any:
        """The module's own spec, with a loader that plants the fault."""
        if fullname != self.name:
            return None
        file = ROOT / "extractor" / self.mutant.path
        loader = FaultyLoader(fullname, str(file), self.mutant)
        packages = [str(file.parent)] if file.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(fullname, file, loader=loader, submodule_search_locations=packages)


class FaultyLoader(importlib.machinery.SourceFileLoader):
    """Compiles a module's source with a fault planted."""

    def __init__(self, name: str, path: str, mutant: Mutant) -> None:
        super().__init__(name, path)
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        """The code of the changed syntax tree; compiled files are neither read nor written."""
        tree = ast.parse(Path(self.path).read_text(encoding="utf-8"))
        faults(tree)[self.mutant.ordinal].plant()
        return compile(ast.fix_missing_locations(tree), self.path, "exec")


def plant(mutant: Mutant) -> None:
    """From now on this process imports, or reads, the faulty file."""
    if mutant.path.startswith("data/"):
        _plant_rows(mutant)
    else:
        sys.meta_path.insert(0, Planter(mutant))


def _plant_rows(mutant: Mutant) -> None:
    target, read_text = ROOT / "extractor" / mutant.path, Path.read_text
    configuration = tomllib.loads(CONFIGURATION.read_text(encoding="utf-8"))
    first, last = configuration["vocabularies"][target.name]
    text = row_faults(target.name, target.read_text(encoding="utf-8"), first, last)[mutant.ordinal].text

    def faulty(path: Path, *arguments: Any, **options: Any) -> str:
        return text if path.name == target.name and path.parent == target.parent else read_text(path, *arguments, **options)

    Path.read_text = faulty  # type: ignore[method-assign,assignment]


def forget() -> None:
    """Forget every module of the extractor, so that the next import reads it anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "extractor"]:
        del sys.modules[name]
    loaded.cache_clear()


class Loaded(NamedTuple):
    """What this process has of the extractor: its functions by file, and the caches in front of them."""

    functions: dict[str, list[FunctionType]]
    caches: list[Any]


@functools.cache
def loaded() -> Loaded:
    """The functions and caches of the extractor, looked for once: call it when all that a check imports is imported."""
    functions: dict[str, list[FunctionType]] = {}
    caches = []
    for each in gc.get_objects():
        if isinstance(each, FunctionType):
            functions.setdefault(each.__code__.co_filename, []).append(each)
        elif isinstance(each, functools._lru_cache_wrapper) and str(each.__module__).startswith("extractor."):
            caches.append(each)
    return Loaded(functions, caches)


def plant_in_place(mutant: Mutant) -> bool:
    """Give the loaded functions of a module the code with the fault, or let a vocabulary be read anew with it.

    Returns whether that planted it: a fault outside of functions needs an import anew.
    """
    if mutant.path.startswith("data/"):
        _plant_rows(mutant)
        _empty_caches(STAGES[0])
        return True
    path = str(ROOT / "extractor" / mutant.path)
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    faults(tree)[mutant.ordinal].plant()
    codes = {
        (code.co_qualname, code.co_firstlineno): code
        for code in _codes(compile(ast.fix_missing_locations(tree), path, "exec"))
    }
    planted = False
    for function in loaded().functions.get(path, ()):
        old = function.__code__
        new = codes.get((old.co_qualname, old.co_firstlineno))
        if new is None or new == old:
            continue
        if new.co_freevars != old.co_freevars:
            return False  # a closure: it holds what was computed when the module was imported
        function.__code__ = new
        planted = True
    _empty_caches(mutant.path.partition("/")[0].removesuffix(".py"))
    return planted


def _codes(code: CodeType) -> list[CodeType]:
    """The code and all code inside of it."""
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    return [code, *(each for one in inner for each in _codes(one))]


def _empty_caches(stage: str) -> None:
    packages = {f"extractor.{name}" for name in (*STAGES[STAGES.index(stage) :], "check", "pipeline")}
    for each in loaded().caches:
        if ".".join(each.__module__.split(".")[:2]) in packages:
            each.cache_clear()
