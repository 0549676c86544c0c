"""How far the asking is, as figures and as a line for a person."""

from decimal import Decimal
from types import TracebackType

from extractor.model.base import Frozen


class Progress(Frozen):
    """A moment of asking. `cost` is in US dollars, None where the price of the model is not known; `seconds_left` is None
    as long as nothing was answered by the server."""

    done: int
    total: int
    failed: int
    cached: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None
    seconds_left: float | None


class AskBar:
    """A progress line on standard error when a person watches it, and nothing otherwise; `update` is a progress callback."""

    def __enter__(self) -> "AskBar":
        raise NotImplementedError

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        raise NotImplementedError

    def update(self, progress: Progress) -> None:
        """Show `progress`."""
        raise NotImplementedError
