"""Typed values are read by the rules that read pages, and refused with what is wanted; sources are ranked by data."""

from decimal import Decimal
from pathlib import Path

import pytest
from decisions_sample import make_item, run_pages

from extractor.decisions.answer import _READERS, _settings, typed_answer
from extractor.decisions.item import Item
from extractor.decisions.items import items_of
from extractor.decisions.precedence import Standing, propose, rule
from extractor.errors import ExtractorError
from extractor.model.document import Span
from extractor.model.review import AmbiguityKind, Claim, Discrepancy, DiscrepancyField
from extractor.model.values import Members, Range

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def item(field: str, *, kind: str = "discrepancy", concept: str | None = None) -> Item:
    return make_item(field=field, kind=kind, concept=concept)


@pytest.mark.parametrize(
    ("field", "concept", "typed", "value"),
    [
        ("age", "minimum age", "18 years or older", "≥ 18 years"),
        ("age", "minimum age", "18", "≥ 18 years"),
        ("age", "maximum age", "65 years", "≤ 65 years"),
        ("age", "age", "from 18 to 65 years", "≥ 18 and ≤ 65 years"),
        ("age", "minimum age", "6 months or older", "≥ 6 months"),
        ("age", "age", "adults", "≥ 18 years"),
        ("sex", "sex", "women", "FEMALE"),
        ("healthy_volunteers", None, "No", "false"),
        ("phase", "phase", "1/2", "PHASE1/PHASE2"),
        ("phase", "phase", "Phase III", "PHASE3"),
        ("status", "status", "Active, not recruiting", "ACTIVE_NOT_RECRUITING"),
        ("enrollment", "enrollment", "1,240 participants", "1240"),
        ("identity", "registry id", "nct00000102", "NCT00000102"),
        ("threshold", "Platelets", ">= 50 x 10^9/L", "≥ 50 x 10^9/L"),
        ("threshold", "ALT", "≤ 3 x ULN", "≤ 3 x ULN"),
        ("threshold", "HbA1c", "HbA1c from 7.5% to 10%", "≥ 7.5 and ≤ 10 %"),
        ("unit", "Creatinine", "mg/dL", "mg/dL"),
        ("time_window", "Surgery", "within 4 weeks before screening", "within 4 weeks before screening"),
        ("performance_status", "ECOG", "0 or 1", "0 or 1"),
        ("performance_status", "Karnofsky", "at least 70", "≥ 70"),
        ("condition", "condition", "lupus nephritis,  class III", "lupus nephritis, class III"),
    ],
)
def test_a_typed_value_is_read(field: str, concept: str | None, typed: str, value: str) -> None:
    answer = typed_answer(item(field, concept=concept), typed)
    assert (answer.verdict, answer.typed) == ("neither", " ".join(typed.split()))
    assert answer.value == value


def test_what_was_read_is_kept_exactly() -> None:
    read = typed_answer(item("threshold", concept="Haemoglobin"), "> 9.50 g/dL").parsed
    assert isinstance(read, Range)
    assert (read.low, read.low_inclusive, read.high, read.unit) == (Decimal("9.50"), False, None, "g/dL")
    both = typed_answer(item("threshold"), "greater than 5 and less than 10 mg/dL").parsed
    assert isinstance(both, Range)
    assert (both.low, both.high, both.low_inclusive, both.high_inclusive) == (Decimal(5), Decimal(10), False, False)
    assert typed_answer(item("performance_status"), "0, 1 or 2").parsed == Members(members=("0", "1", "2"))


@pytest.mark.parametrize(
    ("field", "concept", "typed"),
    [
        ("age", "minimum age", "old enough"),
        ("age", "age", "18 to 65 years, but 70 in one group"),
        ("age", "age", "18"),
        ("age", "minimum age", "500 years"),
        ("age", "age", "65 to 18 years"),
        ("sex", "sex", "people"),
        ("healthy_volunteers", None, "perhaps"),
        ("phase", "phase", "Phase 9"),
        ("status", "status", "soon"),
        ("enrollment", "enrollment", "about forty"),
        ("enrollment", "enrollment", "-4"),
        ("enrollment", "enrollment", "12.5"),
        ("identity", "registry id", "NCT123"),
        ("threshold", "Platelets", "50 x 10^9/L"),
        ("threshold", "Platelets", "enough"),
        ("threshold", "Platelets", "≥ 50 or ≥ 75 x 10^9/L"),
        ("unit", "Creatinine", "wombats"),
        ("time_window", "Surgery", "a while ago"),
        ("time_window", "Surgery", "within 4 mg"),
        ("condition", "condition", "TBD"),
        ("condition", "condition", "x" * 401),
        ("condition", "condition", "lupus\x00nephritis"),
        ("condition", "condition", "lupus \u202enephritis"),
        ("condition", "condition", "   "),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_is_wanted(field: str, concept: str | None, typed: str) -> None:
    with pytest.raises(ExtractorError) as caught:
        typed_answer(item(field, concept=concept), typed)
    assert caught.value.remedy.startswith(("give ", "type "))
    assert "\n" not in str(caught.value)


def test_values_for_ambiguities() -> None:
    assert typed_answer(item("mangled_number", kind="ambiguity"), "0.5×10^9/L").value == "= 0.5 ×10^9/L"
    assert typed_answer(item("undated_page", kind="ambiguity"), "4 March 2025").value == "2025-03-04"
    with pytest.raises(ExtractorError, match="give a comparison"):
        typed_answer(item("comparator_lost", kind="ambiguity"), "24")
    assert typed_answer(item("placeholder", kind="ambiguity"), "cyclophosphamide").parsed == "cyclophosphamide"


def test_every_reader_is_known_and_says_what_it_wants() -> None:
    known = _settings()
    assert set(known["discrepancy"].values()) | set(known["ambiguity"].values()) | {"words"} == set(_READERS)
    assert set(known["wants"]) == set(_READERS)
    assert set(known["discrepancy"]) <= set(DiscrepancyField.__args__)
    assert set(known["ambiguity"]) <= set(AmbiguityKind.__args__)


REGISTER = Standing("registry_of_record", "registry", "2025-03-04", (), False)
GUIDE = Standing("navigator", "navigator", None, (), False)


def compared(field: str = "age", value: str = "≥ 10 years", **more: object) -> Discrepancy:
    claims = (
        Claim(document="r", value=value, span=Span(start=10, end=20, quote="ten or old")),
        Claim(document="n", value="≥ 18 years", span=Span(start=0, end=4, quote="18 +")),
    )
    values = {"id": "d", "field": field, "concept": None, "cohort": None, "severity": "high", "relation": "wider"} | more
    return Discrepancy.model_validate({"claims": claims} | values)


@pytest.mark.parametrize(
    ("register", "guide", "field", "value", "basis"),
    [
        (REGISTER, GUIDE, "age", "≥ 10 years", ("registry-of-record", "dated:2025-03-04", "over:navigator")),
        (REGISTER._replace(rank="registry", date=None), GUIDE, "age", "≥ 10 years", ("registry", "over:navigator")),
        (GUIDE._replace(rank="protocol", kind="protocol"), GUIDE, "age", "≥ 10 years", ("protocol", "over:navigator")),
        (
            REGISTER,
            GUIDE._replace(date="2024"),
            "status",
            "RECRUITING",
            ("registry-of-record", "dated:2025-03-04", "over:navigator"),
        ),
    ],
)
def test_the_higher_source_is_proposed(
    register: Standing, guide: Standing, field: str, value: str, basis: tuple[str, ...]
) -> None:
    found = propose(compared(field, value), {"r": register, "n": guide})
    assert found is not None
    assert (found.value, found.basis) == (value, basis)


@pytest.mark.parametrize(
    ("register", "guide", "field", "value"),
    [
        (REGISTER, REGISTER, "age", "≥ 10 years"),  # two registries
        (REGISTER, REGISTER._replace(rank="registry", date=None), "age", "≥ 10 years"),
        (REGISTER, GUIDE._replace(rank="unknown", kind="unknown"), "age", "≥ 10 years"),
        (REGISTER, GUIDE, "identity", "NCT00000102"),
        (REGISTER._replace(rank="registry", date=None), GUIDE, "status", "RECRUITING"),  # as of no date
        (REGISTER, GUIDE._replace(date="2025-06"), "status", "RECRUITING"),  # the lower source is newer
        (REGISTER, GUIDE, "criterion_added", "not stated"),
        (REGISTER, GUIDE, "age", "no upper bound stated"),
        (REGISTER._replace(unfit=(Span(start=15, end=30, quote="x" * 15),)), GUIDE, "age", "≥ 10 years"),
        (REGISTER._replace(unfit_page=True), GUIDE, "age", "≥ 10 years"),
    ],
)
def test_nothing_is_proposed_where_the_rule_cannot_tell(register: Standing, guide: Standing, field: str, value: str) -> None:
    assert propose(compared(field, value), {"r": register, "n": guide}) is None


@pytest.mark.parametrize("case", ["placeholders", "unit-changed", "whose-value", "vaccine-season", "lost-comparators"])
def test_what_is_marked_as_unfit_is_never_proposed(case: str, tmp_path: Path) -> None:
    """Whatever a run proposes stands in the words of the registry's page, outside everything marked as unfit."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (GOLDEN / case).glob("*.txt")}
    opened = run_pages(tmp_path, **texts)
    proposed = [item for item in items_of(opened) if item.precedence]
    assert bool(proposed) == (case != "lost-comparators")  # there every number of the registry's page is in doubt
    unfit = [found for found in opened.ambiguities if found.kind in rule().unfit]
    for each in proposed:
        (claim,) = [claim for claim in each.claims if claim.document == "registry.txt"]
        assert each.precedence and claim.span
        assert each.precedence.value == claim.value
        assert not any(
            found.document == claim.document_id and found.span.start < claim.span.end and claim.span.start < found.span.end
            for found in unfit
        )


def test_the_rule_names_fields_and_kinds_that_exist() -> None:
    assert rule().dated | rule().never <= set(DiscrepancyField.__args__)
    assert rule().unfit | rule().unfit_page <= set(AmbiguityKind.__args__)
