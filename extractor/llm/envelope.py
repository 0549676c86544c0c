"""From the body of a chat completion to a checked answer, or to the reason why there is none."""

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from extractor.llm.content import OffSchemaError, load_json, read_content
from extractor.llm.reply import Tokens
from extractor.llm.secrets import holds


class Answer(NamedTuple):
    """The content of a reply that passed every check."""

    raw: str
    finish_reason: str
    tokens: Tokens | None


class Refused(NamedTuple):
    """A reply that cannot be used; `raw` is its content where it has one."""

    reason: str
    detail: str = ""
    raw: str | None = None
    tokens: Tokens | None = None


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class _Message(_Part):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Part):
    message: _Message
    finish_reason: str | None = None


class _Completion(_Part):
    choices: list[_Choice]


class _Usage(_Part):
    prompt_tokens: int = Field(ge=0, le=10**9)
    completion_tokens: int = Field(ge=0, le=10**9)


def open_envelope(body: bytes, answer: type[BaseModel], *, key: SecretStr | None = None) -> Answer | Refused:
    """The answer that `body`, a response of Chat Completions, holds.

    Checked in this order: UTF-8, JSON, shape, number of choices, the API key in it, refusal, finish reason, content, and the
    content against `answer`.
    """
    try:
        value = load_json(body.decode("utf-8"))
        completion = _Completion.model_validate(value)
    except UnicodeDecodeError:
        return Refused("bad_reply", "not UTF-8")
    except OffSchemaError as error:
        return Refused("bad_reply", str(error))
    except ValidationError:
        return Refused("bad_reply", "fields are missing or of another type")
    tokens = _tokens(value)
    if not completion.choices:
        return Refused("empty", "no choices", tokens=tokens)
    choice = completion.choices[0]
    raw = choice.message.content or ""
    if holds(raw, key):
        return Refused("secret_in_reply", tokens=tokens)
    problem = _problem(choice, answer)
    return problem._replace(raw=raw or None, tokens=tokens) if problem else Answer(raw, "stop", tokens)


def _tokens(value: object) -> Tokens | None:
    try:
        usage = _Usage.model_validate(value.get("usage") if isinstance(value, dict) else None)
    except ValidationError:
        return None
    return Tokens(input=usage.prompt_tokens, output=usage.completion_tokens)


def _problem(choice: _Choice, answer: type[BaseModel]) -> Refused | None:
    """What keeps the choice from being an answer, if anything. A cut-off answer is not read, even where it parses."""
    if choice.message.refusal:
        return Refused("refusal")
    if choice.finish_reason in ("length", "content_filter"):
        return Refused(choice.finish_reason)
    if choice.finish_reason != "stop":
        return Refused("unfinished", f"finish reason {(choice.finish_reason or 'none')[:40]!r}")
    if not (choice.message.content or "").strip():
        return Refused("empty", "no content")
    try:
        read_content(choice.message.content or "", answer)
    except OffSchemaError as error:
        return Refused("off_schema", str(error))
    return None
