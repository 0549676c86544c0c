"""The trained reader of this package: a folder with its card, its weights and its word classes."""

import hashlib
import io
import json
import os
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from pydantic import Field, ValidationError

from extractor.entities.codes import candidate, catalogue_code
from extractor.entities.decode import TagSpan, spans_of
from extractor.entities.features import kinds_of
from extractor.entities.forward import Network, Shape, network_of, probabilities
from extractor.entities.misspelt import SEEN, meant
from extractor.entities.passage import TOPICS, Passage, Reader
from extractor.entities.tokens import Token, tokens_of
from extractor.errors import ExtractorError
from extractor.model.base import Frozen
from extractor.model.mention import Mention

CARD, WEIGHTS, CLASSES = "card.json", "weights.npy", "words.tsv"
FILES = (CARD, CLASSES, WEIGHTS)
CORROBORATED = 0.5
"""From this score on a span is a mention below its threshold too, where an open list of names bears it out."""
MAX_TOKENS = 2000
"""Of one text; what stands behind is not read for mentions."""


class Folder(Protocol):
    """A folder of a file system or of an installed package."""

    def joinpath(self, name: str, /) -> Any:
        """The file `name` in it."""


class Card(Frozen):
    """What a trained reader says of itself. `thresholds` are by topic: a span below them needs to be borne out elsewhere.

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
    # The matrices are small: several threads would mostly wait for one another. numpy heeds it where it is not loaded yet.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
    return [
        _mentions(trained, passage.text, tokens, spans_of(found, tags))
        for passage, tokens, found in zip(passages, cut, scores, strict=True)
    ]


def _mentions(trained: Trained, text: str, tokens: Sequence[Token], spans: Sequence[TagSpan]) -> tuple[Mention, ...]:
    found = [
        Mention(tokens[start].start, tokens[end - 1].end, label, Decimal(f"{score:.2f}"))
        for start, end, label, score in spans
        if label in TOPICS and score >= min(SEEN, trained.card.thresholds.get(label, 1.0))
    ]
    spelled = (_spelled(trained, mention, text[mention.start : mention.end]) for mention in found)
    return tuple(mention for mention in spelled if _is_sure(trained, mention, text[mention.start : mention.end]))


def _spelled(trained: Trained, mention: Mention, words: str) -> Mention:
    """The mention with the catalogue's concept where its one word misspells that concept's name and no list knows it."""
    row = meant(words, mention.topic) if words.lower() not in trained.network.classes else None
    return mention if row is None else mention._replace(key=row.key, code=catalogue_code(row), misspelt=True)


def _is_sure(trained: Trained, mention: Mention, words: str) -> bool:
    """Whether a mention is over its topic's threshold, or a list bears it out: ICD-10-CM, drugs, a name it misspells."""
    if mention.misspelt or mention.score is None or float(mention.score) >= trained.card.thresholds.get(mention.topic, 1.0):
        return True
    if float(mention.score) < CORROBORATED:
        return False
    if mention.topic == "condition":
        return candidate(words) is not None
    classes = trained.network.classes
    return mention.topic == "drug" and any(classes.get(token.word.lower()) == "drug" for token in tokens_of(words))
