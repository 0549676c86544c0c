"""The figures of a run's asking, for run.json."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from extractor.llm.cost import cost_of, price_of
from extractor.llm.reply import Failed, Outcome, Reply, Tokens
from extractor.llm.request import PromptRef, Request
from extractor.llm.settings import LlmSettings
from extractor.model.base import Frozen


class Usage(Frozen):
    """What was asked and what it cost. Equal requests count once.

    `input_tokens` and `output_tokens` are those of this run; answers from cache and recordings cost nothing.
    `without_tokens` counts the server's replies without figures: where it is not 0, tokens and cost are too low. `cost`
    is in US dollars, None where the price of the model is not known.
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
    """The figures of one call of `ask_all`, or of several put together."""
    by_key = {request.key: outcome for request, outcome in zip(requests, outcomes, strict=True)}
    replies = [outcome for outcome in by_key.values() if isinstance(outcome, Reply)]
    failures = [outcome for outcome in by_key.values() if isinstance(outcome, Failed)]
    origins = Counter(reply.origin for reply in replies)
    spent = _spent([*(reply for reply in replies if reply.origin == "server"), *failures])
    price = price_of(settings)
    prompts = {(request.prompt.name, request.prompt.version, request.prompt.sha256): request.prompt for request in requests}
    return Usage(
        model=settings.model,
        base_url=settings.base_url,
        replay=settings.replay is not None,
        prompts=tuple(prompts[name] for name in sorted(prompts)),
        requests=len(by_key),
        from_server=origins["server"],
        from_cache=origins["cache"],
        from_recordings=origins["recording"],
        by_hand=sum(reply.by_hand for reply in replies),
        failed=dict(sorted(Counter(failure.reason for failure in failures).items())),
        attempts=sum(outcome.attempts for outcome in by_key.values()),
        input_tokens=spent.input,
        output_tokens=spent.output,
        without_tokens=sum(reply.origin == "server" and reply.tokens is None for reply in replies),
        cost=cost_of(spent, price),
        prices_as_of=price.as_of if price else None,
    )


def _spent(outcomes: Sequence[Outcome]) -> Tokens:
    given = [outcome.tokens for outcome in outcomes if outcome.tokens]
    return Tokens(input=sum(tokens.input for tokens in given), output=sum(tokens.output for tokens in given))
