"""What the report shows, arranged for the template: nothing here but strings, numbers and tuples of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import PurePath
from typing import NamedTuple

from extractor.model.criterion import Criterion, Record
from extractor.model.document import Document
from extractor.model.review import Ambiguity, Claim, Discrepancy
from extractor.model.run import Failure, Run, SourceEntry
from extractor.report.ages import Bar, age_bars
from extractor.report.evidence import Mark, Piece, Quote, in_context, pieces
from extractor.report.words import characteristic_words, phrase, relation_words, timing_words, value_words, visible

SIDE_BY_SIDE = 6
SIDE_BY_SIDE_CHARACTERS = 600_000
MOST_ENTRIES = 400
MOST_REPAIRS = 200
SEVERITIES = ("high", "medium", "low")
HEAD_FIELDS = ("registry_id", "title", "status", "phase", "last_updated")


class ClaimView(NamedTuple):
    """What one page says in a disagreement."""

    letter: str
    value: str
    quote: Quote | None
    link: str


class DiscrepancyView(NamedTuple):
    """One disagreement."""

    label: str
    severity: str
    field: str
    concept: str
    cohort: str
    relation: str
    claims: tuple[ClaimView, ...]
    reasons: tuple[str, ...]
    proposal: str
    basis: tuple[str, ...]
    conditional: bool


class AmbiguityView(NamedTuple):
    """One open question."""

    label: str
    severity: str
    kind: str
    message: str
    quote: Quote
    link: str
    proposal: str


class CharacteristicView(NamedTuple):
    """One statement inside a criterion."""

    topic: str
    words: str
    timing: tuple[str, ...]
    exception: str
    condition: str


class CriterionView(NamedTuple):
    """One criterion; `depth` says how deep it is nested."""

    label: str
    category: str
    cohort: str
    text: str
    depth: int
    combination: str
    characteristics: tuple[CharacteristicView, ...]


class RepairView(NamedTuple):
    """One repair."""

    rule: str
    before: str
    after: str
    quote: Quote
    doubtful: bool


class PageView(NamedTuple):
    """One source with everything found in it. `pieces` and `criteria` are empty where many pages share one report."""

    letter: str
    document: str
    name: str
    path: str
    kind: str
    heads: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
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
    bars: tuple[Bar, ...]
    questions: tuple[AmbiguityView, ...]
    pieces: tuple[Piece, ...]
    criteria: tuple[CriterionView, ...]
    repairs: tuple[RepairView, ...]


class View(NamedTuple):
    """The whole report. The `_hidden` counts say how many entries are only in the files beside it."""

    side_by_side: bool
    pages: tuple[PageView, ...]
    failures: tuple[Failure, ...]
    by_severity: tuple[tuple[str, tuple[DiscrepancyView, ...]], ...]
    counts: dict[str, int]
    discrepancies_hidden: int
    ambiguities_hidden: int


class _Labelled(NamedTuple):
    """The review lists in the order of the report, each entry with its label ("D1", "Q1")."""

    discrepancies: list[tuple[str, Discrepancy]]
    ambiguities: list[tuple[str, Ambiguity]]


def arrange(run: Run) -> View:
    """Arrange a run for the template: identity first, then by severity; registry pages before others."""
    run = _registry_first(run)
    total = sum(len(document.text) for document in run.documents)
    whole = len(run.documents) <= SIDE_BY_SIDE and total <= SIDE_BY_SIDE_CHARACTERS
    labelled = _labelled(run)
    letters = {document.id: _letter(index, whole) for index, document in enumerate(run.documents)}
    documents = {document.id: document for document in run.documents}
    pairs = [_discrepancy(label, item, documents, letters, whole) for label, item in labelled.discrepancies[:MOST_ENTRIES]]
    counts = {
        "discrepancies": len(run.discrepancies),
        "questions": len(run.ambiguities),
        **{severity: sum(item.severity == severity for item in run.discrepancies) for severity in SEVERITIES},
    }
    return View(
        side_by_side=whole,
        pages=_pages(run, labelled, letters, whole),
        failures=run.failures,
        by_severity=tuple((level, tuple(pair for pair in pairs if pair.severity == level)) for level in SEVERITIES),
        counts=counts,
        discrepancies_hidden=max(0, len(run.discrepancies) - MOST_ENTRIES),
        ambiguities_hidden=max(0, len(run.ambiguities) - MOST_ENTRIES),
    )


def _registry_first(run: Run) -> Run:
    order = sorted(range(len(run.documents)), key=lambda index: run.documents[index].kind != "registry")
    return run.model_copy(
        update={name: tuple(getattr(run, name)[index] for index in order) for name in ("documents", "records", "sources")}
    )


def _letter(index: int, whole: bool) -> str:
    return chr(ord("A") + index) if whole else str(index + 1)


def _labelled(run: Run) -> _Labelled:
    rank = {severity: index for index, severity in enumerate(SEVERITIES)}
    order = {document.id: index for index, document in enumerate(run.documents)}
    pairs = sorted(run.discrepancies, key=lambda item: (rank[item.severity], item.field != "identity"))
    flags = sorted(run.ambiguities, key=lambda item: (order.get(item.document, 0), rank[item.severity], item.span.start))
    return _Labelled(
        [(f"D{number}", item) for number, item in enumerate(pairs, start=1)],
        [(f"Q{number}", item) for number, item in enumerate(flags, start=1)],
    )


def _discrepancy(
    label: str, item: Discrepancy, documents: dict[str, Document], letters: dict[str, str], whole: bool
) -> DiscrepancyView:
    return DiscrepancyView(
        label=label,
        severity=item.severity,
        field=phrase(item.field),
        concept=visible(item.concept or ""),
        cohort=visible(item.cohort or ""),
        relation=relation_words(item, letters),
        claims=tuple(_claim(label, claim, documents[claim.document], letters, whole) for claim in item.claims),
        reasons=tuple(phrase(reason) for reason in item.reasons),
        proposal=visible(item.proposal.value) if item.proposal else "",
        basis=tuple(phrase(reason) for reason in item.proposal.basis) if item.proposal else (),
        conditional=item.conditional,
    )


def _claim(label: str, claim: Claim, document: Document, letters: dict[str, str], whole: bool) -> ClaimView:
    letter = letters[claim.document]
    quote = in_context(document.text, claim.span) if claim.span else None
    link = f"{label}-{letter}" if whole and claim.span else ""
    return ClaimView(letter, "" if quote and _repeats(claim.value, quote.quote) else visible(claim.value), quote, link)


def _repeats(value: str, quote: str) -> bool:
    """Whether the value only says the quote again, as a whole or its start."""
    return " ".join(quote.split()).startswith(" ".join(value.split()).rstrip("….")) and len(value) > len(quote) // 3


def _name(path: str) -> str:
    return visible(PurePath(path).name)


def _pages(run: Run, labelled: _Labelled, letters: dict[str, str], whole: bool) -> tuple[PageView, ...]:
    questions: dict[str, list[tuple[str, Ambiguity]]] = defaultdict(list)
    for label, flag in labelled.ambiguities:
        questions[flag.document].append((label, flag))
    claims: dict[str, list[tuple[str, Discrepancy, Claim]]] = defaultdict(list)
    for label, item in labelled.discrepancies:
        for claim in item.claims:
            claims[claim.document].append((label, item, claim))
    worst_first = sorted(labelled.ambiguities, key=lambda entry: SEVERITIES.index(entry[1].severity))
    shown = {label for label, _ in worst_first[:MOST_ENTRIES]}
    views = []
    for entry, document, record in zip(run.sources, run.documents, run.records, strict=True):
        letter = letters[document.id]
        here = questions[document.id]
        visible_here = [(label, flag) for label, flag in here if label in shown]
        marks = _marks(record, letter, here, claims[document.id]) if whole else []
        views.append(_page(entry, document, record, letter, visible_here, marks, len(here), len(claims[document.id])))
    return tuple(views)


def _page(
    entry: SourceEntry,
    document: Document,
    record: Record,
    letter: str,
    questions: list[tuple[str, Ambiguity]],
    marks: list[Mark],
    ambiguity_count: int,
    discrepancy_count: int,
) -> PageView:
    whole = bool(marks) or letter.isalpha()
    return PageView(
        letter=letter,
        document=document.id,
        name=_name(document.path),
        path=visible(document.path),
        kind=document.kind,
        heads=_heads(record),
        facts=_facts(record) if whole else (),
        characters=len(document.text),
        reader=entry.reader,
        encoding=entry.encoding or "",
        omitted=", ".join(f"{count} {phrase(kind)}" for kind, count in sorted(entry.omitted.items()) if count),
        criteria_count=len(record.criteria),
        characteristic_count=sum(len(criterion.characteristics) for criterion in record.criteria),
        ambiguity_count=ambiguity_count,
        discrepancy_count=discrepancy_count,
        repair_count=len(document.repairs),
        doubtful_count=sum(repair.doubtful for repair in document.repairs),
        bars=tuple(age_bars(record, letter)) if whole else (),
        questions=tuple(_question(label, flag, document, letter if whole else "") for label, flag in questions),
        pieces=tuple(pieces(document.text, marks)) if whole else (),
        criteria=tuple(_criteria(record)) if whole else (),
        repairs=tuple(_repairs(document)) if whole else (),
    )


def _marks(
    record: Record,
    letter: str,
    questions: Iterable[tuple[str, Ambiguity]],
    claims: Iterable[tuple[str, Discrepancy, Claim]],
) -> list[Mark]:
    """Everything that is highlighted in one page: what was read, what disagrees, what is unclear."""
    marks = [Mark(criterion.span.start, criterion.span.end, criterion.category) for criterion in record.criteria]
    marks += [Mark(fact.span.start, fact.span.end, "fact") for fact in record.facts]
    for label, flag in questions:
        marks.append(Mark(flag.span.start, flag.span.end, "ambiguity", flag.severity, label, f"{label}-{letter}"))
    for label, item, claim in claims:
        if claim.span:
            anchor = f"{label}-{letter}"
            marks.append(Mark(claim.span.start, claim.span.end, "discrepancy", item.severity, label, anchor))
    return marks


def _heads(record: Record) -> tuple[tuple[str, str], ...]:
    """The facts that tell one page from another, several values of a field on one line."""
    values: dict[str, list[str]] = defaultdict(list)
    for fact in record.facts:
        words = visible(value_words(fact.value))
        if words not in values[fact.field]:
            values[fact.field].append(words)
    return tuple((phrase(field), ", ".join(values[field][:4])) for field in HEAD_FIELDS if values[field])


def _facts(record: Record) -> tuple[tuple[str, str], ...]:
    names = {cohort.id: cohort.name for cohort in record.cohorts}
    rows = []
    for fact in record.facts:
        scope = f" ({visible(names.get(fact.cohort, fact.cohort))})" if fact.cohort else ""
        rows.append((phrase(fact.field) + scope, visible(value_words(fact.value))))
    return tuple(dict.fromkeys(rows))


def _question(label: str, flag: Ambiguity, document: Document, letter: str) -> AmbiguityView:
    return AmbiguityView(
        label=label,
        severity=flag.severity,
        kind=phrase(flag.kind),
        message=visible(flag.message),
        quote=in_context(document.text, flag.span),
        link=f"{label}-{letter}" if letter else "",
        proposal=visible(flag.proposal.value) if flag.proposal else "",
    )


def _criteria(record: Record) -> Iterable[CriterionView]:
    names = {cohort.id: cohort.name for cohort in record.cohorts}
    depth: Counter[str] = Counter()
    for criterion in record.criteria:
        depth[criterion.id] = depth[criterion.parent] + 1 if criterion.parent and criterion.parent in depth else 0
        yield CriterionView(
            label=visible(criterion.label or ""),
            category=criterion.category,
            cohort=visible(names.get(criterion.cohort, criterion.cohort)) if criterion.cohort else "",
            text=visible(criterion.text),
            depth=min(depth[criterion.id], 4),
            combination=_combination(criterion),
            characteristics=tuple(_characteristics(criterion)),
        )


def _combination(criterion: Criterion) -> str:
    how = criterion.combination
    if how is None:
        return ""
    return phrase(how) if isinstance(how, str) else f"at least {how.n} of"


def _characteristics(criterion: Criterion) -> Iterable[CharacteristicView]:
    for item in criterion.characteristics:
        yield CharacteristicView(
            topic=phrase(item.topic),
            words=visible(characteristic_words(item)),
            timing=tuple(visible(timing_words(timing)) for timing in item.timing or ()),
            exception=visible(item.exception.quote) if item.exception else "",
            condition=visible(item.condition.quote) if item.condition else "",
        )


def _repairs(document: Document) -> Iterable[RepairView]:
    doubtful_first = sorted(document.repairs, key=lambda repair: (not repair.doubtful, repair.span.start))
    for repair in doubtful_first[:MOST_REPAIRS]:
        quote = in_context(document.text, repair.span)
        yield RepairView(phrase(repair.rule), visible(repair.before), visible(repair.after), quote, repair.doubtful)
