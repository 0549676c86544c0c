"""The pages of a run as the report shows them."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from extractor.model.criterion import Record
from extractor.model.document import Document
from extractor.model.review import SEVERITIES, Ambiguity, Claim, Discrepancy
from extractor.model.run import Run, SourceEntry
from extractor.report.ages import Bar, age_bars
from extractor.report.criteria import CriterionView, criteria_views
from extractor.report.entries import Labelled, QuestionView, question_view
from extractor.report.highlights import Found, Piece, marks_of, pieces
from extractor.report.lettering import Lettering
from extractor.report.quote import Quote, in_context
from extractor.report.words import phrase, value_words, visible

MOST_REPAIRS = 200
HEAD_FIELDS = ("registry_id", "title", "status", "phase", "last_updated")
_VALUES_OF_A_HEAD = 4


class RepairView(NamedTuple):
    """One repair."""

    rule: str
    before: str
    after: str
    quote: Quote
    doubtful: bool


class WholePage(NamedTuple):
    """What is shown of a page only where few pages share the report: the text with its evidence, and all that was read."""

    facts: tuple[tuple[str, str], ...] = ()
    bars: tuple[Bar, ...] = ()
    pieces: tuple[Piece, ...] = ()
    criteria: tuple[CriterionView, ...] = ()
    repairs: tuple[RepairView, ...] = ()


class PageView(NamedTuple):
    """One source with what was found in it."""

    letter: str
    document: str
    name: str
    path: str
    kind: str
    heads: tuple[tuple[str, str], ...]
    characters: int
    reader: str
    encoding: str
    omitted: str
    criteria_count: int
    characteristic_count: int
    ambiguity_count: int
    discrepancy_count: int
    repair_count: int
    doubtful_count: int
    questions: tuple[QuestionView, ...]
    whole: WholePage


def page_views(run: Run, labelled: Labelled, lettering: Lettering, *, most_questions: int) -> tuple[PageView, ...]:
    """The pages in the order of the run; of all questions the gravest `most_questions` are shown."""
    found = _found(labelled)
    worst_first = sorted(labelled.ambiguities, key=lambda entry: SEVERITIES.index(entry[1].severity))
    shown = {label for label, _ in worst_first[:most_questions]}
    return tuple(
        _page(entry, document, record, found.get(document.id, Found()), shown, lettering)
        for entry, document, record in zip(run.sources, run.documents, run.records, strict=True)
    )


def _found(labelled: Labelled) -> dict[str, Found]:
    questions: dict[str, list[tuple[str, Ambiguity]]] = defaultdict(list)
    claims: dict[str, list[tuple[str, Discrepancy, Claim]]] = defaultdict(list)
    for label, flag in labelled.ambiguities:
        questions[flag.document].append((label, flag))
    for label, item in labelled.discrepancies:
        for claim in item.claims:
            claims[claim.document].append((label, item, claim))
    return {key: Found(tuple(questions[key]), tuple(claims[key])) for key in {*questions, *claims}}


def _page(
    entry: SourceEntry, document: Document, record: Record, found: Found, shown: set[str], lettering: Lettering
) -> PageView:
    letter = lettering.names[document.id]
    return PageView(
        letter=letter,
        document=document.id,
        name=visible(PurePath(document.path).name),
        path=visible(document.path),
        kind=document.kind,
        heads=_heads(record),
        characters=len(document.text),
        reader=entry.reader,
        encoding=entry.encoding or "",
        omitted=", ".join(f"{count} {phrase(kind)}" for kind, count in sorted(entry.omitted.items()) if count),
        criteria_count=len(record.criteria),
        characteristic_count=sum(len(criterion.characteristics) for criterion in record.criteria),
        ambiguity_count=len(found.questions),
        discrepancy_count=len(found.claims),
        repair_count=len(document.repairs),
        doubtful_count=sum(repair.doubtful for repair in document.repairs),
        questions=tuple(
            question_view(label, flag, document, lettering) for label, flag in found.questions if label in shown
        ),
        whole=_whole(document, record, found, letter) if lettering.whole else WholePage(),
    )


def _whole(document: Document, record: Record, found: Found, letter: str) -> WholePage:
    return WholePage(
        facts=_facts(record),
        bars=tuple(age_bars(record, letter)),
        pieces=tuple(pieces(document.text, marks_of(record, found, letter))),
        criteria=tuple(criteria_views(record)),
        repairs=tuple(_repairs(document)),
    )


def _heads(record: Record) -> tuple[tuple[str, str], ...]:
    """The facts that tell one page from another, several values of a field on one line."""
    values: dict[str, list[str]] = defaultdict(list)
    for fact in record.facts:
        words = visible(value_words(fact.value))
        if words not in values[fact.field]:
            values[fact.field].append(words)
    return tuple((phrase(field), ", ".join(values[field][:_VALUES_OF_A_HEAD])) for field in HEAD_FIELDS if values[field])


def _facts(record: Record) -> tuple[tuple[str, str], ...]:
    names = {cohort.id: cohort.name for cohort in record.cohorts}
    rows = []
    for fact in record.facts:
        scope = f" ({visible(names.get(fact.cohort, fact.cohort))})" if fact.cohort else ""
        rows.append((phrase(fact.field) + scope, visible(value_words(fact.value))))
    return tuple(dict.fromkeys(rows))


def _repairs(document: Document) -> Iterator[RepairView]:
    doubtful_first = sorted(document.repairs, key=lambda repair: (not repair.doubtful, repair.span.start))
    for repair in doubtful_first[:MOST_REPAIRS]:
        quote = in_context(document.text, repair.span)
        yield RepairView(phrase(repair.rule), visible(repair.before), visible(repair.after), quote, repair.doubtful)
