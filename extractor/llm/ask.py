"""Asking many questions at once, each with exactly one outcome."""

import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from extractor.llm.client import ask
from extractor.llm.cost import price_of
from extractor.llm.failure import reason
from extractor.llm.notice import notice
from extractor.llm.progress import Progress, Tally
from extractor.llm.recordings import DamagedError, read_reply, replay, write_refused, write_reply
from extractor.llm.reply import Failed, Outcome, Reply
from extractor.llm.request import Request
from extractor.llm.secrets import hidden_in_logs
from extractor.llm.settings import LlmSettings

Notify = Callable[[str], None]


def ask_all(
    requests: Sequence[Request],
    *,
    settings: LlmSettings,
    progress: Callable[[Progress], None] | None = None,
    notify: Notify | None = None,
) -> tuple[Outcome, ...]:
    """The outcome of each request, in the order of `requests`; no request is left out and none raises.

    With `settings.replay` only recordings answer, and one that is missing is Failed("missing_recording"). Otherwise a
    reply is taken from the cache or asked of the server; whatever the server gives is checked before it becomes a `Reply`
    and kept. Equal requests are asked once. A failure that every other request would meet (a refused key, an unknown
    model, no server) before anything was answered ends the asking: what is left is Failed("not_asked"). `notify` gets
    lines for a person (where text goes, damaged cache entries); by default they go to standard error. Must not be called
    inside a running event loop. Ctrl-C raises KeyboardInterrupt; the replies that came in before stand in the cache.
    Raises ExtractorError where the user's table of prices cannot be read, and ValueError where a request is meant for
    another server than that of `settings`.
    """
    if any(request.base_url != settings.base_url for request in requests):
        raise ValueError("requests and settings name different servers")
    different = {request.key: request for request in reversed(requests)}
    ordered = [different[key] for key in dict.fromkeys(request.key for request in requests)]
    tally = Tally(len(ordered), price_of(settings), progress)
    outcomes = _Outcomes(settings, notify or _to_stderr, tally)
    left = [request for request in ordered if not outcomes.find(request)]
    if left:
        line = notice(settings)
        if line:
            outcomes.notify(line)
        asyncio.run(_ask_server(left, settings, outcomes))
    return tuple(outcomes.by_key[request.key] for request in requests)


def _to_stderr(line: str) -> None:
    print("extractor:", line, file=sys.stderr)


class _Outcomes:
    """The outcomes so far, by key. Replies of the server are kept in the cache the moment they come in."""

    def __init__(self, settings: LlmSettings, notify: Notify, tally: Tally) -> None:
        self.by_key: dict[str, Outcome] = {}
        self.notify = notify
        self._settings = settings
        self._tally = tally
        self._can_keep = True

    def find(self, request: Request) -> bool:
        """Take the outcome of `request` from where it is kept. Recordings always give one; the cache may have none."""
        outcome = replay(self._settings.replay, request) if self._settings.replay else self._from_cache(request)
        if outcome:
            self._add(request, outcome)
        return outcome is not None

    def _from_cache(self, request: Request) -> Reply | None:
        if self._settings.cache is None:
            return None
        try:
            return read_reply(self._settings.cache, request.key, request, origin="cache")
        except DamagedError as error:
            self.notify(f"a kept reply cannot be used and is asked for again ({error})")
            return None

    def receive(self, request: Request, outcome: Outcome) -> None:
        """Take in what the server gave."""
        if self._settings.cache and self._can_keep:
            try:
                self._keep(self._settings.cache, request, outcome)
            except OSError as error:
                self._can_keep = False
                self.notify(f"replies cannot be kept in {self._settings.cache} ({error.strerror}); the run goes on without")
        self._add(request, outcome)

    @staticmethod
    def _keep(cache: Path, request: Request, outcome: Outcome) -> None:
        if isinstance(outcome, Reply):
            write_reply(cache, request, outcome)
        else:
            write_refused(cache, request, outcome)

    def _add(self, request: Request, outcome: Outcome) -> None:
        self.by_key[request.key] = outcome
        self._tally.add(outcome)


async def _ask_server(requests: list[Request], settings: LlmSettings, outcomes: _Outcomes) -> None:
    """Ask all `requests`, in their order, so many at a time."""
    from extractor.llm.transport import open_client

    loop = asyncio.get_running_loop()
    gate = asyncio.Semaphore(settings.concurrency)
    ends: dict[str, float] = {}
    answered = 0
    over: Failed | None = None

    async def one(request: Request) -> None:
        nonlocal answered, over
        async with gate:
            end = ends.setdefault(request.document, loop.time() + settings.deadline)
            if over:
                outcome: Outcome = Failed(key=request.key, reason="not_asked", detail=f"{over.reason} {over.detail}".strip())
            else:
                outcome = await ask(request, client=client, settings=settings, end=end)
        answered += isinstance(outcome, Reply)
        if isinstance(outcome, Failed) and not answered and reason(outcome.reason).every:
            over = over or outcome
        outcomes.receive(request, outcome)

    with hidden_in_logs(settings.key):
        async with open_client(settings) as client, asyncio.TaskGroup() as group:
            for request in requests:
                group.create_task(one(request))
