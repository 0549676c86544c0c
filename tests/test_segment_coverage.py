"""Nothing is lost: properties over made-up pages, and rewritings of a page that must give the same criteria."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from segment_page import bare, document, read

from extractor.segment.sections import divide
from extractor.segment.stretches import read_stretch
from extractor.segment.walk import Walk

CRITERIA = (
    "Asthma known for at least one year",
    "Body mass index below 30 kg/m2",
    "Platelets ≥ 100 x 10^9/L",
    "Able to climb one flight of stairs",
    "Forced expiratory volume over 50 % of the expected value",
    "Stable dose of inhaled steroids for 4 weeks",
    "No use of oral steroids, e.g. prednisone, in the last month",
    "Written consent",
    "Hemoglobin of 9.5 g/dL or more",
    "Not pregnant and not breastfeeding",
)
LABELS = {
    "bullet": lambda number: "- ",
    "dot": lambda number: f"{number}. ",
    "bracket": lambda number: f"{number}) ",
    "both": lambda number: f"({number}) ",
    "letter": lambda number: f"{'abcdefghij'[number - 1]}) ",
    "tick": lambda number: "✓ ",
    "restarted": lambda number: f"{(number - 1) % 3 + 1}. ",
    "none": lambda number: "",
}


def _list(criteria: tuple[str, ...], label: str, gap: str = "\n") -> str:
    return gap.join(f"{LABELS[label](number)}{words}" for number, words in enumerate(criteria, 1))


def _wrapped(words: str, width: int) -> str:
    lines: list[str] = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n             ".join(lines)


@given(
    st.lists(st.sampled_from(CRITERIA), min_size=1, max_size=10, unique=True),
    st.sampled_from(sorted(LABELS)),
    st.sampled_from(["\n", "\n\n", "\n\n\n"]),
    st.sampled_from(["Inclusion Criteria:\n", "Key inclusion criteria\n\n", "INCLUSION\n", "Who can take part\n"]),
)
@settings(max_examples=150, deadline=None)
def test_every_shape_gives_the_criteria(criteria: list[str], label: str, gap: str, heading: str) -> None:
    assert bare(heading + _list(tuple(criteria), label, gap) + "\n") == criteria


@pytest.mark.parametrize("label", sorted(LABELS))
def test_wrapping_lines_changes_nothing(label: str) -> None:
    long = tuple(f"{one} and {two[0].lower()}{two[1:]}" for one, two in pairwise(CRITERIA))
    text = "        Inclusion Criteria:\n\n" + "\n\n".join(
        f"          {LABELS[label](number)}{_wrapped(words, 60)}" for number, words in enumerate(long, 1)
    )
    assert bare(text) == list(long)


def test_two_criteria_on_one_line_with_a_semicolon() -> None:
    text = "Inclusion Criteria:\n" + "\n".join(
        f"- {one}; {two}" for one, two in zip(CRITERIA[::2], CRITERIA[1::2], strict=True)
    )
    assert bare(text) == list(CRITERIA)


def test_a_heading_glued_to_the_paragraph_above() -> None:
    parted = "Inclusion Criteria:\n" + _list(CRITERIA[:4], "dot") + ".\nExclusion Criteria:\n" + _list(CRITERIA[4:], "dot")
    glued = parted.replace("\nExclusion", " Exclusion")
    assert bare(glued) == bare(parted) == list(CRITERIA)
    assert [item.category for item in read(glued).items] == [item.category for item in read(parted).items]


def _page(seed: int) -> str:
    """A made-up registry or navigator page with lists of mixed shapes."""
    chance = random.Random(seed)
    parts = ["A study of an inhaler\nSponsor: Lung Institute\nStudy Summary\nWe look at an inhaler.\nEligibility Criteria\n"]
    for heading in ("Inclusion Criteria:", "Exclusion Criteria"):
        parts.append(f"\n{heading}\n\n")
        for _ in range(chance.randint(1, 4)):
            if chance.random() < 0.4:
                parts.append(f"Cohort {chance.randint(1, 3)}:\n\n")
            if chance.random() < 0.3:
                parts.append("Lung function, any of the following:\n")
            chosen = tuple(chance.sample(CRITERIA, chance.randint(1, 6)))
            indent = " " * chance.choice([0, 2, 6])
            shape = chance.choice(sorted(LABELS))
            gap = chance.choice(["\n", "\n\n", " " if shape in ("dot", "bracket") else "; "])
            parts.append(indent + _list(chosen, shape, gap if gap.strip() == "" and gap != "\n" else f"{gap}{indent}"))
            parts.append(chance.choice([".\n", "\n", ";\n\n"]))
    return "".join(parts) + "\nStudy Design\n\nTotal Participants: 20\n"


@pytest.mark.parametrize("seed", range(120))
def test_items_cover_the_lists(seed: int) -> None:
    text = _page(seed)
    walk = Walk(text)
    _, stretches = divide(document(text))
    for stretch in stretches:
        read_stretch(walk, stretch)
    covered = {place for draft in walk.drafts for place in range(draft.start, draft.end)}
    apart = {place for start, end in walk.apart for place in range(start, end)}
    letters = [place for stretch in stretches for place in range(stretch.start, stretch.end) if text[place].isalpha()]
    listed = [place for place in letters if place not in apart]
    assert sum(place in covered for place in listed) >= 0.97 * len(listed)
    assert not covered & apart
    for words in CRITERIA:
        at = text.find(words)
        while at >= 0:
            assert covered.issuperset(range(at, at + len(words)))
            at = text.find(words, at + 1)


@pytest.mark.parametrize("seed", range(40))
def test_items_are_in_order_and_well_formed(seed: int) -> None:
    text = _page(seed)
    outline = read(text)
    assert outline == read(text)
    ids = [item.id for item in outline.items]
    assert len(set(ids)) == len(ids)
    for one, two in pairwise(outline.items):
        assert one.end <= two.start
    for item in outline.items:
        assert text[item.start : item.end] == text[item.start : item.end].strip() != ""
        assert item.parent is None or ids.index(item.parent) < ids.index(item.id)
        assert item.cohort is None or item.cohort in {cohort.id for cohort in outline.cohorts}


@given(st.text(alphabet="aA1.)(-*• :;\n\tInclusion Criteria", max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_an_outline(text: str) -> None:
    outline = read(text)
    for item in outline.items:
        assert 0 <= item.start < item.end <= len(text)
    for section in outline.sections:
        assert 0 <= section.start < section.end <= len(text)
