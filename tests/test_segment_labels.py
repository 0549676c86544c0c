"""Printed labels: what is one, and what only looks like one."""

import pytest

from extractor.segment.labels import Label, read_label


def _label(line: str, before: Label | None = None) -> Label | None:
    return read_label(line, 0, len(line), before)


@pytest.mark.parametrize(
    ("line", "printed", "kind", "number"),
    [
        ("- Asthma", "-", "bullet", None),
        ("– Asthma", "–", "bullet", None),
        ("* Asthma", "*", "bullet", None),
        ("•Asthma", "•", "bullet", None),
        ("·  Asthma", "·", "bullet", None),
        ("▪ Asthma", "▪", "bullet", None),
        ("➢ Asthma", "➢", "bullet", None),
        ("✓ Asthma", "✓", "bullet", None),
        ("✔Asthma", "✔", "bullet", None),
        ("✗ Asthma", "✗", "bullet", None),
        ("✘ Asthma", "✘", "bullet", None),
        ("×Asthma", "×", "bullet", None),
        ("o  Asthma", "o", "bullet", None),
        ("?\tAsthma", "?", "bullet", None),
        ("# Asthma", "#", "bullet", None),
        ("-  •Asthma", "-  •", "bullet", None),
        ("1. Asthma", "1.", "decimal", 1),
        ("12) Asthma", "12)", "decimal", 12),
        ("(3) Asthma", "(3)", "decimal", 3),
        ("3、Asthma", "3、", "decimal", 3),
        ("4- Asthma", "4-", "decimal", 4),
        ("③ Asthma", "③", "decimal", 3),
        ("* 2. Asthma", "* 2.", "decimal", 2),
        ("1.1 Asthma", "1.1", "multi", 1),
        ("a) Asthma", "a)", "letter", 1),
        ("(b) Asthma", "(b)", "letter", 2),
        ("C. Asthma", "C.", "letter", 3),
        ("i) Asthma", "i)", "roman", 1),
        ("(iv) Asthma", "(iv)", "roman", 4),
        ("II. Asthma", "II.", "roman", 2),
        ("Criterion 7: Asthma", "Criterion 7:", "named", 7),
        ("Exclusion criterion 2: Asthma", "Exclusion criterion 2:", "named", 2),
    ],
)
def test_labels(line: str, printed: str, kind: str, number: int | None) -> None:
    label = _label(line)
    assert label is not None
    assert (label.text, label.kind, label.number) == (printed, kind, number)
    assert line[label.end :] == "Asthma"


@pytest.mark.parametrize(
    "line",
    [
        "1.5 mg of the drug",
        "18 years or older",
        "E. coli infection",
        "e.g. asthma",
        "i.e. asthma",
        "> 18 years",
        "≥ 3 episodes",
        "(see below) asthma",
        "Or asthma",
        "-5",
    ],
)
def test_no_labels(line: str) -> None:
    assert _label(line) is None


def test_a_number_glued_to_its_label_counts_only_in_sequence() -> None:
    first = _label("1.18 years or older")
    assert first is not None
    assert (first.text, first.number) == ("1.", 1)
    assert _label("5.18 years or older") is None
    second = _label("2.2021 vaccine received", first)
    assert second is not None
    assert second.number == 2


def test_i_after_h_is_a_letter() -> None:
    before = _label("h) Asthma")
    label = _label("i) Eczema", before)
    assert label is not None
    assert (label.kind, label.number) == ("letter", 9)
