"""Make the trained reader of the package: from the Chia corpus to a folder that `extractor run --model` takes."""

import io
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.entities.forward import network_of
from extractor.entities.trained import CARD, CLASSES, FILES, WEIGHTS, Card, Trained, card_json
from extractor.errors import ExtractorError
from extractor.training.chia import Line, part_of, read_chia
from extractor.training.measure import choose_thresholds, look, report
from extractor.training.names import other_names, word_classes
from extractor.training.noise import Names, Sources
from extractor.training.train import Learnt, Progress, Recipe, train

__all__ = ["Made", "Recipe", "make_reader", "write_reader"]

NAME, VERSION = "chia", 1
_LONGEST_NAME = 60
_RENAMED = ("condition", "drug", "procedure", "device")


class Made(NamedTuple):
    """A new reader and what it learnt, as its files hold it."""

    trained: Trained
    learnt: Learnt


def make_reader(chia: Path, *, recipe: Recipe, progress: Progress | None = None) -> Made:
    """A reader trained on eight in ten trials of Chia, its thresholds chosen on one, its figures those of the last one.

    Raises ExtractorError where `chia` holds no labelled trials, or too few for three parts.
    """
    parts: dict[str, list[Line]] = {"train": [], "dev": [], "test": []}
    for line in read_chia(chia):
        parts[part_of(line.trial)].append(line)
    if not all(parts.values()):
        raise ExtractorError(f"{chia}: holds too few trials to train, choose and test", "name the whole Chia corpus")
    sources = Sources(corpus=_names(parts["train"]), lists=other_names())
    learnt = train(parts["train"], sources=sources, classes=word_classes(), recipe=recipe, progress=progress)
    card = Card(name=NAME, version=VERSION, shape=learnt.shape, thresholds={}, seed=recipe.seed)
    trained = Trained(card, network_of(learnt.shape, learnt.weights, learnt.classes))
    card = card.model_copy(update={"thresholds": choose_thresholds(look(trained, parts["dev"]))})
    return Made(trained._replace(card=_described(card, trained, parts)), learnt)


def _described(card: Card, trained: Trained, parts: dict[str, list[Line]]) -> Card:
    trials = {part: len({line.trial for line in lines}) for part, lines in parts.items()}
    used = f"Chia (CC BY 4.0): {trials['train']} trials to train, {trials['dev']} to choose, {trials['test']} to test"
    return card.model_copy(update={"trained_on": used, "figures": report(look(trained, parts["test"]), card)})


def _names(lines: Sequence[Line]) -> Names:
    names: dict[str, list[str]] = {kind: [] for kind in _RENAMED}
    for line in lines:
        for label in line.labels:
            if label.kind in names and label.end - label.start < _LONGEST_NAME:
                names[label.kind].append(line.text[label.start : label.end])
    return dict(names)


def write_reader(made: Made, folder: Path) -> None:
    """Write a reader's files to `folder`, all or none of them. Raises ExtractorError where it holds anything else."""
    foreign = sorted({path.name for path in folder.iterdir()} - set(FILES)) if folder.is_dir() else []
    if foreign or (folder.exists() and not folder.is_dir()):
        raise ExtractorError(f"{folder}: holds {foreign[0] if foreign else 'no folder'}", "name a new folder with --out")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in _contents(made).items():
            (draft / name).write_bytes(content)
        draft.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _contents(made: Made) -> dict[str, bytes]:
    import numpy as np

    vector = io.BytesIO()
    np.save(vector, made.learnt.weights, allow_pickle=False)
    classes = "".join(f"{word}\t{kind}\n" for word, kind in made.learnt.classes.items())
    return {CARD: card_json(made.trained.card).encode(), CLASSES: classes.encode(), WEIGHTS: vector.getvalue()}
