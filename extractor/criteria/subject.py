"""Whom an item speaks of where it is not the patient: a donor, a caregiver, a partner, a relative named at its head."""

import re

from extractor.model.criterion import Characteristic

_HEAD = re.compile(
    r"(?:(?:the|a|an|any|each|all|every|your|potential|suitable|living|related|unrelated|matched|healthy|stem|cell|kidney|liver|organ"
    r"|egg|sperm|blood|bone|marrow)[ -]){0,5}(?P<who>donor|caregiver|carer|partner)s?\b"
    r"(?![ '’-](?:derived|specific|lymphocyte|cell|site))",
    re.IGNORECASE,
)


_RELATIVE = re.compile(
    r"(?:(?:an?|any|one|two|or|more|first|second|degree|close|biological|blood)[ -]){0,5}"
    r"(?:relatives?|siblings?|brothers?|sisters?|family\smembers?|(?:some|any)one\sin\s(?:your|the)\s(?:close\s)?family)\s"
    r"(?:with|who\s(?:has|have|had)|has|have|had|diagnosed)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"(?:(?P<parent>maternal|paternal)|(?:(?:fe)?male|sex(?:ual)?)\s(?P<partner>partners?)(?=\swith\b))\b", re.IGNORECASE
)


def subject_at_head(text: str) -> str | None:
    """ "donor", "caregiver", "partner", "relative" or "parent" where the item begins with one, else None (the patient)."""
    text = text.lstrip()
    if (match := _HEAD.match(text)) is not None:
        return match["who"].lower().replace("carer", "caregiver")
    if _RELATIVE.match(text) is not None:
        return "relative"
    other = _OF_OTHERS.match(text)
    return None if other is None else "parent" if other["parent"] else "partner"


def of_subject(found: tuple[Characteristic, ...], subject: str | None) -> tuple[Characteristic, ...]:
    """The readings with the subject of their item, where they have none of their own; a family history is the patient's."""
    if subject is None:
        return found
    return tuple(
        each if each.subject or _is_history(each) else each.model_copy(update={"subject": subject}) for each in found
    )


def _is_history(read: Characteristic) -> bool:
    return read.concept is not None and read.concept.key == "family_history"
