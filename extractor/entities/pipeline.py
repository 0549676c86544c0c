"""Any spaCy pipeline in the place of the package's own reader: its entities, by the labels that `entity_labels.csv` maps."""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from extractor import data_file
from extractor.entities.passage import Passage, Reader
from extractor.model.mention import Mention

MAX_CHARACTERS = 20_000
"""Of one text; what stands behind is not read for mentions."""
_LONG_RUN = re.compile(r"\S{200}")


@cache
def topics_of_labels() -> dict[str, str]:
    """The topic of each label of known pipelines, in capitals."""
    return {row["label"]: row["topic"] for row in data_file.rows("entity_labels.csv")}


def load_pipeline(name: str) -> Reader:
    """The pipeline of an installed package or a folder. Raises OSError, ValueError or ImportError where none loads."""
    import spacy

    nlp = spacy.load(name)
    return Reader(f"{nlp.meta['lang']}_{nlp.meta['name']}", _digest(nlp), lambda passages: read_passages(nlp, passages))


def _digest(nlp: Any) -> str:
    """SHA-256 of the files of the pipeline, by name."""
    whole = hashlib.sha256()
    folder = Path(nlp.path)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return whole.hexdigest()


def read_passages(nlp: Any, passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
    """The mentions of each passage: entities whose label has a topic. Such pipelines state no score."""
    texts = [separated(passage.text[:MAX_CHARACTERS]) for passage in passages]
    return [
        tuple(
            Mention(entity.start_char, entity.end_char, topic)
            for entity in found.ents
            if (topic := topics_of_labels().get(entity.label_.upper()))
        )
        for found in nlp.pipe(texts)
    ]


def separated(text: str) -> str:
    """The text, every place kept, with a blank in place of each 200th character of a run without any.

    spaCy's tokenizer takes quadratic time over long runs of marks.
    """
    return _LONG_RUN.sub(lambda run: f"{run[0][:-1]} ", text)
