"""What the report shows, arranged for the template: nothing here but strings, numbers and tuples of them."""

from typing import NamedTuple

from extractor.model.review import SEVERITIES
from extractor.model.run import Failure, Run
from extractor.report.entries import DiscrepancyView, discrepancy_view, label_entries
from extractor.report.lettering import letter_pages
from extractor.report.pages import PageView, page_views

MOST_ENTRIES = 400


class View(NamedTuple):
    """The whole report. The `_hidden` counts say how many entries are only in the files beside it."""

    side_by_side: bool
    pages: tuple[PageView, ...]
    failures: tuple[Failure, ...]
    by_severity: tuple[tuple[str, tuple[DiscrepancyView, ...]], ...]
    counts: dict[str, int]
    discrepancies_hidden: int
    ambiguities_hidden: int


def arrange(run: Run) -> View:
    """Arrange a run for the template: identity first, then by severity; registry pages before others."""
    run = _registry_first(run)
    labelled, lettering = label_entries(run), letter_pages(run)
    documents = {document.id: document for document in run.documents}
    shown = [discrepancy_view(label, item, documents, lettering) for label, item in labelled.discrepancies[:MOST_ENTRIES]]
    counts: dict[str, int] = {
        "discrepancies": len(run.discrepancies),
        "questions": len(run.ambiguities),
        **{severity: sum(item.severity == severity for item in run.discrepancies) for severity in SEVERITIES},
    }
    return View(
        side_by_side=lettering.whole,
        pages=page_views(run, labelled, lettering, most_questions=MOST_ENTRIES),
        failures=run.failures,
        by_severity=tuple((level, tuple(view for view in shown if view.severity == level)) for level in SEVERITIES),
        counts=counts,
        discrepancies_hidden=max(0, len(run.discrepancies) - MOST_ENTRIES),
        ambiguities_hidden=max(0, len(run.ambiguities) - MOST_ENTRIES),
    )


def _registry_first(run: Run) -> Run:
    order = sorted(range(len(run.documents)), key=lambda index: run.documents[index].kind != "registry")
    return run.model_copy(
        update={name: tuple(getattr(run, name)[index] for index in order) for name in ("documents", "records", "sources")}
    )
