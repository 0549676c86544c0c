"""The trained network's forward pass in plain numpy: what spaCy's tok2vec and tagger compute, without loading spaCy.

`extractor.training.network` builds and trains it. What the first layer makes of a word depends on the word and the
catalogue's reading of it alone and is computed once; what remains is a small convolution. Each document is computed by
itself, so that its figures do not depend on what was read before it.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.entities.features import COLUMNS, kind_key, word_keys
from extractor.model.base import Frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

ROWS = {"norm": 5000, "prefix": 500, "suffix": 2500, "ending": 4000, "shape": 1000, "class": 50, "catalogue": 150}
"""How many rows the table of each feature has; different keys may share a row."""
PIECES = 3
"""Of a maxout unit."""
FIRST_SEED = 8
"""spaCy's seed for the hash of the first feature; each further one has the next number."""
MAX_WORDS = 30_000
"""Words whose state behind the first layer is kept; then all are forgotten."""
MAX_STEP = 4_000
"""Words computed at once."""
EMPTY = 0
_EPSILON = 1e-8


class Shape(Frozen):
    """The sizes of a network. `window` words to each side are seen by each of `depth` layers; `tags` name its outputs."""

    width: int
    depth: int
    window: int
    tags: tuple[str, ...]

    def parts(self) -> list[tuple[str, tuple[int, ...]]]:
        """Name and dimensions of each array of weights, in the order in which they are stored (that of thinc's layers)."""
        width, seen = self.width, self.width * (2 * self.window + 1)
        tables = [(column, (ROWS[column], width)) for column in COLUMNS]
        layers = [part for at in range(self.depth) for part in _layer_parts(str(at), width, seen)]
        tags = len(self.tags)
        mix = _layer_parts("mix", width, width * len(COLUMNS))
        return [("tags W", (tags, width)), ("tags b", (tags,)), *tables, *mix, *layers]


def _layer_parts(name: str, width: int, inputs: int) -> list[tuple[str, tuple[int, ...]]]:
    dimensions = ((width, PIECES, inputs), (width, PIECES), (width,), (width,))
    return [(f"{name} {part}", size) for part, size in zip(("W", "b", "G", "shift"), dimensions, strict=True)]


class Layer(NamedTuple):
    """A maxout layer with layer normalization (Goodfellow et al. 2013; Ba et al. 2016).

    `weight` is inputs by outputs; its columns, as `bias`, hold all first pieces, then all second ones, then all third ones.
    """

    weight: "Floats"
    bias: "Floats"
    scale: "Floats"
    shift: "Floats"

    def of(self, sums: "Floats") -> "Floats":
        """The layer's output for weighted sums that hold no bias yet; `sums` is used up."""
        import numpy as np

        sums += self.bias
        width = len(self.scale)
        best = np.maximum(sums[:, :width], sums[:, width : 2 * width])
        np.maximum(best, sums[:, 2 * width :], out=best)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", best, best) / width + _EPSILON
        best *= (1.0 / np.sqrt(spread))[:, None]
        best *= self.scale
        best += self.shift
        return best


class Network(NamedTuple):
    """A network ready to compute.

    `states` keeps what the first layer made of words read before, a row each, and `rows` the row of each word with the
    catalogue's reading of it. Row `EMPTY` stands for no word.
    """

    shape: Shape
    classes: Mapping[str, str]
    tables: "tuple[Floats, ...]"
    mix: Layer
    layers: tuple[Layer, ...]
    tags: "tuple[Floats, Floats]"
    states: "Floats"
    rows: dict[tuple[str, str], int]


def network_of(shape: Shape, vector: "NDArray[np.float16]", classes: Mapping[str, str]) -> Network:
    """The network whose weights `vector` holds in the order of `Shape.parts`. Raises ValueError where it does not fit."""
    import numpy as np

    sizes = [int(np.prod(dimensions)) for _, dimensions in shape.parts()]
    if vector.ndim != 1 or vector.size != sum(sizes):
        raise ValueError("the weights do not fit the network's sizes")
    cut = np.split(vector.astype(np.float32), np.cumsum(sizes)[:-1])
    arrays = {name: part.reshape(size) for (name, size), part in zip(shape.parts(), cut, strict=True)}
    return Network(
        shape,
        classes,
        tuple(arrays[column] for column in COLUMNS),
        _layer(arrays, "mix"),
        tuple(_layer(arrays, str(at)) for at in range(shape.depth)),
        (np.ascontiguousarray(arrays["tags W"].T), arrays["tags b"]),
        np.zeros((1 + MAX_WORDS, shape.width), dtype=np.float32),
        {},
    )


def _layer(arrays: "dict[str, Floats]", name: str) -> Layer:
    import numpy as np

    weight = arrays[f"{name} W"]
    by_piece = np.ascontiguousarray(weight.transpose(2, 1, 0).reshape(weight.shape[2], -1))
    return Layer(by_piece, arrays[f"{name} b"].T.ravel(), arrays[f"{name} G"], arrays[f"{name} shift"])


def probabilities(network: Network, texts: Sequence[tuple[Sequence[str], Sequence[str]]]) -> "list[Floats]":
    """For each text, given as its words and the catalogue's reading of each, the probability of each tag at each word."""
    found: list[Floats] = []
    start = count = 0
    for at, (words, _) in enumerate(texts):
        if count and count + len(words) > MAX_STEP:
            found += _step(network, texts[start:at])
            start, count = at, 0
        count += len(words)
    return found + (_step(network, texts[start:]) if len(texts) > start else [])


def _step(network: Network, texts: Sequence[tuple[Sequence[str], Sequence[str]]]) -> "list[Floats]":
    """All texts at once, each with as many empty rows around it as the layers see beyond its ends."""
    pairs = [list(zip(words, kinds, strict=True)) for words, kinds in texts]
    _know(network, pairs)
    around = [EMPTY] * network.shape.depth * network.shape.window
    rows, places = list(around), []
    for text in pairs:
        places.append((len(rows), len(rows) + len(text)))
        rows += map(network.rows.__getitem__, text)
        rows += around
    states = network.states[rows]
    for layer in network.layers:
        states += layer.of(_windows(states, network.shape.window) @ layer.weight)
    weight, bias = network.tags
    chances = _softmax(states @ weight + bias)
    return [chances[start:end] for start, end in places]


def _windows(states: "Floats", window: int) -> "Floats":
    """Each row beside the rows before and behind it; beyond the ends stand zeros."""
    import numpy as np

    rows, width = states.shape
    seen = np.zeros((rows, width * (2 * window + 1)), dtype=np.float32)
    for column, shift in enumerate(range(-window, window + 1)):
        to = slice(max(0, -shift), rows - max(0, shift))
        seen[to, column * width : (column + 1) * width] = states[max(0, shift) : rows + min(0, shift)]
    return seen


def _softmax(sums: "Floats") -> "Floats":
    import numpy as np

    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result


def _know(network: Network, texts: Sequence[Sequence[tuple[str, str]]]) -> None:
    """Add what the first layer makes of words that were not read before, each with the catalogue's reading of it."""
    import numpy as np

    new = {pair for text in texts for pair in text if pair not in network.rows}
    if not new:
        return
    if len(network.rows) + len(new) > MAX_WORDS:
        network.rows.clear()
        new = {pair for text in texts for pair in text}
    first = 1 + len(network.rows)
    kinds = list({kind for _, kind in new})
    of_kind = dict(zip(kinds, _shares(network, [(kind_key(kind),) for kind in kinds], len(COLUMNS) - 1), strict=True))
    sums = np.array(_shares(network, [word_keys(word, network.classes) for word, _ in new], 0))
    sums += np.array([of_kind[kind] for _, kind in new])
    network.states[first : first + len(new)] = network.mix.of(sums)
    network.rows.update((pair, row) for row, pair in enumerate(new, start=first))


def _shares(network: Network, words: "Sequence[Sequence[int]]", first: int) -> "list[Floats]":
    """For each word the weighted sum of the embeddings of its keys, which are of the features from number `first` on."""
    import numpy as np

    columns = list(zip(*words, strict=True))
    embedded = [
        network.tables[at][[rows_of(key, FIRST_SEED + at, len(network.tables[at])) for key in keys]].sum(axis=1)
        for at, keys in enumerate(columns, start=first)
    ]
    width = network.shape.width
    weight = network.mix.weight[first * width : (first + len(columns)) * width]
    # One by one: how a product of matrices is rounded may depend on how many words are new, which other texts decide.
    return [word @ weight for word in np.concatenate(embedded, axis=1)]


_ALL = (1 << 64) - 1


@lru_cache(maxsize=20_000)
def rows_of(key: int, seed: int, size: int) -> tuple[int, ...]:
    """The four rows of a table of `size` rows that hold a key: thinc's variant of MurmurHash3 (x86, 128 bits) of 64 bits."""
    first = key * 0x87C37B91114253D5 & _ALL
    first = (first << 31 | first >> 33) & _ALL
    first = (first * 0x4CF5AD432745937F & _ALL) ^ seed ^ 8
    second = seed ^ 8
    first = first + second & _ALL
    second = second + first & _ALL
    first, second = _mixed(first), _mixed(second)
    first = first + second & _ALL
    second = second + first & _ALL
    low = 0xFFFFFFFF
    return tuple(part % size for part in (first & low, first >> 32, second & low, second >> 32))


def _mixed(bits: int) -> int:
    bits ^= bits >> 33
    bits = bits * 0xFF51AFD7ED558CCD & _ALL
    bits ^= bits >> 33
    bits = bits * 0xC4CEB9FE1A85EC53 & _ALL
    return bits ^ bits >> 33
