"""The wire: one HTTP client that reads no more than it must and sends the key nowhere but to the address it was given for.

httpx2 is what the openai client stands on. Import this module late: it is heavy.
"""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import httpx2

from extractor.llm.address import is_local
from extractor.llm.settings import LlmSettings

if TYPE_CHECKING:
    from openai import AsyncOpenAI

NO_KEY = "none"  # servers that ask for no key ignore it; the client insists on one
CONNECT_TIME = 15.0


class TooLargeError(Exception):
    """A response went on beyond the bound."""


class EncodedError(Exception):
    """A response is compressed although that was not asked for; a few bytes could unpack to any size."""


class _Bounded(httpx2.AsyncByteStream):
    """A response's bytes, ended with TooLargeError after `limit` of them."""

    def __init__(self, stream: httpx2.AsyncByteStream, limit: int) -> None:
        self._stream = stream
        self._limit = limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self._limit
        async for part in self._stream:
            left -= len(part)
            if left < 0:
                raise TooLargeError
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


def open_client(settings: LlmSettings) -> "AsyncOpenAI":
    """A client for the server of `settings`: no retries and redirects of its own, every response bounded, also errors.

    Proxies are taken from the environment, but for servers on this computer.
    """
    from openai import AsyncOpenAI

    async def guard(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise EncodedError
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Bounded(response.stream, settings.max_reply_bytes)

    wire = httpx2.AsyncClient(
        follow_redirects=False,
        trust_env=not is_local(settings.base_url),
        timeout=httpx2.Timeout(settings.attempt_time, connect=min(CONNECT_TIME, settings.attempt_time)),
        limits=httpx2.Limits(max_connections=settings.concurrency),
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [guard]},
    )
    key = settings.key.get_secret_value() if settings.key else NO_KEY
    return AsyncOpenAI(api_key=key, base_url=settings.base_url, max_retries=0, timeout=wire.timeout, http_client=wire)
