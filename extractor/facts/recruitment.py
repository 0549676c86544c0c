"""The recruitment status that a label or a sentence names, as the API v2 writes it."""

import re
from functools import cache, lru_cache

from extractor.facts.vocabulary import MAX_WORDS, PEOPLE, collapse, table, words

_ENROLMENT = re.compile(r"\b(?:enrol+ment|accrual)\b")
_ADVERB = re.compile(
    r"\b(?:now|currently|presently|already|still|again|(?:at|for) (?:present|the moment|now|the time being)|only|any ?more"
    r"|any longer)\b"
)
_HAS = re.compile(r"(?<=\brecruitment )(?:has been|has|is|was) ")
_TAKING = re.compile(r"\b(?:accepting|admitting|enrol+ing|inviting|(?:looking|searching) for|seeking|taking(?: on| in)?)\b")
_TAKE = re.compile(r"\bto (?:accept|admit|enrol+|invite|look for|seek|take(?: on| in)?)\b")
_UNDER_WAY = re.compile(r"^(?:active|ongoing|authorised|yes)(?:,| -| but)? (?=\w)")
_NOT_BEGUN = re.compile(r"\bnot (?:yet )?(?:begun|opened|started)(?: recruiting| to recruit)?(?: yet)?\b")
_OPEN_FOR = re.compile(r"\b(open|closed) for\b")
_RECRUITS = re.compile(rf"\b(recruit(?:ing)?)(?: [\w,.-]+){{0,3}}? {PEOPLE}\b")
_TO_PEOPLE = re.compile(
    rf"\b(open|closed) to (?:(?:new|more|further|adult|\d+) )?(?:{PEOPLE}|any(?:one|body)|every(?:one|body))\b"
)
_PLACE = re.compile(r" (?:in|at|since|across) (?:the )?(?=[A-Z\d])")
_SUBJECT = re.compile(
    r"\b(?P<subject>study|trial|program(?:me)?|it|we|and|but|recruitment|enrol+ment)(?: [A-Z][\w-]*\d)?"
    r"(?P<verb>'re| are| is| has been| has| was)(?= )"
    r"(?=(?P<rest>(?: [\w-]+){1,8}))",
    re.IGNORECASE,
)
_LOOKS_FOR_PEOPLE = re.compile(
    r"\b(?:is|are) (?:now |currently |still )?(?:recruiting|enrol+ing|inviting|seeking|looking for)(?: [\w-]+){0,2} "
    rf"{PEOPLE}\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r" (?!to|for|and|but|at|in|since|so|because|as|by|from|with|on|until|while)\w")
_SUPPOSED = re.compile(
    r"\b(?:if|when|once|until|unless|whether|while|where|wherever|(?:before|after) (?:the|this|our))\b[^,;:]*+$",
    re.IGNORECASE,
)
_IN_THE_PAST = re.compile(r"\b(?:before|earlier|previously|in the past)\b")


def _in_table_words(label: str) -> str:
    """A label in the words of the table: enrolment is recruitment, accepting new patients is recruiting; no adverbs."""
    text = collapse(label).casefold().replace("–", "-").replace("_", " ").rstrip(".")
    text = _UNDER_WAY.sub("", text)
    text = _TAKE.sub(
        "to recruit", _TAKING.sub("recruiting", _HAS.sub("", _ADVERB.sub("", _ENROLMENT.sub("recruitment", text))))
    )
    text = _TO_PEOPLE.sub(r"\1 to people", _OPEN_FOR.sub(r"\1 to", _RECRUITS.sub(r"\1", collapse(text))))
    return _NOT_BEGUN.sub("not started", text.strip(" ,"))


@cache
def _statuses() -> dict[str, str]:
    return {row["words"]: row["status"] for row in table("fact_statuses")}


def status(text: str) -> str | None:
    """The recruitment status that a short label names ("Active - Recruiting" is RECRUITING), None if it names none.

    The whole label must be known, up to a remark in brackets, after a sentence end, or on place and time ("recruiting in
    Chile"): a status is never guessed from a part.
    """
    printed = text[:MAX_WORDS]
    cuts = (printed, printed.split("(")[0], printed.split(". ")[0], printed.split(";")[0], _PLACE.split(printed)[0])
    return next((known for cut in dict.fromkeys(cuts) if (known := _of_label(cut))), None)


@lru_cache(maxsize=4096)
def _of_label(label: str) -> str | None:
    return _statuses().get(_in_table_words(label))


def find_status(sentence: str) -> tuple[int, int, str] | None:
    """The status that a sentence says the trial has, with its (start, end): the last that it tells of the present.

    "The study was paused before and is now recruiting" tells RECRUITING; what holds "if" or "until" the study is closed is
    no status.
    """
    matches = list(_SUBJECT.finditer(sentence))
    if matches and matches[0]["subject"].casefold() not in ("and", "but"):
        found = [told for match in matches if (told := _told(sentence, match))]
        if found:
            return found[-1]
    looks = _LOOKS_FOR_PEOPLE.search(sentence)
    return (*looks.span(), "RECRUITING") if looks and not _SUPPOSED.search(sentence, 0, looks.start()) else None


def _told(sentence: str, match: re.Match[str]) -> tuple[int, int, str] | None:
    subject, rest = match["subject"].casefold(), match["rest"].split()
    if _SUPPOSED.search(sentence, 0, match.start()) or (subject == "it" and match["verb"] == " was"):
        return None
    lead = "recruitment " if subject[0] in "re" else ""
    for size in range(len(rest), 0, -1):
        said = " ".join(rest[:size])
        end = match.start("rest") + 1 + len(said)
        value = None if said.casefold() in words("status_of_labels") else status(lead + said)
        if value and (subject != "we" or "recruit" in _in_table_words(said)) and not _GOES_ON.match(sentence, end):
            past = match["verb"] == " was" and _IN_THE_PAST.match(sentence[end:].strip())
            return None if past else (match.start(), end, value)
    return None
