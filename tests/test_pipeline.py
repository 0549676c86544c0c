"""A run reads every source it can, gives the same bytes each time, and writes all of its folder or nothing."""

import hashlib
import json
import os
from pathlib import Path

import pytest
from sample_pages import NAVIGATOR, REGISTRY, SHOPPING, files_in, names_in, write_pages
from sample_run import sample_run

from extractor import folder as folder_module
from extractor import pipeline
from extractor.errors import ExtractorError, SourceError
from extractor.folder import check_folder, write_folder
from extractor.model.criterion import AtLeast, Criterion, Record
from extractor.model.review import Ambiguity, Discrepancy
from extractor.model.run import Run, Settings

SETTINGS = Settings()


def run_over(*paths: Path, workers: int = 1) -> Run:
    return pipeline.run([str(path) for path in paths], settings=Settings(workers=workers))


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def every_span(value: object) -> list[dict[str, object]]:
    """All spans in a JSON value."""
    if isinstance(value, list):
        return [span for part in value for span in every_span(part)]
    if not isinstance(value, dict):
        return []
    inside = [span for part in value.values() for span in every_span(part)]
    return [value, *inside] if set(value) == {"start", "end", "quote"} else inside


def test_run_folder_holds_what_the_contract_says(tmp_path: Path) -> None:
    registry, navigator = write_pages(tmp_path / "in")
    out = tmp_path / "out"
    run = run_over(registry, navigator)
    pipeline.write(run, out, report="<!DOCTYPE html>")
    ids = [document.id for document in run.documents]
    assert set(files_in(out)) == {
        "run.json",
        "records.jsonl",
        "discrepancies.jsonl",
        "ambiguities.jsonl",
        "report.html",
        *(f"texts/{name}.txt" for name in ids),
    }
    assert (out / f"texts/{ids[1]}.txt").read_bytes() == REGISTRY.encode()
    assert [record["document"]["id"] for record in lines(out / "records.jsonl")] == ids  # type: ignore[index]
    summary = json.loads((out / "run.json").read_text())
    assert summary["tool"] == "document-criteria-extractor"
    assert summary["sources"][0]["sha256"] == hashlib.sha256(NAVIGATOR.encode()).hexdigest()
    assert {"version", "settings", "prompts", "timings", "tokens", "cost", "counts"} <= set(summary)
    assert summary["counts"]["documents"] == 2
    assert summary["counts"]["criteria"] == sum(len(record.criteria) for record in run.records) > 5
    assert set(summary["timings"]) == set(pipeline.STAGES)


def test_lines_read_back_as_the_models(tmp_path: Path) -> None:
    run = run_over(*write_pages(tmp_path / "in"))
    pipeline.write(run, tmp_path / "out", report="")
    for name, model, given in (
        ("records", Record, run.records),
        ("discrepancies", Discrepancy, run.discrepancies),
        ("ambiguities", Ambiguity, run.ambiguities),
    ):
        text = (tmp_path / "out" / f"{name}.jsonl").read_text(encoding="utf-8")
        assert tuple(model.model_validate_json(line) for line in text.split("\n") if line) == given
    assert run.discrepancies
    assert run.ambiguities


def test_every_span_quotes_its_text(tmp_path: Path) -> None:
    run = run_over(*write_pages(tmp_path / "in"))
    pipeline.write(run, tmp_path / "out", report="")
    texts = {
        document.id: (tmp_path / f"out/texts/{document.id}.txt").read_text(encoding="utf-8") for document in run.documents
    }
    found = [(record["document"]["id"], record) for record in lines(tmp_path / "out/records.jsonl")]  # type: ignore[index]
    found += [(flag["document"], flag) for flag in lines(tmp_path / "out/ambiguities.jsonl")]
    for item in lines(tmp_path / "out/discrepancies.jsonl"):
        found += [(claim["document"], claim) for claim in item["claims"]]  # type: ignore[attr-defined]
    spans = [(texts[name], span) for name, value in found for span in every_span(value)]
    assert len(spans) > 40
    assert all(text[span["start"] : span["end"]] == span["quote"] for text, span in spans)  # type: ignore[misc]


def test_numbers_are_strings_and_at_least_has_its_key() -> None:
    run = sample_run()
    content = json.loads(run.records[0].model_dump_json())
    criterion = content["criteria"][0]
    assert criterion["combination"] == {"at-least": 2}
    assert criterion["parent"] is None
    assert criterion["characteristics"][0]["value"]["low"] == "50"
    assert Criterion.model_validate(criterion).combination == AtLeast(n=2)


def test_order_of_arguments_and_workers_make_no_difference(tmp_path: Path) -> None:
    registry, navigator = write_pages(tmp_path / "in")
    for number in range(4):
        (tmp_path / f"in/extra{number}.txt").write_text(REGISTRY.replace("00000102", f"0000020{number}"), encoding="utf-8")
    extra = sorted(tmp_path.glob("in/extra*"))
    orders = [(registry, navigator, *extra), (*reversed(extra), navigator, registry), (navigator.parent,)]
    written = []
    for number, paths in enumerate(orders):
        out = tmp_path / f"out{number}"
        pipeline.write(run_over(*paths, workers=number + 1), out, report="")
        written.append({name: data for name, data in files_in(out).items() if name != "run.json"})
    assert written[0] == written[1] == written[2]


def test_ids_come_from_name_and_content(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Über Trial  (Final).txt").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "a" / "試験.txt").write_text(NAVIGATOR, encoding="utf-8")
    digest = hashlib.sha256(REGISTRY.encode()).hexdigest()[:8]
    ids = [document.id for document in run_over(tmp_path / "b", tmp_path / "a").documents]
    assert ids[:2] == [f"ber-trial-final-{digest}", f"ber-trial-final-{digest}-2"]
    assert ids[2].startswith("document-")


def test_a_source_named_twice_is_one_document(tmp_path: Path) -> None:
    registry, navigator = write_pages(tmp_path)
    assert len(run_over(registry, registry, tmp_path, navigator).documents) == 2


def test_bad_sources_leave_the_good_ones_alone(tmp_path: Path) -> None:
    registry, _ = write_pages(tmp_path)
    bad = {
        "empty.txt": b"",
        "blank.txt": b" \r\n\t\n",
        "binary.txt": bytes(range(256)) * 40,
        "broken.json": b'{"protocolSection": {"identificationModule": ',
        "other.json": b'{"shopping": ["bread", "soap"]}',
        "run.txt": b"x" * 5_000_000,
        "signs.txt": b"( _ = * " * 200_000,
        "shopping.txt": SHOPPING.encode(),
        "cut.xml": b"<clinical_study><id_info><nct_id>NCT0000",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "no-files").mkdir()
    run = run_over(registry, *(tmp_path / name for name in bad), tmp_path / "gone.txt", tmp_path / "no-files")
    assert [document.path for document in run.documents] == [str(registry)]
    assert {Path(failure.path).name for failure in run.failures} == {*bad, "gone.txt", "no-files"}
    assert all(failure.problem and failure.remedy and "\n" not in failure.problem for failure in run.failures)
    assert not any("unexpected" in failure.problem for failure in run.failures)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_is_named(tmp_path: Path) -> None:
    registry, navigator = write_pages(tmp_path)
    navigator.chmod(0)
    (failure,) = run_over(registry, navigator).failures
    assert "Permission denied" in failure.problem


def test_a_pipe_may_be_a_source(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, REGISTRY.encode())
    os.close(writer)
    run = run_over(Path(f"/dev/fd/{reader}"))
    os.close(reader)
    assert run.documents[0].text == REGISTRY


def test_a_file_without_end_is_refused() -> None:
    (failure,) = run_over(Path("/dev/zero")).failures
    assert "MB" in failure.problem


def test_an_unexpected_error_stays_with_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry, navigator = write_pages(tmp_path)
    real = pipeline.repair

    def repair(source, document_id):  # type: ignore[no-untyped-def]
        if "navigator" in source.path:
            raise ZeroDivisionError("a fault of ours")
        return real(source, document_id)

    monkeypatch.setattr(pipeline, "repair", repair)
    run = run_over(registry, navigator)
    assert [document.path for document in run.documents] == [str(registry)]
    assert "ZeroDivisionError" in run.failures[0].problem
    with pytest.raises(ZeroDivisionError):
        pipeline.run([str(navigator)], settings=Settings(debug=True))


def test_progress_counts_every_file(tmp_path: Path) -> None:
    write_pages(tmp_path)
    (tmp_path / "empty.txt").touch()
    seen: list[tuple[int, int]] = []
    pipeline.run([str(tmp_path)], settings=SETTINGS, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_an_earlier_run_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    pipeline.write(sample_run("one.txt"), out, report="first")
    first = files_in(out)
    pipeline.write(sample_run("two.txt").model_copy(update={"documents": ()}), out, report="second")
    second = files_in(out)
    assert (first["report.html"], second["report.html"]) == (b"first", b"second")
    assert not any(name.startswith("texts/") for name in second)
    assert names_in(out.parent) == ["out"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"notes.txt": "mine"}, "was not written by a run"),
        ({"run.json": "not ours"}, "was not written by a run"),
        ({"run.json": '{"tool": "another"}'}, "was not written by a run"),
        ({"run.json": '{"tool": "document-criteria-extractor"}', "notes.txt": "mine"}, "also holds notes.txt"),
    ],
)
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, content: dict[str, str], message: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name, text in content.items():
        (out / name).write_text(text)
    with pytest.raises(ExtractorError, match=message):
        pipeline.write(sample_run(), out, report="")
    assert {name: data.decode() for name, data in files_in(out).items()} == content


def test_folders_that_must_not_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExtractorError, match="current folder"):
        check_folder(Path())
    (tmp_path / "file").touch()
    with pytest.raises(ExtractorError, match="not a folder"):
        check_folder(tmp_path / "file")
    out = tmp_path / "out"
    pipeline.write(sample_run(), out, report="")
    with pytest.raises(ExtractorError, match="holds the source"):
        check_folder(out, [out / "texts" / "a-1.txt"])


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("earlier", [False, True])
def test_nothing_is_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, earlier: bool
) -> None:
    out = tmp_path / "place" / "out"
    if earlier:
        pipeline.write(sample_run(), out, report="earlier")
    before = files_in(tmp_path)
    write = folder_module._write_file

    def fail(path: Path, text: str) -> None:
        write(path, text[:5])
        if path.name == "report.html":
            raise error

    monkeypatch.setattr(folder_module, "_write_file", fail)
    with pytest.raises(type(error)):
        pipeline.write(sample_run(), out, report="later")
    assert files_in(tmp_path) == before
    assert names_in(out.parent) == (["out"] if earlier else [])


def test_a_failed_rename_keeps_the_earlier_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    pipeline.write(sample_run(), out, report="earlier")
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if Path(target) == out and "-old-" not in self.name:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(
        folder_module, "_exchange", lambda first, second: False
    )  # as on a system that cannot exchange folders
    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="Input/output"):
        pipeline.write(sample_run(), out, report="later")
    assert (out / "report.html").read_text() == "earlier"
    assert names_in(tmp_path) == ["out"]


def test_line_ends_are_written_as_they_are(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", {"texts/a.txt": "one\r\ntwo\rthree\n\u2028"})
    assert (tmp_path / "out/texts/a.txt").read_bytes() == "one\r\ntwo\rthree\n\u2028".encode()


def test_source_errors_name_file_and_remedy() -> None:
    error = SourceError("page.txt", "the file is empty", "give a file that holds the page")
    assert str(error) == "page.txt: the file is empty; give a file that holds the page"
