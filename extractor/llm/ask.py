"""Asking many questions at once, each with exactly one outcome."""

from collections.abc import Callable, Sequence

from extractor.llm.progress import Progress
from extractor.llm.reply import Outcome
from extractor.llm.request import Request
from extractor.llm.settings import LlmSettings


def ask_all(
    requests: Sequence[Request],
    *,
    settings: LlmSettings,
    progress: Callable[[Progress], None] | None = None,
    notify: Callable[[str], None] | None = None,
) -> tuple[Outcome, ...]:
    """The outcome of each request, in the order of `requests`; no request is left out and none raises.

    With `settings.replay` only recordings answer, and one that is missing is Failed("missing_recording"). Otherwise a
    reply is taken from the cache or asked of the server; whatever the server gives is checked before it becomes a `Reply`
    and kept. Equal requests are asked once. A failure that every other request would meet (a refused key, an unknown
    model) ends the asking: what is left is Failed("not_asked"). `notify` gets lines for a person (where text goes,
    damaged cache entries); by default they go to standard error. Must not be called inside a running event loop. Ctrl-C
    raises KeyboardInterrupt; the replies that came in before stand in the cache.
    """
    raise NotImplementedError
