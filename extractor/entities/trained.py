"""The trained reader of this package: a folder with its card, its weights and its word classes."""

import hashlib
import io
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from pydantic import Field, ValidationError

from extractor.entities.decode import TagSpan, spans_of
from extractor.entities.features import kinds_of
from extractor.entities.forward import Network, Shape, network_of, probabilities
from extractor.entities.passage import TOPICS, Passage, Reader
from extractor.entities.tokens import Token, tokens_of
from extractor.errors import ExtractorError
from extractor.model.base import Frozen
from extractor.model.mention import Mention

CARD, WEIGHTS, CLASSES = "card.json", "weights.npy", "words.tsv"
FILES = (CARD, CLASSES, WEIGHTS)
MAX_TOKENS = 2000
"""Of one text; what stands behind is not read for mentions."""


class Folder(Protocol):
    """A folder of a file system or of an installed package."""

    def joinpath(self, name: str, /) -> Any:
        """The file `name` in it."""


class Card(Frozen):
    """What a trained reader says of itself. `thresholds` are by topic: a span below them is no mention.

    `trained_on` and `figures` are for people; nothing depends on them.
    """

    name: str
    version: int
    shape: Shape
    thresholds: dict[str, float]
    seed: int
    trained_on: str = ""
    figures: dict[str, dict[str, float]] = Field(default_factory=dict)


class Trained(NamedTuple):
    """A loaded reader."""

    card: Card
    network: Network


def load_trained(folder: Folder, *, where: str) -> Reader:
    """The reader in `folder`. Raises ExtractorError, naming `where`, if its files are missing or damaged."""
    try:
        contents = {name: folder.joinpath(name).read_bytes() for name in FILES}
        trained = _trained(contents)
    except (OSError, ValueError, ValidationError) as error:
        raise ExtractorError(
            f"{where}: is no trained reader that can be used ({type(error).__name__})", "make it again with extractor train"
        ) from error
    return reader_of(trained, digest_of(contents))


def reader_of(trained: Trained, digest: str) -> Reader:
    """A loaded reader as the pipeline uses it."""
    return Reader(trained.card.name, digest, lambda passages: read_passages(trained, passages))


def digest_of(contents: dict[str, bytes]) -> str:
    """SHA-256 over names and contents of the files, by name."""
    whole = hashlib.sha256()
    for name in sorted(contents):
        whole.update(f"{name}\0{len(contents[name])}\0".encode() + contents[name])
    return whole.hexdigest()


def _trained(contents: dict[str, bytes]) -> Trained:
    import numpy as np

    card = Card.model_validate_json(contents[CARD])
    vector = np.load(io.BytesIO(contents[WEIGHTS]), allow_pickle=False)
    rows = (line.partition("\t")[::2] for line in contents[CLASSES].decode("utf-8").splitlines())
    return Trained(card, network_of(card.shape, vector, dict(rows)))


def card_json(card: Card) -> str:
    """The card as its file holds it."""
    return json.dumps(card.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"


def read_passages(trained: Trained, passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
    """The mentions of each passage, in order, not overlapping; coordinates are those of the passage's text."""
    cut = [tokens_of(passage.text)[:MAX_TOKENS] for passage in passages]
    texts = [
        ([token.word for token in tokens], kinds_of(tokens, passage.terms))
        for tokens, passage in zip(cut, passages, strict=True)
    ]
    scores = probabilities(trained.network, texts)
    tags = trained.card.shape.tags
    return [_mentions(trained.card, tokens, spans_of(found, tags)) for tokens, found in zip(cut, scores, strict=True)]


def _mentions(card: Card, tokens: Sequence[Token], spans: Sequence[TagSpan]) -> tuple[Mention, ...]:
    kept = [span for span in spans if span.label in TOPICS and span.score >= card.thresholds.get(span.label, 1.0)]
    return tuple(
        Mention(tokens[span.start].start, tokens[span.end - 1].end, span.label, Decimal(f"{span.score:.2f}"))
        for span in kept
    )
