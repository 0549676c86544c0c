"""From a probability for each tag and word to spans: the best sequence of BIO tags (Viterbi 1967) that is well formed."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

_FORBIDDEN = -1e4
_TINY = 1e-9
OUTSIDE = "O"


class TagSpan(NamedTuple):
    """Tokens `start` (included) to `end` (excluded) carry `label`; `score` is the mean probability of their tags."""

    start: int
    end: int
    label: str
    score: float


@cache
def _steps(tags: tuple[str, ...]) -> "tuple[Scores, Scores]":
    """The cost of each step from tag to tag, and of each first tag: an I- tag only continues its own label."""
    import numpy as np

    steps = np.zeros((len(tags), len(tags)), dtype="f")
    first = np.zeros(len(tags), dtype="f")
    for column, after in enumerate(tags):
        if after.startswith("I-"):
            first[column] = _FORBIDDEN
            for row, before in enumerate(tags):
                if before[2:] != after[2:]:
                    steps[row, column] = _FORBIDDEN
    return steps, first


def best_tags(scores: "Scores", tags: tuple[str, ...]) -> list[int]:
    """The index of the best tag of each token; `scores` holds probabilities, a row a token, a column a tag."""
    import numpy as np

    if not len(scores):
        return []
    steps, first = _steps(tags)
    logs = np.log(scores + _TINY)
    best = logs[0] + first
    back: list[NDArray[np.intp]] = []
    every = np.arange(len(tags))
    for row in logs[1:]:
        paths = best[:, None] + steps
        came = paths.argmax(axis=0)
        back.append(came)
        best = paths[came, every] + row
    path = [int(best.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return path[::-1]


def spans_of(scores: "Scores", tags: tuple[str, ...]) -> list[TagSpan]:
    """The labelled spans of one text, in order, not overlapping."""
    path = _path(scores, tags)
    found: list[TagSpan] = []
    start = 0
    while start < len(path):
        tag = tags[path[start]]
        end = start + 1
        if tag.startswith("B-"):
            while end < len(path) and tags[path[end]] == f"I-{tag[2:]}":
                end += 1
            chosen = [float(scores[at, path[at]]) for at in range(start, end)]
            found.append(TagSpan(start, end, tag[2:], sum(chosen) / len(chosen)))
        start = end
    return found


def _path(scores: "Scores", tags: Sequence[str]) -> list[int]:
    """The best tag of each token by itself where that is well formed (it mostly is), else the best sequence."""
    path = [int(tag) for tag in scores.argmax(axis=1)] if len(scores) else []
    before = OUTSIDE
    for tag in path:
        if tags[tag].startswith("I-") and before[2:] != tags[tag][2:]:
            return best_tags(scores, tuple(tags))
        before = tags[tag]
    return path
