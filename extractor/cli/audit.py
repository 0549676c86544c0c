"""`extractor audit`: whether every decision is as it was written."""

from typing import TYPE_CHECKING

import typer

from extractor.cli.decisions import Decisions, RunFolder
from extractor.cli.terminal import OK, REGRESSION
from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from extractor.decisions.event import Event


def audit_command(
    out: RunFolder,
    decisions: Decisions = None,
) -> None:
    """Verify the chain of decisions on the run OUT.

    Ends with 0 and the counts where it is whole, with 1 and the first broken event where it is not, with 2 where there are
    no decisions to read.
    """
    from extractor.decisions.audit import audit
    from extractor.decisions.place import decisions_file, sqlite_file
    from extractor.decisions.store import open_store

    place = decisions or decisions_file(out)
    file = sqlite_file(place)
    if file is not None and not file.exists():
        raise ExtractorError(f"{file}: no decisions are there", "name the folder of a run that was reviewed, or --decisions")
    with open_store(place) as store:
        found = audit(*store.rows())
    if found.broken:
        print(
            f"broken   event {found.broken.sequence}: {found.broken.problem}; {len(found.events)} events before it are whole"
        )
        raise typer.Exit(REGRESSION)
    _show(found.events)
    raise typer.Exit(OK)


def _show(events: "tuple[Event, ...]") -> None:
    """The counts of a whole chain, and the agreement of reviewers who decided blind to each other."""
    from extractor.decisions.agreement import agreements, disagreements

    people = sorted({event.reviewer for event in events})
    print(f"whole    {len(events)} events on {len({event.item for event in events})} items by {len(people)} reviewers")
    if events:
        print(f"last     {events[-1].at}  {events[-1].hash}")
    for line in agreements(events):
        kappa = "undefined" if line.kappa is None else line.kappa
        pair = " and ".join(line.reviewers)
        print(f"kappa    {kappa}  {line.field}: {line.agreed} of {line.items} alike ({pair})")
    for item in disagreements(events):
        said = " / ".join(
            f"{who}: {answer.verdict} {answer.value}".rstrip()
            for who, answer in zip(item.reviewers, item.answers, strict=True)
        )
        print(f"differ   {item.item}  {item.field}: {said}")
