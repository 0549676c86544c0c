"""The way between a document's text and its reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from extractor.model.document import Document, Repair, Span


def document(text: str, edits: list[tuple[int, int, str]]) -> Document:
    parts, at, repairs = [], 0, []
    for start, end, after in edits:
        parts += [text[at:start], after]
        at = end
        span = Span(start=start, end=end, quote=text[start:end])
        repairs.append(Repair(rule="r", span=span, before=text[start:end], after=after))
    reading = "".join(parts) + text[at:]
    head = {"id": "d", "path": "p", "sha256": "0", "media_type": "text/plain", "kind": "unknown"}
    return Document(**head, text=text, reading=reading, repairs=tuple(repairs))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(st.text("abcdefg \n", min_size=1, max_size=30))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if draw(st.booleans()):
            edits.append((start, end, draw(st.text("XYZ", max_size=4))))
        else:
            edits.append((start, start, draw(st.text("XYZ", min_size=1, max_size=2))))
    return document(text, edits)


def stretches(length: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(length + 1) for b in range(a, length + 1)]


@given(documents())
def test_every_span_quotes_the_text(doc: Document) -> None:
    for start, end in stretches(len(doc.reading)):
        span = doc.span(start, end)
        assert 0 <= span.start <= span.end <= len(doc.text)
        assert doc.text[span.start : span.end] == span.quote


@given(documents())
def test_both_ways_are_monotone(doc: Document) -> None:
    for convert, length in ((doc.to_text, len(doc.reading)), (doc.to_reading, len(doc.text))):
        for start in range(length):
            ends = [convert(start, end)[1] for end in range(start + 1, length + 1)]
            assert ends == sorted(ends)
        starts = [convert(start, length)[0] for start in range(length)]
        assert starts == sorted(starts)


@given(documents())
def test_untouched_characters_keep_their_letter_and_come_back(doc: Document) -> None:
    repaired = {i for r in doc.repairs for i in range(r.span.start, r.span.end)}
    for i in range(len(doc.text)):
        start, end = doc.to_reading(i, i + 1)
        if i not in repaired:
            assert doc.reading[start:end] == doc.text[i]
            assert doc.to_text(start, end) == (i, i + 1)


@given(documents())
def test_half_of_a_repaired_piece_is_the_whole_piece(doc: Document) -> None:
    for repair in doc.repairs:
        for i in range(repair.span.start, repair.span.end):
            start, end = doc.to_reading(i, i + 1)
            assert doc.reading[start:end] == repair.after


def test_the_whole_reading_stands_on_the_whole_text() -> None:
    doc = document("a &ge; 18", [(2, 6, "≥")])
    assert doc.reading == "a ≥ 18"
    assert doc.to_text(0, len(doc.reading)) == (0, len(doc.text))
    assert doc.span(2, 6) == Span(start=2, end=9, quote="&ge; 18")


def test_without_repairs_coordinates_are_the_same() -> None:
    doc = document("plain", [])
    assert doc.to_text(1, 3) == doc.to_reading(1, 3) == (1, 3)


def test_a_document_is_frozen_and_equal_after_use() -> None:
    doc, other = document("abc", [(1, 2, "X")]), document("abc", [(1, 2, "X")])
    doc.to_text(0, 1)
    assert doc == other
    assert doc.model_dump() == other.model_dump()
    with pytest.raises(ValidationError):
        doc.id = "e"  # type: ignore[misc]
