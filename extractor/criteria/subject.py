"""Whom an item speaks of where it is not the patient: a donor, a caregiver, a partner named at its head."""

import re

from extractor.model.criterion import Characteristic

_HEAD = re.compile(
    r"(?:(?:the|a|an|any|each|all|every|your|potential|suitable|living|related|unrelated|matched|healthy|stem|cell|kidney|liver|organ"
    r"|egg|sperm|blood|bone|marrow)[ -]){0,5}(?P<who>donor|caregiver|carer|partner)s?\b"
    r"(?![ '’-](?:derived|specific|lymphocyte|cell|site))",
    re.IGNORECASE,
)


def subject_at_head(text: str) -> str | None:
    """ "donor", "caregiver" or "partner" where the item begins with one, else None (the patient)."""
    match = _HEAD.match(text.lstrip())
    return match["who"].lower().replace("carer", "caregiver") if match else None


def of_subject(found: tuple[Characteristic, ...], subject: str | None) -> tuple[Characteristic, ...]:
    """The readings with the subject of their item, where they have none of their own."""
    if subject is None:
        return found
    return tuple(each if each.subject else each.model_copy(update={"subject": subject}) for each in found)
