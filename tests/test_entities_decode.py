"""The trained reader's short cuts give what the long way gives."""

import numpy as np
import pytest

from extractor.catalogue import find_terms
from extractor.entities import BUILT_IN, Passage, forward, load_reader
from extractor.entities.decode import best_tags, spans_of

TAGS = ("O", "B-condition", "I-condition", "B-drug", "I-drug", "B-device", "I-device")
TEXTS = ("Severe asthma or an allergy to penicillin", "No chemotherapy within 4 weeks", "")


def spans_of_tags(path: list[int]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for at, tag in enumerate(path):
        if TAGS[tag].startswith("B-"):
            found.append((at, at + 1, TAGS[tag][2:]))
        elif TAGS[tag].startswith("I-"):
            start, end, label = found[-1]
            assert (end, label) == (at, TAGS[tag][2:])
            found[-1] = (start, at + 1, label)
    return found


def test_only_looking_where_tags_do_not_fit_gives_the_best_sequence_of_all() -> None:
    draws = np.random.default_rng(1)
    mended = 0
    for _ in range(2000):
        scores = np.exp(draws.standard_normal((draws.integers(1, 20), len(TAGS))) * draws.choice([0.5, 2])).astype("f")
        scores /= scores.sum(axis=1, keepdims=True)
        best = best_tags(scores, TAGS)
        assert [span[:3] for span in spans_of(scores, TAGS)] == spans_of_tags(best)
        mended += best != scores.argmax(axis=1).tolist()
    assert mended > 1000


def test_what_is_kept_of_words_read_before_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = load_reader(BUILT_IN)
    assert reader is not None
    passages = [Passage(text, find_terms(text)) for text in TEXTS]
    first = reader.read(passages)
    assert first[0][0].topic == "condition"
    assert reader.read(passages) == first
    monkeypatch.setattr(forward, "MAX_WORDS", 12)
    assert [reader.read([passage])[0] for passage in passages] == first
    assert reader.read(passages[::-1])[::-1] == first
