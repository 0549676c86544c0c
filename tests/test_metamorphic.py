"""The reading keeps still when a page changes without its meaning, and changes when the meaning does.

The transformations are those of benchmarks/metamorphic.py, which runs them over real criteria; the criteria here are written
for the tests.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]
INVARIANCE_FLOOR = 0.98
CHANGE_FLOOR = 1.0
A_SECTION = 3


def _benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("metamorphic", ROOT / "benchmarks" / "metamorphic.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


metamorphic = _benchmark()


def _criteria() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (ROOT / "tests" / "data" / "metamorphic.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = []
        elif not line.startswith("#"):
            list(found.values())[-1].append(line)
    return found


CRITERIA = _criteria()
PAGES = [
    metamorphic.Page(
        tuple(CRITERIA["inclusion"][at : at + A_SECTION]),
        tuple(CRITERIA["exclusion"][at : at + A_SECTION]),
    )
    for at in range(0, len(CRITERIA["inclusion"]), A_SECTION)
]
BY_CATEGORY = [(category, criterion) for category, criteria in CRITERIA.items() for criterion in criteria]


@pytest.mark.parametrize("name", metamorphic.INVARIANT)
def test_the_reading_keeps_still(name: str) -> None:
    write = metamorphic.INVARIANT[name]
    changed = [page for page in PAGES if write(page) != metamorphic.listed(page)]
    moved = [
        page for page in changed if metamorphic.reading_of(write(page)) != metamorphic.reading_of(metamorphic.listed(page))
    ]
    assert changed
    assert len(moved) <= (1 - INVARIANCE_FLOOR) * len(changed), moved


def test_the_pages_say_something() -> None:
    silent = [page for page in PAGES if not metamorphic.reading_of(metamorphic.listed(page))]
    assert not silent


@pytest.mark.parametrize("name", metamorphic.CHANGES)
def test_a_change_of_meaning_is_noticed(name: str) -> None:
    outcomes = [
        outcome
        for category, criterion in BY_CATEGORY
        for changed, outcome in metamorphic.changes(criterion, category)
        if changed == name
    ]
    assert len(outcomes) >= 10
    assert metamorphic.share(outcomes) >= CHANGE_FLOOR, [outcome.said for outcome in outcomes if not outcome.right]


_SIDE = st.lists(st.sampled_from(CRITERIA["inclusion"]), min_size=1, max_size=4, unique=True)
_OTHER_SIDE = st.lists(st.sampled_from(CRITERIA["exclusion"]), min_size=1, max_size=4, unique=True)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(_SIDE, _OTHER_SIDE, st.sampled_from(sorted(metamorphic.INVARIANT)))
def test_any_page_reads_the_same(inclusion: list[str], exclusion: list[str], name: str) -> None:
    page = metamorphic.Page(tuple(inclusion), tuple(exclusion))
    assert metamorphic.reading_of(metamorphic.INVARIANT[name](page)) == metamorphic.reading_of(metamorphic.listed(page))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(CRITERIA["inclusion"] + CRITERIA["exclusion"]), st.integers(min_value=24, max_value=90))
def test_where_a_line_breaks_does_not_matter(criterion: str, width: int) -> None:
    page = metamorphic.Page((criterion,), ())
    broken = metamorphic.Page(("\n     ".join(metamorphic.wrap(criterion, width)),), ())
    assert metamorphic.reading_of(metamorphic.listed(broken)) == metamorphic.reading_of(metamorphic.listed(page))
