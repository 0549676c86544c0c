"""What becomes of a request: a reply with its raw answer, or a failure with its reason; never neither."""

from typing import Literal

from pydantic import Field

from extractor.model.base import Frozen

Origin = Literal["server", "cache", "recording"]


class Tokens(Frozen):
    """The tokens that the server says it read and wrote."""

    input: int = Field(ge=0)
    output: int = Field(ge=0)


class Reply(Frozen):
    """An answer that is whole, came to its own end and follows its schema.

    `key` is the key under which the reply is kept. `raw` is the message's content exactly as received; `read_content`
    turns it into the request's `answer` model. `tokens` is None where the server did not say. `by_hand` marks a reply
    that a person wrote into a recording: no model gave it.
    """

    key: str
    raw: str
    finish_reason: str
    tokens: Tokens | None
    origin: Origin
    by_hand: bool = False
    attempts: int = 1


class Failed(Frozen):
    """A request without a usable answer.

    `reason` is a code of `extractor/data/llm_failures.toml`, or `http_` and a status that has no line of its own there.
    `detail` adds what was seen; it holds no secret and is one line. `raw` is the content as received, where there was
    any: it is kept to be looked at, never to be used. `tokens` are those spent in vain, where known.
    """

    key: str
    reason: str
    detail: str = ""
    raw: str | None = None
    tokens: Tokens | None = None
    attempts: int = 0


Outcome = Reply | Failed
