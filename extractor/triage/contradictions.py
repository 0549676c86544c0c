"""Statements of one page that cannot all hold: the head, the sites and the wording of the text."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.model.values import Range
from extractor.triage.page import LONGEST_QUOTE, Finding, Page, squeeze
from extractor.triage.phrases import classes

_SITE_LINES = 8
_MOST_SITES = 20
_BULLET = re.compile(r"^[ \t]{0,12}+[•*·▪-][ \t]{0,8}+(?=\S)")
_GENERIC_SITE = re.compile(
    r"investigat|research|clinical site|local institution|^site\b|\bsite \d|for additional information", re.IGNORECASE
)
_PLACE = re.compile(r"\d{4,10}|[^\W\d_]{4,30}")
_AGE_COUNT = re.compile(r"number of subjects for this age range:?[ \t]{0,4}(\d{1,7})")
_SAMPLE = re.compile(r"\d{1,7}")
_AMOUNT = re.compile(r"[^.;\n\d]{0,60}?(\d[\d.,]{0,8} ?[a-zµ/]{1,8})")
_DOSE_REACH = 220
_LONGEST_BLOCK = 390
_SIGNING = ("consent", "assent", "sign", "permission", "agree")
_ADULT = Decimal(18)


def find_contradictions(page: Page) -> Iterator[Finding]:
    """Contradictions that show in the words of the page: groups, sites, subject counts, doses, consent, copied blocks."""
    yield from _groups(page)
    yield from _sites(page)
    yield from _subject_counts(page)
    yield from _doses(page)
    yield from _minors(page)
    yield from _copies(page)


def _groups(page: Page) -> Iterator[Finding]:
    """A single-arm trial with more than one treatment group in its fields."""
    single = next(iter(page.hits("single_arm")), None)
    if single is None:
        return
    for field in page.fields:
        if field.name == "groups" and field.value.isdecimal() and int(field.value) > 1:
            said = squeeze(page.text[single.start : single.end])
            message = f"The text says {said!r}, this field {field.value} groups; settle how many arms there are."
            yield Finding("self_contradiction", field.line_start, field.end, message, "medium")


def _sites(page: Page) -> Iterator[Finding]:
    """One hospital at one address that recruits and does not recruit."""
    if "recruiting" not in page.lower:
        return
    sites: dict[str, list[tuple[bool, int, int, frozenset[str]]]] = {}
    for name, is_open, start, end, address in _listed_sites(page):
        for other_open, _, _, other_address in sites.get(name, ()):
            if other_open != is_open and (address & other_address or not address or not other_address):
                message = f"{name} stands once as recruiting and once as not; settle its status."
                yield Finding("self_contradiction", start, end, message, "high")
                break
        known = sites.setdefault(name, [])
        if len(known) < _MOST_SITES:
            known.append((is_open, start, end, address))


def _listed_sites(page: Page) -> Iterator[tuple[str, bool, int, int, frozenset[str]]]:
    """Name, open or not, place of the status line and address words of every site in a list of sites."""
    states = dict.fromkeys(classes()["site_open"], True) | dict.fromkeys(classes()["site_closed"], False)
    name, address, since = "", [""], _SITE_LINES
    for start, end in page.lines():
        line = page.text[start:end]
        bullet = _BULLET.match(line)
        state = states.get(line.strip().lower())
        if bullet:
            name, address, since = line[bullet.end() :].strip(), [], 0
        elif state is not None and name and since < _SITE_LINES and not _GENERIC_SITE.search(name):
            yield name, state, *page.trim(start, end), frozenset(_PLACE.findall(" ".join(address)))
            name = ""
        else:
            since += 1
            address.append(line)


def _subject_counts(page: Page) -> Iterator[Finding]:
    """Planned subjects by age range that do not add up to the size of the trial."""
    counts = [match for match in _AGE_COUNT.finditer(page.lower) if int(match[1])]
    target = next((f for f in page.fields if f.name == "enrollment" and _SAMPLE.fullmatch(f.value)), None)
    if not counts or target is None or int(target.value) == 0:
        return
    total = sum(int(match[1]) for match in counts)
    if total != int(target.value):
        message = f"The age ranges have {total} subjects together, the trial {target.value}; settle the size."
        start, end = counts[0].start(), counts[-1].end()
        end = end if end - start <= LONGEST_QUOTE else counts[0].end()
        yield Finding("self_contradiction", start, end, message, "medium")


def _doses(page: Page) -> Iterator[Finding]:
    """A starting dose that may be raised to itself."""
    for hit in page.hits("start_dose"):
        start = _AMOUNT.match(page.lower, hit.end)
        top = next((top for top in page.hits("top_dose") if hit.end < top.start < hit.end + _DOSE_REACH), None)
        risen = _AMOUNT.match(page.lower, top.end) if top else None
        if start and risen and squeeze(start[1]) == squeeze(risen[1]):
            message = f"The dose starts at {start[1]} and may rise to the same {risen[1]}; settle the doses."
            yield Finding("self_contradiction", hit.start, risen.end(), message, "high")


def _minors(page: Page) -> Iterator[Finding]:
    """Adults only, and yet a parent signs."""
    lows = [
        f.value for f in page.record.facts if f.field == "age" and isinstance(f.value, Range) and f.value.low is not None
    ]
    years = [value.low for value in lows if (value.unit or "a") == "a" and value.low is not None]
    if not years or len(years) != len(lows) or min(years) < _ADULT:
        return
    for hit in page.hits("minor_consent")[:2]:
        start, end = page.sentence(hit.start)
        if not any(word in page.lower[start:end] for word in _SIGNING):
            continue
        message = (
            f"The page admits nobody under {min(years)}, and yet speaks of consent for a minor; settle the minimum age."
        )
        yield Finding("self_contradiction", *page.words(max(start, hit.start - 60), min(end, hit.end + 60)), message, "high")


def _copies(page: Page) -> Iterator[Finding]:
    """One finding for each block that the page carries twice: the whole second copy, or its first entry where it is long."""
    blocks: list[tuple[int, int, int]] = []
    for index, item in enumerate(page.items):
        if "duplicate-block" not in item.notes:
            continue
        if blocks and index - blocks[-1][2] <= 2:
            blocks[-1] = (blocks[-1][0], max(item.end, blocks[-1][1]), index)
        else:
            blocks.append((item.start, item.end, index))
    for start, end, last in blocks:
        if "run-on" in page.items[last].notes and page.line(end)[1] - start <= _LONGEST_BLOCK:
            end = page.line(end)[1]
        message = "This block stands on the page twice; settle which copy holds, and for which group."
        yield Finding("self_contradiction", start, min(end, start + _LONGEST_BLOCK), message, "low")
