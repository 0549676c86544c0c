"""What a person sees of a check: a table of figures and lists of what changed."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from extractor.check.baseline import Change
from extractor.check.figures import ALL, Figure
from extractor.check.result import CaseResult

MOST_LINES = 60


def show(rows: Sequence[Figure], change: Change, results: Sequence[CaseResult], *, details: bool) -> None:
    """Print the figures, then what is broken, fixed, forbidden and known to fail; with `details` also what is unexpected."""
    console = Console(markup=False, highlight=False, emoji=False)
    console.width = max(console.width, 100)
    console.print(_table(rows))
    violations = [(result.case, line) for result in results for line in result.violations]
    troubles = [(result.case, line) for result in results for line in result.troubles]
    _list(console, "Cannot be checked", troubles)
    _list(console, "Must not appear and does", violations)
    _list(console, "Newly broken", change.broken)
    _list(console, "Newly fixed (take it into the baseline with --update-baseline)", change.fixed)
    _list(console, "In the baseline and no longer expected", change.gone)
    if details:
        _list(console, "Known failures", change.known)
        _list(console, "Found and not expected", [(result.case, item.label) for result in results for item in result.extras])
    console.print(
        f"cases: {len(results)}; {len(change.broken)} newly broken, {len(change.fixed)} newly fixed, "
        f"{len(change.known)} known failures, {len(violations)} things that must not appear, {len(troubles)} troubles"
    )


def _table(rows: Iterable[Figure]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("field")
    for name in ("expected", "found", "missed", "extra", "precision", "recall", "F1"):
        table.add_column(name, justify="right")
    for row in rows:
        extra = "" if row.extra is None else str(row.extra)
        shares = (f"{share:.3f}" if share is not None else "" for share in (row.precision, row.recall, row.f1))
        style = "bold" if row.group == ALL else None
        table.add_row(row.group, str(row.expected), str(row.met), str(row.expected - row.met), extra, *shares, style=style)
    return table


def _list(console: Console, title: str, lines: Sequence[tuple[str, str]]) -> None:
    if not lines:
        return
    console.print(f"\n{title} ({len(lines)})", style="bold")
    for case, line in lines[:MOST_LINES]:
        console.print(f"  {case}: {line}", soft_wrap=True)
    if len(lines) > MOST_LINES:
        console.print(f"  and {len(lines) - MOST_LINES} more")
    console.print()
