"""Replies kept as JSON files under the key of their request: the user's cache, and the recordings of the golden cases."""

import os
import tempfile
from pathlib import Path

from pydantic import ValidationError

from extractor.llm.content import OffSchemaError, read_content
from extractor.llm.reply import Failed, Origin, Outcome, Reply, Tokens
from extractor.llm.request import BY_HAND_MODEL, BY_HAND_URL, PromptRef, Request
from extractor.model.base import Frozen

MAX_BYTES = 4_000_000


class Recording(Frozen):
    """One file `<folder>/<key[:2]>/<key>.json`. `by_hand` marks an answer that a person wrote; no model gave it."""

    key: str
    by_hand: bool
    prompt: PromptRef
    schema_name: str
    model: str
    base_url: str
    subject: str
    finish_reason: str
    tokens: Tokens | None
    raw: str


class DamagedError(ValueError):
    """A file of replies cannot be used: it is no recording, another key's, or its answer does not follow the schema."""


def place_of(folder: Path, key: str) -> Path:
    """The file for `key` in `folder`."""
    return folder / key[:2] / f"{key}.json"


def write_recording(folder: Path, request: Request, raw: str, *, by_hand: bool = True) -> Path:
    """Keep `raw` as the answer to `request` in `folder`, and return the file.

    A recording by hand is kept under `request.by_hand_key`: it answers the question whatever model and server are named.
    Raises OffSchemaError where `raw` does not follow `request.answer`.
    """
    read_content(raw, request.answer)
    key = request.by_hand_key if by_hand else request.key
    reply = Reply(key=key, raw=raw, finish_reason="stop", tokens=None, origin="recording", by_hand=by_hand)
    return write_reply(folder, request, reply)


def write_reply(folder: Path, request: Request, reply: Reply) -> Path:
    """Keep `reply` to `request` in `folder`, whole or not at all, and return the file. Raises OSError."""
    return _write(folder, request, reply, reply.raw, reply.finish_reason, by_hand=reply.by_hand)


def write_refused(folder: Path, request: Request, failed: Failed) -> None:
    """Keep the content that was refused, where there was any, below `folder`/refused for a person to look at.

    Nothing ever reads it as an answer. Raises OSError.
    """
    if failed.raw:
        _write(folder / "refused", request, failed, failed.raw, failed.reason)


def _write(folder: Path, request: Request, outcome: Outcome, raw: str, finish_reason: str, *, by_hand: bool = False) -> Path:
    recording = Recording(
        key=outcome.key,
        by_hand=by_hand,
        prompt=request.prompt,
        schema_name=request.schema_name,
        model=BY_HAND_MODEL if by_hand else request.model,
        base_url=BY_HAND_URL if by_hand else request.base_url,
        subject=request.subject,
        finish_reason=finish_reason,
        tokens=outcome.tokens,
        raw=raw,
    )
    path = place_of(folder, outcome.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, recording.model_dump_json(indent=2) + "\n")
    return path


def _replace(path: Path, text: str) -> None:
    """Write `text` to a file beside `path` and put it in its place, so that no reader ever sees half of it."""
    number, draft = tempfile.mkstemp(prefix=f".{path.stem[:12]}-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def read_reply(folder: Path, key: str, request: Request, *, origin: Origin) -> Reply | None:
    """The reply kept under `key`, checked against `request.answer`, or None where there is none. Raises DamagedError."""
    path = place_of(folder, key)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DamagedError(f"{path.name}: {error.strerror}") from None
    try:
        recording = Recording.model_validate_json(data[:MAX_BYTES])
        read_content(recording.raw, request.answer)
    except ValidationError:
        raise DamagedError(f"{path.name}: no recording of a reply") from None
    except OffSchemaError as error:
        raise DamagedError(f"{path.name}: {error}") from None
    if recording.key != key:
        raise DamagedError(f"{path.name}: holds the reply to another request")
    return Reply(
        key=key,
        raw=recording.raw,
        finish_reason=recording.finish_reason,
        tokens=recording.tokens,
        origin=origin,
        by_hand=recording.by_hand,
        attempts=0,
    )


def replay(folder: Path, request: Request) -> Outcome:
    """The recorded outcome of `request`: this model's and server's, else one by hand, else a failure that says so."""
    try:
        for key in (request.key, request.by_hand_key):
            reply = read_reply(folder, key, request, origin="recording")
            if reply:
                return reply
    except DamagedError as error:
        return Failed(key=request.key, reason="bad_recording", detail=str(error)[:300])
    return Failed(key=request.key, reason="missing_recording", detail=request.subject[:100])
