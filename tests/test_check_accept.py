"""Cases are made from pages, differences are taken one by one, and nothing is decided in CI."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sample_pages import SHOPPING, files_in, names_in, write_pages
from typer.testing import CliRunner

from extractor.check import Options, check
from extractor.check.accept import Choice, apply_choices, find_differences
from extractor.check.add import add_case
from extractor.check.baseline import load_baseline
from extractor.check.difference import Difference
from extractor.check.edit import Edit, edited, places
from extractor.check.layout import layout
from extractor.check.walk import walk
from extractor.cli import app
from extractor.errors import ExtractorError

CONTENT = """{
  "a": [1, {"x": "}]", "y": []}, 3],
  "b": {
    "c": [
      {"q": "one"},
      {"q": "two"}
    ]
  }
}
"""


@pytest.fixture(autouse=True)
def _no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (Edit(action="remove", path=("a", 0)), "[1, {", "[{"),
        (Edit(action="remove", path=("a", 2)), ", 3]", "]"),
        (Edit(action="remove", path=("b", "c", 1)), ',\n      {"q": "two"}', ""),
        (Edit(action="replace", path=("b", "c", 0, "q"), content="new"), '"one"', '"new"'),
        (Edit(action="append", path=("b", "c"), content={"q": 3}), '"two"}', '"two"},\n      {"q": 3}'),
        (Edit(action="append", path=("b", "d"), content=4), "    ]\n", '    ],\n    "d": [4]\n'),
    ],
)
def test_an_edit_leaves_the_rest_as_it_was_written(edit: Edit, old: str, new: str) -> None:
    assert edited(CONTENT, [edit]) == CONTENT.replace(old, new)


def test_edits_at_once_mean_the_places_before_them() -> None:
    edits = [Edit(action="remove", path=("a", index)) for index in (0, 1, 2)]
    edits.append(Edit(action="append", path=("a",), content="end"))
    assert json.loads(edited(CONTENT, edits))["a"] == ["end"]
    assert json.loads(edited(CONTENT, [Edit(action="remove", path=("a",))])) == {"b": json.loads(CONTENT)["b"]}
    assert places(CONTENT)[("b", "c", 1, "q")] == (CONTENT.index('"two"'), CONTENT.index('"two"') + 5)


def test_layout_is_json_with_short_things_on_one_line() -> None:
    value = {"long": [{"key": "word " * 20}, {"key": "word " * 20}], "short": [1, {"a": None}]}
    text = layout(value)
    assert json.loads(text) == value
    assert '"short": [1, {"a": null}]' in text
    assert max(map(len, text.splitlines())) <= 125


def golden_of(tmp_path: Path, **changes: Any) -> Path:
    """A golden folder with one accepted case made of the sample pages, in which `changes` replace what was drafted."""
    pages = write_pages(tmp_path / "pages")
    golden = tmp_path / "golden"
    path = add_case(golden, "tonic", pages)
    content = json.loads(path.read_text(encoding="utf-8")) | changes
    del content["draft"]
    path.write_text(layout(content), encoding="utf-8")
    check(golden, Options(update_baseline=True))
    return golden


def expected(golden: Path) -> dict[str, Any]:
    content = json.loads((golden / "tonic" / "expected.json").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def test_a_new_case_is_a_draft_until_a_person_takes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = write_pages(tmp_path / "pages")
    path = add_case(tmp_path / "golden", "tonic", [tmp_path / "pages"], title="Tonic")
    assert names_in(path.parent) == ["expected.json", "navigator.txt", "registry.txt"]
    assert (path.parent / "registry.txt").read_bytes() == pages[0].read_bytes()
    assert check(tmp_path / "golden") == 2
    assert "is a draft" in capsys.readouterr().out
    (draft,) = find_differences(tmp_path / "golden")
    assert draft.kind == "draft"
    apply_choices(tmp_path / "golden", [(draft, "accept")])
    assert check(tmp_path / "golden") == 0
    assert "draft" not in expected(tmp_path / "golden")


@pytest.mark.parametrize("name", ["", "Tonic", "../x", "a b", "-a"])
def test_a_case_needs_a_plain_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExtractorError, match="no name of a case"):
        add_case(tmp_path / "golden", name, write_pages(tmp_path / "pages"))
    assert not (tmp_path / "golden").exists()


def test_adding_leaves_nothing_behind_where_it_fails(tmp_path: Path) -> None:
    golden = golden_of(tmp_path)
    before = files_in(golden)
    (tmp_path / "list.txt").write_text(SHOPPING, encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "registry.md").write_text("x", encoding="utf-8")
    for name, sources in (
        ("tonic", [tmp_path / "pages"]),
        ("list", [tmp_path / "list.txt"]),
        ("twice", [tmp_path / "pages" / "registry.txt", tmp_path / "golden" / "tonic" / "registry.txt"]),
        ("note", [tmp_path / "other" / "registry.md"]),
        ("nothing", [tmp_path / "nowhere.txt"]),
    ):
        with pytest.raises(ExtractorError):
            add_case(golden, name, sources)
    assert files_in(golden) == before
    assert [name for name in names_in(golden) if name.startswith(".")] == []


def changed_age(golden: Path) -> None:
    """Make the case expect another lowest age than the page says, and one thing that is nowhere."""
    path = golden / "tonic" / "expected.json"
    text = path.read_text(encoding="utf-8")
    assert '"low": "10"' in text
    content = json.loads(text.replace('"low": "10"', '"low": "11"'))
    content["ambiguities"].append({"document": "navigator", "kind": "vague", "quote": "Adults"})
    path.write_text(layout(content), encoding="utf-8")


def test_differences_show_old_and_new_and_are_taken_or_not(tmp_path: Path) -> None:
    golden = golden_of(tmp_path)
    assert find_differences(golden) == []
    changed_age(golden)
    assert check(golden) == 1
    found = find_differences(golden)
    changed = [each for each in found if each.kind == "changed"]
    assert changed
    assert all("11" in json.dumps(each.old) and "10" in json.dumps(each.new) for each in changed)
    (missed,) = [each for each in found if each.kind == "missed"]
    assert missed.old["kind"] == "vague"
    extras = [each for each in found if each.kind == "extra"]
    apply_choices(golden, [(each, "skip") for each in found])
    assert find_differences(golden) == found
    choices: list[tuple[Difference, Choice]] = [*((each, "accept") for each in changed), (missed, "known")]
    apply_choices(golden, choices)
    assert load_baseline(golden).known_failures == {"tonic": (missed.label,)}
    assert check(golden) == 0
    assert [each.kind for each in find_differences(golden)] == ["missed"]
    assert all(each.label not in json.dumps(expected(golden)) for each in extras)


def test_a_rejected_extra_must_not_appear_and_an_accepted_one_is_expected(tmp_path: Path) -> None:
    golden = golden_of(tmp_path, discrepancies=[], ambiguities=[])
    found = [each for each in find_differences(golden) if each.kind == "extra"]
    age = next(each for each in found if each.label.startswith("discrepancy age, minimum age"))
    flag = next(each for each in found if "placeholder" in each.label)
    apply_choices(golden, [(age, "accept"), (flag, "reject")])
    assert [each["concept"] for each in expected(golden)["discrepancies"]] == ["minimum age"]
    assert expected(golden)["must_not"]["ambiguities"] == [
        {"document": "navigator", "kind": "placeholder", "quote": "VERIFY: how long ago"}
    ]
    assert check(golden) == 1
    (forbidden,) = [each for each in find_differences(golden) if each.kind == "forbidden"]
    assert check(golden, Options(update_baseline=True)) == 1
    apply_choices(golden, [(forbidden, "known")])
    assert check(golden) == 0
    assert check(golden, Options(update_baseline=True)) == 0
    (forbidden,) = [each for each in find_differences(golden) if each.kind == "forbidden"]
    assert forbidden.known
    apply_choices(golden, [(forbidden, "accept")])
    assert expected(golden)["must_not"]["ambiguities"] == []
    assert check(golden) == 0


def test_phrases_are_rewritten_marked_and_unmarked(tmp_path: Path) -> None:
    golden = golden_of(tmp_path)
    (golden / "phrases").mkdir()
    file = golden / "phrases" / "a.txt"
    wrong = "[Platelets of 100 x 10^9/L or more | platelets > 90 10*9/L]"
    right = "[Platelets of 100 x 10^9/L or more | platelets >= 100 10*9/L]"
    file.write_text(f"# counts\n{wrong}\n", encoding="utf-8")
    assert check(golden) == 1
    (difference,) = find_differences(golden)
    assert (difference.place, difference.old, difference.new) == ("phrases/a.txt:2", wrong, right)
    apply_choices(golden, [(difference, "known")])
    assert file.read_text(encoding="utf-8") == f"# counts\n! {wrong}\n"
    assert check(golden) == 0
    apply_choices(golden, [(find_differences(golden)[0], "accept")])
    assert file.read_text(encoding="utf-8") == f"# counts\n{right}\n"
    assert check(golden) == 0
    file.write_text(f"! {right}\n", encoding="utf-8")
    assert check(golden) == 1
    apply_choices(golden, [(each, "accept") for each in find_differences(golden)])
    assert file.read_text(encoding="utf-8") == f"{right}\n"


def test_words_that_move_are_told_apart_from_meaning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    golden = golden_of(tmp_path)
    file = golden / "readings" / "tonic.txt"
    text = file.read_text(encoding="utf-8")
    assert "\ton Ages 10-65 years\n" in text or "\ton 10-65 years\n" in text
    file.write_text(text.replace("10-65 years\n", "of 10-65 years\n"), encoding="utf-8")
    capsys.readouterr()
    assert check(golden) == 0
    assert "Moved: the same meaning on other words" in capsys.readouterr().out
    moved = find_differences(golden)
    assert {each.kind for each in moved} == {"moved"}
    apply_choices(golden, [(each, "reject") for each in moved])
    assert find_differences(golden) == moved
    apply_choices(golden, [(each, "accept") for each in moved])
    assert find_differences(golden) == []
    assert file.read_text(encoding="utf-8") == text


def test_a_reading_that_nobody_expects_is_kept_and_a_change_of_it_fails(tmp_path: Path) -> None:
    golden = golden_of(tmp_path)
    content = expected(golden)
    content["records"] = {}
    (golden / "tonic" / "expected.json").write_text(layout(content), encoding="utf-8")
    assert check(golden) == 0
    file = golden / "readings" / "tonic.txt"
    text = file.read_text(encoding="utf-8")
    assert "platelets >= 50 10*9/L" in text
    file.write_text(text.replace("platelets >= 50 ", "platelets > 50 "), encoding="utf-8")
    assert check(golden) == 1
    found = [each for each in find_differences(golden) if each.kind in ("appeared", "vanished")]
    assert len(found) == 2
    apply_choices(golden, [(each, "accept") for each in found])
    assert file.read_text(encoding="utf-8") == text
    assert check(golden) == 0


def keys(text: str) -> Iterator[str]:
    yield from text
    while True:
        yield ""


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("ars", ["accept", "reject", "skip"]),
        ("xkKs", ["known", "known", "skip"]),
        ("A", ["accept", "accept"]),
        ("aq", ["accept"]),
        ("", []),
    ],
)
def test_walking_asks_for_each_or_for_all_of_a_kind(typed: str, choices: list[str]) -> None:
    kinds = ("missed", "missed", "extra")
    differences = [Difference(kind=kind, place="c", label=str(at), old=[1], new=[2]) for at, kind in enumerate(kinds)]  # type: ignore[arg-type]
    console = Console(record=True, width=80)
    ask = keys(typed)
    assert [choice for _, choice in walk(differences, console, lambda: next(ask))] == choices
    assert "-   1\n+   2\n" in console.export_text()


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["golden", *arguments])
    return result.exit_code, f"{result.output} {result.exception if isinstance(result.exception, ExtractorError) else ''}"


def test_the_command_works_without_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    golden = golden_of(tmp_path)
    changed_age(golden)
    folder = ("--golden", str(golden))
    assert run("accept", *folder, "--list")[0] == 1
    assert "no terminal to ask in" in run("accept", *folder)[1]
    assert "no kind" in run("accept", *folder, "--kind", "odd", "--all")[1]
    assert "exclude each other" in run("accept", *folder, "--all", "--known")[1]
    monkeypatch.setenv("CI", "true")
    before = files_in(golden)
    assert "a person's decision" in run("accept", *folder, "--all")[1]
    assert files_in(golden) == before
    monkeypatch.delenv("CI")
    assert "1 accepted" in run("accept", *folder, "--kind", "missed", "--only", "vague", "--all")[1]
    assert run("accept", *folder, "--all")[0] == 0
    assert run("accept", *folder, "--list")[0] == 0
    assert check(golden) == 0


def test_the_commands_add_and_phrase_print_what_to_do_next(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages")
    golden = str(tmp_path / "golden")
    status, output = run("add", "tonic", *map(str, pages), "--golden", golden, "--no-edit")
    assert status == 0
    assert "golden accept" in output
    assert "stands already" in run("add", "tonic", *map(str, pages), "--golden", golden)[1]
    assert run("phrase", "Platelets of 100 x 10^9/L or more")[1].startswith(
        "[Platelets of 100 x 10^9/L or more | platelets >= 100"
    )
