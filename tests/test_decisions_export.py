"""The resolved records: what people decided, never a value for what is open, and no cell that a spreadsheet runs."""

import csv
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from decisions_databases import KINDS, place_of
from decisions_sample import VERSIONS, make_item, run_pages
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sample_pages import NAVIGATOR, REGISTRY

from extractor.decisions.decide import decide
from extractor.decisions.event import Action, Event, seal
from extractor.decisions.export import FORMATS, Format, to_csv, to_jsonl, to_xlsx, write_export
from extractor.decisions.item import Item
from extractor.decisions.items import items_of
from extractor.decisions.opened import OpenedRun, open_run
from extractor.decisions.resolve import Resolved, count_open, resolve
from extractor.decisions.state import fold_events
from extractor.decisions.store import open_store
from extractor.decisions.table import COLUMNS, cells, safe
from extractor.errors import ExtractorError

AT = "2026-01-01T00:00:00.000+00:00"


def rows_after(opened: OpenedRun, choices: dict[str, Action], value: str = "") -> tuple[Resolved, ...]:
    """The rows after a verdict on the items named by id."""
    items, events = items_of(opened), list[Event]()
    for state in fold_events(items, ()).states:
        if state.item.id in choices:
            action = choices[state.item.id]
            made = decide(state, reviewer="ann", action=action, reason="the sponsor says so", value=value, versions=VERSIONS)
            events.append(seal(made.draft, sequence=len(events) + 1, at=AT, previous="0" * 64))
    return resolve(opened, fold_events(items, events).states)


def age_item(opened: OpenedRun) -> Item:
    return next(item for item in items_of(opened) if item.field == "age" and item.concept == "minimum age")


@pytest.fixture
def opened(tmp_path: Path) -> OpenedRun:
    return run_pages(tmp_path, registry=REGISTRY, navigator=NAVIGATOR)


def test_open_items_are_marked_and_hold_no_value(opened: OpenedRun) -> None:
    rows = rows_after(opened, {})
    items = [row for row in rows if row.kind in ("discrepancy", "ambiguity")]
    assert len(items) == len(items_of(opened)) == count_open(rows)
    assert all((row.state, row.value, row.parsed, row.decided_by) == ("open", "", None, None) for row in items)
    assert all(not row.value for row in rows if row.state == "open")
    assert {cells(row)[COLUMNS.index("value")] for row in items} == {"(open)"}


def test_undisputed_facts_are_as_read_and_said_once_a_trial(opened: OpenedRun) -> None:
    rows = rows_after(opened, {})
    facts = {row.field: row for row in rows if row.kind == "fact"}
    assert (facts["status"].value, facts["status"].state) == ("RECRUITING", "undisputed")
    assert [each.document for each in facts["registry_id"].evidence] == ["navigator.txt", "registry.txt"]
    assert "age" not in facts
    assert {row.trial for row in rows} == {"NCT00000102"}


def test_a_decision_stands_with_who_when_why_and_its_evidence(opened: OpenedRun) -> None:
    item = age_item(opened)
    rows = rows_after(opened, {item.id: "neither"}, "16 years or older")
    (row,) = [row for row in rows if row.items == (item.id,) and row.kind == "discrepancy"]
    assert (row.state, row.value, row.verdict, row.decided_by, row.decided_at, row.reason) == (
        "decided",
        "≥ 16 years",
        "neither",
        "ann",
        AT,
        "the sponsor says so",
    )
    assert [each.quote for each in row.evidence] == [claim.quote for claim in item.claims]


def test_a_criterion_follows_the_items_that_touch_its_words(opened: OpenedRun) -> None:
    touching = [item for item in items_of(opened) if any("18 years" in claim.quote for claim in item.claims)]
    assert touching
    partly = rows_after(opened, {touching[0].id: "accept_a"})
    wholly = rows_after(opened, {item.id: "accept_a" for item in touching})
    for rows, state in ((partly, "open" if len(touching) > 1 else "decided"), (wholly, "decided")):
        (row,) = [row for row in rows if row.kind == "criterion" and "Adults 18 years" in row.evidence[0].quote]
        assert (row.state, bool(row.value)) == (state, state == "decided")
        assert set(row.items) == {item.id for item in touching}


def test_no_problem_leaves_the_words_as_read(opened: OpenedRun) -> None:
    rows = rows_after(opened, {item.id: "not_a_problem" for item in items_of(opened)})
    assert count_open(rows) == 0
    (row,) = [row for row in rows if row.kind == "criterion" and "Adults 18 years" in row.evidence[0].quote]
    assert (row.state, row.value) == ("decided", "Adults 18 years of age and older")
    assert [row.value for row in rows if row.kind == "fact" and row.field == "age"] != []


def test_two_trials_stay_two_until_somebody_says_otherwise(tmp_path: Path) -> None:
    opened = run_pages(tmp_path, registry=REGISTRY, navigator=NAVIGATOR.replace("NCT00000102", "NCT00000120"))
    (question,) = [item for item in items_of(opened) if item.is_identity]
    names = lambda rows: {row.trial for row in rows if row.kind == "fact"}  # noqa: E731
    assert names(rows_after(opened, {})) == {"NCT00000102", "NCT00000120"}
    assert names(rows_after(opened, {question.id: "both"})) == {"NCT00000102", "NCT00000120"}
    moot = rows_after(opened, {question.id: "both"})
    assert {row.state for row in moot if row.kind == "discrepancy" and row.field != "identity"} == {"moot"}
    assert names(rows_after(opened, {question.id: "accept_a"})) == {"NCT00000120, NCT00000102"}


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM",
        "  =1",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b@x",
        "\x00=1",
        "\x1b[31m",
        "\x85=1",
    ],
)
def test_cells_that_a_spreadsheet_could_run_are_made_safe(cell: str) -> None:
    made = safe(cell)
    assert made.startswith("'")
    assert all(character in "\t\r\n" or character >= " " for character in made)


@given(st.text(max_size=40))
def test_no_text_makes_a_cell_that_begins_like_a_formula(cell: str) -> None:
    made = safe(cell)
    assert made == "" or made[0] not in "=+-@\t\r\n＝＋－＠"
    assert made.lstrip("'").rstrip() != "" or not cell.strip()


HOSTILE = '=HYPERLINK("http://x","y"), with "quotes"; \x07 and\nlines'


def hostile_rows(opened: OpenedRun) -> tuple[Resolved, ...]:
    rows = list(rows_after(opened, {}))
    return (rows[0].model_copy(update={"value": HOSTILE, "trial": "@t", "reason": "+r"}), *rows[1:])


def test_csv_and_xlsx_hold_the_same_safe_cells_and_jsonl_is_exact(opened: OpenedRun) -> None:
    rows = hostile_rows(opened)
    table = list(csv.reader(io.StringIO(to_csv(rows).decode("utf-8-sig"), newline="")))
    assert table[0] == list(COLUMNS)
    assert table[1:] == [list(cells(row)) for row in rows]
    sheet = load_workbook(io.BytesIO(to_xlsx(rows)))["resolved"]
    found = [[cell.value or "" for cell in line] for line in sheet.iter_rows()]
    assert [[text.replace("\r\n", "\n") for text in line] for line in table] == found
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value} == {"s"}
    assert not any(text.startswith(("=", "+", "-", "@")) for line in table for text in line)
    lines = to_jsonl(rows).decode().split("\n")
    assert json.loads(lines[0])["value"] == HOSTILE
    assert [Resolved.model_validate_json(line) for line in lines if line] == list(rows)


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_the_same_records_give_the_same_bytes(opened: OpenedRun, form: Format) -> None:
    rows = hostile_rows(opened)
    first = FORMATS[form](rows)
    time.sleep(1.1 if form == "xlsx" else 0)  # a workbook could hold the second in which it was saved
    assert FORMATS[form](rows) == first
    if form == "xlsx":
        dates = {info.date_time for info in zipfile.ZipFile(io.BytesIO(FORMATS[form](rows))).infolist()}
        assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_a_long_cell_is_cut_aloud(opened: OpenedRun) -> None:
    rows = (hostile_rows(opened)[0].model_copy(update={"value": "x" * 40_000}),)
    sheet = load_workbook(io.BytesIO(to_xlsx(rows)))["resolved"]
    value = str(sheet.cell(2, COLUMNS.index("value") + 1).value)
    assert len(value) == 32_767
    assert value.endswith("(cut: the whole is in the jsonl)")


def test_an_export_is_not_written_into_the_folder_of_the_run(opened: OpenedRun, tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="the next run replaces"):
        write_export((), tmp_path / "out" / "resolved.csv", form="csv", folder=tmp_path / "out")


@pytest.mark.parametrize(
    ("file", "change", "problem"),
    [
        ("run.json", lambda text: "{", "damaged"),
        ("run.json", lambda text: text.replace("document-criteria-extractor", "other"), "was not written by a run"),
        ("records.jsonl", lambda text: text.replace('"facts"', '"fax"', 1), "line 1 does not hold"),
        ("discrepancies.jsonl", lambda text: text.replace('"quote":"', '"quote":"~', 1), "a quote does not stand at"),
    ],
)
def test_a_folder_that_does_not_hold_is_refused(opened: OpenedRun, tmp_path: Path, file: str, change, problem: str) -> None:
    path = tmp_path / "out" / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ExtractorError, match=problem):
        open_run(tmp_path / "out")


def test_a_missing_folder_or_text_is_a_clear_line(opened: OpenedRun, tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="holds no run"):
        open_run(tmp_path / "absent")
    next((tmp_path / "out" / "texts").iterdir()).unlink()
    with pytest.raises(ExtractorError, match="cannot be read; run `extractor run` again"):
        open_run(tmp_path / "out")


def test_items_have_what_a_page_shows(opened: OpenedRun) -> None:
    items = items_of(opened)
    assert len({item.id for item in items}) == len(items)
    for item in items:
        assert item.question and item.reasons
        for claim in item.claims:
            text = opened.texts[claim.document_id]
            if claim.span:
                assert text[claim.span.start - len(claim.before) : claim.span.end + len(claim.after)] == (
                    claim.before + claim.quote + claim.after
                )
    assert make_item().offer is not None


@pytest.mark.parametrize("kind", KINDS)
def test_audit_and_export_take_a_database_by_its_address(opened: OpenedRun, tmp_path: Path, kind: str) -> None:
    place = place_of(kind, tmp_path)
    (state, *_) = fold_events(items_of(opened), ()).states
    with open_store(place) as store:
        made = decide(state, reviewer="ann", action="not_a_problem", reason="read", versions=VERSIONS)
        store.append(made.draft, expected=made.expected)
    out = tmp_path / "out"
    assert command("audit", out, EXTRACTOR_DECISIONS=place).startswith("whole    1 events on 1 items")
    assert f"{len(items_of(opened)) - 1} items open" in command("export", out, "--format", "csv", "--decisions", place)
    table = list(csv.DictReader((tmp_path / "out.resolved.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["decided_by"] for row in table if row["items"] == state.item.id and row["kind"] == state.item.kind] == [
        "ann"
    ]


def command(*arguments: str | Path, **more: str) -> str:
    parts = [sys.executable, "-m", "extractor", *map(str, arguments)]
    done = subprocess.run(parts, capture_output=True, text=True, timeout=300, env={**os.environ, **more})
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_run_without_decisions_loads_no_database() -> None:
    heavy = {"sqlalchemy", "alembic", "openpyxl", "psycopg"}
    program = (
        f"import sys, extractor.cli, extractor.pipeline, extractor.decisions.place; print({heavy!r} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout == "set()\n"
