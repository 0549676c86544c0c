"""Training: a tiny corpus of our own is learnt, the same seed gives the same weights, and the files are all or nothing."""

from pathlib import Path

import numpy as np
import pytest
from entities_pages import CONDITIONS, DRUGS, PROCEDURES, write_corpus
from typer.testing import CliRunner

from extractor.catalogue import find_terms
from extractor.cli import app
from extractor.entities import Passage, load_reader
from extractor.entities.features import OUTSIDE
from extractor.entities.forward import Shape, network_of, probabilities
from extractor.errors import ExtractorError
from extractor.training import Made, Recipe, make_reader, write_reader
from extractor.training.figures import figures, tally
from extractor.training.icd import write_table
from extractor.training.network import build, row_of, weights
from extractor.training.train import TAGS

RECIPE = Recipe(epochs=12, batch=120, width=16, depth=1, window=1, dropout=0.1, rate=0.01, variety=0.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def made(folder: Path) -> Made:
    return make_reader(folder, recipe=RECIPE)


def test_what_was_labelled_is_found_in_new_sentences(made: Made, tmp_path: Path) -> None:
    write_reader(made, tmp_path / "reader")
    reader = load_reader(str(tmp_path / "reader"))
    assert reader is not None
    texts = [f"Previous {CONDITIONS[0]}", f"Taking {DRUGS[1]} within the last month", f"Prior {PROCEDURES[2]}"]
    read = reader.read([Passage(text, find_terms(text)) for text in texts])
    mentions = [mention for found in read for mention in found]
    found = [(text[m.start : m.end], m.topic) for text, found in zip(texts, read, strict=True) for m in found]
    assert found == [(CONDITIONS[0], "condition"), (DRUGS[1], "drug"), (PROCEDURES[2], "procedure")]
    assert all(m.score is not None and 0 <= m.score <= 1 for m in mentions)


def test_the_card_says_how_it_was_made_and_how_well_it_reads(made: Made) -> None:
    card = made.trained.card
    assert card.seed == 0
    assert set(card.thresholds) == {"condition", "drug", "procedure", "device"}
    assert "to train" in card.trained_on
    assert card.figures["drug reader"]["relaxed"] > 0.9


def test_one_seed_gives_one_set_of_weights(folder: Path, made: Made) -> None:
    short = RECIPE._replace(epochs=2, variety=0.5)
    first, again, other = (make_reader(folder, recipe=short._replace(seed=seed)).learnt.weights for seed in (5, 5, 6))
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


def test_numpy_computes_what_spacy_computes() -> None:
    shape = Shape(width=24, depth=2, window=2, tags=TAGS)
    network = build(shape)
    chance = np.random.default_rng(1)
    for node in network.walk():
        for name in node.param_names:
            random = chance.normal(scale=0.3, size=node.get_param(name).shape)
            node.set_param(name, random.astype(np.float16).astype("f"))
    classes = {"fever": "common", "zalto": "drug"}
    texts = [
        (["Type", "2", "fever"], [OUTSIDE, OUTSIDE, "B-condition"]),
        (["ZALTO"], [OUTSIDE]),
        (["a", "-"] * 40, ["O"] * 80),
    ]
    expected = network.predict([row_of(words, kinds, classes) for words, kinds in texts])
    found = probabilities(network_of(shape, weights(network), classes), texts)
    for mine, theirs in zip(found, expected, strict=True):
        assert np.allclose(mine, theirs, atol=1e-5)


def test_a_text_is_read_alike_alone_and_among_others(made: Made) -> None:
    network = made.trained.network
    text = (["History", "of", "glarosis"], [OUTSIDE] * 3)
    (alone,) = probabilities(network, [text])
    among = probabilities(network, [([], []), (["Asthma"] * 30, [OUTSIDE] * 30), text])[2]
    assert np.allclose(alone, among, atol=1e-5)


def test_weights_of_another_size_are_refused(made: Made) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        network_of(made.learnt.shape, made.learnt.weights[:-1], {})


def test_a_folder_with_other_files_is_left_alone(made: Made, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExtractorError, match=r"notes\.txt"):
        write_reader(made, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_too_small_a_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="too few trials"):
        make_reader(write_corpus(tmp_path, trials=1), recipe=RECIPE)


def test_the_command_writes_a_reader(folder: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["train", "--chia", str(folder), "--out", str(tmp_path / "out"), "--epochs", "1"])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["card.json", "weights.npy", "words.tsv"]


def test_the_command_says_what_it_needs() -> None:
    result = CliRunner().invoke(app, ["train"])
    assert isinstance(result.exception, ExtractorError)
    assert "--chia" in str(result.exception)


def test_figures_count_touching_spans_once_a_side() -> None:
    found = figures(tally([(0, 4), (10, 20), (30, 35)], [(0, 4), (12, 15), (16, 18)]))
    assert (found.precision, found.recall) == (round(2 / 3, 4), 1.0)
    assert found.strict == round(1 / 3, 4)


def test_the_shipped_table_is_the_one_that_is_made(tmp_path: Path) -> None:
    shipped = Path(__file__).resolve().parents[1] / "extractor" / "data" / "icd10cm.csv"
    write_table(tmp_path / "icd10cm.csv")
    assert (tmp_path / "icd10cm.csv").read_bytes() == shipped.read_bytes()
