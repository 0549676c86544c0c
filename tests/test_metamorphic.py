"""The reading keeps still when a page changes without its meaning, and changes when the meaning does.

The transformations are those of benchmarks/metamorphic.py, which runs them over real criteria; the criteria here are written
for the tests.
"""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import metamorphic  # noqa: E402
from rewriting import INVARIANT, Page, listed, wrap  # noqa: E402
from turning import CHANGES  # noqa: E402

from extractor.model.criterion import Category  # noqa: E402

INVARIANCE_FLOOR = 0.98
CHANGE_FLOOR = 1.0
A_SECTION = 3


def _criteria() -> dict[Category, list[str]]:
    found: dict[Category, list[str]] = {"inclusion": [], "exclusion": []}
    for line in (ROOT / "tests" / "data" / "metamorphic.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            criteria = found["inclusion" if line == "[inclusion]" else "exclusion"]
        elif not line.startswith("#"):
            criteria.append(line)
    return found


CRITERIA = _criteria()
PAGES = [
    Page(
        tuple(CRITERIA["inclusion"][at : at + A_SECTION]),
        tuple(CRITERIA["exclusion"][at : at + A_SECTION]),
    )
    for at in range(0, len(CRITERIA["inclusion"]), A_SECTION)
]
BY_CATEGORY = [(category, criterion) for category, criteria in CRITERIA.items() for criterion in criteria]


@pytest.mark.parametrize("name", INVARIANT)
def test_the_reading_keeps_still(name: str) -> None:
    write = INVARIANT[name]
    changed = [page for page in PAGES if write(page) != listed(page)]
    moved = [page for page in changed if metamorphic.reading_of(write(page)) != metamorphic.reading_of(listed(page))]
    assert changed
    assert len(moved) <= (1 - INVARIANCE_FLOOR) * len(changed), moved


def test_the_pages_say_something() -> None:
    silent = [page for page in PAGES if not metamorphic.reading_of(listed(page))]
    assert not silent


@pytest.mark.parametrize("name", CHANGES)
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
@given(_SIDE, _OTHER_SIDE, st.sampled_from(sorted(INVARIANT)))
def test_any_page_reads_the_same(inclusion: list[str], exclusion: list[str], name: str) -> None:
    page = Page(tuple(inclusion), tuple(exclusion))
    assert metamorphic.reading_of(INVARIANT[name](page)) == metamorphic.reading_of(listed(page))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(CRITERIA["inclusion"] + CRITERIA["exclusion"]), st.integers(min_value=24, max_value=90))
def test_where_a_line_breaks_does_not_matter(criterion: str, width: int) -> None:
    page = Page((criterion,), ())
    broken = Page(("\n     ".join(wrap(criterion, width)),), ())
    assert metamorphic.reading_of(listed(broken)) == metamorphic.reading_of(listed(page))
