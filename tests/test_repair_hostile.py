"""Hostile texts: every pattern and pass is pumped; time grows with the length, never faster."""

import time

import pytest

from extractor.repair import lost_comparators, repairs_of

SIZE = 150_000
PUMPS = [
    "a",
    " ",
    "\n",
    "\r\n",
    "a\r",
    "<",
    "<b ",
    "<p x",
    "<br",
    "<br>",
    "_x000D_",
    "&",
    "&amp;",
    "&amp;amp;",
    "&lt;",
    "&#",
    "=",
    "= 1",
    "a=1 ",
    "=18 ",
    "1 a=1;",
    "( 0 = a;",
    "(",
    "((= 1",
    "or = ",
    "http://",
    "10",
    "1",
    "1 ",
    "1,",
    "1.",
    "100.000",
    "100 000",
    "1,5 mg ",
    "109/L ",
    "1.5 x 109/L ",
    "110^9/L ",
    "10^",
    "0. ",
    "x",
    "ofthe ",
    "thestudy ",
    "AaBb",
    "aB",
    "AAAAaaaa",
    "and",
    "â",
    "â€",
    "â€“",
    "â??",
    "√",
    "‚Ä",
    "โ",
    "ร",
    "ก",
    "โ ",
    "- โa\n",
    "ä½",
    "³ 1",
    "£ 1 ",
    "? 1 ",
    "?",
    "\u00a0",
    "a\u200b",
    "⁹",
    "1⁹",
    "（",
    "\x00",
    "≥ = 1 kg ",
]


@pytest.mark.parametrize("pump", PUMPS, ids=repr)
def test_a_pumped_text_takes_no_time(pump: str) -> None:
    text = (pump * (SIZE // len(pump) + 1))[:SIZE]
    started = time.process_time()
    reading, repairs = repairs_of(text)
    lost_comparators(text)
    lost_comparators(reading)
    assert time.process_time() - started < 8
    assert len(repairs) <= SIZE


def test_a_flood_of_damage_is_bounded() -> None:
    text = "x&lt;" * 100_000
    reading, repairs = repairs_of(text)
    assert len(repairs) <= 60_000
    assert reading.startswith("x<x<")
    assert reading.endswith("&lt;")
