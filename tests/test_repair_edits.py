"""Composition of edits, checked by property: two passes in a row are one pass over the original."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extractor.repair.edits import Edit, apply, compose, ordered


@st.composite
def edits_of(draw: st.DrawFn, text: str, rule: str) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    pieces = [Edit(a, b, draw(st.text("xyz", max_size=3)), rule, draw(st.booleans())) for a, b in spans]
    kept = [e for e in ordered(pieces) if e.end > e.start or e.after]
    # Of several insertions at one place, one edit is enough.
    return [e for i, e in enumerate(kept) if i == 0 or e.start > kept[i - 1].start]


@st.composite
def two_passes(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    text = draw(st.text("abcdefgh", max_size=30))
    first = draw(edits_of(text, "one"))
    second = draw(edits_of(apply(text, first), "two"))
    return text, first, second


@given(two_passes())
def test_composed_edits_give_the_same_reading(passes: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, second = passes
    reading = apply(apply(text, first), second)
    composed = compose(first, second, reading)
    assert apply(text, composed) == reading


@given(two_passes())
def test_composed_edits_are_sorted_apart_and_keep_their_marks(passes: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, second = passes
    composed = compose(first, second, apply(apply(text, first), second))
    assert all(a.end <= b.start for a, b in pairwise(composed))
    assert {name for e in composed for name in e.rule.split("+")} == {e.rule for e in first + second}
    assert any(e.doubtful for e in composed) == any(e.doubtful for e in first + second)


def test_a_piece_edited_twice_is_one_edit_of_the_original() -> None:
    first = [Edit(2, 6, "<", "entity")]
    second = [Edit(1, 4, "≤", "character", True)]
    assert compose(first, second, "a≤c") == [Edit(1, 7, "≤", "entity+character", True)]


def test_of_overlapping_edits_the_first_and_longer_stays() -> None:
    assert ordered([Edit(3, 5, "b", "r"), Edit(0, 2, "s", "r"), Edit(0, 4, "l", "r")]) == [Edit(0, 4, "l", "r")]
