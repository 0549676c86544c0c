"""Sex as a criterion: "male or female", "women aged ...", where it is what the item asks for."""

import re

from extractor.criteria.item_text import ItemText
from extractor.model.criterion import Category, Characteristic, Concept
from extractor.model.values import Members

HEAD = 90

_BOTH = re.compile(
    r"\b(?:(?:fe)?males?|(?:wo)?m[ae]n|boys|girls)[ ]?(?:and/or|and|or|/|,|&)[ ]?"
    r"(?:(?:fe)?males?|(?:wo)?m[ae]n|girls|boys)\b"
    r"|\b(?:either|any|both)[ ](?:sex(?:es)?|genders?)\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"^(?:(?:adult|healthy|pregnant|postmenopausal|premenopausal|nonpregnant|non-pregnant|all|only|biological)[ ]){0,2}"
    r"(?P<sex>females?|wom[ae]n|girls|males?|m[ae]n|boys)\b"
    r"(?![ ](?:(?:subjects?|patients?|participants?)[ ])?(?:of|who|with|and|or|partners?)\b)",
    re.IGNORECASE,
)


def read_sex(item: ItemText, category: Category) -> tuple[Characteristic, ...]:
    """The sexes an inclusion criterion admits: at most one statement, read at the head of the item."""
    if category != "inclusion":
        return ()
    head = item.text[:HEAD]
    both = _BOTH.search(head)
    one = _ONE.match(head)
    members: tuple[str, ...]
    if both and _is_mixed(both.group()):
        match, members = both, ("FEMALE", "MALE")
    elif one:
        match, members = one, ("FEMALE",) if one["sex"].lower()[0] in "fwg" else ("MALE",)
    else:
        return ()
    span = item.span(match.start(), match.end())
    concept = Concept(text=span.quote, span=span, key="sex")
    return (
        Characteristic(topic="sex", concept=concept, value=Members(members=members), span=span, confidence=("sex-words",)),
    )


def _is_mixed(words: str) -> bool:
    lowered = words.lower()
    if any(word in lowered for word in ("either", "any", "both")):
        return True
    women = re.search(r"female|wom[ae]n|girl", lowered)
    men = re.search(r"(?<!fe)male|(?<!wo)m[ae]n|boy", lowered)
    return bool(women and men)
