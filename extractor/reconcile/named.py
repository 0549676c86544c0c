"""What a trained reader named and the catalogue does not know, as something to compare: by the stems of its words.

Such a concept has no key, so that two spellings of one disease look like two. It therefore says only that a page does *not*
name something, and only where none of its telling words stands anywhere on that page.
"""

from typing import NamedTuple

from extractor.criteria.named import TRAINED
from extractor.model.criterion import Characteristic
from extractor.reconcile.align import squeeze
from extractor.reconcile.features import stems

TELLING = 5
"""Letters from which on a stem can be looked for: shorter ones are short forms that a page may write out."""


def is_trained(read: Characteristic) -> bool:
    """Whether a statement is a trained reader's alone."""
    return TRAINED in read.confidence and read.concept is not None and read.concept.key is None


class Words(NamedTuple):
    """What a page shows: the stems of its words, cut to their first letters, and all its letters without a gap."""

    stems: frozenset[str]
    letters: str


def words_of(text: str) -> Words:
    """The words of a page, or of a name."""
    return Words(frozenset(stem[:TELLING] for stem in stems(text) if len(stem) >= TELLING), squeeze(text))


def may_name(page: Words, concept: str) -> bool:
    """Whether a page may name the concept: it shows a telling word of it or its letters, or the name has no telling word."""
    mine = words_of(concept)
    return not mine.stems or bool(mine.stems & page.stems) or mine.letters in page.letters
