"""Versions of one page: what changed in meaning, what only in words."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.changes import CriterionChange, DocumentChange, compare_runs
from extractor.changes.show import lines
from extractor.extract import extract
from extractor.model.criterion import Record
from extractor.repair import repair
from extractor.sources import read_source

PAGE = """\
A Study of Drug Z in Asthma

NCT05550001

Overall Status: Recruiting
Ages: 18 to 65 years

Inclusion Criteria:

1. Men or women aged 18 to 65 years
2. FEV1 of at least 60 % of the predicted value
3. Asthma diagnosed at least 12 months before screening

Exclusion Criteria:

1. Current smoker
2. Oral corticosteroids within 4 weeks before screening
3. Platelets < 75 x 10^9/L
"""


def read(text: str, name: str = "registry.txt") -> Record:
    """The record of a page."""
    return extract(repair(read_source(name, text.encode()), name.removesuffix(".txt")))[1]


def compare(new: str) -> DocumentChange:
    """How `new` differs from the page above."""
    (change,) = compare_runs([read(PAGE)], [read(new)])
    return change


def only(change: DocumentChange) -> CriterionChange:
    assert len(change.criteria) == 1, [str(item) for item in change.criteria]
    return change.criteria[0]


def test_the_same_page_has_not_changed() -> None:
    assert compare(PAGE) == DocumentChange(name="registry.txt", status="same", unchanged=6)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("at least 60 %", "at least 50 %", "≥ 60", "≥ 50"),
        ("at least 60 %", "more than 60 %", "≥ 60", "> 60"),
        ("within 4 weeks", "within 8 weeks", "4 weeks", "8 weeks"),
        ("Platelets < 75", "Platelets < 100", "< 75", "< 100"),
        ("Current smoker", "No current smoker", "smoker", "NOT"),
    ],
)
def test_a_change_of_meaning_shows_both_readings(before: str, after: str, old: str, new: str) -> None:
    item = only(compare(PAGE.replace(before, after)))
    assert item.kind == "changed"
    assert any(old in (meaning.old or "") and new in (meaning.new or "") for meaning in item.meaning)


def test_other_words_with_the_same_reading_are_told_apart() -> None:
    item = only(compare(PAGE.replace("FEV1 of at least 60 % of", "FEV1 at least 60 % of")))
    assert (item.kind, item.meaning) == ("reworded", ())


def test_wrapping_and_numbering_are_no_change() -> None:
    wrapped = PAGE.replace("diagnosed at least", "diagnosed\n   at least").replace("1. ", "a) ").replace("2. ", "b) ")
    assert compare(wrapped.replace("3. ", "c) ")).criteria == ()


def test_an_added_a_removed_and_a_moved_criterion() -> None:
    moved = PAGE.replace("1. Current smoker\n", "").replace("3. Asthma", "3. Current smoker\n4. Asthma")
    assert [item.kind for item in compare(moved).criteria] == ["moved"]
    assert only(compare(PAGE + "4. Pregnancy\n")).kind == "added"
    gone = only(compare(PAGE.replace("1. Current smoker\n", "")))
    assert (gone.kind, gone.new) == ("removed", None)


def test_facts_show_what_stood_there_and_where() -> None:
    (fact,) = compare(PAGE.replace("Overall Status: Recruiting", "Overall Status: Completed")).facts
    assert (fact.field, fact.old, fact.new) == ("status", ("RECRUITING",), ("COMPLETED",))
    assert [span.quote for span in fact.new_spans] == ["Overall Status: Completed"]


def test_pages_correspond_by_name_then_by_registry_id() -> None:
    renamed = compare_runs([read(PAGE, "old.txt")], [read(PAGE, "new.txt")])
    assert [(change.name, change.status) for change in renamed] == [("new.txt", "same")]
    other = PAGE.replace("NCT05550001", "NCT05559999")
    apart = compare_runs([read(PAGE, "old.txt")], [read(other, "new.txt")])
    assert [(change.name, change.status) for change in apart] == [("new.txt", "added"), ("old.txt", "removed")]


def test_lines_hide_no_direction_marks() -> None:
    change = compare(PAGE + "4. Known \u202eallergy\n")
    assert "\u202e" not in "\n".join(lines([change]))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """Two runs, the second over a page with one number changed."""
    from extractor import pipeline
    from extractor.model.run import Settings

    root = tmp_path_factory.mktemp("changes")
    outs = []
    for name, text in (("old", PAGE), ("new", PAGE.replace("at least 60 %", "at least 50 %"))):
        page = root / name / "registry.txt"
        page.parent.mkdir()
        page.write_text(text, encoding="utf-8")
        outs.append(root / f"out-{name}")
        pipeline.write(pipeline.run([str(page)], settings=Settings()), outs[-1], report="")
    yield outs[0], outs[1]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "extractor", *arguments], capture_output=True, text=True, timeout=120)


def test_the_command_prints_and_writes_the_changes(folders: tuple[Path, Path], tmp_path: Path) -> None:
    file = tmp_path / "changes.jsonl"
    result = run("changes", str(folders[0]), str(folders[1]), "--json", str(file))
    assert (result.returncode, result.stderr) == (0, "")
    assert "criterion: 1 changed; 5 as before" in result.stdout
    (change,) = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert change["criteria"][0]["kind"] == "changed"


def test_a_folder_without_a_run_is_refused(tmp_path: Path, folders: tuple[Path, Path]) -> None:
    result = run("changes", str(tmp_path), str(folders[1]))
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1 and "holds no run" in result.stderr
