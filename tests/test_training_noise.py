"""Damage that is done to training lines keeps every label on its words."""

import random

import pytest

from extractor.training.chia import Label, Line
from extractor.training.noise import Sources, damaged, edited, joined, recased, renamed, vary

LINE = Line(
    "T1",
    "Known glarosis (or tremic fever), treated with zaltomab; doctor's choice ≥ 2 times",
    (Label(6, 14, "condition"), Label(19, 31, "condition"), Label(47, 55, "drug")),
    ((57, 72),),
)
SOURCES = Sources({"condition": ("ostral atrophy",), "drug": ("prenifil",)}, {"condition": ("velmian disease",)})


def words(line: Line) -> list[str]:
    return [line.text[start:end].lower() for start, end, _ in line.labels]


def test_the_sample_is_labelled_as_meant() -> None:
    assert words(LINE) == ["glarosis", "tremic fever", "zaltomab"]


@pytest.mark.parametrize("seed", range(25))
def test_damage_and_letter_case_leave_the_names_whole(seed: int) -> None:
    chance = random.Random(seed)
    assert words(recased(damaged(LINE, chance), chance)) == ["glarosis", "tremic fever", "zaltomab"]


@pytest.mark.parametrize("seed", range(25))
def test_new_names_stand_where_the_old_ones_stood(seed: int) -> None:
    line = renamed(LINE, SOURCES, random.Random(seed))
    first, second, third = words(line)
    assert {first, second} <= {"glarosis", "tremic fever", "ostral atrophy", "velmian disease"}
    assert third in ("zaltomab", "prenifil")
    start, end = line.unlabelled[0]
    assert line.text[start:end] == LINE.text[57:72]


def test_two_lines_run_together() -> None:
    both = joined(LINE, LINE, "; ")
    assert words(both) == words(LINE) * 2
    assert len(both.unlabelled) == 2


def test_edits_move_what_stands_behind_them() -> None:
    assert words(edited(LINE, [(0, 5, "Long known"), (14, 15, "")])) == words(LINE)


def test_the_same_chance_gives_the_same_lines() -> None:
    lines = [LINE] * 40
    assert vary(lines, SOURCES, random.Random(3), 0.8) == vary(lines, SOURCES, random.Random(3), 0.8)
    assert vary(lines, SOURCES, random.Random(3), 0.8) != vary(lines, SOURCES, random.Random(4), 0.8)
