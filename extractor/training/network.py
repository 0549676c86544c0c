"""The network of the trained reader: spaCy's hashed embeddings, a small convolution over the words, and a tag for each.

It is `spacy.MultiHashEmbed.v2`, `spacy.MaxoutWindowEncoder.v2` and `spacy.Tagger.v2` put together; its input are rows of
the features of `extractor.entities.features`. What it learnt is stored as one flat vector of 16-bit floats, without pickle,
and computed again by `extractor.entities.forward`.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.entities.features import COLUMNS, OUTSIDE, kind_key, word_keys
from extractor.entities.forward import PIECES, ROWS, Shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]


class Row(NamedTuple):
    """One text as the network reads it. `to_array` is what spaCy's feature extraction asks a document for."""

    keys: "Keys"

    def to_array(self, columns: object) -> "Keys":
        """The keys, a row a word, a column a feature of `COLUMNS`."""
        return self.keys


def row_of(words: Sequence[str], kinds: Sequence[str], classes: Mapping[str, str]) -> Row:
    """The features of one text: its words, what the catalogue reads in each, and the word classes."""
    import numpy as np

    keys = [(*word_keys(word, classes), kind_key(kind)) for word, kind in zip(words, kinds, strict=True)]
    return Row(np.array(keys, dtype=np.uint64).reshape(len(keys), len(COLUMNS)))


def build(shape: Shape) -> Any:
    """A network with random weights: rows of features in, for each a matrix of probabilities out (words by tags)."""
    import numpy as np
    from spacy.ml.models.tagger import build_tagger_model
    from spacy.ml.models.tok2vec import MaxoutWindowEncoder, MultiHashEmbed, build_Tok2Vec_model

    embed = MultiHashEmbed(shape.width, list(COLUMNS), [ROWS[column] for column in COLUMNS], include_static_vectors=False)
    encode = MaxoutWindowEncoder(shape.width, shape.window, maxout_pieces=PIECES, depth=shape.depth)
    network = build_tagger_model(build_Tok2Vec_model(embed, encode), nO=len(shape.tags), normalize=True)
    network.initialize(X=[row_of(["word"], [OUTSIDE], {})], Y=[np.zeros((1, len(shape.tags)), dtype="f")])
    return network


def weights(network: Any) -> "NDArray[np.float16]":
    """All weights as one vector, in the order of `Shape.parts`: that of the network's layers and of their names."""
    import numpy as np

    parts = [node.get_param(name).ravel() for node in network.walk() for name in sorted(node.param_names)]
    vector: NDArray[np.float16] = np.concatenate(parts).astype(np.float16)
    return vector
