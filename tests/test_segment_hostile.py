"""Hostile texts: every pattern and loop of the stage stays about linear."""

import time

import pytest
from segment_page import read

PUMPS = [
    "Inclusion ",
    "Inclusion: ",
    "Inclusion Criteria ",
    "Inclusion Criteria: 1. ",
    "key main major key ",
    "1. ",
    "1) a) i) ",
    "a; ",
    "A; ",
    ": ",
    "; ",
    "((((",
    "(a) (b) ",
    "(AB) ",
    "lupus nephritis (LN) ",
    "- ",
    "-\n",
    "1.\n",
    "1. a\n",
    "a\n",
    "A:\n",
    "Cohort 1:\n",
    "Cohort 1, 2 and ",
    "Patients:\n- x\n",
    "   \n",
    "\t",
    " \n ",
    "=",
    "_",
    "…",
    "e.g. ",
    "A. B. ",
    "one of the following: ",
    "all of the following ",
    "must meet any of the ",
    "Age: x Sex: y ",
    "and\n",
    "check_circle",
    "#",
    "*",
    "\x0b",
    "排除标准",
]


@pytest.mark.parametrize("pump", PUMPS)
@pytest.mark.parametrize("head", ["", "Inclusion Criteria:\n", "Inclusion Criteria:\n- "])
def test_pumps(head: str, pump: str) -> None:
    read("Lupus nephritis (LN)")
    text = head + pump * (150_000 // len(pump))
    before = time.process_time()
    outline = read(text)
    assert time.process_time() - before < 8
    assert len(outline.items) < 40_000


@pytest.mark.parametrize("pump", ["a", " ", "a\n", "1. a ", "Inclusion Criteria: x ", "- Asthma; Eczema\n", "(AB) "])
def test_five_megabytes(pump: str) -> None:
    read("Lupus nephritis (LN)")
    text = "Inclusion Criteria:\n" + pump * (5_000_000 // len(pump))
    before = time.process_time()
    read(text)
    assert time.process_time() - before < 8
