"""Cohort headings: lines that open a group of criteria for some of the patients."""

import re
from typing import NamedTuple

from extractor.segment import admission, statements, vocabulary
from extractor.segment.lines import Piece

_LONGEST_NAME = 60
_GROUP_ID = r"(?:\d{1,2}[A-Za-z]?|[IVX]{1,4}[ab]?|[A-Z]\d?)"
_NUMBERED = re.compile(
    rf"""(?:(?:[Ff]or|[Ii]n|[Oo]nly)[ ](?:the[ ]|(?:all[ ])?(?:patients|participants|subjects)[ ](?:in|of)[ ])?)?
         (?:[A-Z][a-z]{{2,14}}[ ]){{0,2}}?
         (?P<name>(?P<kind>(?i:cohorts?|groups?|arms?|parts?|phase|stratum|strata|sub-?study|panel|aim))[ ]?
         (?P<id>{_GROUP_ID}(?:[ ]?(?:,|and|&|/|or|-|–|\+)[ ]?
             (?:(?i:cohorts?|groups?|arms?|parts?|phase)[ ])?{_GROUP_ID}){{0,5}})(?![\w.])
         (?:[ ](?i:only|portion|part|patients|participants|subjects|cohort|arm|group|study|phase|dose|escalation|
             expansion)){{0,3}})
         [ ]{{0,2}}(?P<tail>\([^()]{{1,100}}\)|[-–—][ ][^:]{{1,100}}|[A-Z][^:.;]{{2,60}}(?=:))?[ ]{{0,2}}(?P<stop>:|\.?$)""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(r"\(\s?(?P<short>[A-Za-z][\w./+-]{1,11})\s?\)\s{0,2}$")
_TITLE = re.compile(r"(?P<name>[A-Z][^:.;()]{2,90}\([ ]?(?P<short>[A-Za-z][\w./+-]{1,11})[ ]?\))(?:[ ]?[.:](?=\s|$)|$)")
_DEFINED = re.compile(r"(?P<name>[^:;,.]{2,60}?)\s[Dd]efinition\s?:\s{0,4}(?=\S)")
_VERB = re.compile(
    r"\b(?:must|should|shall|have|has|had|is|are|was|were|will|may|can|cannot|who|whose|that|follow\w*|least|defined|includ\w+|"
    r"characteristics|requirements?|considerations?|"
    r"prior|history|at|within|during|of childbearing|childbearing|reproductive|contracepti\w+|meet\w*|criteria|e\.g)\b",
    re.IGNORECASE,
)
_GROUP_WORD = re.compile(
    r"\b(?:cohort|group|arm|sub-?study|sub-?project|controls?|healthy|donors?|caregivers?|carers?)\b", re.IGNORECASE
)
_NAME_WORD = re.compile(r"\w+")
_SLUG = re.compile(r"[^a-z0-9]+")
_LEAD = re.compile(r"\A(?:for|in|only|the|with|of)\s+", re.IGNORECASE)
_EVERY_GROUP = re.compile(
    r"(?:for )?(?:both|all|any|either)(?: of)?(?: the| study)?(?: [\w-]+){0,3} (?:cohorts|groups|arms|parts|phases|strata)\b"
)
_PEOPLE = re.compile(r"\A(?:patients|subjects|participants|individuals|people)\s+(?:with|having)\s+", re.IGNORECASE)


class CohortMatch(NamedTuple):
    """A cohort heading: id, name, place; `rest` is where criteria text on the same line begins (the line's end: none).

    `alias` is a second name of the same cohort ("Group A" beside the patients it holds).
    """

    id: str
    name: str
    start: int
    end: int
    rest: int
    abbreviation: str | None = None
    expansion: str | None = None
    alias: str | None = None


def slug(name: str) -> str:
    """The id of a cohort name: "Cohort 1" is "cohort-1", "healthy controls group" "healthy-controls"."""
    plain = _PEOPLE.sub("", _LEAD.sub("", name.strip(" :.-–—()[]*_"), count=1), count=1)
    plain = re.sub(r"\s+(?:group|cohort|arm|only|population)$", "", plain.lower())
    return _SLUG.sub("-", plain).strip("-")[:60] or "cohort"


def covers_all(text: str) -> bool:
    """Does the heading say that what follows holds for everybody again ("All patients:", "General criteria")?"""
    key = " ".join(text[:120].strip(" :.*_()[]-–—").lower().split())
    if key in vocabulary.words("all_groups"):
        return True
    return len(key) <= 60 and bool(_EVERY_GROUP.match(key))


def qualifier_cohort(text: str, start: int, end: int) -> CohortMatch | None:
    """The cohort that the qualifier of an inclusion or exclusion heading names ("for healthy volunteers", "(Part B)")."""
    words = text[start:end].strip(" ()[]:")
    begin = text.index(words, start, end) if words else start
    numbered = _NUMBERED.match(text, begin, begin + len(words))
    if numbered:
        return _named(text, numbered.start("name"), numbered.end("name"), begin + len(words))
    if not words or covers_all(words) or statements.is_announcement(words):
        return None
    people = bool(vocabulary.any_of("people").search(words))
    if not people and not words.lower().startswith("for "):
        return None
    lead = _LEAD.match(words)
    begin += lead.end() if lead else 0
    return None if _VERB.search(words) else _named(text, begin, begin + len(words) - (lead.end() if lead else 0), end)


def cohort_heading(
    text: str, piece: Piece, after: Piece | None, known: dict[str, str], *, contrasted: bool, grouped: bool, heads: bool
) -> CohortMatch | None:
    """The cohort heading that the piece is, or None.

    `after` is the piece behind it, `known` maps the names met so far to their ids, `contrasted` says that the page has
    headings for several groups of people (then "Patients:" alone is one too), `grouped` that its list is one of groups, each
    named by its disease (see `are_groups`), `heads` that the piece behind it is the heading of a list.
    """
    words = text[piece.start : min(piece.end, piece.start + 400)]
    numbered = _NUMBERED.match(text, piece.start, min(piece.end, piece.start + 240))
    if numbered and _stands_alone(text, piece, numbered, after):
        titled = _titled(text, piece, numbered)
        if titled is not None:
            return titled
        stop = numbered.end("tail") if numbered["tail"] else numbered.end("name")
        rest = _skip(text, numbered.end(), piece.end)
        if _is_name(text[rest : piece.end], piece, after):
            stop = rest = piece.end
        found = _from_numbered(text, numbered, stop, rest)
        return found._replace(id=known.get(" ".join(numbered["name"].lower().split()), found.id))
    return (
        _known_name(text, piece, words, known)
        or _announced(text, piece, words)
        or (_grouped(text, piece, words) if grouped else None)
        or _defined(text, piece, words, after, known)
        or _people(text, piece, words, after, contrasted, heads)
    )


def is_numbered(text: str, piece: Piece) -> bool:
    """Does the line begin with the number of a group ("Group 2: high risk")?"""
    return _NUMBERED.match(text, piece.start, min(piece.end, piece.start + 240)) is not None


def _is_name(words: str, piece: Piece, after: Piece | None) -> bool:
    """ "Group 2: high risk" above the list of the group: do the words behind the colon name it?"""
    if not words or piece.label is not None or piece.run_on or after is None or after.label is None:
        return False
    plain = len(words) <= _LONGEST_NAME and words[-1] not in ".;:," and not any(map(str.isdigit, words))
    return plain and not admission.asks(words)


def _stands_alone(text: str, piece: Piece, match: re.Match[str], after: Piece | None) -> bool:
    if match["stop"] == ":" or match["tail"]:
        return True
    return match["kind"].lower() not in ("phase", "aim") or (after is not None and after.label is not None)


def _known_name(text: str, piece: Piece, words: str, known: dict[str, str]) -> CohortMatch | None:
    """A line that is nothing but the name of a cohort met before."""
    name = words.rstrip(" :.")
    short = _ABBREVIATION.search(name)
    for candidate in (name, short["short"] if short else "", name[: short.start()] if short else ""):
        if candidate and candidate.strip().lower() in known:
            return _named(text, piece.start, piece.start + len(name), piece.end)._replace(
                id=known[candidate.strip().lower()]
            )
    return None


def are_groups(text: str, parts: list[Piece]) -> bool:
    """Is the list one of groups: from its first labelled line on, "Name (N): all of these must apply." at least twice?"""
    found = [at for at, part in enumerate(parts) if _grouped(text, part, text[part.start : min(part.end, part.start + 400)])]
    if len(found) < 2:
        return False
    first = parts[found[0]].label
    return (first is not None and first.number == 1) or all(part.label is None for part in parts[: found[0]])


def _grouped(text: str, piece: Piece, words: str) -> CohortMatch | None:
    """ "Name (N): every point below must apply.": a name with its short form, and nothing but an announcement behind it."""
    title = _TITLE.match(words)
    if title is None or not _is_title(title) or not statements.is_announcement(words[title.end() :].strip()):
        return None
    return _named(text, piece.start, piece.start + title.end("name"), piece.end)


def _is_title(title: re.Match[str]) -> bool:
    return any(letter.isupper() for letter in title["short"]) and not _VERB.search(title["name"])


def _titled(text: str, piece: Piece, numbered: re.Match[str]) -> CohortMatch | None:
    """ "Group A: Name (N). ...": the patients that the group holds name it, "Group A" is another name."""
    start = _skip(text, numbered.end(), piece.end)
    title = _TITLE.match(text, start, min(piece.end, start + 120))
    if title is None or numbered["tail"] or not _is_title(title):
        return None
    named = _named(text, start, title.end("name"), _skip(text, title.end(), piece.end))
    return named._replace(alias=" ".join(numbered["name"].split()))


def _announced(text: str, piece: Piece, words: str) -> CohortMatch | None:
    """ "Name (N): Patients who fulfil all points may enter this group."."""
    colon = words.find(":")
    if not 1 < colon <= 110:
        return None
    behind = words[colon + 1 :].strip()
    if (
        len(behind.split()) < 4
        or not re.search(r"\b(?:group|cohort|arm|stratum)\b", behind)
        or not statements.is_announcement(_without(behind, words[:colon]))
    ):
        return None
    if _VERB.search(words[:colon]):
        return None
    return _named(text, piece.start, piece.start + colon, piece.end)


def _without(text: str, name: str) -> str:
    """The words that are no part of the name."""
    own = set(_NAME_WORD.findall(name.lower()))
    return " ".join(word for word in text.split() if not own.issuperset(_NAME_WORD.findall(word.lower())))


def _defined(text: str, piece: Piece, words: str, after: Piece | None, known: dict[str, str]) -> CohortMatch | None:
    """ "4. Name Definition: ..." before a list that starts anew, on a page that has cohorts."""
    if not known or after is None or after.label is None or after.label.number != 1:
        return None
    match = _DEFINED.match(words)
    return _named(text, piece.start, piece.start + match.end("name"), piece.start + match.end()) if match else None


def _people(text: str, piece: Piece, words: str, after: Piece | None, contrasted: bool, heads: bool) -> CohortMatch | None:
    """ "Healthy volunteers:", "For patients with X:" on a line of its own, with a list behind it."""
    if piece.end - piece.start > 90 or after is None or after.start <= piece.start or not is_people_line(words, piece):
        return None
    if after.label is None and not heads and not words.endswith(":"):
        return None
    if not contrasted and not heads and not _GROUP_WORD.search(words):
        return None
    return _named(text, piece.start, piece.start + len(words.rstrip(" :")), piece.end)


def is_people_line(words: str, piece: Piece) -> bool:
    """Is the line nothing but a group of people?"""
    if piece.label is not None or len(words) > 90 or words[-1:] in ".;,":
        return False
    plain = words.rstrip(" :")
    if not words.endswith(":") and len(plain.split()) > 5:
        return False
    return (
        bool(vocabulary.any_of("people").search(plain)) and not _VERB.search(plain) and not any(c in plain for c in "<>≥≤=;")
    )


def _from_numbered(text: str, match: re.Match[str], stop: int, rest: int) -> CohortMatch:
    kind = match["kind"].lower().rstrip("s")
    tail = (match["tail"] or "").strip(" ()-–—") or None
    return CohortMatch(
        slug(f"{kind} {match['id']}"),
        " ".join(text[match.start("name") : stop].split()),
        match.start("name"),
        stop,
        rest,
        None,
        tail,
    )


def _named(text: str, start: int, end: int, rest: int) -> CohortMatch:
    if text[start : start + 4].lower() == "for ":
        start += 4
    name = " ".join(text[start:end].split())
    short = _ABBREVIATION.search(name)
    if short and any(letter.isupper() for letter in short["short"]):
        return CohortMatch(slug(short["short"]), name, start, end, rest, short["short"], name[: short.start()].strip())
    return CohortMatch(slug(name), name, start, end, rest)


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
