"""The trained reader on pages: what it adds, what it leaves to the rules, and that hostile text does not stop it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from facts_pages import document

from extractor.catalogue import find_terms
from extractor.entities import BUILT_IN, NONE, Passage, Reader, load_reader, read_mentions
from extractor.entities.decode import spans_of
from extractor.entities.features import class_of, kinds_of, shape_of, word_keys
from extractor.entities.pipeline import separated
from extractor.entities.tokens import tokens_of
from extractor.errors import ExtractorError
from extractor.extract import extract
from extractor.model.criterion import Characteristic

PAGE = """Trial of a spray

Inclusion Criteria:

1. Platelets of at least 100 x 10^9/L
2. Women without chondrocalcinosis

Exclusion Criteria:

1. History of severe chondrocalcinosis
2. Superficial vein reflux disorder (SVRD)
3. Asthma or SVRD that needs treatment
4. Prior surgery, except for chondrocalcinosis
"""


def built_in() -> Reader:
    reader = load_reader(BUILT_IN)
    assert reader is not None
    return reader


def passages(*texts: str) -> list[Passage]:
    return [Passage(text, find_terms(text)) for text in texts]


def read_page(reader: Reader | None) -> list[list[Characteristic]]:
    return [list(criterion.characteristics) for criterion in extract(document(PAGE), reader)[1].criteria]


def statement(read: Characteristic) -> dict[str, object]:
    """What a reading says by itself: the list of alternatives that it belongs to may grow."""
    return read.model_dump(exclude={"alternative"})


def test_what_the_catalogue_does_not_know_is_named_with_the_scope_it_stands_in() -> None:
    _, negated, history, *_ = read_page(built_in())
    (found,) = [read for read in negated if read.concept and read.concept.text == "chondrocalcinosis"]
    assert (found.topic, found.exclude, found.value) == ("condition", True, None)
    (found,) = history
    assert found.modifiers == ("history", "severe")
    assert found.confidence == ("trained-reader",)
    assert found.concept is not None
    assert found.concept.key is None
    assert found.concept.span.quote == found.concept.text == "chondrocalcinosis"


def test_a_mention_has_a_candidate_code_with_its_score() -> None:
    (found,) = read_page(built_in())[2]
    assert found.concept is not None
    assert found.concept.code is not None
    assert (found.concept.code.system, found.concept.code.match, found.concept.code.score) == ("ICD-10-CM", "exact", 1)


def test_a_short_form_that_the_page_explains_is_named_where_it_stands_alone() -> None:
    _, _, _, explained, used, _ = read_page(built_in())
    assert [read.concept.text for read in explained if read.concept] == ["Superficial vein reflux disorder"]
    assert [(read.concept.text, read.topic) for read in used if read.concept] == [
        ("Asthma", "condition"),
        ("SVRD", "condition"),
    ]


def test_what_stands_in_an_exception_is_no_statement() -> None:
    assert all("chondrocalcinosis" not in read.concept.text for read in read_page(built_in())[-1] if read.concept)


def test_what_the_rules_read_stays_as_it_is() -> None:
    rules, both = read_page(None), read_page(built_in())
    for mine, theirs in zip(rules, both, strict=True):
        kept = [read for read in theirs if "trained-reader" not in read.confidence]
        assert list(map(statement, kept)) == list(map(statement, mine))
        assert all(read.value is None for read in theirs if read.confidence == ("trained-reader",))


def test_general_words_name_nothing() -> None:
    found = read_mentions(
        built_in(), passages("Any severe disease", "Other treatment", "Acute condition or chronic illness")
    )
    assert found == [(), (), ()]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "(" * 100_000,
        "…_=*" * 20_000,
        "a" * 200_000,
        "tumor " * 30_000,
        "\ud800\U0001f600\x00 disease",
        "é" * 50_000,
    ],
)
def test_hostile_text_is_read_in_little_time(text: str) -> None:
    start = time.process_time()
    (found,) = read_mentions(built_in(), [Passage(text, [])], [("AB", "alpha beta"), ("", "")])
    assert time.process_time() - start < 20
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)


def test_the_same_text_gives_the_same_mentions_whatever_was_read_before() -> None:
    texts = passages("History of severe chondrocalcinosis", "Keratoconus of either eye", "Uses flibanserin")
    first = built_in().read(texts)
    built_in().read(passages(*(f"word{number} disease" for number in range(500))))
    assert built_in().read(texts) == first


def test_nothing_heavy_is_loaded_to_read() -> None:
    program = (
        "import sys; from extractor.entities import Passage, load_reader\n"
        "assert 'numpy' not in sys.modules\n"
        "load_reader('built-in').read([Passage('Severe chondrocalcinosis', [])])\n"
        "print(sorted({'spacy', 'thinc', 'scispacy', 'simple_icd_10_cm'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert result.stdout == "[]\n"


def test_no_reader_is_an_answer_and_a_wrong_one_is_trouble(tmp_path: Path) -> None:
    assert load_reader(NONE) is None
    with pytest.raises(ExtractorError, match="neither a folder"):
        load_reader("no_such_pipeline")
    for name in ("card.json", "weights.npy", "words.tsv"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    with pytest.raises(ExtractorError, match="extractor train"):
        load_reader(str(tmp_path))


def test_any_spacy_pipeline_takes_its_place(tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "DISEASE", "pattern": "glarosis"}, {"label": "PERSON", "pattern": "Smith"}])
    nlp.to_disk(tmp_path / "mine")
    reader = load_reader(str(tmp_path / "mine"))
    assert reader is not None
    assert (reader.name, len(reader.digest)) == ("en_pipeline", 64)
    (found,) = reader.read(passages("Smith has glarosis " + "(" * 5000))
    assert [(mention.topic, mention.start, mention.end, mention.score) for mention in found] == [("condition", 10, 18, None)]


def test_long_runs_are_parted_and_keep_every_place() -> None:
    text = "a " + "(" * 1000 + " b"
    assert len(separated(text)) == len(text)
    assert max(map(len, separated(text).split())) < 200


def test_words_letters_and_digits_are_cut_apart() -> None:
    assert [token.word for token in tokens_of("HER2-positive, Type 1 (COVID-19)")] == [
        "HER", "2", "-", "positive", ",", "Type", "1", "(", "COVID", "-", "19", ")",
    ]  # fmt: skip


def test_features_tell_spelling_class_and_catalogue_apart() -> None:
    assert word_keys("Tumor", {}) != word_keys("tumor", {})
    assert word_keys("tumor", {}) != word_keys("tumor", {"tumor": "common"})
    assert [class_of(word, {"fever": "common"}) for word in ("fever", "fevers", "zz", "12", "-")] == [
        "common", "common", "other", "number", "mark",
    ]  # fmt: skip
    assert [shape_of(word) for word in ("HbA", "metformin", "x2")] == ["XxX", "xxxx", "xd"]
    text = "Asthma and platelets"
    assert kinds_of(tokens_of(text), find_terms(text)) == ["B-condition", "O", "B-measurement"]


def test_tags_that_do_not_fit_together_are_settled_by_the_best_sequence() -> None:
    import numpy as np

    tags = ("O", "B-drug", "I-drug", "B-condition", "I-condition")
    scores = np.array([[0.1, 0.5, 0.0, 0.4, 0.0], [0.05, 0.0, 0.3, 0.05, 0.6], [0.9, 0.0, 0.1, 0.0, 0.0]], dtype="f")
    ((start, end, label, score),) = spans_of(scores, tags)
    assert (start, end, label) == (0, 2, "condition")
    assert score == pytest.approx(0.5, abs=1e-6)
