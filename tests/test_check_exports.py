"""A check for other programs: JUnit XML, Markdown, JSON; floors that warn, fail, and are lowered only with a reason."""

import json
from pathlib import Path

import pytest
from lxml import etree
from sample_pages import write_pages

from extractor.check import Options, check, in_ci
from extractor.check.figures import Figure, means
from extractor.check.floors import Floor, Floors, below, load_floors, lowered, raised, save_floors, scores
from extractor.errors import ExtractorError

GOOD = {"field": "registry_id", "value": "NCT00000102"}
BAD = {"field": "registry_id", "value": "NCT00000999"}
PHRASES = """[Platelets of 100 x 10^9/L or more | platelets >= 100 10*9/L]
! [Platelets of 90 x 10^9/L or more | platelets > 90 10*9/L]
[Platelets of 80 `x` 10^9/L <b>or</b> more | neutrophils >= 80 10*9/L]
"""


@pytest.fixture
def golden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CI", raising=False)
    case = tmp_path / "golden" / "tonic"
    write_pages(case)
    content = {"case": "tonic", "records": {"registry": {"facts": [GOOD, BAD]}}}
    (case / "expected.json").write_text(json.dumps(content), encoding="utf-8")
    return case.parent


def with_phrases(golden: Path) -> Path:
    (golden / "phrases").mkdir()
    (golden / "phrases" / "counts.txt").write_text(PHRASES, encoding="utf-8")
    return golden


def test_junit_names_every_expectation_and_what_became_of_it(golden: Path, tmp_path: Path) -> None:
    check(with_phrases(golden), Options(junit=tmp_path / "junit.xml"))
    root = etree.parse(tmp_path / "junit.xml").getroot()
    suites = {suite.get("name"): suite for suite in root}
    assert {name: (suite.get("tests"), suite.get("failures"), suite.get("skipped")) for name, suite in suites.items()} == {
        "tonic": ("2", "1", "0"),
        "phrase counts": ("3", "1", "1"),
    }
    assert float(suites["tonic"].get("time") or 0) > 0
    (failure,) = suites["tonic"].xpath("testcase[failure]/@name")
    assert "NCT00000999" in failure


def test_junit_tells_trouble_from_failure(golden: Path, tmp_path: Path) -> None:
    (with_phrases(golden) / "phrases" / "counts.txt").write_text("[a | ]\n", encoding="utf-8")
    (golden / "tonic" / "expected.json").write_text('{"case": "other"}', encoding="utf-8")
    assert check(golden, Options(junit=tmp_path / "junit.xml")) == 2
    errors = etree.parse(tmp_path / "junit.xml").xpath("//testcase[error]/@name")
    assert len(errors) == 2


def test_markdown_gives_the_verdict_and_no_markup_of_pages(golden: Path, tmp_path: Path) -> None:
    check(with_phrases(golden), Options(markdown=tmp_path / "summary.md"))
    text = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert text.startswith("### Golden check: Regression\n")
    assert "#### Newly broken (2)" in text
    line = next(line for line in text.splitlines() if "<b>" in line)
    assert "`` " in line or line.count("``") >= 2
    assert "| fact registry_id | 1 | 0 | 1 |" in text


def test_json_holds_the_figures_and_no_times(golden: Path, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        check(golden, Options(json_file=tmp_path / name))
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    content = json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))
    assert content["status"] == 1
    assert [mean["name"] for mean in content["means"]] == ["micro", "strict micro", "macro", "strict macro"]


def test_means_weigh_expectations_or_fields() -> None:
    rows = [
        Figure(group="a", expected=90, met=90, strict=45, extra=0),
        Figure(group="b", expected=10, met=5, strict=0, extra=5),
        Figure(group="severity", expected=10, met=0, strict=0, extra=None),
    ]
    found = {mean.name: mean for mean in means(rows)}
    assert (found["micro"].precision, found["micro"].recall) == (0.95, 95 / 110)
    assert (found["macro"].precision, found["macro"].recall, found["macro"].f1) == (0.75, 0.75, 0.75)
    assert (found["strict micro"].precision, found["strict micro"].recall) == (0.45, 45 / 110)
    assert found["strict macro"].recall == 0.25
    assert scores(rows, means(rows))["severity"] == 0.0


def test_floors_warn_fail_and_miss_what_is_no_longer_measured() -> None:
    floors = Floors(floors={name: Floor(warn=0.9, fail=0.8) for name in ("good", "weak", "bad", "gone")})
    found = below(floors, {"good": 0.9, "weak": 0.85, "bad": 0.79})
    assert [(each.field, each.fails) for each in found] == [("bad", True), ("gone", True), ("weak", False)]


def test_floors_rise_freely_and_fall_only_with_a_reason(tmp_path: Path) -> None:
    floors = raised(Floors(), {"fact age": 0.95})
    assert floors.floors["fact age"] == Floor(warn=0.95, fail=0.92)
    assert raised(floors, {"fact age": 0.5}) == floors
    lower = lowered(floors, "fact age=0.8", "the pages changed")
    save_floors(tmp_path, lower)
    assert load_floors(tmp_path) == lower.model_copy(update={"seal": load_floors(tmp_path).seal})
    assert load_floors(tmp_path).lowered[0].because == "the pages changed"
    for request, because in (("fact age=0.8", " "), ("fact age=0.95", "x"), ("odd=0.1", "x"), ("fact age=much", "x")):
        with pytest.raises(ExtractorError):
            lowered(floors, request, because)
    path = tmp_path / "settings.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("0.800", "0.700"), encoding="utf-8")
    with pytest.raises(ExtractorError, match="by hand"):
        load_floors(tmp_path)
    path.write_text("floors = 3", encoding="utf-8")
    with pytest.raises(ExtractorError):
        load_floors(tmp_path)


def test_a_check_fails_below_a_floor_until_it_is_lowered(golden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = {"case": "tonic", "records": {"registry": {"facts": [GOOD]}}}
    file = golden / "tonic" / "expected.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    assert check(golden, Options(raise_floors=True)) == 0
    file.write_text(json.dumps({**content, "records": {"registry": {"facts": [GOOD, BAD]}}}), encoding="utf-8")
    assert check(golden, Options(update_baseline=True)) == 1
    requests = tuple(f"{name}=0.1" for name in ("fact registry_id", "micro", "strict micro", "macro", "strict macro"))
    monkeypatch.setenv("CI", "1")
    with pytest.raises(ExtractorError, match="a person's decision"):
        check(golden, Options(lower_floor=requests, because="x"))
    monkeypatch.setenv("CI", "")
    assert not in_ci()
    assert check(golden, Options(lower_floor=requests, because="a page was withdrawn")) == 0
    assert check(golden) == 0
