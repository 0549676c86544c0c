"""What a line states: a requirement, only the announcement of a list, or something about the page or the form."""

import re

from extractor.segment import vocabulary
from extractor.segment.vocabulary import any_of, mentions

_LONGEST_INTRO = 260
_LONGEST_TOPIC = 30
_WHOLE_LIST = re.compile(
    r"\b(?:meet|meets|meeting|fulfil|fulfill|fulfils|fulfills|satisfy|satisfies|have|has|apply|applies|with)\s(?:[\w()/-]+\s){0,6}?"
    r"(?:all|any|each|one|every|none)\b(?:[\w()/ -]{0,40}?)\b(?:following|below|these)\b[^.]{0,200}?"
    r"\b(?:eligib|enrol|exclu|includ|inclu|participat|study|trial|entry|randomi)",
    re.IGNORECASE,
)
_EVERYBODY = re.compile(
    r"(?:all\s|each\s|every\s|the\s|eligible\s){0,2}(?:patient|subject|participant|individual|candidate|volunteer)s?\s"
    r"(?:must|should|have\sto|need\sto|will|who)\s(?:also\s)?(?:meet|fulfil|fulfill|satisfy)\s(?:all\s)?(?:of\s)?(?:the\s)?following\b",
    re.IGNORECASE,
)
_NO_LIST = re.compile(
    r"(?:there (?:are|is) )?no (?:specific |further )?(?:in|ex)clusion criteri(?:a|on)\b"
    r"(?![^\n]{0,400}\b(?:other|except|unless|but|apart|beyond)\b)",
    re.IGNORECASE,
)
_UNSAID = re.compile(r"\b(?:specified|stated|provided|applicable|n/?a)\b", re.IGNORECASE)
_FORM_POINT = re.compile(r"[A-Z]\.\d{1,2}(?:\.\d{1,2}){0,4}\.?")
_SET_PHRASE_WORDS = ("riteria", "consideration")
_DATING = re.compile(
    r"(?:version\s\d[\d.]{0,5}(?=[\s,])|(?:text|version|edition|status|data)\s(?:of|as\sof)\b"
    r"|(?:(?:this|the|our|date\sof|date)\s){0,2}"
    r"(?:(?:page|website|site|text|information|summary|entry|record|contents?|letter|leaflet|sheet|document)\s)?"
    r"(?:(?:was|were|has\sbeen|is)\s)?(?:(?:last|latest|most\srecent|most\srecently)\s)?"
    r"(?:updated?|review(?:ed)?|check(?:ed)?|verified|revised|revision|modified|changed|refreshed|published|posted|edited|printed"
    r"|amended|written)\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)(?<!\d..)\d\d(?!\d)")
_DATE_WORD = re.compile(
    r"\d{1,4}(?:st|nd|rd|th)?|on|in|of|at|date|(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}|utc|gmt",
    re.IGNORECASE,
)
_PLEASE = re.compile(
    r"(?:for (?:more|further|additional) (?:information|details)\b[^.;]{0,80}?, )?"
    r"please\s(?:turn|see|call|ask|visit|contact|refer|write|e-?mail|read|click|note|go)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_CHOICE = re.compile(r"\b(?:of|following|criteria|conditions)(?:\s[a-z]+){0,2}\s?:$", re.IGNORECASE)


def is_announcement(text: str) -> bool:
    """Does the line only announce the list that follows ("Patients must meet all of these criteria:")?"""
    if len(text) > _LONGEST_INTRO:
        return False
    plain = vocabulary.words("intro_words")
    tokens = text.lower().replace("/", " ").replace("-", " ").split()
    return bool(tokens) and all(token.strip(".,:;()[]\"'“”*_#–—&") in plain | {""} for token in tokens)


def is_list_announcement(text: str) -> bool:
    """Does a sentence announce the whole list of criteria, whatever else it says ("... at screening to be enrolled:")?"""
    ending = text.rstrip()[-1:]
    if len(text) > _LONGEST_INTRO or ending not in (":", "."):
        return False
    return bool(_WHOLE_LIST.search(text)) or (ending == ":" and bool(_EVERYBODY.match(text)))


def is_boilerplate(text: str) -> bool:
    """Is the sentence a set phrase about the list ("other protocol-defined criteria may apply") that states no criterion?"""
    return len(text) <= 400 and any(word in text for word in _SET_PHRASE_WORDS) and bool(any_of("boilerplate").search(text))


def is_nothing(text: str) -> bool:
    """Does the line say that there is nothing to list ("None", "Not applicable", "There are no exclusion criteria ...")?"""
    if len(text) <= 40 and text.strip(" .:;-–—*()[]").lower() in vocabulary.words("nothing"):
        return True
    return len(text) <= 400 and _NO_LIST.match(text) is not None


def _names_nothing(text: str) -> bool:
    """Does the line name a topic and say that nothing is asked of it ("Life expectancy: Not specified")?"""
    topic, colon, said = text.partition(":")
    unsaid = is_nothing(said) and (_UNSAID.search(said) is not None or not states_requirement(topic))
    return bool(colon) and len(topic) <= _LONGEST_TOPIC and unsaid


def is_form_text(text: str) -> bool:
    """Is the line a printed part of a registry's form, which states nothing about patients in its own words?"""
    return bool(any_of("form_text").match(text) or _FORM_POINT.fullmatch(text))


def is_dating(text: str) -> bool:
    """Does the line only say when the page was written or looked at ("Page last updated: 2 April 2026")?"""
    if len(text) > 120 or not _YEAR.search(text):
        return False
    plain = text.strip(" -–—•*()[]")
    said = _DATING.match(plain)
    return said is not None and all(_DATE_WORD.fullmatch(word) for word in _WORD.findall(plain[said.end() :]))


def is_to_reader(text: str) -> bool:
    """Does the line send the reader of the page elsewhere ("Please see the back page") and ask for nothing else?"""
    sent = _PLEASE.match(text) if len(text) <= 120 else None
    return sent is not None and not states_requirement(text[sent.end() :])


def says_nothing(text: str) -> bool:
    """Is the line a part of a form, a set phrase, a date of the page, a word to machines or to its reader, or nothing?"""
    apart = is_form_text(text) or is_nothing(text) or _names_nothing(text) or is_boilerplate(text) or is_dating(text)
    return apart or is_to_machines(text) or is_to_reader(text)


def is_to_machines(text: str) -> bool:
    """Does the line speak to programs that read the page? Such words are never criteria."""
    return mentions("machine_talk", text)


def is_about_page(text: str) -> bool:
    """Does the sentence speak about the page, its makers or its readers, not about patients?"""
    return bool(any_of("page_talk").search(text))


def states_requirement(text: str) -> bool:
    """Has the sentence a word or sign that requirements of patients are made of?"""
    return any(sign in text for sign in "<>≥≤") or bool(any_of("requirement_words").search(text))


def is_permission(text: str) -> bool:
    """Does the sentence say that something is allowed?"""
    return bool(any_of("permission_words").search(text))


def opens_list(text: str) -> bool:
    """Do the words announce that a list follows ("one of the following", "defined as:")?"""
    tail = text[-200:]
    return (text.endswith(":") or "follow" in tail[-40:].lower()) and bool(any_of("list_openers").search(tail))


def announces_choice(text: str) -> bool:
    """Do the words before a colon say how many of the things behind it are asked for ("two of:")?"""
    return bool(_CHOICE.search(text[-60:]))
