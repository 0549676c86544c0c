"""A trained reader of conditions, drugs and procedures, for what the catalogue does not know.

Loaded at the first use and once a process; nothing heavy is imported before.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from extractor import data_file
from extractor.catalogue import TermMatch, Topic
from extractor.entities.abbreviations import meanings_of, with_short_forms
from extractor.entities.codes import with_code
from extractor.entities.passage import Passage, Reader
from extractor.errors import ExtractorError
from extractor.model.mention import Mention

__all__ = ["BUILT_IN", "NONE", "Passage", "Reader", "load_reader", "read_mentions"]

BUILT_IN = "built-in"
NONE = "none"
_WORD = re.compile(r"[^\W_]+")
GENERAL = frozenset(("observation", "treatment"))
"""The topics of catalogue rows that name no condition, drug or procedure."""
CARD = "card.json"


@cache
def load_reader(name: str) -> Reader | None:
    """The reader of a name: `BUILT_IN` is the package's own, `NONE` is none, else a folder or an installed spaCy pipeline.

    A folder is either what `extractor train` wrote or a spaCy pipeline as `nlp.to_disk` writes it. Raises ExtractorError
    where there is no such reader.
    """
    if name == NONE:
        return None
    if name == BUILT_IN:
        from extractor.entities.trained import load_trained

        return load_trained(files("extractor.data").joinpath("entity_model"), where="the package's trained reader")
    return _other(name)


def _other(name: str) -> Reader:
    folder = Path(name)
    if (folder / CARD).is_file():
        from extractor.entities.trained import load_trained

        return load_trained(folder, where=name)
    from extractor.entities.pipeline import load_pipeline

    try:
        return load_pipeline(name)
    except (OSError, ValueError, ImportError) as error:
        raise ExtractorError(
            f"--model {name}: is neither a folder with a trained reader nor an installed spaCy pipeline that loads",
            f"name another, or --model {NONE}",
        ) from error


def read_mentions(
    reader: Reader, passages: Sequence[Passage], abbreviations: Sequence[tuple[str, str]] = ()
) -> list[tuple[Mention, ...]]:
    """The mentions of each passage of one document, in order, not overlapping, with candidate codes.

    `abbreviations` are pairs of short and long form as the page explains them; a short form names what the long one names.
    """
    meanings = meanings_of(abbreviations, lambda long: _read(reader, long)) if abbreviations else {}
    found = _read(reader, passages)
    return [with_short_forms(passage, mentions, meanings) for passage, mentions in zip(passages, found, strict=True)]


def _read(reader: Reader, passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
    return [_coded(passage, mentions) for passage, mentions in zip(passages, reader.read(passages), strict=True)]


def _coded(passage: Passage, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions outside the catalogue's terms, each with a candidate code where there is one."""
    return tuple(
        with_code(mention, passage.text[mention.start : mention.end])
        for mention in mentions
        if all(_leaves_room(term, mention) for term in passage.terms)
        and not _general_words().issuperset(_WORD.findall(passage.text[mention.start : mention.end].lower()))
    )


@cache
def _general_words() -> frozenset[str]:
    """Words that name nothing by themselves, and those that only narrow a concept ("end-stage")."""
    narrowing = {word for row in data_file.rows("modifiers.csv") for word in _WORD.findall(row["cue"].lower())}
    return frozenset(data_file.words("entity_general.txt")) | narrowing


def _leaves_room(term: TermMatch, mention: Mention) -> bool:
    """Whether the catalogue's term lets a mention stand: it is elsewhere, or a general word ("medication") inside of it."""
    if term.end <= mention.start or mention.end <= term.start:
        return True
    inside = mention.start <= term.start and term.end <= mention.end and (term.start, term.end) != mention[:2]
    return inside and isinstance(term.row, Topic) and term.row.topic in GENERAL
