"""Why a request has no usable answer: the codes, what each means, and what a person can do."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from extractor import data_file
from extractor.errors import ExtractorError
from extractor.llm.reply import Failed, Outcome
from extractor.llm.request import Request
from extractor.llm.settings import LlmSettings
from extractor.model.base import Frozen


class Reason(Frozen):
    """One reason for failing. `retry`: asking again may help; `every`: every other request would fail in the same way."""

    problem: str
    remedy: str
    retry: bool = False
    every: bool = False


@cache
def reasons() -> dict[str, Reason]:
    """The reasons by code, as `extractor/data/llm_failures.toml` lists them."""
    return {code: Reason.model_validate(row) for code, row in data_file.table("llm_failures.toml").items()}


def reason(code: str) -> Reason:
    """The reason behind `code`; a status without a line of its own has that of its hundred."""
    table = reasons()
    return table.get(code) or table.get(f"{code[:6]}xx") or table["unexpected"]


def explain(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """A line for each reason among `outcomes`, the most frequent first: how many, what is wrong, what to do."""
    failed = [outcome for outcome in outcomes if isinstance(outcome, Failed)]
    details = {outcome.reason: outcome.detail for outcome in reversed(failed)}
    ordered = sorted(Counter(outcome.reason for outcome in failed).items(), key=lambda item: (-item[1], item[0]))
    return tuple(_line(code, count, len(outcomes), details[code]) for code, count in ordered)


def _line(code: str, count: int, total: int, detail: str) -> str:
    why = reason(code)
    return f"{count} of {total} requests: {why.problem}{f' ({detail})' if detail else ''}; {why.remedy}"


def refuse_missing(requests: Sequence[Request], outcomes: Sequence[Outcome], *, settings: LlmSettings) -> None:
    """Raise ExtractorError where a recording is missing or unusable; the line names how many and the first of them."""
    pairs = zip(requests, outcomes, strict=True)
    missing = [(request, outcome) for request, outcome in pairs if isinstance(outcome, Failed) and _is_missing(outcome)]
    if not missing:
        return
    request, first = missing[0]
    problem = f"{settings.replay}: {len(missing)} of {len(requests)} requests have no usable recording"
    detail = f"(the first: {request.subject or request.document}, key {first.key}, model {request.model})"
    raise ExtractorError(f"{problem} {detail}", "record them by running without --replay, or name another folder")


def _is_missing(outcome: Failed) -> bool:
    return outcome.reason in ("missing_recording", "bad_recording")
