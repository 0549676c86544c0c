"""Train the reader of conditions, drugs and procedures. The same corpus and seed give the same weights on one machine."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.catalogue import find_terms
from extractor.entities.features import OUTSIDE, kinds_of
from extractor.entities.forward import Shape
from extractor.entities.tokens import Token, tokens_of
from extractor.training.chia import LABELS, Line
from extractor.training.network import Row, build, row_of, weights
from extractor.training.noise import Sources, vary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TAGS = (OUTSIDE, *(f"{begin}-{kind}" for kind in LABELS.values() for begin in "BI"))
Progress = Callable[[int, float], None]


class Recipe(NamedTuple):
    """How to train. `variety` is the share of lines that noise changes in each epoch, `blind` that of words whose class and
    catalogue reading are hidden, so that the network does not lean on them alone. `batch` counts words.
    """

    epochs: int = 4
    batch: int = 600
    dropout: float = 0.35
    rate: float = 0.001
    variety: float = 0.5
    blind: float = 0.1
    seed: int = 0
    width: int = 96
    depth: int = 2
    window: int = 1


class Learnt(NamedTuple):
    """The weights of a trained network of this shape (`extractor.entities.forward.network_of` takes them)."""

    shape: Shape
    weights: "NDArray[np.float16]"
    classes: dict[str, str]


class Sample(NamedTuple):
    """A line as the network learns it: its features, and for each word the tag, or None where no label says anything."""

    row: Row
    tags: tuple[str | None, ...]


def train(
    lines: Sequence[Line], *, sources: Sources, classes: dict[str, str], recipe: Recipe, progress: Progress | None = None
) -> Learnt:
    """What a network learns from `lines`. `progress` is told each epoch's number and loss."""
    from spacy.util import fix_random_seed
    from thinc.api import Adam

    fix_random_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    shape = Shape(width=recipe.width, depth=recipe.depth, window=recipe.window, tags=TAGS)
    network = build(shape)
    optimizer = Adam(recipe.rate)
    for epoch in range(recipe.epochs):
        shuffled = chance.sample(lines, len(lines))
        varied = vary(shuffled, sources, chance, recipe.variety)
        samples = (sample_of(line, classes, chance, recipe.blind) for line in varied)
        loss = sum(_step(network, optimizer, batch, recipe.dropout) for batch in _batches(samples, recipe.batch))
        if progress:
            progress(epoch + 1, loss)
    _take_averages(network, optimizer)
    return Learnt(shape, weights(network), classes)


def sample_of(line: Line, classes: dict[str, str], chance: random.Random, blind: float = 0.0) -> Sample:
    """A line's features and tags; a share of `blind` of the words' classes and of the catalogue's terms is left out."""
    tokens = tokens_of(line.text)
    terms = [term for term in find_terms(line.text) if not blind or chance.random() >= blind]
    known = classes
    if blind:
        hidden = {token.word.lower() for token in tokens if chance.random() < blind}
        known = {word: classes[word] for token in tokens if (word := token.word.lower()) in classes and word not in hidden}
    return Sample(row_of([token.word for token in tokens], kinds_of(tokens, terms), known), tuple(tags_of(line, tokens)))


def tags_of(line: Line, tokens: Sequence[Token]) -> Iterator[str | None]:
    """For each word "B-" or "I-" and the label it stands in, "O", or None where the annotators set the words aside."""
    before = None
    for token in tokens:
        label = next((x for x in line.labels if x.start < token.end and token.start < x.end), None)
        if label is not None:
            yield f"{'I' if label == before else 'B'}-{label.kind}"
        else:
            aside = any(start < token.end and token.start < end for start, end in line.unlabelled)
            yield None if aside else OUTSIDE
        before = label


def _batches(samples: Iterator[Sample], words: int) -> Iterator[list[Sample]]:
    """Samples in batches of at least so many words, the last one perhaps shorter."""
    batch: list[Sample] = []
    count = 0
    for sample in samples:
        if sample.tags:
            batch.append(sample)
            count += len(sample.tags)
        if count >= words:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def _step(network: Any, optimizer: Any, batch: Sequence[Sample], dropout: float) -> float:
    """One update of the weights; gives the loss (half the squared gradient of the cross-entropy, as thinc has it)."""
    from thinc.api import set_dropout_rate

    set_dropout_rate(network, dropout)
    scores, backpropagate = network.begin_update([sample.row for sample in batch])
    gradients = [_gradient(matrix, sample.tags) for matrix, sample in zip(scores, batch, strict=True)]
    backpropagate(gradients)
    network.finish_update(optimizer)
    optimizer.step_schedules()
    return float(sum((gradient**2).sum() for gradient in gradients))


def _gradient(scores: "NDArray[np.float32]", tags: Sequence[str | None]) -> "NDArray[np.float32]":
    """Of the cross-entropy of the softmax: probability less truth; nothing where the truth is not known."""
    import numpy as np

    gradient = np.array(scores, dtype="f")
    for at, tag in enumerate(tags):
        if tag is None:
            gradient[at] = 0
        else:
            gradient[at, TAGS.index(tag)] -= 1
    return gradient


def _take_averages(network: Any, optimizer: Any) -> None:
    """The mean of the weights over the training steps reads unseen text better than the last ones (Collins 2002)."""
    for node in network.walk():
        for name in node.param_names:
            average = optimizer.averages.get((node.id, name))
            if average is not None:
                node.set_param(name, average)
