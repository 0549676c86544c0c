"""The parts of the review page without a server: cutting texts, folding, filters, cookies, links, names, the secret."""

import stat
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ExtractorError
from extractor.report.words import visible
from extractor.review.cut import LEVELS, Mark, cut
from extractor.review.panel import FOLDED, LONGEST_LINE, OPEN_AFTER, Marks, panel
from extractor.review.queue import Filter, page_number, parse_filter
from extractor.review.reviewers import reviewer_names
from extractor.review.secret import installation_secret
from extractor.review.session import LIFETIME, MOST_LINKS, Links, Seal, new_session
from extractor.review.whole import blocks
from extractor.review.words import reason_words, shorten

TEXTS = st.text(alphabet="ab <\n\t\x00\u202e", max_size=60)
PLACES = st.lists(st.tuples(st.integers(-3, 70), st.integers(0, 30), st.sampled_from(LEVELS)), max_size=8)


def marks_of(places: list[tuple[int, int, str]]) -> list[Mark]:
    return [
        Mark(start, start + length, level, number, f"d-{number}") for number, (start, length, level) in enumerate(places)
    ]


@given(TEXTS, PLACES)
def test_pieces_are_the_whole_text_under_the_strongest_mark(text: str, places: list[tuple[int, int, str]]) -> None:
    marks = marks_of(places)
    pieces = cut(text, marks)
    assert "".join(piece.text for piece in pieces) == visible(text)
    if not text:
        return
    assert sum(len(piece.starts) for piece in pieces) == sum(len(piece.ends) for piece in pieces) == len(marks)
    place = 0
    wide = [(min(max(m.start, 0), len(text) - 1), m) for m in marks]
    spans = [(start, min(max(m.end, start + 1), len(text)), m.level) for start, m in wide]
    starts = sorted({0, len(text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    for piece, (start, end) in zip(pieces, pairwise(starts), strict=True):
        over = [level for first, last, level in spans if first <= start and end <= last]
        assert piece.level == min(over, key=LEVELS.index, default="")
        place += len(piece.text)


@given(TEXTS, PLACES)
def test_blocks_are_the_whole_text_with_every_mark(text: str, places: list[tuple[int, int, str]]) -> None:
    inside = [mark for mark in marks_of(places) if 0 <= mark.start < mark.end <= len(text)]
    found = blocks(text, Marks(inside))
    assert "".join(piece.text for block in found for piece in block.pieces) == visible(text)
    assert {mark.item for block in found for piece in block.pieces for mark in piece.starts} == {m.item for m in inside}
    assert all(not piece.starts for block in found if block.folded for piece in block.pieces)


def test_lines_far_from_a_mark_are_folded() -> None:
    text = "".join(f"line {number}\n" for number in range(60))
    start = text.index("line 30")
    found = blocks(text, Marks([Mark(start, start + 7, "high", 1, "d-1")]))
    assert [(block.folded, block.lines) for block in found] == [(True, 28), (False, 0), (True, 27)]
    assert found[0].preview.startswith("line 0 line 1")


@pytest.mark.parametrize("text", ["x" * 3_000_000, "x\n" * 1_500_000, "word " * 600_000], ids=["line", "lines", "words"])
def test_a_panel_is_small_however_long_the_source(text: str) -> None:
    middle = len(text) // 2
    seen = panel(text, Marks([Mark(middle, middle + 9, "high", 1, "d-1")]), middle, middle + 9, item="d-1")
    parts = [sum(len(piece.text) for piece in fold.pieces) for fold in (seen.before, seen.shown, seen.after)]
    assert sum(parts) <= 2 * (FOLDED + OPEN_AFTER + 2 * LONGEST_LINE)
    assert [piece.text for piece in seen.shown.pieces if piece.level == "own"] == [text[middle : middle + 9]]


def test_a_panel_shows_the_evidence_within_its_first_lines() -> None:
    text = "".join(f"line {number}\n" for number in range(100))
    start = text.index("line 70")
    seen = panel(text, Marks([]), start, start + 7, item="d-1")
    assert "".join(piece.text for piece in seen.shown.pieces).split("\n").index("line 70") <= 5
    assert seen.before.lines + seen.shown.lines + seen.after.lines == 100
    paragraph = "word " * 300 + "EVIDENCE " + "word " * 300
    start = paragraph.index("EVIDENCE")
    seen = panel(paragraph, Marks([]), start, start + 8, item="d-1")
    shown = "".join(piece.text for piece in seen.shown.pieces)
    assert shown.index("EVIDENCE") <= 400 and shown.startswith("word")


def test_a_filter_survives_its_address() -> None:
    for wanted in (
        Filter(),
        Filter(severity="high", q="a&b=<c> ü"),
        Filter(status="all", document="x?y.txt", reviewer="Ann B"),
    ):
        assert parse_filter(wanted.query()) == wanted
    assert parse_filter("?status=%00&severity=<script>&" + "q=" + "x" * 5000).status == "todo"


@pytest.mark.parametrize(
    ("asked", "expected"), [("1", 1), ("3", 3), ("4", 3), ("0", 1), ("-1", 1), ("x", 1), ("²", 1), ("9" * 99, 3)]
)
def test_page_numbers_stay_within_the_pages(asked: str, expected: int) -> None:
    assert page_number(asked, 101, 50) == (expected, 3)


def test_reasons_are_words_and_keep_what_they_do_not_know() -> None:
    codes = [
        "near-id:+1",
        "inclusion-without-counterpart",
        "inc-20",
        "only-one-says-untreated",
        "brand_new-code",
        "near-id:+2",
    ]
    assert reason_words(codes) == [
        "the ids differ by a character or two",
        "one page requires this, the other does not mention it",
        "only one page says untreated",
        "brand new code",
    ]
    assert shorten("one  two\nthree", 9) == "one two…"


def test_a_cookie_opens_only_where_and_as_it_was_sealed() -> None:
    seal, session = Seal(b"k" * 32, "/out"), new_session("Zoë <b>", now=1000)
    cookie = seal.cookie(session)
    assert seal.open(cookie, now=1000) == session
    assert seal.open(cookie, now=1000 + LIFETIME + 61) is None
    assert seal.open(cookie, now=500) is None
    assert Seal(b"k" * 32, "/other").open(cookie, now=1000) is None
    assert Seal(b"l" * 32, "/out").open(cookie, now=1000) is None
    for place in range(len(cookie)):
        spoiled = cookie[:place] + ("A" if cookie[place] != "A" else "B") + cookie[place + 1 :]
        assert seal.open(spoiled, now=1000) is None
    assert seal.form_token(session) != seal.form_token(new_session("Zoë <b>", now=1000))


def test_links_work_once_and_are_bounded() -> None:
    links = Links()
    token = links.issue("Ann")
    assert (links.redeem("x" + token), links.redeem(token), links.redeem(token)) == (None, "Ann", None)
    for _ in range(MOST_LINKS):
        links.issue("Ben")
    with pytest.raises(ExtractorError, match="not used"):
        links.issue("Ben")


def test_the_secret_is_made_once_and_guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    secret = installation_secret()
    assert installation_secret() == secret
    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    with pytest.raises(ExtractorError, match="others can read"):
        installation_secret()
    file.chmod(0o600)
    file.write_bytes(b"short")
    with pytest.raises(ExtractorError, match="damaged"):
        installation_secret()


def test_names_come_from_options_and_a_file(tmp_path: Path) -> None:
    users = tmp_path / "users"
    users.write_text("# the board\nAda\n  Ben  van  Dyk # on Fridays\n\nAda\n", encoding="utf-8")
    assert reviewer_names(["Cleo"], users) == ("Cleo", "Ada", "Ben van Dyk")
    assert len(reviewer_names([], None)) == 1
    for wrong in (["a\x07b"], ["x" * 81], ["  "]):
        with pytest.raises(ExtractorError):
            reviewer_names(wrong, None)
    users.write_text("# nobody\n", encoding="utf-8")
    with pytest.raises(ExtractorError, match="names nobody"):
        reviewer_names([], users)
