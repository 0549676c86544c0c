"""Hard-wrapped pages: where lines end changes nothing in what is read."""

import textwrap
from pathlib import Path

import pytest
from segment_page import document, texts

from extractor.repair import repair
from extractor.segment import outline
from extractor.segment.labels import read_label
from extractor.sources import read_source

GOLDEN = Path(__file__).parents[1] / "golden"
LEAST_SAME = 0.99


def wrapped(text: str, width: int, *, hanging: bool) -> str:
    """The text with its long lines wrapped; the lines that go on stand under the words (`hanging`) or under the label."""
    lines: list[str] = []
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip())
        label = read_label(line, indent, len(line)) if hanging and line.strip() else None
        under = " " * (label.end if label else indent)
        parts = textwrap.wrap(line, width, subsequent_indent=under, break_long_words=False, break_on_hyphens=False)
        lines += parts if len(line) > width else [line]
    return "\n".join(lines)


def criteria(text: str) -> list[tuple[str, str]]:
    items = outline(document(text)).items
    return [(item.category, " ".join(text[item.start : item.end].split())) for item in items]


@pytest.mark.parametrize(("width", "hanging"), [(70, False), (70, True), (90, False)])
def test_golden_pages_read_the_same_when_wrapped(width: int, hanging: bool) -> None:
    same = pages = found = expected = 0
    for path in sorted(GOLDEN.glob("*/*.txt")):
        if not (path.parent / "expected.json").exists():
            continue
        text = repair(read_source(str(path), path.read_bytes()), "d").reading
        before, after = criteria(text), criteria(wrapped(text, width, hanging=hanging))
        found += sum(one in after for one in before)
        expected += len(before)
        same += before == after
        pages += 1
    assert pages > 50
    assert found >= LEAST_SAME * expected
    assert same >= 0.96 * pages


@pytest.mark.parametrize(
    ("page", "read"),
    [
        (
            "Inclusion criteria\n- Spherical equivalent of the weaker eye that is no better than\n-6 dioptres\n- Asthma\n",
            ["Spherical equivalent of the weaker eye that is no better than -6 dioptres", "Asthma"],
        ),
        (
            "Inclusion criteria\n-18 years of age, or older,\n-6 visits can be kept\n",
            ["18 years of age, or older,", "6 visits can be kept"],
        ),
        ("Inclusion criteria\n- Fever\n- Asthma of at least\n-", ["Fever", "Asthma of at least"]),
        (
            "Inclusion criteria\n- Leukocytes under 3.0 x 10^9/L or thrombocytes under 90 x\n10^9/L\n- Asthma\n",
            ["Leukocytes under 3.0 x 10^9/L or thrombocytes under 90 x 10^9/L", "Asthma"],
        ),
        (
            "Inclusion criteria\n1. The consent of a guardian (see section\n7.2)\n2. Asthma\n",
            ["The consent of a guardian (see section 7.2)", "Asthma"],
        ),
        (
            "Adults who wheeze at night can take part if they are between 20\n"
            "and 50 years old. People who smoke or who need oxygen at home\ncannot take part.\n",
            [
                "Adults who wheeze at night can take part if they are between 20 and 50 years old.",
                "People who smoke or who need oxygen at home cannot take part.",
            ],
        ),
    ],
)
def test_one_wrapped_line_is_joined(page: str, read: list[str]) -> None:
    assert texts(page) == read


def test_unlabelled_lines_in_small_letters_stay_apart() -> None:
    lines = [
        "Need of oxygen at home",
        "renal failure",
        "pregnancy",
        "any cancer that was treated within the last four years",
    ]
    assert texts("\n".join(["Exclusion criteria", *lines])) == lines


def test_prose_wrapped_behind_a_list_closes_it_as_one_line_does() -> None:
    page = """Trial of an inhaler
About this study
It is new.
Inclusion criteria
- Asthma
Exclusion criteria
- Smoking
Good to know
You come back after 2 and 6 months. Half of the people breathe in a
powder without the drug at first and are given the inhaler after a
year.
"""
    assert texts(page) == ["Asthma", "Smoking"]
