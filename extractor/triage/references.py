"""References that lead off the page, and text that breaks off."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from extractor.model.outline import Item
from extractor.model.review import Severity
from extractor.triage.page import LONGEST_QUOTE, Finding, Page, squeeze
from extractor.triage.phrases import Hit, word_set

_NUMBERED = re.compile(
    r"[ \t]{0,4}+\n?[ \t]{0,20}+(?:nos?\.|number)?[ \t]?(\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]\d?|[ivx]{1,4})\b"
    r"(?![-–]?\d| ?(?:hour|day|week|month|year))"
)
_NUMBERED_HEADING = re.compile(r"^[ \t#*]{0,12}+(\d{1,2}(?:\.\d{1,2}){1,3})\.?[ \t]{1,20}+[A-Z]", re.MULTILINE)
_CODE = re.compile(r"[ \t\n]{1,20}+([A-Z]{2,8}[- ]?\d[A-Za-z0-9-]{1,14})\b")
_REGISTRY_ID = re.compile(r"NCT\d{8}|ISRCTN|EudraCT|EUCTR|CTRI|ChiCTR|COVID|SARS|CD\d", re.IGNORECASE)
_HEADING = re.compile(r"[ \t#*]{0,12}+")
_LIST_OPENS = re.compile(r"\b(?:following|below|as follows|such as|including|one of|all of|any of)\b[^.;:\n]{0,60}:?$")
_FOOTNOTE_MARK = re.compile(r"(?<=[\w)\]])\*{1,3}$")
_FOOTNOTE = re.compile(r"^[ \t•-]{0,12}+\*{1,3}[ \t]?\w", re.MULTILINE)
_DOUBLE_COMMA = re.compile(r",[ \t]{0,3}+,(?![ \t]{0,3},)")
_BRACKET_OR_GAP = re.compile(r"[()]|\n\s{0,40}\n")
_CLOSING = frozenset(".;:)]%0123456789")
_SHORT = 60
_GLUED_BULLET = re.compile(r"(?<=[a-z])(?<! or)(?<! and)(?<!/or) -[a-z]{3,20}")
_LAST_WORDS = re.compile(r"(?<![\w-])([a-z.]{1,20})(?:[ \n]{1,40}+([a-z.]{1,20}))?$")


def find_references(page: Page) -> Iterator[Finding]:
    """References that the page does not resolve (each once) and entries that are cut off."""
    yield from _once(page, _unresolved(page))
    yield from _cut_items(page)
    yield from _beheaded(page)
    for hit in page.hits("edit_note"):
        if page.item_at(hit.start):
            yield Finding("other", hit.start, min(page.sentence(hit.start)[1], hit.end + 60), hit.phrase.message, "low")
    if " -" in page.text:
        yield from _glued(page)
    for match in _DOUBLE_COMMA.finditer(page.text):
        message = "Two commas in a row: something between them was dropped."
        yield Finding("other", *page.with_neighbours(match.start(), match.end()), message, "medium")


def _once(page: Page, findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: set[str] = set()
    for finding in findings:
        wording = squeeze(page.text[finding.start : finding.end])
        if wording not in seen:
            seen.add(wording)
            yield finding


def _unresolved(page: Page) -> Iterator[Finding]:
    headings = _headings(page)
    for hit in page.hits("numbered_reference"):
        yield from _numbered(page, hit, headings)
    for hit in page.hits("study_code"):
        yield from _study_code(page, hit)
    for hit in page.hits("reference"):
        if page.item_at(hit.start):
            start = max(page.sentence(hit.start)[0], hit.start - 60)
            yield Finding("unresolved_reference", *page.words(start, hit.end), hit.phrase.message, hit.phrase.severity)


def _headings(page: Page) -> frozenset[str]:
    """The appendices, sections and tables that the page does carry: those that open a line."""
    found = []
    for hit in page.hits("numbered_reference"):
        number = _NUMBERED.match(page.lower, hit.end)
        if _HEADING.fullmatch(page.text, max(page.line(hit.start)[0], hit.start - 12), hit.start):
            found.append(squeeze(page.lower[hit.start : number.end() if number else hit.end]))
    found += [f"section {match[1]}" for match in _NUMBERED_HEADING.finditer(page.text)]
    return frozenset(found)


def _numbered(page: Page, hit: Hit, headings: frozenset[str]) -> Iterator[Finding]:
    """ "Appendix 4", "section 5.2", "appendices": resolved only where a line of the page opens with the same words."""
    number = _NUMBERED.match(page.lower, hit.end)
    is_appendix = page.lower.startswith(("app", "annex", "addend"), hit.start)
    if number is None and not is_appendix:
        return
    if number is not None and not is_appendix and not (page.item_at(hit.start) or page.is_aside(hit.start)):
        return
    end = number.end() if number else hit.end
    if squeeze(page.lower[hit.start : end]) in headings:
        return
    start = hit.start
    if page.text[max(0, start - 5) : start].lower().endswith("(see "):
        start -= 4
    yield Finding("unresolved_reference", start, end, hit.phrase.message, hit.phrase.severity)


def _study_code(page: Page, hit: Hit) -> Iterator[Finding]:
    """A criterion that names another study by its code only."""
    code = _CODE.match(page.text, hit.end)
    if code is None or page.item_at(hit.start) is None or _REGISTRY_ID.match(code[1]):
        return
    if page.text.find(code[1]) < code.start(1):
        return
    message = f"Nothing on the page says what {code[1]} is; find its registry entry."
    yield Finding("unresolved_reference", hit.start, code.end(), message, "low")


def _cut_items(page: Page) -> Iterator[Finding]:
    for index, item in enumerate(page.items):
        body = page.text[item.start : item.end].rstrip()
        if not body or item.id in page.parents:
            continue
        following = page.items[index + 1] if index + 1 < len(page.items) else None
        goes_on = following is not None and following.category == item.category
        cut = _cut(page, item, body, goes_on)
        if cut:
            start, message, severity = cut
            yield Finding("truncated", *page.words(start, item.start + len(body)), message, severity)


def _cut(page: Page, item: Item, body: str, goes_on: bool) -> tuple[int, str, Severity] | None:
    """Where and why an entry is not whole, the surest sign first. `goes_on` says that another entry of its list follows."""
    end = item.start + len(body)
    opened = body.rfind("(")
    tail = max(item.start, end - 80)
    if opened >= 0 and ")" not in body[opened:] and len(body) - opened <= LONGEST_QUOTE and not _closes_later(page, end):
        return item.start + opened, "A bracket opens and is never closed: the entry is cut off.", "medium"
    if _ends_dangling(body, goes_on):
        return tail, "The entry ends in the middle of a sentence; find the rest.", "medium"
    if body[-1] == ":" and not goes_on and _LIST_OPENS.search(body[-90:].lower()):
        return tail, "A list is announced and none follows; find it.", "medium"
    if body[-1] == "*" and _FOOTNOTE_MARK.search(body[-4:]) and not _FOOTNOTE.search(page.text, end):
        return tail, "The asterisk points to a footnote that the page does not carry.", "low"
    return (tail, "The entry breaks off; find the rest.", "medium") if "cut-off" in item.notes else None


def _closes_later(page: Page, end: int) -> bool:
    """Whether the open bracket is closed further on in the same paragraph, which was only cut into entries."""
    mark = _BRACKET_OR_GAP.search(page.text, end, end + 1200)
    return mark is not None and mark[0] == ")"


def _ends_dangling(body: str, goes_on: bool) -> bool:
    """Whether the last words ask for more; "such as" and the like do not, where further entries follow."""
    if body[-1] in _CLOSING or body[-2:].isupper():
        return False
    words = _LAST_WORDS.search(body[-42:].lower())
    if words is None:
        return False
    dangling, opening = word_set("dangling"), word_set("list_opening")
    last = [word for word in words.groups() if word]
    return any(word in dangling or (not goes_on and word in opening) for word in (last[-1], " ".join(last)))


def _glued(page: Page) -> Iterator[Finding]:
    """ "... joint disease -gout": a bullet without its line break."""
    for match in _GLUED_BULLET.finditer(page.text):
        item = page.item_at(match.start())
        if item and " -" not in page.text[item.start : match.start() + 1]:
            start = page.words(max(item.start, match.start() - 60), match.end())[0]
            message = "A dash is glued to a word: entries of a list seem to have run together."
            yield Finding("truncated", start, match.end(), message, "low")


def _beheaded(page: Page) -> Iterator[Finding]:
    """Entries and lines whose beginning is lost: "on condition X" as an entry of its own, "he participant may ..."."""
    for before, item in pairwise(page.items):
        if item.end - item.start > _SHORT or not page.text[item.start].islower() or not page.text[before.start].isupper():
            continue
        if page.lower[item.start : item.start + 30].split(maxsplit=1)[0] in word_set("tail"):
            message = "The entry begins in the middle of a sentence: it belongs to the one before, or its beginning is lost."
            yield Finding("truncated", item.start, item.end, message, "low")
    for hit in page.hits("decapitated"):
        if page.line(hit.start)[0] == hit.start:
            end = min(page.sentence(hit.start)[1], hit.start + 100)
            yield Finding("truncated", hit.start, end, "The first letters of the line are lost.", "low")
