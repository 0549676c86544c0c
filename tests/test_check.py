"""Golden cases are compared by meaning, and a check fails for what is newly broken or must not appear."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sample_pages import write_pages
from sample_run import CRITERION, TEXT_A, TEXT_B, sample_run, span

from extractor.check import Options, check
from extractor.check.baseline import Baseline, compare_with
from extractor.check.cases import Case, load_cases
from extractor.check.compare import compare
from extractor.check.expected import Expected, ExpectedTiming
from extractor.check.figures import figures, means
from extractor.check.matching import find_quote, same_name, same_scalar, same_timing, same_value, touches
from extractor.check.result import CaseResult, Outcome
from extractor.errors import ExtractorError
from extractor.model.document import Span
from extractor.model.values import Members, Range, Timing

PLATELETS = {"topic": "measurement", "concept": "platelets", "value": {"low": "50.0", "unit": "10*9/L", "high": None}}
TIMED = {**PLATELETS, "timing": [{"relation": "within", "window": {"high": "14", "unit": "d"}, "anchor": "Screening"}]}


def result_of(**expected: Any) -> CaseResult:
    case = Case(
        name="tonic",
        pages={"registry": "registry.txt", "navigator": "navigator.txt"},
        expected=Expected.model_validate({"case": "tonic", **expected}),
    )
    run = sample_run()
    return compare(case, run.model_copy(update={"failures": ()}))


def met(**expected: Any) -> list[bool]:
    return [outcome.met for outcome in result_of(**expected).outcomes]


def registry(**record: Any) -> dict[str, Any]:
    return {"records": {"registry": record}}


def criterion(*characteristics: dict[str, Any], **more: Any) -> dict[str, Any]:
    return registry(
        criteria=[{"quote": "Platelets at\n least 50", "category": "inclusion", "characteristics": characteristics, **more}]
    )


def test_facts_are_compared_by_the_keys_that_are_named() -> None:
    def age(**more: Any) -> list[bool]:
        return met(**registry(facts=[{"field": "age", **more}]))

    assert age(value={"low": "10", "high": "65.0"}) == [True]
    assert age(value={"low": "18", "high": "65"}) == [False]
    assert age(value={"low": "18", "low_inclusive": False}, cohort="Tonic") == [True]
    assert age(value={"low": "18"}, cohort=None) == [False]
    assert met(**registry(facts=[{"field": "sex", "value": "ALL"}])) == [False]


def test_criteria_are_found_by_their_evidence() -> None:
    assert met(**criterion(PLATELETS)) == [True, True]
    assert met(**criterion(TIMED)) == [True, True]
    assert met(**criterion(cohort="tonic")) == [True]
    assert met(**criterion(PLATELETS, category="exclusion")) == [False, False]
    assert met(**criterion(PLATELETS, cohort=None)) == [False, False]


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": {"low": "51"}},
        {"value": {"low": "50", "low_inclusive": False}},
        {"value": {"high": "50"}},
        {"value": {"low": "50", "unit": "10*9/l"}},
        {"value": {"members": ["50"]}},
        {"value": None},
        {"concept": "neutrophils"},
        {"topic": "score"},
        {"exclude": True},
        {"subject": "donor"},
        {"timing": [{"relation": "before"}]},
        {"timing": [{"window": {"high": "28"}}]},
        {"timing": [{"anchor": None}]},
        {"timing": [{"anchor": "surgery"}]},
    ],
)
def test_a_wrong_part_of_a_characteristic_is_a_miss(wrong: dict[str, Any]) -> None:
    assert met(**criterion({**TIMED, **wrong})) == [True, False]


def test_disagreements_are_found_by_field_and_evidence() -> None:
    quotes = {"registry": "10 to 65 years", "navigator": "18 years and over"}
    assert met(discrepancies=[{"field": "age", "severity": "high", "quotes": quotes}]) == [True, True]
    assert met(discrepancies=[{"field": "age", "severity": "low", "quotes": quotes}]) == [True, False]
    assert met(discrepancies=[{"field": "sex", "quotes": quotes}]) == [False]
    assert met(discrepancies=[{"field": "age", "concept": "weight", "quotes": quotes}]) == [False]
    assert met(discrepancies=[{"field": "age", "quotes": {**quotes, "navigator": "TBD"}}]) == [False]
    assert met(discrepancies=[{"field": "criterion_missing", "quotes": {"navigator": None}}]) == [True]


def test_flags_are_found_by_kind_and_evidence() -> None:
    assert met(ambiguities=[{"document": "navigator", "kind": "placeholder", "quote": "TBD"}]) == [True]
    assert met(ambiguities=[{"document": "navigator", "kind": "vague", "quote": "TBD"}]) == [False]
    assert met(ambiguities=[{"document": "navigator", "kind": "placeholder", "quote": "Adults"}]) == [False]


def test_what_must_not_appear_is_a_violation() -> None:
    violations = result_of(
        records={
            "registry": {
                "must_not": [
                    {"field": "age", "value": {"low": "10"}},
                    {"field": "age", "value": {"low": "11"}},
                    {"topic": "measurement", "value": {"low": "50"}},
                    {"quote": "Ages 10 to 65", "topic": "measurement"},
                    {"quote": CRITERION, "category": "inclusion"},
                    {"quote": CRITERION, "category": "exclusion"},
                ]
            }
        },
        must_not={
            "discrepancies": [{"field": "age"}, {"field": "sex"}, {"field": "age", "severity": "low"}],
            "ambiguities": [{"document": "navigator", "quote": "TBD"}, {"document": "registry", "kind": "placeholder"}],
        },
    ).violations
    assert tuple(violation.label for violation in violations) == (
        'registry: {"field": "age", "value": {"low": "10"}}',
        'registry: {"topic": "measurement", "value": {"low": "50"}}',
        f'registry: {{"quote": "{CRITERION}", "category": "inclusion"}}',
        'discrepancy {"field": "age"}',
        'ambiguity {"document": "navigator", "quote": "TBD"}',
    )


def test_a_quote_that_is_not_on_its_page_is_a_fault_of_the_case() -> None:
    troubles = result_of(ambiguities=[{"document": "navigator", "kind": "vague", "quote": "not there"}]).troubles
    assert troubles == ('the quote "not there" is not on the page navigator',)


def test_figures_count_what_is_met_missed_and_more() -> None:
    result = result_of(
        **registry(facts=[{"field": "age", "value": {"low": "10"}}, {"field": "age", "value": {"low": "99"}}]),
        ambiguities=[{"document": "navigator", "kind": "placeholder", "quote": "TBD"}],
    )
    rows = {row.group: row for row in figures([result])}
    age = rows["fact age"]
    assert (age.expected, age.met, age.extra, age.precision, age.recall, age.f1) == (2, 1, 1, 0.5, 0.5, 0.5)
    assert (rows["ambiguity vague"].extra, rows["ambiguity vague"].recall) == (1, None)
    assert means(list(rows.values()))[0].recall == 2 / 3


def outcome(label: str, *, met: bool) -> Outcome:
    return Outcome(group="g", label=label, met=met)


def test_baseline_tells_new_failures_from_known_ones() -> None:
    outcomes = (outcome("a", met=False), outcome("b", met=False), outcome("c", met=True), outcome("d", met=True))
    result = CaseResult(case="one", outcomes=outcomes, extras=(), violations=(), troubles=())
    baseline = Baseline(known_failures={"one": ("b", "c", "e"), "not looked at": ("x",)})
    change = compare_with(baseline, [result])
    assert change.broken == (("one", "a"),)
    assert change.known == (("one", "b"),)
    assert change.fixed == (("one", "c"),)
    assert change.gone == (("one", "e"),)


def write_case(folder: Path, **expected: Any) -> Path:
    case = folder / "golden" / "tonic"
    write_pages(case)
    (case / "expected.json").write_text(json.dumps({"case": "tonic", **expected}), encoding="utf-8")
    return case.parent


GOOD = {"records": {"registry": {"facts": [{"field": "registry_id", "value": "NCT00000102"}]}}}
BAD = {"records": {"registry": {"facts": [{"field": "registry_id", "value": "NCT99999999"}]}}}
FORBIDDEN = {"records": {"registry": {"must_not": [{"field": "registry_id", "value": "NCT00000102"}]}}}


@pytest.mark.parametrize(("expected", "status"), [(GOOD, 0), (BAD, 1), (FORBIDDEN, 1), ({"nonsense": 1}, 2)])
def test_status_says_how_a_check_went(tmp_path: Path, expected: dict[str, Any], status: int) -> None:
    assert check(write_case(tmp_path, **expected)) == status


def test_a_known_failure_does_not_fail_until_more_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    golden = write_case(tmp_path, **BAD)
    assert check(golden, Options(update_baseline=True)) == 0
    assert check(golden) == 0
    assert "1 known failures" in capsys.readouterr().out
    write_case(tmp_path, **GOOD)
    assert check(golden) == 0
    write_case(tmp_path, records={"navigator": {"facts": [{"field": "registry_id", "value": "NCT99999999"}]}})
    assert check(golden) == 1
    assert "Newly broken (1)" in capsys.readouterr().out


def test_a_must_not_is_never_taken_into_the_baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert check(write_case(tmp_path, **FORBIDDEN), Options(update_baseline=True)) == 1


def test_the_baseline_is_not_updated_in_ci(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    golden = write_case(tmp_path, **BAD)
    with pytest.raises(ExtractorError, match="person's decision"):
        check(golden, Options(update_baseline=True))
    assert not (golden / "baseline.json").exists()


def test_figures_are_written_as_json(tmp_path: Path) -> None:
    check(write_case(tmp_path, **BAD), Options(json_file=tmp_path / "figures.json"))
    content = json.loads((tmp_path / "figures.json").read_text())
    assert content["figures"][-1]["group"] == "fact registry_id"
    assert content["means"][0]["name"] == "micro"
    assert content["broken"][0]["case"] == "tonic"


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ({"case": "other"}, "names the case"),
        ({"records": {"elsewhere": {}}}, "no page named elsewhere"),
        ({"records": {"registry": {"facts": [{"field": "age", "value": {"low": 1.5}}]}}}, "numbers are strings"),
        ({"records": {"registry": {"facts": [{"field": "age", "value": {"lower": "1"}}]}}}, "unknown keys"),
        ({"ambiguities": [{"document": "registry", "kind": "odd", "quote": "x"}]}, "kind"),
    ],
)
def test_a_broken_case_says_what_is_wrong(tmp_path: Path, expected: dict[str, Any], message: str) -> None:
    cases, (trouble,) = load_cases(write_case(tmp_path, **expected))
    assert cases == []
    assert trouble.startswith("tonic: ")
    assert message in trouble


def test_folders_without_cases_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="not a folder"):
        load_cases(tmp_path / "nowhere")
    with pytest.raises(ExtractorError, match="holds no case"):
        load_cases(tmp_path)
    with pytest.raises(ExtractorError, match="holds no case other"):
        load_cases(write_case(tmp_path), ("other",))


def test_quotes_are_found_whatever_their_white_space() -> None:
    assert find_quote("a b\n c  a\tbc", "ab c") == [(0, 6), (8, 12)]
    assert find_quote("abc", "") == []


def test_evidence_must_not_be_a_whole_page() -> None:
    assert touches(span(TEXT_A, "Ages 10"), [(20, 25)])
    assert not touches(span(TEXT_B, "Tonic"), [(20, 25)])
    assert not touches(Span(start=0, end=401, quote="x" * 401), [(20, 25)])
    assert not touches(None, [(20, 25)])


def test_scalars_are_equal_by_meaning() -> None:
    assert same_scalar("0.5", Decimal("0.50"))
    assert same_scalar("Hilltop  Hospital", "hilltop hospital")
    assert not same_scalar("0.5", "5")
    assert not same_scalar(None, "5")
    assert not same_scalar(True, False)


def test_names_are_equal_as_whole_words() -> None:
    assert same_name("eGFR", "EGFR (CKD-EPI)")
    assert same_name("estimated glomerular filtration rate", "filtration rate")
    assert not same_name("AST", "last dose")
    assert not same_name("AST", None, "")


def test_members_and_windows() -> None:
    assert same_value({"members": ["1", "0"]}, Members(members=("0", "1")))
    assert not same_value({"members": ["0"]}, Members(members=("0", "1")))
    assert not same_value({"low": "1"}, "text")
    timing = Timing(
        relation="within", window=Range(high=Decimal(4), unit="wk"), anchor=None, span=Span(start=0, end=0, quote="")
    )
    assert same_timing(ExpectedTiming(relation="within", anchor=None), timing)
    assert not same_timing(ExpectedTiming(anchor="screening"), timing)
