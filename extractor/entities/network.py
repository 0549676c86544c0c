"""The network of the trained reader: spaCy's hashed embeddings, a small convolution over the words, and a tag for each.

It is `spacy.MultiHashEmbed.v2`, `spacy.MaxoutWindowEncoder.v2` and `spacy.Tagger.v2` put together; its input are rows of
`extractor.entities.features`. Its weights are stored as one flat vector of 16-bit floats, without pickle.
"""

from typing import TYPE_CHECKING, Any

from extractor.entities.features import COLUMNS, Row, row_of
from extractor.entities.tokens import Token
from extractor.model.base import Frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROWS = {"norm": 5000, "prefix": 500, "suffix": 2500, "ending": 4000, "shape": 1000, "class": 50, "catalogue": 150}
"""How many rows the table of each feature has; different keys may share a row."""


class Shape(Frozen):
    """The sizes of a network. `window` words to each side are seen by each of `depth` layers; `tags` name its outputs."""

    width: int = 96
    depth: int = 2
    window: int = 1
    tags: tuple[str, ...]


def build(shape: Shape) -> Any:
    """A network with random weights: rows of features in, for each a matrix of probabilities out (words by tags)."""
    import numpy as np
    from spacy.ml.models.tagger import build_tagger_model
    from spacy.ml.models.tok2vec import MaxoutWindowEncoder, MultiHashEmbed, build_Tok2Vec_model

    embed = MultiHashEmbed(shape.width, list(COLUMNS), [ROWS[column] for column in COLUMNS], include_static_vectors=False)
    encode = MaxoutWindowEncoder(shape.width, shape.window, maxout_pieces=3, depth=shape.depth)
    network = build_tagger_model(build_Tok2Vec_model(embed, encode), nO=len(shape.tags), normalize=True)
    sample = row_of([Token("word", 0, 4)], ["O"], {})
    network.initialize(X=[sample], Y=[np.zeros((1, len(shape.tags)), dtype="f")])
    return network


def probabilities(network: Any, rows: list[Row]) -> "list[NDArray[np.float32]]":
    """For each text the probability of each tag at each word."""
    return list(network.predict(rows)) if rows else []


def weights(network: Any) -> "NDArray[np.float16]":
    """All weights as one vector, in the order of the network's layers and of their names."""
    import numpy as np

    parts = [node.get_param(name).ravel() for node, name in _parameters(network)]
    vector: NDArray[np.float16] = np.concatenate(parts).astype(np.float16)
    return vector


def set_weights(network: Any, vector: "NDArray[np.float16]") -> None:
    """Put `vector` (of `weights`) into a network of the same shape. Raises ValueError where it does not fit."""
    at = 0
    for node, name in _parameters(network):
        old = node.get_param(name)
        new = vector[at : at + old.size].astype("f")
        if new.size != old.size:
            raise ValueError("too few weights")
        node.set_param(name, new.reshape(old.shape))
        at += old.size
    if at != vector.size:
        raise ValueError("too many weights")


def _parameters(network: Any) -> list[tuple[Any, str]]:
    return [(node, name) for node in network.walk() for name in sorted(node.param_names) if node.has_param(name)]
