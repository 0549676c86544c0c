"""What holds for the whole list: ids, order, merging, coordinates, bounded work, the vocabulary files."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_triage_page import ambiguities, document, flags, outline, record

from extractor.model.document import Repair, Span
from extractor.triage import find_ambiguities
from extractor.triage.phrases import expression_of, phrases_by_first_word

PAGE = """A study for patients
Sites: to be announced.
- Adults (VERIFY: upper limit)
- Adequate kidney function
- Surgery within 5 weeks
Exclusion
- Uncontrolled diabetes (Appendix 3)
- Uncontrolled asthma
Details may change."""


def test_sorted_by_position_and_ids_differ() -> None:
    found = ambiguities(PAGE, "navigator")
    assert len(found) >= 7
    assert [one.span.start for one in found] == sorted(one.span.start for one in found)
    assert len({one.id for one in found}) == len(found)
    assert all(one.id.startswith("a-") and one.document == "d1" and one.message for one in found)
    assert all(one.span.quote == PAGE[one.span.start : one.span.end] and one.span.quote.strip() for one in found)


def test_ids_do_not_depend_on_the_document() -> None:
    one = document(PAGE, "navigator")
    other = one.model_copy(update={"id": "d2"})
    ids = [[found.id for found in find_ambiguities(page, outline(PAGE), record(page))] for page in (one, other)]
    assert ids[0] == ids[1]


def test_repeated_words_get_numbered_ids() -> None:
    ids = [one.id for one in ambiguities("Costs: TBD\nCosts: TBD")]
    assert len(ids) == 2 and ids[1] == ids[0] + "-2"


def test_spans_are_of_the_text_before_repair() -> None:
    original, reading = "â€“ page\n- Adequate organ function", "– page\n- Adequate organ function"
    repair = Repair(rule="cp1252", span=Span(start=0, end=3, quote="â€“"), before="â€“", after="–")
    page = document(reading, repairs=(repair,), original=original)
    found = find_ambiguities(page, outline(reading), record(page))
    assert [original[one.span.start : one.span.end] for one in found] == ["Adequate organ function"]


def test_an_empty_page() -> None:
    assert flags("") == []
    assert flags("", "navigator") == []


def test_the_order_does_not_depend_on_the_hash_seed() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from test_triage_ambiguities import PAGE\nfrom test_triage_page import ambiguities\n"
        "print([one.model_dump_json() for one in ambiguities(PAGE, 'navigator')])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(runs) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        "\n",
        "- ",
        "(",
        "adequate ",
        "adequate, ",
        "within ",
        "within a ",
        "1.5 x 10 ",
        "= 3 ",
        ", ",
        ",,",
        "last ",
        "?",
        "[to be ",
        "[",
        "(appendix ",
        "typically ",
        "VERIFY ",
        "not ~ ",
        "study ",
        "x (1 ",
        "2 kg (",
        "*",
        "-a ",
        "starting dose 1 mg ",
        "previously received ",
        "performance status ",
        "as defined in the ",
        "12 weeks before the ",
        "- x\n",
        "a: b\n",
        "İ",
        "Last reviewed ",
        "details may change ",
        "recruiting\n- a\n",
        "number of subjects for this age range 1 ",
        "severe ",
        "1.000 ",
        "of the ",
    ],
)
def test_hostile_pages_take_linear_time(piece: str) -> None:
    text = "- " + piece * (120_000 // len(piece))
    page = document(text, "navigator")
    plan, nothing = outline(text[:2000]), record(page)
    whole = plan.model_copy(update={"items": (plan.items[0].model_copy(update={"start": 2, "end": len(text)}),)})
    started = time.process_time()
    find_ambiguities(page, whole, nothing)
    assert time.process_time() - started < 8


def test_many_items_take_linear_time() -> None:
    text = "- Severe disease within 4 weeks (\n" * 4000
    page = document(text)
    plan = outline(text)
    started = time.process_time()
    find_ambiguities(page, plan, record(page))
    assert time.process_time() - started < 8


def test_the_vocabulary_compiles() -> None:
    table = phrases_by_first_word()
    assert len(table) > 200
    assert all(word.isalpha() and word.islower() and len(word) > 1 for word in table)


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("low|high dose", "high dose", True),
        ("low|high dose", "highdose", False),
        ("low|high dose", "low-dose", True),
        ("adequate ~2 function*", "adequate liver and functions", True),
        ("adequate ~2 function*", "adequate liver and kidney function", False),
        ("see the? label", "see label", True),
        ("coming soon $", "coming soon.", True),
        ("coming soon $", "coming soon after", False),
        ("doctor opinion", "doctor's opinion", True),
    ],
)
def test_phrase_patterns(pattern: str, text: str, matches: bool) -> None:
    assert (re.match(expression_of(pattern), text) is not None) is matches
