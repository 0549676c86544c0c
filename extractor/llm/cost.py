"""What asking costs, and what it would cost."""

from collections.abc import Sequence
from decimal import Decimal

from extractor.llm.request import Request
from extractor.llm.settings import LlmSettings
from extractor.model.base import Frozen


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


def dry_run(requests: Sequence[Request], *, settings: LlmSettings) -> Estimate:
    """What `ask_all` would send for `requests` and its cost at most. Nothing is sent and no file is written."""
    raise NotImplementedError
