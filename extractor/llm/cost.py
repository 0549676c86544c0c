"""What asking costs, and what it would cost."""

import re
import tomllib
from collections.abc import Sequence
from decimal import Decimal

from pydantic import Field

from extractor import data_file
from extractor.errors import ExtractorError
from extractor.llm.address import host_of
from extractor.llm.recordings import DamagedError, read_reply, replay
from extractor.llm.reply import Reply, Tokens
from extractor.llm.request import Request
from extractor.llm.settings import LlmSettings
from extractor.model.base import Frozen

MILLION = Decimal(1_000_000)
CHARACTERS_A_TOKEN = 4
USER_FILE = "llm_prices.toml"
DATE = re.compile(r"-\d{4}-\d{2}-\d{2}$")


class Price(Frozen):
    """US dollars per million tokens read and written, as of a month, for one model of one host."""

    host: str
    model: str
    input: Decimal = Field(ge=0)
    output: Decimal = Field(ge=0)
    as_of: str


class _Prices(Frozen):
    price: tuple[Price, ...]


class Estimate(Frozen):
    """What would be sent, before it is.

    Token figures are estimates (four characters a token); `output_tokens_at_most` is the bound that the requests set.
    `cost_at_most` is in US dollars, None where the price of the model is not known.
    """

    requests: int
    answered_already: int
    to_send: int
    input_tokens: int
    output_tokens_at_most: int
    cost_at_most: Decimal | None
    prices_as_of: str | None
    host: str
    model: str


def price_of(settings: LlmSettings) -> Price | None:
    """The price of the model of `settings` on its host, or None where no table has it.

    The user's own table, `llm_prices.toml` in the folder of settings, goes before the one that comes along. A date at the
    end of a model's name is no part of it. Raises ExtractorError where the user's table cannot be read.
    """
    host, model = host_of(settings.base_url), DATE.sub("", settings.model)
    rows = [*_own_prices(settings), *_read_prices(data_file.text(USER_FILE))]
    return next((row for row in rows if (row.host, row.model) in ((host, model), (host, settings.model))), None)


def _own_prices(settings: LlmSettings) -> tuple[Price, ...]:
    path = settings.config / USER_FILE if settings.config else None
    if path is None or not path.is_file():
        return ()
    try:
        return _read_prices(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        remedy = "see extractor/data/llm_prices.toml for its form, or take it away"
        raise ExtractorError(f"{path}: is no table of prices", remedy) from None


def _read_prices(text: str) -> tuple[Price, ...]:
    return _Prices.model_validate(tomllib.loads(text, parse_float=Decimal)).price


def cost_of(tokens: Tokens, price: Price | None) -> Decimal | None:
    """The cost of `tokens` in US dollars, None where there is no price."""
    return (tokens.input * price.input + tokens.output * price.output) / MILLION if price else None


def dry_run(requests: Sequence[Request], *, settings: LlmSettings) -> Estimate:
    """What `ask_all` would send for `requests` and its cost at most. Nothing is sent and no file is written."""
    different = {request.key: request for request in requests}
    kept = {key for key, request in different.items() if _is_kept(request, settings)}
    to_send = [] if settings.replay else [request for key, request in different.items() if key not in kept]
    price = price_of(settings)
    tokens = Tokens(
        input=sum(input_tokens(request) for request in to_send),
        output=sum(request.sampling.max_tokens for request in to_send),
    )
    return Estimate(
        requests=len(requests),
        answered_already=len(kept),
        to_send=len(to_send),
        input_tokens=tokens.input,
        output_tokens_at_most=tokens.output,
        cost_at_most=cost_of(tokens, price),
        prices_as_of=price.as_of if price else None,
        host=host_of(settings.base_url),
        model=settings.model,
    )


def _is_kept(request: Request, settings: LlmSettings) -> bool:
    """Whether a recording, or else the cache, answers `request`."""
    if settings.replay:
        return isinstance(replay(settings.replay, request), Reply)
    try:
        return bool(settings.cache and read_reply(settings.cache, request.key, request, origin="cache"))
    except DamagedError:
        return False


def input_tokens(request: Request) -> int:
    """About how many tokens the messages and the schema of `request` are."""
    characters = sum(len(message.content) for message in request.messages) + len(str(request.strict_schema))
    return -(-characters // CHARACTERS_A_TOKEN)
