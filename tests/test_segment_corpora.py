"""Coverage on collected texts, where they are at hand."""

import json
import re
from pathlib import Path

import pytest
from segment_page import document

from extractor.segment.sections import divide
from extractor.segment.stretches import read_stretch
from extractor.segment.walk import Walk

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
_BREAK = re.compile(r"_x000D_<br>|<br ?/? ?>")


def _texts(name: str) -> list[str]:
    if name == "leaf":
        return [path.read_text(encoding="utf-8") for path in sorted((CORPORA / name).glob("*.txt"))[::4]]
    lines = (CORPORA / name).read_text(encoding="utf-8").splitlines()[::6]
    return [_BREAK.sub("\n", json.loads(line)["text"]) for line in lines]


@pytest.mark.parametrize("name", ["leaf", "eligibility-texts.jsonl"])
def test_every_letter_is_in_an_item_or_apart(name: str) -> None:
    if not (CORPORA / name).exists():
        pytest.skip("the corpus is not here")
    letters = covered = empty = 0
    for text in _texts(name):
        walk = Walk(text)
        stretches = divide(document(text))[1]
        for stretch in stretches:
            read_stretch(walk, stretch)
        taken = bytearray(len(text))
        for start, end in [*((draft.start, draft.end) for draft in walk.drafts), *walk.apart]:
            taken[start:end] = b"\1" * (end - start)
        places = [place for stretch in stretches for place in range(stretch.start, stretch.end) if text[place].isalpha()]
        letters += len(places)
        covered += sum(taken[place] for place in places)
        empty += not walk.drafts
    assert covered >= 0.999 * letters
    assert empty <= 2
