"""Phrases: the notation is strict, what is read is held against it to the letter, and a known failure must not pass."""

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.check.notation import NotationError, notation_of, parse_reading
from extractor.check.phrase import Flag, Phrase, Reading
from extractor.check.phrase_check import check_phrase, read_phrase
from extractor.check.phrases import draft_line, load_phrases, parse_phrases
from extractor.errors import ExtractorError
from extractor.model.values import Members, Range

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PHRASES, TROUBLES = load_phrases(GOLDEN)


def one(line: str) -> Phrase:
    (phrase,), troubles = parse_phrases(line, name="t.txt")
    assert troubles == []
    return phrase


def problems(line: str) -> str:
    return check_phrase(one(line)).problems


def test_a_mark_leaves_the_text_and_says_what_is_read_on_which_words() -> None:
    phrase = one("! Any [stroke | not stroke; <= 6 mo before screening |  tia] on the day [1\\|2] \\[x\\]")
    assert phrase.text == "Any stroke on the day [1|2] [x]"
    (mark,) = phrase.marks
    assert phrase.text[mark.start : mark.end] == "stroke"
    assert [each.concept for each in mark.readings if isinstance(each, Reading)] == ["stroke", "tia"]
    assert phrase.known_failure


@pytest.mark.parametrize(
    ("notation", "value"),
    [
        ("a >= 1.50 10*9/L", Range(low=Decimal("1.50"), unit="10*9/L")),
        ("a > 1 <= 2 mm[Hg]", Range(low=Decimal(1), low_inclusive=False, high=Decimal(2), unit="mm[Hg]")),
        ("a -2.5..-1", Range(low=Decimal("-2.5"), high=Decimal(-1))),
        ("a = 4 *", Range(low=Decimal(4), high=Decimal(4), unit="*")),
        ("a < 3 xULN", Range(high=Decimal(3), high_inclusive=False, relative_to="ULN")),
        ("a {0,1} %", Members(members=("0", "1"), unit="%")),
        ("carcinoma in situ", None),
    ],
)
def test_values_are_written_as_they_are_read_aloud(notation: str, value: Range | Members | None) -> None:
    reading = parse_reading(notation)
    assert reading.value == value
    assert parse_reading(notation_of(reading)) == reading


def test_a_reading_says_when_with_what_exception_and_whose() -> None:
    reading = parse_reading(
        "not drug:statin 10..20 mg; > 2 wk before first dose; during; except a, b; if old; of child; +stable"
    )
    assert (reading.exclude, reading.topic, reading.concept) == (True, "drug", "statin")
    assert [(each.relation, each.anchor) for each in reading.timing] == [("before", "first dose"), ("during", None)]
    assert (reading.exception, reading.condition, reading.subject) == ("a, b", "old", "child")
    assert reading.modifiers == ("stable",)
    assert parse_reading(notation_of(reading)) == reading


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[a | ]", "empty part"),
        ("[a | >= 1]", "no concept"),
        ("[a | x >= one]", "'one' is no number"),
        ("[a | x >= 1 >= 2]", "given twice"),
        ("[a | x >= 1 mg dL]", "no unit"),
        ("[a | x; never]", "no time window"),
        ("[a | x; {1,2} before y]", "no time window"),
        ("[a | x; except]", "no time window"),
        ("[a | ?odd]", "no kind of ambiguity"),
        ("[ | x]", "no words"),
        ("[a | x", "does not close"),
        ("a | x", "outside of a mark"),
        ("a \\q", "no escape"),
        ("! a", "only a line with a mark"),
        ("x" * 2001, "characters"),
    ],
)
def test_a_line_that_follows_no_notation_is_trouble_with_its_place(line: str, message: str) -> None:
    phrases, (trouble,) = parse_phrases(f"# comment\n\n{line}\n", name="phrases/t.txt")
    assert phrases == []
    assert trouble.startswith("phrases/t.txt:3: ")
    assert message in trouble


def test_a_second_equal_line_is_trouble_and_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "phrases"
    folder.mkdir()
    (folder / "a.txt").write_text("Anaemia\nexclusion:\nAnaemia\nAnaemia\n", encoding="utf-8")
    phrases, troubles = load_phrases(tmp_path)
    assert [phrase.category for phrase in phrases] == ["inclusion", "exclusion", "exclusion"]
    assert troubles == ["phrases/a.txt:4: stands already at phrases/a.txt:3"]
    (folder / "b.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(ExtractorError, match="UTF-8"):
        load_phrases(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "[Platelets of 100 x 10^9/L or more | platelets >= 100 10*9/L]",
        "[≥ 18 and ≤ 75 years of age | age 18..75 a]",
        "[≥ 18 | age >= 18 a] and [≤ 75 years of age | age <= 75 a]",
        "No [history of stroke within 6 months before screening | not stroke; <= 6 mo before screening; +history]",
        "Visit [3 |-] is at the study site",
        "A [count of platelets |- platelets < 5] is known",
        "[Platelets of 100 x 10^9/L or more | platelets >= 100 *]",
    ],
)
def test_what_is_read_as_marked_passes(line: str) -> None:
    assert problems(line) == ""


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("[Platelets of 100 x 10^9/L or more | platelets > 100 10*9/L]", "not read: platelets > 100"),
        ("[Platelets of 100 x 10^9/L or more | platelets >= 100]", "not read"),
        ("[Platelets of 100 x 10^9/L or more | not platelets >= 100 10*9/L]", "not read"),
        ("[Platelets of 100 x 10^9/L or more | neutrophils >= 100 10*9/L]", "not read"),
        ("[Platelets of 100 x 10^9/L or more | platelets >= 100 10*9/L; of donor]", "not read"),
        ("[Platelets of 100 x 10^9/L or more | platelets >= 100 10*9/L; except none]", "not read"),
        ("[Platelets of 100 x 10^9/L or more | platelets >= 100 10*9/L; before]", "not read"),
        ("Platelets of 100 x 10^9/L or more", "read: platelets >= 100 10*9/L"),
        ("[Platelets of 100 x 10^9/L or more |-]", "must not be read"),
        ("[Platelets of 100 x 10^9/L or more |- platelets >= 100 *]", "must not be read"),
        ("[Platelets of 100 x 10^9/L or more |- *]", "must not be read"),
        ("[Platelets of 100 x 10^9/L or more | platelets >= 100 10*9/L | ?vague]", "not read: ?vague"),
        ("No [stroke within 6 months before screening | not stroke; <= 6 mo before]", "not read"),
        ("No [stroke within 6 months before screening | not stroke; <= 6 mo after screening]", "not read"),
        ("No [stroke within 6 months before screening | not stroke; <= 26 wk before screening]", "not read"),
    ],
)
def test_any_other_reading_fails(line: str, problem: str) -> None:
    assert problem in problems(line)


def test_words_beside_the_mark_do_not_meet_it() -> None:
    assert "not read" in problems("[Adults | platelets >= 100 10*9/L] with platelets of 100 x 10^9/L or more")


def test_a_draft_is_a_line_that_passes() -> None:
    for text in ("Platelets of 100 x 10^9/L or more [central lab]", "No history of stroke within 6 months before screening"):
        given = read_phrase(text, "inclusion")
        assert problems(draft_line(text, given.characteristics, given.offset)) == ""


def test_the_phrases_of_this_repository_load() -> None:
    assert TROUBLES == []
    assert len(PHRASES) >= 600
    assert all(phrase.marks for phrase in PHRASES if phrase.known_failure)


def test_every_reading_of_this_repository_can_be_written_again() -> None:
    said = [each for phrase in PHRASES for mark in phrase.marks for each in (*mark.readings, *mark.forbidden)]
    readings = [each for each in said if not isinstance(each, Flag)]
    assert [each for each in readings if parse_reading(notation_of(each)) != each] == []


def test_notation_errors_are_value_errors() -> None:
    with pytest.raises(NotationError):
        parse_reading("")
