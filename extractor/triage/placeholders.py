"""Text that is not finished: marks of work to be done, values left out, defaults printed as values, illustrations."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.triage.page import LONGEST_QUOTE, Finding, Page
from extractor.triage.phrases import Hit, classes, word_set

_BRACKETED = re.compile(
    r"\[(?:insert|add|enter|fill|date|names?|number|phone|e-?mail|sites?|dose|age|value|tbd|tbc|your|link|to be)\b"
    r"[^\]\n]{0,60}\]"
    r"|\[[^\]\n]{1,60} (?:to be \w{1,15}|here)\]|\?{3,}|\b_{3,}\b",
    re.IGNORECASE,
)
_LOST_LETTERS = re.compile(r"(?<=\w )\?\?(?= \w)")
_BLANK_VALUE = re.compile(
    r"\d[ ]?(?:to|and|or|[-–—])[ ]?\?{2}(?!\?)|(?<![?\w])\?{2}[ ]?(?:years?|yrs?|months?|weeks?|days?|mg|kg|ml|mL|%|x[ ]10)"
    r"|\b[A-Z]{3,6}-?[Xx#]{4,14}(?![A-Za-z])|\bNCT0{7,8}(?!\d)"
    r"|\b(?:within|for|least|last|past|than|over|under|about|of|to|every|first|after)[ ][NXYZ](?=[ ](?:more[ ])?"
    r"(?:hours?|days?|weeks?|months?|years?|mg|kg|ml|mL|points?|times|cycles?|lines?|patients|participants)\b)"
)
# What every blank value holds: a quick look before the search.
_HINTS = ("??", "XXXX", "xxxx", "####", "NCT000", " N ", " X ", " Y ", " Z ")
_NOTE_END = re.compile(r"[)\]\n]|[.;](?=\s|$)")
_EMPTY = re.compile(r"(?:[-–—?]{1,3}|0|n/?a\.?|none|null|nil|unknown|undefined|xx+)", re.IGNORECASE)
_YEARS = re.compile(r"(\d{1,4})\s{0,3}\(?(?:years?|yrs?|y|a)?\)?", re.IGNORECASE)
_QUANTITY = re.compile(
    r"\d|\b(?:" + "|".join(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]) + r")\b"
)
_WORDS = re.compile(r"[a-z]{2,}")
_BEYOND_ANY_AGE = Decimal(100)
_CLAUSE_REACH = 60
_ADMISSION_REACH = 28
_SETTLED = (" accepted to", " accepted as", " recognized", " recognised", " known")
_EXPLAINED = re.compile(r"(?:written|marked|words?|says?|means?|use|mark) $")
_NEGATED_DUTY = re.compile(r"\b(?:has|have|need|needs|must|ought|likely|required|going|expected|able|is|are|was|were) $")


def find_placeholders(page: Page) -> Iterator[Finding]:
    """Placeholders, defaults that stand where a value must be, missing values and illustrative statements."""
    yield from _brackets(page)
    yield from _field_defaults(page)
    for hit in page.hits("placeholder_mark"):
        yield from _mark(page, hit)
    for hit in page.hits("placeholder"):
        if _stands_alone(page, hit):
            start = max(page.line(hit.start)[0], page.sentence(hit.start)[0], hit.start - 80)
            yield Finding("placeholder", *page.trim(start, hit.end), hit.phrase.message, "medium")
    for hit in page.hits("note_to_ask"):
        start = page.sentence(hit.start)[0]
        if page.text[max(start, hit.start - 3) : hit.start].rstrip()[-1:] in (":", "(", "[", "-", "–", "—"):
            yield Finding("placeholder", *page.trim(max(start, hit.start - 80), hit.end), hit.phrase.message, "medium")
    for hit in page.hits("illustrative"):
        yield Finding("illustrative", hit.start, _clause_end(page, hit.end), hit.phrase.message, "medium")
    for hit in page.hits("hedge"):
        yield from _hedge(page, hit)
    for hit in page.hits("missing_value"):
        yield from _missing(page, hit)
    for hit in page.hits("machine_note"):
        start, end = page.sentence(hit.start)
        yield Finding("other", start, min(end, start + LONGEST_QUOTE), hit.phrase.message, hit.phrase.severity)
    for hit in (*page.hits("declared_incomplete"), *page.hits("key_list")[:1]):
        yield Finding("truncated", hit.start, hit.end, hit.phrase.message, "low")


def _stands_alone(page: Page, hit: Hit) -> bool:
    """Whether the words are a note ("Sites: to be announced"), not the end of a statement ("has to be confirmed")."""
    if page.item_at(hit.start) is None:
        return not _NEGATED_DUTY.search(page.lower, max(0, hit.start - 12), hit.start)
    start = page.sentence(hit.start)[0]
    return page.text[start : hit.start].rstrip()[-1:] in ("", ":", "(", "[", "-", "–", "—")


def _clause_end(page: Page, position: int) -> int:
    """Where the note that runs at `position` ends: a closing bracket, a full stop or the line, at most 120 characters on."""
    mark = _NOTE_END.search(page.text, position, position + 120)
    return mark.start() if mark else page.trim(position, min(position + 120, len(page.text)))[1]


def _brackets(page: Page) -> Iterator[Finding]:
    if "[" in page.text or "???" in page.text or "___" in page.text:
        for match in _BRACKETED.finditer(page.text):
            message = "A blank was left to be filled in here; find the value and put it in."
            yield Finding("placeholder", match.start(), match.end(), message, "medium")
    for match in _BLANK_VALUE.finditer(page.text) if any(map(page.text.__contains__, _HINTS)) else ():
        message = "A sign stands here in place of a number; find the number and put it in."
        start = max(page.line(match.start())[0], page.sentence(match.start())[0], match.start() - 40)
        yield Finding("placeholder", *page.words(start, match.end()), message, "medium")
    if "??" in page.text:
        for match in _LOST_LETTERS.finditer(page.text):
            if _BLANK_VALUE.search(page.text, max(0, match.start() - 6), match.end() + 8):
                continue
            message = "Question marks stand where characters were lost; settle what was written."
            start, end = page.text.rfind(" ", 0, match.start() - 1) + 1, page.text.find(" ", match.end() + 1)
            yield Finding("other", start, end if end > 0 else match.end(), message, "low")


def _mark(page: Page, hit: Hit) -> Iterator[Finding]:
    """VERIFY, TBD, TBC, XX: only in capitals, since "verify" is also a verb and "xx" a chromosome."""
    if not page.text[hit.start : hit.end].isupper() or page.lower[max(0, hit.start - 1)] in ",/46":
        return
    if _EXPLAINED.search(page.lower, max(0, hit.start - 12), hit.start):
        return
    line_start, sentence_start = page.line(hit.start)[0], page.sentence(hit.start)[0]
    end = _clause_end(page, hit.end) if hit.phrase.pattern.match("verify") else hit.end
    start = hit.start if end - hit.start > 12 else max(line_start, sentence_start, hit.start - 80)
    yield Finding("placeholder", *page.trim(start, end), hit.phrase.message, "medium")


def _field_defaults(page: Page) -> Iterator[Finding]:
    """ "Maximum age: 130 Years", "Sex: -", "Target sample size: 0": a registry's default, not a statement."""
    for field in page.fields:
        if field.name in ("maximum_age", "minimum_age") and field.value:
            yield from _age_default(page, field.name, field.start, field.end)
        elif field.name in ("sex", "enrollment", "status") and _EMPTY.fullmatch(field.value):
            message = f"The field {field.label!r} holds no value; settle it."
            yield Finding("placeholder", field.line_start, field.end, message, "medium")


def _age_default(page: Page, name: str, start: int, end: int) -> Iterator[Finding]:
    value = page.text[start:end]
    years = _YEARS.fullmatch(value)
    number = Decimal(years[1]) if years else None
    if number is None:
        if value in ("-", "?"):
            yield Finding("placeholder", page.line(start)[0], end, "The age field holds no value; settle it.", "high")
    elif name == "maximum_age" and (number == 0 or number >= _BEYOND_ANY_AGE):
        message = f"A maximum age of {value} is a default of the form, not a limit; settle whether there is one."
        yield Finding("placeholder", page.line(start)[0], end, message, "medium")


def _hedge(page: Page, hit: Hit) -> Iterator[Finding]:
    """ "Typically" counts inside a criterion, and before a number, a length of time or an act of admission; not in prose."""
    _, end = page.sentence(hit.start)
    after = page.lower[hit.end : min(end, hit.end + _CLAUSE_REACH)]
    words = set(_WORDS.findall(after))
    number = _QUANTITY.search(after) is not None
    if number and page.item_at(hit.start) is None:
        number = bool(words & word_set("unit_of_care"))
    admission = set(_WORDS.findall(after[:_ADMISSION_REACH])) & word_set("admission")
    if after.startswith(_SETTLED) or not (number or admission or after.startswith((" as long as", " until"))):
        return
    stop = _clause_end(page, hit.end)
    yield Finding("illustrative", hit.start, min(stop, hit.end + _CLAUSE_REACH), hit.phrase.message, "low")


def _missing(page: Page, hit: Hit) -> Iterator[Finding]:
    """ "Within a protocol-defined window" gives no number; "eGFR above 30 as defined in the protocol" does."""
    start, end = page.sentence(hit.start)
    around = page.lower[max(start, hit.start - _CLAUSE_REACH) : hit.start] + page.lower[hit.end : min(end, hit.end + 40)]
    if _QUANTITY.search(around) or any(word in around for word in classes()["conduct"]):
        return
    begin = page.text.rfind(" ", start, max(start, hit.start - 30)) + 1 or start
    begin = max(start, begin if hit.start - begin < LONGEST_QUOTE else hit.start)
    yield Finding("missing_value", *page.trim(begin, hit.end), hit.phrase.message, "medium")
