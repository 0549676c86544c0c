"""The figures of a run's asking, for run.json."""

from collections.abc import Sequence
from decimal import Decimal

from extractor.llm.reply import Outcome
from extractor.llm.request import PromptRef, Request
from extractor.llm.settings import LlmSettings
from extractor.model.base import Frozen


class Usage(Frozen):
    """What was asked and what it cost. `cost` is in US dollars, None where the price of the model is not known.

    `tokens` count what the server was asked in this run; answers from cache and recordings cost nothing. `without_tokens`
    counts replies for which the server gave no figures: where it is not 0, tokens and cost are too low.
    """

    model: str
    base_url: str
    replay: bool
    prompts: tuple[PromptRef, ...]
    requests: int
    from_server: int
    from_cache: int
    from_recordings: int
    by_hand: int
    failed: dict[str, int]
    attempts: int
    input_tokens: int
    output_tokens: int
    without_tokens: int
    cost: Decimal | None
    prices_as_of: str | None


def usage_of(requests: Sequence[Request], outcomes: Sequence[Outcome], *, settings: LlmSettings) -> Usage:
    """The figures of one call of `ask_all`."""
    raise NotImplementedError
