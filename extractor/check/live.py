"""How stable a language model's answers are: each case that it reads is asked again, several times, at its server."""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import count
from pathlib import Path

from rich.console import Console
from rich.table import Table

from extractor import pipeline
from extractor.check.cases import Case, load_cases
from extractor.check.compare import compare
from extractor.check.reading import by_rules
from extractor.errors import ExtractorError
from extractor.model.base import Frozen


class Stability(Frozen):
    """How one case fared in `times` askings: of `expected` things, how many were read in all of them and in any.

    `cost` is in US dollars, None where the price of the model is not known. `wavering` were read in some askings only.
    """

    case: str
    times: int
    expected: int
    in_all: int
    in_any: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None
    wavering: tuple[str, ...]
    troubles: tuple[str, ...]


def ask_live(
    folder: Path,
    times: int,
    *,
    only: tuple[str, ...] = (),
    llm: str | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Stability]:
    """Ask the model of each case that has one (or `llm`) `times` times, without recordings and without the cache.

    `progress` is told after each asking how many of all are done. Raises ExtractorError where no case is read by a model,
    or the model cannot be asked.
    """
    cases, troubles = load_cases(folder, only)
    asked = [case for case in cases if case.expected.run]
    if troubles:
        raise ExtractorError(troubles[0], "repair the case first")
    if not asked:
        raise ExtractorError(f"{folder}: no case is read by a language model", 'name one in its expected.json under "run"')
    done = count(1)
    return [_stability(case, times, llm, lambda: progress(next(done), len(asked) * times)) for case in asked]


def _stability(case: Case, times: int, llm: str | None, asked: Callable[[], None]) -> Stability:
    from extractor.llm.settings import load_settings

    assert case.expected.run
    settings = load_settings(llm or case.expected.run.model).model_copy(update={"cache": None})
    run = by_rules(case)
    met: Counter[str] = Counter()
    labels: set[str] = set()
    costs: list[Decimal | None] = []
    tokens = [0, 0]
    troubles: list[str] = []
    for _ in range(times):
        found, reading = pipeline.second_read(run, llm=settings)
        result = compare(case, found)
        labels |= {outcome.label for outcome in result.outcomes}
        met.update({outcome.label for outcome in result.outcomes if outcome.met})
        tokens = [tokens[0] + reading.use.input_tokens, tokens[1] + reading.use.output_tokens]
        costs.append(None if reading.use.cost is None else Decimal(reading.use.cost))
        troubles += [*result.troubles, *reading.trouble]
        asked()
    return Stability(
        case=case.name,
        times=times,
        expected=len(labels),
        in_all=sum(met[label] == times for label in labels),
        in_any=sum(met[label] > 0 for label in labels),
        input_tokens=tokens[0],
        output_tokens=tokens[1],
        cost=_total(costs),
        wavering=tuple(sorted(label for label in labels if 0 < met[label] < times)),
        troubles=tuple(dict.fromkeys(troubles)),
    )


def _total(costs: Sequence[Decimal | None]) -> Decimal | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if len(known) == len(costs) else None


def show_live(rows: Sequence[Stability]) -> None:
    """Print the stability of each case, then what wavers and what went wrong."""
    console = Console(markup=False, highlight=False, emoji=False)
    console.width = max(console.width, 100)
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("case")
    for name in ("expected", "all of n", "any of n", "n", "tokens in", "tokens out", "USD"):
        table.add_column(name, justify="right")
    for row in rows:
        cost = "unknown" if row.cost is None else f"{row.cost:f}"
        counts = (row.expected, row.in_all, row.in_any, row.times, row.input_tokens, row.output_tokens)
        table.add_row(row.case, *map(str, counts), cost)
    console.print(table)
    for row in rows:
        for title, lines in (("wavers", row.wavering), ("trouble", row.troubles)):
            for line in lines:
                console.print(f"{title}  {row.case}: {line}", soft_wrap=True)
