"""The views beside the work: pages, what was decided, agreement of reviewers, help and links, export."""

from collections import Counter
from http import HTTPStatus
from math import ceil
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from extractor.decisions.agreement import agreements, disagreements
from extractor.decisions.event import Answer
from extractor.decisions.export import FORMATS
from extractor.decisions.resolve import resolve
from extractor.errors import ExtractorError
from extractor.report.words import phrase, visible
from extractor.review.agreed import agreed_facts, facts_of
from extractor.review.desk import is_to_do
from extractor.review.events import event_view
from extractor.review.queue import Filter, rows_of
from extractor.review.render import fragment
from extractor.review.visit import Visit
from extractor.review.whole import blocks
from extractor.review.words import answer_value, shorten, table

EVENTS_ON_A_PAGE = 100
MOST_DISAGREEMENTS = 500
FILE_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
}
KEYS = (
    ("j", "next item"),
    ("k", "previous item"),
    ("p", "agree with the proposal, at once"),
    ("a", "accept A: then type the reason, Enter decides"),
    ("b", "accept B"),
    ("o", "both hold, for different groups"),
    ("n", "neither: type the right value, then the reason"),
    ("x", "not a problem"),
    ("d", "defer"),
    ("s", "send back"),
    ("u", "undo your last verdict"),
    ("m", "write a note"),
    ("g", "assign"),
    ("c", "show the items that ask the same"),
    ("f or /", "to the queue; there: to the filters or the search"),
    ("Esc", "leave a field"),
    ("?", "this page"),
)


def pages(here: Visit, request: Request) -> Response:
    """The pages of the run, what each says, and what all agree on."""
    run = here.table.run
    rows = rows_of(here.table, here.viewer.name, blind=here.viewer.blind)
    every = Counter(name for row in rows for name in set(row.state.item.documents))
    to_do = Counter(name for row in rows if is_to_do(row.standing) for name in set(row.state.item.documents))
    documents = [
        {
            "id": record.document.id,
            "name": visible(name),
            "kind": record.document.kind,
            "date": run.dates.get(record.document.id, ""),
            "criteria": len(record.criteria),
            "items": every[name],
            "open": to_do[name],
            "href": f"/{Filter(status='all', document=name).query()}",
            "facts": [
                (phrase(field), shorten(visible(", ".join(sorted(said))), 300)) for field, said in facts_of(record).items()
            ],
        }
        for record in run.opened.records
        for name in [run.opened.names[record.document.id]]
    ]
    agreed = agreed_facts(run.opened.records, [record.document.id for record in run.opened.records])
    return here.page("pages.html", "Pages", "pages", {"documents": documents, "agreed": agreed})


def page(here: Visit, request: Request) -> Response:
    """One whole source with its questions marked."""
    run, document = here.table.run, request.path_params["document"]
    record = next((record for record in run.opened.records if record.document.id == document), None)
    if record is None:
        return here.message("Not here", "This run has no such page.", HTTPStatus.NOT_FOUND)
    if ("body", document) not in run.cache:  # a long source is cut and escaped once, not for every reader
        run.cache["body", document] = fragment("body.html", blocks=blocks(run.opened.texts[document], run.marks[document]))
    name, date = visible(run.opened.names[document]), run.dates.get(document, "")
    count = len(run.marks[document].all)
    values = {
        "name": name,
        "kind": record.document.kind,
        "date": f"dated {date}" if date else "no date",
        "counts": f"{count:,} {'place' if count == 1 else 'places'} with a question.",
        "body": run.cache["body", document],
    }
    return here.page("page.html", name, "pages", values)


def history(here: Visit, request: Request) -> Response:
    """What was decided, the latest first."""
    who, asked = here.query.get("reviewer", ""), here.query.get("page", "1")
    events = [event for event in reversed(here.table.events) if who in ("", event.reviewer) and here.sees(event)]
    count = max(1, ceil(len(events) / EVENTS_ON_A_PAGE))
    number = min(max(1, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1), count)
    shown = events[(number - 1) * EVENTS_ON_A_PAGE : number * EVENTS_ON_A_PAGE]
    names = sorted({event.reviewer for event in here.table.events})
    only = Filter(reviewer=who)
    values = {
        "reviewer": who,
        "reviewers": [("", "everyone"), *((name, visible(name)) for name in names)],
        "events": [event_view(event, question=True, href=_href(here, event.item)) for event in shown],
        "number": number,
        "pages": count,
        "previous": f"/history{only.query(page=number - 1)}" if number > 1 else "",
        "next": f"/history{only.query(page=number + 1)}" if number < count else "",
    }
    return here.page("history.html", "Decided", "history", values)


def agreement(here: Visit, request: Request) -> Response:
    """How far blind reviewers agree, and where they differ."""
    seen = [event for event in here.table.events if here.sees(event)]
    values = {
        "agreements": [
            {
                "reviewers": visible(" and ".join(one.reviewers)),
                "field": visible(phrase(one.field)) if one.field != "all" else "all fields",
                "items": one.items,
                "agreed": one.agreed,
                "kappa": "–" if one.kappa is None else f"{one.kappa:.2f}",
            }
            for one in agreements(seen)
        ],
        "disagreements": [
            {
                "question": shorten(visible(one.question), 160),
                "href": _href(here, one.item),
                "field": visible(phrase(one.field)),
                "answers": [(visible(who), _answer(what)) for who, what in zip(one.reviewers, one.answers, strict=True)],
            }
            for one in disagreements(seen)[:MOST_DISAGREEMENTS]
        ],
    }
    return here.page("agreement.html", "Agreement", "agreement", values)


def export(here: Visit, request: Request) -> Response:
    """The resolved records as a file."""
    form = request.path_params["form"]
    if form not in FILE_TYPES:
        return here.message("Not here", "Exports are xlsx, csv and jsonl.", HTTPStatus.NOT_FOUND)
    rows = resolve(here.table.run.opened, tuple(here.table.states.values()))
    name = quote(f"{here.office.desk.out.resolve().name}.resolved.{form}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(FORMATS[form](rows), media_type=FILE_TYPES[form], headers=headers)


def guide(here: Visit, request: Request) -> Response:
    """The keys, how to review, and links for other browsers."""
    return here.page("help.html", "Help", "help", {"keys": KEYS, "reviewers": here.office.reviewers, "link": ""})


def link(here: Visit, request: Request) -> Response:
    """A new link that opens the page once for a reviewer; the help page shows it."""
    wanted = here.form.get("reviewer", [""])[0]
    if wanted not in here.office.reviewers:
        return here.message("No such reviewer", "Choose one of the names.", HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = f"{here.office.address}/open?token={here.office.links.issue(wanted)}"
    except ExtractorError as error:
        return here.message("No link was made", f"{error.problem}; {error.remedy}.", HTTPStatus.SERVICE_UNAVAILABLE)
    return here.page("help.html", "Help", "help", {"keys": KEYS, "reviewers": here.office.reviewers, "link": made})


def _href(here: Visit, item: str) -> str:
    return f"/item/{item}" if item in here.table.states else ""


def _answer(answer: Answer) -> str:
    words = table("verdicts")[answer.verdict]
    return answer_value(answer) if answer.verdict == "neither" else words
