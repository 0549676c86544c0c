"""Facts from labelled lines of a page: navigators' tables at a glance, registers' headers, study design blocks."""

import re
from itertools import pairwise

from extractor.facts.assemble import fact
from extractor.facts.designs import find_designs
from extractor.facts.entries import Entry, read_entries
from extractor.facts.lines import Line, PageLines
from extractor.facts.location import find_countries, site_facts
from extractor.facts.parted import ANSWERED, COUNT, RUN_BY, names_sponsor, parted
from extractor.facts.printed_age import age_group, find_age, find_ages, limit
from extractor.facts.printed_date import iso_date
from extractor.facts.recruitment import status
from extractor.facts.schedule import date_range
from extractor.facts.vocabulary import PHASE_LINE, collapse, is_placeholder, named_sex, phase, sex
from extractor.model.criterion import Fact, FactField
from extractor.model.document import Document
from extractor.model.outline import Outline

MAX_LINES = 3000
LOOSE = frozenset(
    {"status", "open", "sponsor", "start_date", "completion_date", "dates", "last_updated", "enrollment", "healthy"}
)
"""Labels that are no heading among criteria, as "Age" or "Treatment" may be."""
PLAIN: dict[str, FactField] = {"sponsor": "sponsor", "condition": "condition", "secondary": "secondary_id", "title": "title"}
DATED: dict[str, FactField] = {
    "start_date": "start_date",
    "completion_date": "completion_date",
    "last_updated": "last_updated",
}
NUMBER = re.compile(
    r"(?:about|approximately|up to|around|circa|~)?[ ]?(\d{1,3}(?:[,. ]\d{3})++|\d{1,7})(?![\d.%])", re.IGNORECASE
)
ROLE = re.compile(
    r"(?:drug|biological|device|procedure|radiation|behaviou?ral|genetic|other|combination product|dietary supplement)"
    r"[ ]?:[ ]?",
    re.I,
)
CLASS = re.compile(r"[A-Z]\d\d(?:\.\d)?(?:-[A-Z]\d\d)?")
LIST_MARK = re.compile(r"[ ]?;[ ]?")
NAME_END = re.compile(r"[ ]?(?:<br>|MedDRA version|;Therapeutic area)")
AGE_LINE = re.compile(r"(?:ages?|aged)[ :]{1,3}(?=[\d≥>])", re.IGNORECASE)
AGE_ALONE = re.compile(r"\d{2} years?\b.{0,20}\b(?:old|older|over|up|age)$", re.IGNORECASE)
SEXED = re.compile(r"\b(?:(?:fe)?males?|m[ae]n|wom[ae]n|boys?|girls?|sex(?:es)?|genders?)\b", re.IGNORECASE)
SEX_LINE = re.compile(
    r"(?:all genders|all sexes|both sexes|both genders|females?(?: only)?|males?(?: only)?|women only|men only)$",
    re.IGNORECASE,
)
ANSWER = re.compile(r"([^:\n]{1,80}):[ ]?(yes|no)\b", re.IGNORECASE)
OPEN = re.compile(r"yes\b", re.IGNORECASE)
ORGANISATION = re.compile(r"(?:name|organi[sz]ation(?: name)?)[ ]?[:|][ ]?(?=[A-Z])", re.IGNORECASE)
REMARK = re.compile(r"[ ]?\([^()]{1,40}\)[ .]{0,3}$")
YES_NO = {"yes": "true", "true": "true", "accepted": "true", "no": "false", "false": "false", "not accepted": "false"}


def read_header(document: Document, outline: Outline, page: PageLines) -> list[Fact]:
    """The facts on labelled lines outside the criteria. A placeholder ("to be added") in place of a value is no fact."""
    stops = frozenset(section.start for section in outline.sections)
    lines = [part for line in page.outside for part in parted(line)]
    whole = {line.start: line.end for line in page.outside}
    parts = [part for part in lines if whole.get(part.start) != part.end]
    entries = read_entries(lines, stops | {part.start for part in parts})
    entries += [entry for entry in read_entries(page.loose, frozenset()) if entry.name in LOOSE]
    entries += [Entry("sponsor", *place) for place in _organisations(lines)]
    aged = [line for line in page.inside if "age" in line.text[:24].casefold()]
    entries += [entry for entry in read_entries(aged, frozenset()) if entry.name in ("age_min", "age_max")]
    found: list[Fact] = []
    for entry in entries:
        found += _entry_facts(document, entry)
    found = _without_named_groups(found)
    found += _yes_no_facts(document, entries)
    found += site_facts(document, page.outside)
    taken = {entry.whole for entry in entries}
    loose = [piece for line in page.loose if (pieces := parted(line)) != [line] for piece in pieces]
    found += _unlabelled(document, [*lines, *loose], taken)
    found += _in_parts(document, [part for part in (*parts, *loose) if part.start not in taken])
    return found


def _organisations(lines: list[Line]) -> list[tuple[int, int, str, int]]:
    """Names in a record's part on its sponsor ("Primary sponsor type: Hospital", below it "Name: ...")."""
    found = []
    for above, line in pairwise(lines):
        name = ORGANISATION.match(line.text)
        if name and "sponsor" in above.text.casefold()[:40]:
            found.append((line.start + name.end(), line.end, line.text[name.end() :], line.start))
    return found


def _in_parts(document: Document, parts: list[Line]) -> list[Fact]:
    """Status, number of people, their sex and sponsor as the parts of a line name them without a label."""
    found = []
    run = any(RUN_BY.match(part.text) for part in parts)
    for part in parts:
        count, run_by, value = COUNT.fullmatch(part.text), RUN_BY.match(part.text), status(part.text)
        if value:
            found.append(fact(document, "status", value, part.start, part.end, "header"))
        elif count:
            number = re.sub(r"\D", "", count["number"])
            found.append(fact(document, "enrollment", number, part.start, part.end, "header"))
            only = named_sex(part.text)
            found += [fact(document, "sex", only, part.start, part.end, "header")] if only else []
        elif run_by or (names_sponsor(part) and not run):
            name = part.text[run_by.end() if run_by else 0 :]
            found.append(fact(document, "sponsor", collapse(name), part.start, part.end, "header"))
    return found


def _without_named_groups(facts: list[Fact]) -> list[Fact]:
    """The facts without "Age group: Adult" where the page prints its limits, too ("Minimum age: 21 Years")."""
    limits = any(each.field == "age" and {"minimum", "maximum"} & set(each.confidence) for each in facts)
    return [each for each in facts if not (limits and "age-group" in each.confidence)]


def _entry_facts(document: Document, entry: Entry) -> list[Fact]:
    """What one labelled value states."""
    if entry.name in ("age_min", "age_max"):
        return _limit(document, entry)
    if is_placeholder(entry.text):
        return []
    if entry.name in PLAIN:
        return _names(document, PLAIN[entry.name], entry)
    if entry.name in DATED:
        date = iso_date(entry.text, document.reading)
        return [_whole(document, DATED[entry.name], date, entry)] if date else []
    if entry.name == "dates":
        return date_range(document, entry.start, entry.text, "header")
    reader = READERS.get(entry.name)
    return reader(document, entry) if reader else []


def _whole(document: Document, field: FactField, value: object, entry: Entry, *more: str) -> Fact:
    return fact(document, field, value, entry.whole, entry.end, "header", *more)  # type: ignore[arg-type]


def _names(document: Document, field: FactField, entry: Entry) -> list[Fact]:
    """A name, or a list of conditions or ids with semicolons; a classification after the name is not part of it."""
    cut = NAME_END.search(entry.text)
    text = entry.text[: cut.start()] if cut else entry.text
    if field != "condition" and not (field == "secondary_id" and ";" in text):
        return (
            [fact(document, field, collapse(text), entry.whole, entry.start + len(text), "header")] if text.strip() else []
        )
    return [
        fact(document, field, collapse(text[start:end]), entry.start + start, entry.start + end, "header")
        for start, end in _pieces(text)
    ]


def _pieces(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for mark in [*LIST_MARK.finditer(text), None]:
        end = mark.start() if mark else len(text)
        kept = text[at:end].rstrip(" .;")
        if kept.strip(" ;.-") and not CLASS.fullmatch(kept.strip()):
            found.append((at, at + len(kept)))
        at = mark.end() if mark else end
    return found


def _status(document: Document, entry: Entry) -> list[Fact]:
    value = "RECRUITING" if entry.name == "open" and OPEN.match(entry.text) else status(entry.text)
    return [_whole(document, "status", value, entry)] if value and value != "SITE_NOT_AVAILABLE" else []


def _phase(document: Document, entry: Entry) -> list[Fact]:
    answers = ANSWER.findall(entry.text)
    if answers:
        named = sorted({value for words, answer in answers if answer.casefold() == "yes" and (value := phase(words))})
        return [_whole(document, "phase", "/".join(named), entry)] if named else []
    value = phase(REMARK.sub("", entry.text), bare=True) or phase(entry.text, bare=True)
    return [_whole(document, "phase", value, entry)] if value else []


def _sex(document: Document, entry: Entry) -> list[Fact]:
    value = sex(entry.text) if not ANSWERED.search(entry.text) else None
    return [_whole(document, "sex", value, entry)] if value else []


def _age(document: Document, entry: Entry) -> list[Fact]:
    printed = find_ages(entry.text) if not ANSWERED.search(entry.text) else []
    if printed:
        return [_whole(document, "age", value, entry) for _, _, value in printed]
    group = age_group(entry.text)
    if group is None:
        return []
    return [_whole(document, "age", group, entry, "no-limit" if group.low is None and group.high is None else "age-group")]


def _limit(document: Document, entry: Entry) -> list[Fact]:
    upper = entry.name == "age_max"
    value = limit(entry.text, upper=upper)
    if value is None:
        return []
    side = "maximum" if upper else "minimum"
    unbounded = value.low is None and value.high is None
    return [_whole(document, "age", value, entry, side, *(("no-limit",) if unbounded else ()))]


def _healthy(document: Document, entry: Entry) -> list[Fact]:
    value = YES_NO.get(entry.text.strip(" .").casefold())
    return [_whole(document, "healthy_volunteers", value, entry)] if value else []


def _enrollment(document: Document, entry: Entry) -> list[Fact]:
    number = NUMBER.match(entry.text) or NUMBER.search(entry.text, 0, 80)
    if number and not find_age(entry.text):
        return [_whole(document, "enrollment", re.sub(r"\D", "", number[1]), entry)]
    return _who(document, entry)


def _intervention(document: Document, entry: Entry, role: str = "product") -> list[Fact]:
    kind = ROLE.match(entry.text)
    name = collapse(entry.text[kind.end() if kind else 0 :])
    return [_whole(document, "intervention", name, entry, role)] if name else []


def _comparator(document: Document, entry: Entry) -> list[Fact]:
    return _intervention(document, entry, "comparator")


def _arms(document: Document, entry: Entry) -> list[Fact]:
    number = re.match(r"\d{1,2}(?!\d)", entry.text)
    return [_whole(document, "study_design", f"ARMS={number[0]}", entry)] if number else _design(document, entry)


def _design(document: Document, entry: Entry) -> list[Fact]:
    found = [_whole(document, "study_design", design, entry) for _, _, design in find_designs(entry.text)]
    value = phase(entry.text)
    return [*found, _whole(document, "phase", value, entry)] if value else found


def _who(document: Document, entry: Entry) -> list[Fact]:
    return [*_age(document, entry), *(_sex(document, entry) if SEXED.search(entry.text) else [])]


def _location(document: Document, entry: Entry) -> list[Fact]:
    if status(entry.text):
        return []
    countries = [
        fact(document, "location", country, entry.start + start, entry.start + end, "header", "country")
        for start, end, country in find_countries(entry.text)
    ]
    return countries or [_whole(document, "location", collapse(entry.text), entry, "labelled")]


READERS = {
    "status": _status,
    "open": _status,
    "phase": _phase,
    "sex": _sex,
    "age": _who,
    "healthy": _healthy,
    "enrollment": _enrollment,
    "intervention": _intervention,
    "comparator": _comparator,
    "arms": _arms,
    "design": _design,
    "who": _who,
    "location": _location,
}


def _yes_no_facts(document: Document, entries: list[Entry]) -> list[Fact]:
    """Sex and phase that a register prints as a list of answers ("Female: yes", "Therapeutic use (Phase IV): no")."""
    answers = [
        entry for entry in entries if entry.name.startswith(("sex_", "eu_phase")) and entry.text.casefold().startswith("yes")
    ]
    sexes = [entry for entry in answers if entry.name.startswith("sex_")]
    phases = [entry for entry in answers if entry.name.startswith("eu_phase")]
    found = []
    if sexes:
        value = "ALL" if len({entry.name for entry in sexes}) == 2 else sexes[0].name.removeprefix("sex_").upper()
        found.append(fact(document, "sex", value, sexes[0].whole, sexes[-1].end, "header"))
    if phases:
        value = "/".join(sorted({entry.name.removeprefix("eu_").upper() for entry in phases}))
        found.append(fact(document, "phase", value, phases[0].whole, phases[-1].end, "header"))
    return found


def _unlabelled(document: Document, lines: list[Line], taken: set[int]) -> list[Fact]:
    """Short lines that need no label: "Ages 10-65", "All Ages", "All Genders", "Female", "Phase 2"."""
    found = []
    for line in lines[:MAX_LINES]:
        if len(line.text) > 60 or line.start in taken:
            continue
        if SEX_LINE.match(line.text):
            found.append(fact(document, "sex", sex(line.text) or "ALL", line.start, line.end, "header"))
        elif line.text.casefold() in ("all ages", "any age"):
            found.append(fact(document, "age", age_group(line.text) or "", line.start, line.end, "header", "no-limit"))
        elif PHASE_LINE.match(line.text) and (value := phase(line.text)):
            found.append(fact(document, "phase", value, line.start, line.end, "header"))
        elif AGE_LINE.match(line.text):
            found += [fact(document, "age", age, line.start, line.end, "header") for _, _, age in find_ages(line.text)]
        elif AGE_ALONE.match(line.text) and (alone := find_age(line.text)) and alone[:2] == (0, len(line.text)):
            found.append(fact(document, "age", alone[2], line.start, line.end, "header"))
    return found
