"""What a reader of mentions is given, and what it is."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from extractor.catalogue import TermMatch
from extractor.model.mention import Mention

TOPICS = ("condition", "drug", "procedure", "device")
"""The kinds of mentions. A network also learns measurements and observations, so as not to take them for these."""


class Passage(NamedTuple):
    """A text to read, with the catalogue's terms in it (in order, coordinates of the text)."""

    text: str
    terms: Sequence[TermMatch]


class Reader(NamedTuple):
    """Something that reads mentions. `digest` is the SHA-256 of its files; `read` gives the mentions of each passage, in
    order, not overlapping.
    """

    name: str
    digest: str
    read: Callable[[Sequence[Passage]], list[tuple[Mention, ...]]]
