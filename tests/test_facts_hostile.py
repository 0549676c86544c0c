"""Hostile pages: the facts stage stays linear, and what it returns does not depend on the hash seed."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from facts_pages import document

from extractor.facts import read_facts
from extractor.model.outline import Item, Outline

SEEDS = (
    *(
        "a ",
        "18 to ",
        "Phase ",
        "phase 1/",
        "Age 18 ",
        "NCT",
        "NCT0000000",
        "at the Hospital ",
        "A B C D ",
        "of Abc ",
        " ",
        "\t",
    ),
    *(
        "-",
        "=",
        "| ",
        "Sex: ",
        "18 years ",
        "≥",
        "(",
        "Dose 5 mg ",
        ". ",
        "Trial ID: ",
        "United ",
        "for Xyz ",
        "Condition\n",
    ),
    *(
        "Age\n18\n",
        "Adults ",
        "male or ",
        "evaluating x:",
        "x;",
        "•",
        "\n\n",
        "non-",
        "2020-",
        "run by A",
        "Completed\nA\nB\n",
    ),
    *("Elderly (>=65 years) ", "run by A of the ", "a | ", "A study of ", "in Patients With "),
)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("end", ["", "\n", "!"])
def test_a_pumped_page_is_read_in_linear_time(seed: str, end: str) -> None:
    text = seed * (120_000 // len(seed)) + end
    item = Item(id="c", category="inclusion", start=0, end=len(text))
    started = time.process_time()
    read_facts(document(text), Outline(), ())
    read_facts(document(text), Outline(items=(item,)), ())
    assert time.process_time() - started < 8


def test_the_order_does_not_depend_on_the_hash_seed() -> None:
    program = (
        "from facts_pages import facts\n"
        "page = 'A Phase 2 Randomized Study of Abc in Spain\\nSponsor: X\\nCountries: Peru, Chile\\nCondition: a; b; c\\n'\n"
        "print([(f.field, str(f.value), f.span.start, f.confidence) for f in facts(page)])\n"
    )
    here = str(Path(__file__).parent)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": here},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
    assert "Peru" in outputs.pop()
