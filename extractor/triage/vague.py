"""Terms with no threshold: "adequate organ function", "uncontrolled diabetes", "in the opinion of the investigator".

A term is vague only where its own clause settles nothing: no number, no comparator, no scale, no definition, and no list of
sub-items that spells it out.
"""

import re
from collections.abc import Iterator

from extractor.model.outline import Item
from extractor.triage.page import LONGEST_QUOTE, Finding, Page, squeeze
from extractor.triage.phrases import Hit, classes

_SETTLES = re.compile(r"[<>≤≥=≦≧]|(?<![\d.,])\d(?![\d.,]{0,6}+[ -](?:\w{1,12}[ -])?(?:hour|day|week|month|year))")
_SCORE = re.compile(r"\bperformance (?:status|score)\b")
_SCALE = re.compile(r"\b(?:ecog|eastern|karnofsky|kps|lansky|who|zubrod|world health|asa|kps|swog)\b")
_BY_PROTOCOL = re.compile(r"\b(?:defined|specified|described|determined) (?:by|in|per) (?:the )?(?:study |trial )?protocol")
_CLAUSE_END = re.compile(r"[,;:(]|\.(?=\s)")
_LEVEL = re.compile(r"[0-5]")
_SUBJECTIVE_A_PAGE = 1
_ITEM_REACH = 300
_BRACKET_REACH = 60
_NEXT_PART = re.compile(
    r",(?!\d)(?! ?(?:defined|i\.?e|that is|which|as |indicated|evidenced|with |according|based|assessed))"
)


def find_vague(page: Page) -> Iterator[Finding]:
    """One finding a criterion for terms that need a threshold, and one a page for criteria left to somebody's judgement."""
    yield from _thresholds(page, page.hits("vague"))
    yield from _judgements(page, page.hits("subjective"))
    yield from _unnamed_scales(page)


def _thresholds(page: Page, hits: list[Hit]) -> Iterator[Finding]:
    seen: set[str] = set()
    for hit in hits:
        item = page.item_at(hit.start)
        if item is None or item.id in seen or _is_settled(page, hit, item):
            continue
        start, end = _with_noun(page, hit)
        wording = squeeze(page.text[start:end])
        if wording in seen:
            continue
        seen |= {item.id, wording}
        message = f'"{" ".join(page.text[hit.start : hit.end].split())}": {hit.phrase.message}'
        yield Finding("vague", start, end, message, hit.phrase.severity)


def _is_settled(page: Page, hit: Hit, item: Item) -> bool:
    """Whether the term's own sentence, or the list below it, says what it means."""
    if item.id in page.parents:
        return True
    start, end = page.sentence(hit.start)
    after = _qualification(page.lower[hit.end : min(end, hit.end + _ITEM_REACH)])
    before = page.lower[max(start, hit.start - _BRACKET_REACH) : hit.start]
    if before.rstrip().endswith(("(", "=", "i.e.", "e.g.")) and _SETTLES.search(before):
        return True
    return _SETTLES.search(after) is not None or any(word in after for word in classes()["defining"])


def _qualification(after: str) -> str:
    """What belongs to the term: the words up to the next comma, and what is joined to them by a bracket or a definition."""
    after = _BY_PROTOCOL.sub(" ", after.partition("verify")[0])
    comma = _NEXT_PART.search(after)
    return after[: comma.start()] if comma else after


def _with_noun(page: Page, hit: Hit) -> tuple[int, int]:
    """The phrase up to the end of its clause: a comma, a bracket or the sentence, at most 200 characters."""
    _, end = page.sentence(hit.start)
    stop = min(end, hit.start + LONGEST_QUOTE)
    clause = _CLAUSE_END.search(page.text, hit.end, stop)
    stop = clause.start() if clause else stop
    return page.trim(hit.start, max(hit.end, stop))


def _judgements(page: Page, hits: list[Hit]) -> Iterator[Finding]:
    """The broadest one: a criterion that calls a patient "unsuitable" before one that only mentions an opinion."""
    inside = [hit for hit in hits if page.item_at(hit.start) is not None and not _is_decided(page, hit)]
    by_width = sorted(inside, key=lambda hit: ("suitab" not in page.lower[hit.start : hit.end], hit.start))
    for hit in by_width[:_SUBJECTIVE_A_PAGE]:
        start, end = page.sentence(hit.start)
        message = hit.phrase.message
        if len(inside) > 1:
            message += f" The page leaves {len(inside)} statements to judgement."
        yield Finding("vague", *page.words(max(start, hit.start - 60), min(end, hit.end + 60)), message, "low")


def _is_decided(page: Page, hit: Hit) -> bool:
    start, end = page.sentence(hit.start)
    return _SETTLES.search(page.text, start, end) is not None


def _unnamed_scales(page: Page) -> Iterator[Finding]:
    """ "Performance status 0-2" names no scale: ECOG, WHO and Karnofsky count differently."""
    if "performance" not in page.lower:
        return
    for match in _SCORE.finditer(page.lower):
        start, end = page.sentence(match.start())
        if _LEVEL.search(page.text, match.end(), min(end, match.end() + 40)) and not _SCALE.search(page.lower, start, end):
            message = "The performance status has no scale; settle whether it is ECOG, WHO or Karnofsky."
            yield Finding("vague", match.start(), min(end, match.end() + 40), message, "low")
