"""Items and drafts of events for the tests of decisions, and small pages taken through a whole run."""

from datetime import UTC, datetime
from pathlib import Path

from extractor import pipeline
from extractor.decisions.event import Action, Answer, Draft, Snapshot, Versions
from extractor.decisions.item import Item, ItemClaim
from extractor.decisions.opened import OpenedRun, open_run
from extractor.decisions.state import ItemState, fold_events
from extractor.decisions.store import Store
from extractor.model.document import Span
from extractor.model.review import Proposal
from extractor.model.run import Settings

VERSIONS = Versions(tool="1.0", rules="r" * 64, prompts=("p" * 64,), model="none")
SNAPSHOT = Snapshot(
    base="d-1",
    topic="t-1",
    context="c-1",
    kind="discrepancy",
    field="age",
    severity="high",
    question="Which age?",
    claims=(),
)


def clock() -> datetime:
    """A clock that stands still."""
    return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def draft(
    item: str = "d-1", *, reviewer: str = "ann", action: Action = "accept_a", reason: str = "seen", **more: object
) -> Draft:
    """A draft as `decide` makes them, about an item that no run has."""
    after = Answer(verdict="accept_a", value="≥ 18 years")
    values = {"after": after, "evidence": "e-1", "snapshot": SNAPSHOT, "versions": VERSIONS} | more
    return Draft.model_validate({"item": item, "reviewer": reviewer, "action": action, "reason": reason} | values)


def make_item(number: int = 1, *, quote: str = "18 years or older", **more: object) -> Item:
    """A discrepancy about an age between two pages; `number` tells it from others, `quote` stands on the second page."""
    claims = (
        _claim("registry.txt", "registry", "≥ 10 years", "from 10 years"),
        _claim("navigator.txt", "navigator", "≥ 18 years", quote),
    )
    values: dict[str, object] = {
        "id": f"d-{number}",
        "base": f"d-{number}",
        "topic": f"t-{number}",
        "evidence": f"e-{number}-{quote}",
        "context": f"c-{number}",
        "kind": "discrepancy",
        "field": "age",
        "severity": "high",
        "documents": ("registry.txt", "navigator.txt"),
        "cohort": None,
        "concept": "minimum age",
        "question": "Which minimum age holds?",
        "claims": claims,
        "precedence": Proposal(value="≥ 10 years", basis=("registry",)),
    }
    return Item.model_validate(values | more)


def _claim(document: str, kind: str, value: str, quote: str) -> ItemClaim:
    span = Span(start=0, end=len(quote), quote=quote)
    return ItemClaim.model_validate(
        {"document": document, "document_id": document, "document_kind": kind, "value": value, "span": span}
    )


def state_of(item: Item, store: Store) -> ItemState:
    """The item's state after everything in the store."""
    return fold_events([item], store.events()).states[0]


def run_pages(folder: Path, **pages: str) -> OpenedRun:
    """Take pages (name of the file without ".txt", text) through a whole run into `folder`/out, and read it back."""
    sources = folder / "pages"
    sources.mkdir(exist_ok=True)
    for name, text in pages.items():
        (sources / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    run = pipeline.run([str(sources)], settings=Settings())
    pipeline.write(run, folder / "out", report="<html></html>")
    return open_run(folder / "out")
