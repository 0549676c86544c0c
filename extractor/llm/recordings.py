"""Replies kept as JSON files under the key of their request: the user's cache, and the recordings of the golden cases."""

from pathlib import Path

from extractor.llm.reply import Tokens
from extractor.llm.request import PromptRef, Request
from extractor.model.base import Frozen


class Recording(Frozen):
    """One file `<folder>/<key[:2]>/<key>.json`. `by_hand` marks an answer that a person wrote; no model gave it."""

    key: str
    prompt: PromptRef
    schema_name: str
    model: str
    base_url: str
    subject: str
    by_hand: bool
    raw: str
    finish_reason: str
    tokens: Tokens | None


def write_recording(folder: Path, request: Request, raw: str, *, by_hand: bool = True) -> Path:
    """Keep `raw` as the answer to `request` in `folder`, and return the file.

    A recording by hand is kept under `request.by_hand_key`: it answers the question whatever model and server are named.
    Raises OffSchemaError where `raw` does not follow `request.answer`.
    """
    raise NotImplementedError
