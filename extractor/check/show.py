"""What a person sees of a check in the terminal: a table of figures and lists of what changed."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from extractor.check.report import Line, Report

MOST_LINES = 60
SLOWEST = 3


def show(report: Report, *, details: bool) -> None:
    """Print the figures, then what is broken, fixed, forbidden and known to fail; with `details` also what is unexpected."""
    console = Console(markup=False, highlight=False, emoji=False)
    console.width = max(console.width, 100)
    console.print(_table(report))
    _list(console, "Cannot be checked", report.troubles)
    _list(console, "Must not appear and does", report.violations)
    _list(console, "Newly broken", report.broken)
    _list(console, "Read otherwise than accepted (- before, + now)", report.reread)
    _list(console, "Below a floor", _floor_lines(report))
    _list(console, "Newly fixed (take it into the baseline with --update-baseline)", report.fixed)
    _list(console, "Passes and is marked as a known failure (take the ! away: extractor golden accept)", report.unmarked)
    _list(console, "Moved: the same meaning on other words", report.moved)
    _list(console, "In the baseline and no longer expected", report.change.gone)
    if details:
        _list(console, "Known failures", report.known)
        _list(console, "Found and not expected", report.extras)
    for note in report.notes:
        console.print(note, soft_wrap=True)
    console.print(_times(report, all_of_them=details), soft_wrap=True)
    console.print(report.summary, soft_wrap=True)


def number(share: float | None) -> str:
    """A share with three places; nothing where there is none."""
    return "" if share is None else f"{share:.3f}"


def _table(report: Report) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("field")
    for name in ("TP", "FP", "misses", "P", "R", "F1", "strict F1"):
        table.add_column(name, justify="right")
    for row in report.rows:
        extra = "" if row.extra is None else str(row.extra)
        shares = (number(share) for share in (row.precision, row.recall, row.f1, row.strict_f1))
        table.add_row(row.group, str(row.met), extra, str(row.missed), *shares)
    for mean in report.means:
        shares = (number(share) for share in (mean.precision, mean.recall, mean.f1))
        table.add_row(mean.name, "", "", "", *shares, "", style="bold")
    return table


def _floor_lines(report: Report) -> list[Line]:
    return [
        (
            each.field,
            f"{number(each.value) or 'nothing measured'}, {'fails' if each.fails else 'warns'} below {each.level:.3f}",
        )
        for each in report.below
    ]


def _times(report: Report, *, all_of_them: bool) -> str:
    slowest = sorted(report.cases, key=lambda case: (-case.seconds, case.case))
    named = ", ".join(f"{case.case} {case.seconds:.2f}" for case in (slowest if all_of_them else slowest[:SLOWEST]))
    return (
        f"seconds of processor time: {sum(case.seconds for case in report.cases):.2f} in cases (slowest: {named or 'none'})"
    )


def _list(console: Console, title: str, lines: Sequence[Line]) -> None:
    if not lines:
        return
    console.print(f"\n{title} ({len(lines)})", style="bold")
    for case, line in lines[:MOST_LINES]:
        console.print(f"  {case}: {line}", soft_wrap=True)
    if len(lines) > MOST_LINES:
        console.print(f"  and {len(lines) - MOST_LINES} more")
    console.print()
