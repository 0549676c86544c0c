"""Parts of a line between commas and in brackets, marked labels, lines behind the last list."""

from facts_pages import facts, values

from extractor.model.outline import Item, Outline, Section


def test_parts_between_commas_and_in_brackets() -> None:
    page = "The trial in brief: NCT09912345, Breezeway Therapeutics, phase III, about 87 women in Chile, recruiting."
    assert values(page, "sponsor") == ["Breezeway Therapeutics"]
    assert values(page, "phase") == ["PHASE3"]
    assert values(page, "enrollment") == ["87", "87"]
    assert values(page, "sex") == ["FEMALE", "FEMALE"]
    assert values(page, "status") == ["RECRUITING"]
    assert values("A study in Linz (ChiCTR2500109931, phase 3) tests a pillow.", "phase") == ["PHASE3"]


def test_a_label_with_commas_or_brackets_in_its_value_is_one_part() -> None:
    assert values("Status: Active, not recruiting", "status") == ["ACTIVE_NOT_RECRUITING"]
    (phase,) = facts("Trial phase: Therapeutic confirmatory (Phase III)", "phase")
    assert phase.span.quote == "Trial phase: Therapeutic confirmatory (Phase III)"


def test_marked_labels_and_lines_behind_the_last_list() -> None:
    assert values("**Sponsor:** Ohrklinik Seeberg", "sponsor") == ["Ohrklinik Seeberg"]
    text = "Who can join\n- Adults\n\nRun by Acme Foundation. Phase 2. 40 people are needed.\n"
    outline = Outline(
        sections=(Section(role="eligibility", heading="Who can join", start=0, end=len(text)),),
        items=(Item(id="c", category="inclusion", start=15, end=21),),
    )
    assert [str(fact.value) for fact in facts(text, "sponsor", outline)] == ["Acme Foundation"]
    assert [str(fact.value) for fact in facts(text, "phase", outline)] == ["PHASE2"]
