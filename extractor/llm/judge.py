"""The judge of paraphrase: how two criteria that the rules cannot compare may stand to each other, as a suggestion.

A verdict never makes, changes or removes a discrepancy: it becomes the `proposal` of one that has none, with words of both
pages as evidence, for a person to accept or refuse.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.criteria.scope import find_scopes
from extractor.llm.draft import Judgement
from extractor.llm.eligible import why_no_statement
from extractor.llm.ground import Place, find_places, fold
from extractor.model.criterion import Criterion, Record
from extractor.model.document import Span
from extractor.model.review import Discrepancy, DiscrepancyField, Proposal
from extractor.model.values import Range
from extractor.reconcile.features import features_of, weigh
from extractor.reconcile.statements import in_canonical_unit

CANDIDATES = 2
"""A lone criterion is held against so many of the other page: those that stand alone as well, then those that share most."""

MAX_PAIRS = 40
_LEAST_SHARED = 0.05
_ONE_SIDED: frozenset[DiscrepancyField] = frozenset({"criterion_missing", "criterion_added"})
_FREE_TEXT: frozenset[DiscrepancyField] = frozenset({"other", "prior_therapy", "condition", "polarity"})
_IN_WORDS = {"same": "the same", "narrower": "narrower", "wider": "wider", "different": "different"}
_RANK = {"same": 0, "narrower": 1, "wider": 1, "different": 2}


class Pair(NamedTuple):
    """Two criteria to compare for the discrepancy with this number: `first` is of its first claim's document."""

    discrepancy: int
    document: str
    first: Criterion
    second: Criterion


class Verdict(NamedTuple):
    """A judgement that the words of both criteria bear out. `first` and `second` are words of the pages."""

    verdict: str
    first: str
    second: str


def pairs_to_judge(records: Sequence[Record], discrepancies: Sequence[Discrepancy]) -> tuple[Pair, ...]:
    """The pairs for discrepancies between two free texts and for criteria that only one page seems to have.

    At most `MAX_PAIRS` for two documents, in the order of the discrepancies.
    """
    by_id = {record.document.id: record for record in records}
    lone = _lone(by_id, discrepancies)
    found: list[Pair] = []
    counts: dict[tuple[str, ...], int] = {}
    for number, item in enumerate(discrepancies):
        documents = tuple(claim.document for claim in item.claims)
        if item.proposal is not None or len(documents) != 2 or any(each not in by_id for each in documents):
            continue
        for pair in _pairs_of(number, item, by_id[documents[0]], by_id[documents[1]], lone):
            counts[documents] = counts.get(documents, 0) + 1
            if counts[documents] <= MAX_PAIRS:
                found.append(pair)
    return tuple(found)


def _lone(records: Mapping[str, Record], discrepancies: Sequence[Discrepancy]) -> frozenset[tuple[str, str]]:
    """Document and id of every criterion that a one-sided discrepancy names."""
    claims = [claim for item in discrepancies if item.field in _ONE_SIDED for claim in item.claims]
    found = [(claim.document, _criterion_at(records[claim.document], claim.span)) for claim in claims]
    return frozenset((document, criterion.id) for document, criterion in found if criterion)


def _pairs_of(number: int, item: Discrepancy, a: Record, b: Record, lone: frozenset[tuple[str, str]]) -> list[Pair]:
    spans = [claim.span for claim in item.claims]
    first, second = _criterion_at(a, spans[0]), _criterion_at(b, spans[1])
    if item.field in _FREE_TEXT:
        return [Pair(number, a.document.id, first, second)] if first and second else []
    if item.field not in _ONE_SIDED or item.concept == "further criteria":
        return []
    if first and spans[1] is None:
        return [Pair(number, a.document.id, first, other) for other in _candidates(first, a, b, lone)]
    if second and spans[0] is None:
        return [Pair(number, a.document.id, other, second) for other in _candidates(second, b, a, lone)]
    return []


def _criterion_at(record: Record, span: Span | None) -> Criterion | None:
    """The innermost criterion that holds the span."""
    if span is None:
        return None
    holding = [each for each in record.criteria if each.span.start <= span.start and span.end <= each.span.end]
    return min(holding, key=lambda each: each.span.end - each.span.start, default=None)


def _candidates(criterion: Criterion, own: Record, other: Record, lone: frozenset[tuple[str, str]]) -> list[Criterion]:
    """The criteria of the other page that may be the counterpart of a lone one.

    Those that stand alone in the same kind of list come first, since a paraphrase may share no word; then those that share
    most features.
    """
    mine, theirs = tuple(map(features_of, own.criteria)), tuple(map(features_of, other.criteria))
    weights = weigh(mine, theirs)
    features = features_of(criterion)
    ranked = []
    for each, known in zip(other.criteria, theirs, strict=True):
        alone = each.category == criterion.category and (other.document.id, each.id) in lone
        shared = weights.similarity(features, known)
        if alone or shared >= _LEAST_SHARED:
            ranked.append((not alone, -shared, each.span.start, each))
    return [each for *_, each in sorted(ranked, key=lambda entry: entry[:3])[:CANDIDATES]]


def judge(first: Criterion, second: Criterion, draft: Judgement) -> Verdict | str:
    """The verdict that a model's judgement comes to, or the reason code for which it comes to none.

    Both quotes must stand in their criteria, and what the rules read must not speak against "same": other numbers or times,
    or a negation on one side only.
    """
    if draft.verdict == "cannot-tell":
        return "cannot-tell"
    quotes = [_words_of(criterion, quote) for criterion, quote in ((first, draft.first), (second, draft.second))]
    if quotes[0] is None or quotes[1] is None:
        return "not-on-page"
    if draft.verdict == "same" and (_limits(first) != _limits(second) or _keeps_out(first) != _keeps_out(second)):
        return "against-the-rules"
    return Verdict(draft.verdict, quotes[0], quotes[1])


def _words_of(criterion: Criterion, quote: str) -> str | None:
    """The quote as the criterion prints it, None where it does not or where it is no statement."""
    places = [place for place in find_places(fold(criterion.text), quote) if _is_evidence(criterion.text, place)]
    return criterion.text[places[0].start : places[0].end] if places else None


def _is_evidence(text: str, place: Place) -> bool:
    return why_no_statement(text, place) is None


def _limits(criterion: Criterion) -> frozenset[tuple[Decimal | None, Decimal | None, str]]:
    """The numbers that a criterion sets, values and times alike, in canonical units."""
    found = set()
    for read in criterion.characteristics:
        for value in (read.value, *(timing.window for timing in read.timing or ())):
            if isinstance(value, Range):
                plain, scale = in_canonical_unit(value, None)
                found.add((plain.low, plain.high, f"{scale} {value.relative_to or ''}"))
    return frozenset(found)


def _keeps_out(criterion: Criterion) -> bool:
    """Whether the criterion keeps out whoever fits its words: an exclusion, or an inclusion of those who do not."""
    denied = any(scope.kind == "negation" for scope in find_scopes(criterion.text))
    return (criterion.category == "exclusion") != denied


def with_proposals(
    discrepancies: Sequence[Discrepancy], verdicts: Sequence[tuple[Pair, Verdict, str]], *, model: str
) -> tuple[Discrepancy, ...]:
    """The discrepancies, those with a verdict carrying it as their proposal; nothing else of them changes.

    `verdicts` are pairs with their verdict and the key of the question. Of several for one discrepancy the closest counts;
    that two texts differ is proposed only where both pages have their say.
    """
    best: dict[int, tuple[Pair, Verdict, str]] = {}
    for entry in verdicts:
        pair, verdict, _ = entry
        if verdict.verdict == "different" and discrepancies[pair.discrepancy].field in _ONE_SIDED:
            continue
        kept = best.get(pair.discrepancy)
        if kept is None or _RANK[verdict.verdict] < _RANK[kept[1].verdict]:
            best[pair.discrepancy] = entry
    return tuple(
        item.model_copy(update={"proposal": _proposal(*best[number][1:], model=model)}) if number in best else item
        for number, item in enumerate(discrepancies)
    )


def _proposal(verdict: Verdict, request: str, *, model: str) -> Proposal:
    value = f"{_IN_WORDS[verdict.verdict]}: “{verdict.first}” / “{verdict.second}”"
    return Proposal(value=value, basis=(f"model:{model}", f"request:{request}"))
