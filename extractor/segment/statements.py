"""What a line states: a requirement, only the announcement of a list, or something about the page or the form."""

from extractor.segment import vocabulary
from extractor.segment.vocabulary import any_of

_LONGEST_INTRO = 260


def is_announcement(text: str) -> bool:
    """Does the line only announce the list that follows ("Patients must meet all of these criteria:")?"""
    if len(text) > _LONGEST_INTRO:
        return False
    plain = vocabulary.words("intro_words")
    tokens = text.lower().replace("/", " ").replace("-", " ").split()
    return bool(tokens) and all(token.strip(".,:;()[]\"'“”*_#–—&") in plain | {""} for token in tokens)


def is_form_text(text: str) -> bool:
    """Is the line a printed part of a registry's form, which states nothing about patients in its own words?"""
    return bool(any_of("form_text").match(text))


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
    return bool(any_of("list_openers").search(tail)) and (text.endswith(":") or "follow" in tail[-40:].lower())
