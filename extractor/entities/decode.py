"""From a probability for each tag and word to spans: the best sequence of BIO tags (Viterbi 1967) that is well formed."""

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


def best_tags(scores: "Scores", tags: tuple[str, ...], *, whole: bool = True) -> list[int]:
    """The index of the best tag of each token; `scores` holds probabilities, a row a token, a column a tag.

    `whole` says that the text begins with the first token; else that token may continue what stands before it.
    """
    import numpy as np

    if not len(scores):
        return []
    steps, first = _steps(tags)
    logs = np.log(scores + _TINY)
    best = logs[0] + first if whole else logs[0]
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
    begin = _beginning(tags)
    for start in [at for at, tag in enumerate(path) if tag in begin]:
        label = tags[path[start]][2:]
        end = start + 1
        while end < len(path) and tags[path[end]] == f"I-{label}":
            end += 1
        chosen = [float(scores[at, path[at]]) for at in range(start, end)]
        found.append(TagSpan(start, end, label, sum(chosen) / len(chosen)))
    return found


@cache
def _beginning(tags: tuple[str, ...]) -> frozenset[int]:
    """The tags that begin a span."""
    return frozenset(at for at, tag in enumerate(tags) if tag.startswith("B-"))


def _path(scores: "Scores", tags: tuple[str, ...]) -> list[int]:
    """The best sequence: the best tag of each token by itself, and where that is not well formed the best stretch around it.

    A stretch runs from a tag that continues nothing to the next such tag, so its end fits whatever follows. As long as its
    best tags need another tag before them, it begins one such tag earlier; once they fit, no other sequence is better.
    """
    needed = _needed(tags)
    path: list[int] = scores.argmax(axis=1).tolist() if len(scores) else []
    for at in range(len(path)):
        if not needed[path[at]] or not _is_misplaced(path, at, needed):
            continue
        start = at
        end = next((right for right in range(at + 1, len(path)) if not needed[path[right]]), len(path))
        while _is_misplaced(path, start, needed):
            start = next((left for left in range(start - 1, 0, -1) if not needed[path[left]]), 0)
            path[start:end] = best_tags(scores[start:end], tags, whole=start == 0)
    return path


@cache
def _needed(tags: tuple[str, ...]) -> tuple[frozenset[int], ...]:
    """For each tag those of which one must stand before it; none where any may."""
    return tuple(
        frozenset(at for at, before in enumerate(tags) if before[2:] == tag[2:]) if tag.startswith("I-") else frozenset()
        for tag in tags
    )


def _is_misplaced(path: list[int], at: int, needed: tuple[frozenset[int], ...]) -> bool:
    """Whether the tag at `at` continues what does not stand before it."""
    wanted = needed[path[at]]
    return bool(wanted) and (at == 0 or path[at - 1] not in wanted)
