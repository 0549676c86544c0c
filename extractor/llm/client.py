"""One question to the server: sent again while that may help and there is time, then answered or failed."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, cast

from extractor.llm.envelope import Answer, Refused, open_envelope
from extractor.llm.failure import reason
from extractor.llm.reply import Failed, Outcome, Reply
from extractor.llm.request import Request
from extractor.llm.retry import delay, wanted_delay
from extractor.llm.secrets import redact
from extractor.llm.settings import OFFICIAL_URL, LlmSettings

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI
    from openai.types.chat import ChatCompletionMessageParam


class Received(NamedTuple):
    """What one attempt brought, and the seconds that the server wants to be left alone, if it said so."""

    result: Answer | Refused
    wait: float | None = None


async def ask(request: Request, *, client: "AsyncOpenAI", settings: LlmSettings, end: float) -> Outcome:
    """The outcome of `request`, asked of the server through `client` until `end` on the running loop's clock.

    Raises nothing but CancelledError.
    """
    loop = asyncio.get_running_loop()
    sent, last = 0, Refused("deadline", "before it could be sent")
    while loop.time() < end:
        sent += 1
        received = await _attempt(request, client, settings, min(end, loop.time() + settings.attempt_time))
        if isinstance(received.result, Answer):
            return _reply(request, received.result, sent)
        last = received.result
        if not reason(last.reason).retry or sent == settings.attempts:
            return _failed(request, last, sent, settings)
        pause = delay(request.key, sent, first=settings.pause, wanted=received.wait)
        if loop.time() + pause >= end:
            break
        await asyncio.sleep(pause)
    over = last if not sent else last._replace(reason="deadline", detail=f"the last attempt: {last.reason} {last.detail}")
    return _failed(request, over, sent, settings)


def _reply(request: Request, answer: Answer, number: int) -> Reply:
    return Reply(
        key=request.key,
        raw=answer.raw,
        finish_reason=answer.finish_reason,
        tokens=answer.tokens,
        origin="server",
        attempts=number,
    )


def _failed(request: Request, refused: Refused, number: int, settings: LlmSettings) -> Failed:
    detail = redact(refused.detail, settings.key)
    return Failed(
        key=request.key, reason=refused.reason, detail=detail, raw=refused.raw, tokens=refused.tokens, attempts=number
    )


async def _attempt(request: Request, client: "AsyncOpenAI", settings: LlmSettings, end: float) -> Received:
    """Send the request once and read what comes back until `end`."""
    import httpx2
    from openai import APIConnectionError, APIStatusError

    from extractor.llm.transport import EncodedError, TooLargeError

    try:
        async with asyncio.timeout_at(end):
            return Received(await _send(request, client, settings))
    except APIStatusError as error:
        return _status(error)
    except (TimeoutError, httpx2.TimeoutException):
        return Received(Refused("timeout"))
    except APIConnectionError as error:
        kind = type(error.__cause__ or error).__name__
        return Received(Refused("timeout" if "Timeout" in kind else "connection", kind))
    except httpx2.HTTPError as error:  # while the body was read
        return Received(Refused("connection", type(error).__name__))
    except TooLargeError:
        return Received(Refused("too_large", f"over {settings.max_reply_bytes} bytes"))
    except EncodedError:
        return Received(Refused("bad_reply", "compressed unasked"))
    except Exception as error:  # a request must not take the others with it
        return Received(Refused("unexpected", type(error).__name__))


async def _send(request: Request, client: "AsyncOpenAI", settings: LlmSettings) -> Answer | Refused:
    async with client.chat.completions.with_streaming_response.create(
        model=request.model,
        messages=cast("Iterable[ChatCompletionMessageParam]", [message.model_dump() for message in request.messages]),
        response_format={
            "type": "json_schema",
            "json_schema": {"name": request.schema_name, "schema": request.strict_schema, "strict": True},
        },
        extra_body=sampling_fields(request),
    ) as response:
        content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type != "application/json":
            return Refused("content_type", content_type[:60] or "none given")
        body = b"".join([part async for part in response.iter_bytes()])
    return open_envelope(body, request.answer, key=settings.key)


def sampling_fields(request: Request) -> dict[str, int]:
    """The sampling settings by the names that the server knows: the official one has another for the bound on tokens."""
    given = {
        "temperature": request.sampling.temperature,
        "seed": request.sampling.seed,
        "max_completion_tokens" if request.base_url == OFFICIAL_URL else "max_tokens": request.sampling.max_tokens,
    }
    return {name: value for name, value in given.items() if value is not None}


def _status(error: "APIStatusError") -> Received:
    """What a status that is no success means. The server's own words are kept short; they are untrusted."""
    if error.code == "insufficient_quota":
        return Received(Refused("quota"))
    body = error.body
    words = body.get("message") if isinstance(body, dict) else None
    detail = f"status {error.status_code}{f': {words[:200]}' if isinstance(words, str) else ''}"
    return Received(Refused(f"http_{error.status_code}", detail), wanted_delay(error.response.headers))
