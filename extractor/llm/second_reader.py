"""The second reader: asks a language model beside the rules and takes from its answers what the pages bear out.

The rules' findings are never changed: characteristics, facts and questions for a person are added, agreement is marked, and
discrepancies may gain a proposal. Where a request brings nothing, the rules' reading stands alone and one flag says so.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from extractor.criteria.context import context_of
from extractor.llm.ask import ask_all
from extractor.llm.compare import NAMELESS
from extractor.llm.content import read_content
from extractor.llm.derive import read_draft
from extractor.llm.draft import MAX_DRAFTS, CharacteristicDraft, CriterionDraft, Judgement, PageDraft
from extractor.llm.failure import explain, refuse_missing
from extractor.llm.flag import Flag, disagreements, ungrounded, unread, with_flags
from extractor.llm.ground import fold
from extractor.llm.judge import Pair, Verdict, judge, with_proposals
from extractor.llm.merge import AGREES, Merged, merge
from extractor.llm.page_facts import read_facts
from extractor.llm.plan import CriterionQuestion, PageQuestion, Plan, Sheet, plan
from extractor.llm.progress import Progress
from extractor.llm.reply import Failed, Outcome
from extractor.llm.settings import LlmSettings
from extractor.llm.usage import Usage, usage_of
from extractor.model.criterion import Criterion, Fact, Record
from extractor.model.document import Document
from extractor.model.review import Ambiguity, Discrepancy
from extractor.model.run import LlmScope, LlmUse, PromptUse

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
Outcomes = Mapping[str, Outcome]
_COUNTED = ("criteria", "agreed", "added", "differing", "facts", "proposals")


class SecondReading(NamedTuple):
    """What a run has found after the second reader, in the order it was given, and what the asking took.

    `trouble` holds a line for each reason for which requests failed; `answered` counts those that did not.
    """

    records: tuple[Record, ...]
    ambiguities: tuple[Ambiguity, ...]
    discrepancies: tuple[Discrepancy, ...]
    use: LlmUse
    trouble: tuple[str, ...]
    answered: int


def second_read(
    documents: Sequence[Document],
    records: Sequence[Record],
    ambiguities: Sequence[Ambiguity],
    discrepancies: Sequence[Discrepancy],
    *,
    settings: LlmSettings,
    scope: LlmScope = "unread",
    progress: Callable[[Progress], None] | None = None,
) -> SecondReading:
    """Ask about what the rules read from `documents`, and put what the pages bear out beside it.

    Raises ExtractorError where recordings are to answer and one is missing.
    """
    asked = plan(documents, records, discrepancies, settings=settings, scope=scope)
    outcomes = ask_all(asked.requests, settings=settings, progress=progress)
    if settings.replay:
        refuse_missing(asked.requests, outcomes, settings=settings)
    return take(asked, outcomes, ambiguities, discrepancies, settings=settings, scope=scope)


def take(
    asked: Plan,
    outcomes: Sequence[Outcome],
    ambiguities: Sequence[Ambiguity],
    discrepancies: Sequence[Discrepancy],
    *,
    settings: LlmSettings,
    scope: LlmScope,
) -> SecondReading:
    """What the outcomes of `asked.requests` come to; the same outcomes give the same reading."""
    by_key = {request.key: outcome for request, outcome in zip(asked.requests, outcomes, strict=True)}
    counts = Counter(dict.fromkeys(_COUNTED, 0))
    records: list[Record] = []
    flagged: list[Ambiguity] = []
    criteria = _grouped(asked.criteria, lambda question: question.sheet)
    pages = {question.sheet: question for question in asked.pages}
    found = _grouped(ambiguities, lambda each: each.document)
    for number, sheet in enumerate(asked.sheets):
        record, flags = _read_criteria(sheet, criteria.get(number, []), by_key, counts)
        facts = _read_page(sheet, pages.get(number), by_key, counts)
        records.append(record.model_copy(update={"facts": (*record.facts, *facts)}) if facts else record)
        known = found.get(sheet.document.id, [])
        flagged += with_flags(sheet.document.id, known, flags) if flags else known
    verdicts = _judge_pairs(asked, by_key, counts)
    proposed = with_proposals(discrepancies, verdicts, model=settings.model)
    counts["proposals"] = sum(before is not after for before, after in zip(discrepancies, proposed, strict=True))
    use = _use(asked, outcomes, counts, settings, scope)
    answered = sum(not isinstance(outcome, Failed) for outcome in outcomes)
    return SecondReading(tuple(records), tuple(flagged), proposed, use, explain(outcomes), answered)


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """The items by their key, in their order."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _read_criteria(
    sheet: Sheet, questions: Sequence[CriterionQuestion], outcomes: Outcomes, counts: Counter[str]
) -> tuple[Record, list[Flag]]:
    """The record with both readers' characteristics, and what a person must look at."""
    criteria = list(sheet.record.criteria)
    flags: list[Flag] = []
    failed: list[tuple[Criterion, str]] = []
    for question in questions:
        criterion = criteria[question.criterion]
        drafts = _drafts(question, outcomes)
        if isinstance(drafts, str) or question.request is None:
            failed.append((criterion, str(drafts)))
            continue
        merged = _merge(sheet, question, drafts, outcomes[question.request.key].key)
        _count(counts, criterion, merged)
        flags += _flags(criterion, merged)
        criteria[question.criterion] = criterion.model_copy(update={"characteristics": merged.characteristics})
    if failed:
        flags.append(unread(failed, len(questions)))
    return sheet.record.model_copy(update={"criteria": tuple(criteria)}) if questions else sheet.record, flags


def _drafts(question: CriterionQuestion, outcomes: Outcomes) -> tuple[CharacteristicDraft, ...] | str:
    """The drafts of a criterion, or why there are none that can be used."""
    if question.request is None:
        return "too_long"
    outcome = outcomes[question.request.key]
    if isinstance(outcome, Failed):
        return outcome.reason
    drafts = read_content(outcome.raw, CriterionDraft).characteristics
    return drafts if len(drafts) <= MAX_DRAFTS else "too_many_readings"


def _merge(sheet: Sheet, question: CriterionQuestion, drafts: tuple[CharacteristicDraft, ...], key: str) -> Merged:
    criterion = sheet.record.criteria[question.criterion]
    context = context_of(question.item, sheet.outline, sheet.outline.by_id[criterion.id])
    page = fold(question.item.text)
    readings = [read_draft(question.item, context, page, draft) for draft in drafts]
    return merge(question.item, criterion.characteristics, readings, request=key)


def _flags(criterion: Criterion, merged: Merged) -> list[Flag]:
    telling = [code for code in merged.refused if code != NAMELESS]  # words of the page that ask nothing need no person
    refused = [ungrounded(criterion, telling)] if telling else []
    return [*refused, *disagreements(criterion.characteristics, merged.disagreements)]


def _count(counts: Counter[str], criterion: Criterion, merged: Merged) -> None:
    counts["criteria"] += 1
    counts["agreed"] += sum(AGREES in each.confidence for each in merged.characteristics)
    counts["added"] += len(merged.characteristics) - len(criterion.characteristics)
    counts["differing"] += len(merged.disagreements)
    counts.update(f"refused {reason}" for reason in merged.refused)


def _read_page(sheet: Sheet, question: PageQuestion | None, outcomes: Outcomes, counts: Counter[str]) -> tuple[Fact, ...]:
    outcome = outcomes[question.request.key] if question else None
    if question is None or outcome is None or isinstance(outcome, Failed):
        return ()
    drafts = read_content(outcome.raw, PageDraft).facts[:MAX_DRAFTS]
    facts, refused = read_facts(*sheet, question.given, drafts, request=outcome.key)
    counts["facts"] += len(facts)
    counts.update(f"refused {reason}" for reason in refused)
    return facts


def _judge_pairs(asked: Plan, outcomes: Outcomes, counts: Counter[str]) -> list[tuple[Pair, Verdict, str]]:
    found = []
    for pair, request in asked.pairs:
        outcome = outcomes[request.key]
        if isinstance(outcome, Failed):
            continue
        verdict = judge(pair.first, pair.second, read_content(outcome.raw, Judgement))
        counts[f"verdict {verdict if isinstance(verdict, str) else verdict.verdict}"] += 1
        if isinstance(verdict, Verdict):
            found.append((pair, verdict, outcome.key))
    return found


def _cost(usage: Usage) -> str | None:
    """What the server was paid in US dollars; nothing where it was not asked, whatever the price."""
    if not usage.attempts:
        return "0"
    return None if usage.cost is None else format(usage.cost, "f")


def _use(asked: Plan, outcomes: Sequence[Outcome], counts: Counter[str], settings: LlmSettings, scope: LlmScope) -> LlmUse:
    usage = usage_of(asked.requests, outcomes, settings=settings)
    return LlmUse(
        model=settings.model,
        scope=scope,
        prompts=tuple(PromptUse(**ref.model_dump()) for ref in usage.prompts),
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost=_cost(usage),
        usage=usage.model_dump(mode="json", exclude={"model", "prompts", "input_tokens", "output_tokens", "cost"}),
        outcomes=dict(sorted(counts.items())),
    )
