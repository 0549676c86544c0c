"""How far the asking is, as figures and as a line for a person."""

import sys
import time
from collections.abc import Callable
from decimal import Decimal
from types import TracebackType

from extractor.llm.cost import Price, cost_of
from extractor.llm.reply import Failed, Outcome, Tokens
from extractor.model.base import Frozen


class Progress(Frozen):
    """A moment of asking.

    `cost` is in US dollars, None where the price of the model is not known; `seconds_left` is None as long as the server
    answered nothing.
    """

    done: int
    total: int
    failed: int
    cached: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None
    seconds_left: float | None

    def line(self) -> str:
        """The figures in one line."""
        cost = "cost unknown" if self.cost is None else f"${self.cost:.4f}"
        parts = [
            f"{self.done} of {self.total} answers",
            f"{self.cached} from cache",
            f"{self.failed} failed",
            f"{self.input_tokens} + {self.output_tokens} tokens",
            cost,
        ]
        return ", ".join(parts) + (f", {_minutes(self.seconds_left)} left" if self.seconds_left is not None else "")


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Tally:
    """The figures as outcomes come in. `total` counts different questions."""

    def __init__(self, total: int, price: Price | None, report: Callable[[Progress], None] | None) -> None:
        self._total = total
        self._price = price
        self._report = report
        self._started = time.monotonic()
        self._done = self._failed = self._asked = self._cached = 0
        self._tokens = Tokens(input=0, output=0)

    def add(self, outcome: Outcome) -> None:
        """Count `outcome` and report where things stand."""
        from_server = isinstance(outcome, Failed) or outcome.origin == "server"
        self._done += 1
        self._failed += isinstance(outcome, Failed)
        self._asked += from_server
        self._cached += not from_server
        if from_server and outcome.tokens:
            spent = (self._tokens.input + outcome.tokens.input, self._tokens.output + outcome.tokens.output)
            self._tokens = Tokens(input=spent[0], output=spent[1])
        if self._report:
            self._report(self._now())

    def _now(self) -> Progress:
        pace = (time.monotonic() - self._started) / self._asked if self._asked else None
        return Progress(
            done=self._done,
            total=self._total,
            failed=self._failed,
            cached=self._cached,
            input_tokens=self._tokens.input,
            output_tokens=self._tokens.output,
            cost=cost_of(self._tokens, self._price),
            seconds_left=None if pace is None else round(pace * (self._total - self._done), 1),
        )


class AskBar:
    """A progress line on standard error when a person watches it, and nothing otherwise; `update` is a progress callback."""

    def __init__(self) -> None:
        self._shown = False

    def __enter__(self) -> "AskBar":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def update(self, progress: Progress) -> None:
        """Show `progress` in place of what was shown before."""
        if sys.stderr.isatty():
            self._shown = True
            sys.stderr.write(f"\r\x1b[K{progress.line()[:110]}")
            sys.stderr.flush()
