"""Age: which quantities are ages, and whose."""

import re
from functools import cache

from extractor import data_file
from extractor.criteria.gestation import gestation
from extractor.criteria.item_text import ItemText
from extractor.criteria.phrase import noun_behind, only_links, words
from extractor.model.values import Range
from extractor.quantity import Quantity

AGE_UNITS = frozenset(("a", "mo", "wk", "d", "h"))
MAX_YEARS = 120
MAX_CLAUSE = 100
_OLDEST_SAMPLE = 12
_OLD = re.compile(r"\b(?:old|age|ages|aged|y\.?/?o\.?|yo)\b|\by/o", re.IGNORECASE)
_BEHIND = re.compile(
    r"[\s)\]-]{0,2}(?:in age|of age|(?:years?|months?|weeks?|days?)?[\s-]?old\b|of life\b|years? of old|in years)",
    re.IGNORECASE,
)
_FACED = re.compile(r"\s?(?:patient['’]?s?\s)?age\b", re.IGNORECASE)
_EVENT = re.compile(r"\s(?:of|since|after|before|prior|post|from|history|between|experience|duration|follow)", re.IGNORECASE)
_BEING = re.compile(
    r"\b(?:you|they|he|she|patients?|subjects?|participants?|volunteers?|everyone|who|people)"
    r"(?:\s(?:must|should|have to|has to|need to|needs to|will))?(?:\sbe|\sare|\sis|['’]re)\s(?:aged\s)?$",
    re.IGNORECASE,
)
_FOR_AGED = re.compile(
    r"\s(?:for|in)\s(?:those|patients|women|men|people|participants|subjects|adults)\s(?:aged\s)?"
    r"(?:above|below|over|under|older|younger|[<>≤≥])",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:how (?:old|young) (?:do|must|should|can|may|have|are|is|does|need|will)|(?:what|which) ages?)\b"
    r"[^?.;:\n]{0,80}\?\s"
    r"(?:[^\W\d_]+,?\s){0,6}$",
    re.IGNORECASE,
)
_UP_TO = re.compile(r"\s?(?:[-–]|up to|to|through|until)?,?(?: but not including,?)?\s?", re.IGNORECASE)
_CLOSED = re.compile(r"\s{0,2}(?:[.,;)]|$|(?:and|or|but|with|who|at)\b)")
_WORD = re.compile(r"[^\W\d_]+|[:(=,&-]")


@cache
def _subjects() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = data_file.table("age_subjects.toml")
    return tuple((subject, re.compile(pattern, re.IGNORECASE)) for subject, pattern in rows.items())


def is_age(item: ItemText, index: int, previous: bool) -> bool:
    """Whether quantity `index` of the item is an age; `previous` says that it continues one ("18 or older and < 65")."""
    quantity = item.quantities[index]
    if _is_plural(quantity):
        return True
    if quantity.value.unit is not None and quantity.value.unit not in AGE_UNITS:
        return False
    if isinstance(quantity.value, Range) and (quantity.value.relative_to or _too_large(quantity.value)):
        return False
    if _is_gestational(item, quantity) or _is_rate(item, quantity) or _is_for_others(item, quantity):
        return False
    if quantity.domain == "age" and _is_of_thing(item, quantity):
        return False
    if previous or "age" in quantity.operator.split():
        return True
    if quantity.unit == "a" and _qualifies(item, index):
        return True
    before = _words_before(item, quantity)
    if before and before[-1] in words("dated") and not _is_grown(quantity):
        return False
    if quantity.domain == "age" or _says_age(item, quantity, before):
        return True
    if quantity.unit is None:
        return _of_persons(item, quantity) or is_of_person(item, quantity)
    if quantity.unit == "a":
        return _stands_alone(item, quantity, before)
    if _opens_years(item, index):
        return _stands_alone(item, quantity, before)
    return quantity.explicit and bool(before) and before[-1] in words("young")


def _is_grown(quantity: Quantity) -> bool:
    """Whether the years are too many for the date of a test or a sample: "patients for surgery not older than 70 years"."""
    value = quantity.value
    bound = (value.high if value.high is not None else value.low) if isinstance(value, Range) else None
    return quantity.unit == "a" and bound is not None and bound > _OLDEST_SAMPLE


def _is_of_thing(item: ItemText, quantity: Quantity) -> bool:
    """Whether a test or a sample is what is "no older than 12 months": it is named before, and no person in the sentence."""
    start = max(item.text.rfind(mark, 0, quantity.start) for mark in ";.\n") + 1
    near = item.terms_between(max(start, quantity.start - MAX_CLAUSE), quantity.start)
    said = {word.lower() for word in _WORD.findall(item.text, start, quantity.start)}
    return (
        bool(near)
        and near[-1].row.topic == "procedure"
        and not _is_grown(quantity)
        and words("person").isdisjoint(said)
        and "age" not in said
    )


def _is_rate(item: ItemText, quantity: Quantity) -> bool:
    """Whether the number says how often: "sees the patient at least once a week"."""
    return item.text[quantity.number_start : quantity.number_end].lower() in ("once", "twice", "thrice")


def _is_for_others(item: ItemText, quantity: Quantity) -> bool:
    """Whether the people of an age stand behind the number, which is then none: "and ≥ 4 for those over 50 years"."""
    return quantity.unit is None and _FOR_AGED.match(item.text, quantity.end) is not None


def _qualifies(item: ItemText, index: int) -> bool:
    """ "140/90 or above under 65 years": years right behind another comparison say at what age it holds."""
    if index == 0 or item.quantities[index].operator not in ("under", "over", "below", "above"):
        return False
    before = item.quantities[index - 1]
    return before.explicit and not item.text[before.end : item.quantities[index].start].strip()


def _is_gestational(item: ItemText, quantity: Quantity) -> bool:
    """Whether "gestational age" or "of gestation" stands beside the quantity: it measures the pregnancy, nobody's age."""
    if gestation(item, quantity) is not None:
        return True
    if _BEHIND.match(item.text, quantity.end):
        return False
    near = item.terms_between(max(0, quantity.start - MAX_CLAUSE), quantity.number_start)
    return bool(near) and near[-1].row.key == "gestational_age" and only_links(item.text, near[-1].end, quantity.start)


def _opens_years(item: ItemText, index: int) -> bool:
    """ "6 months to 2 years": the lower end, in smaller units, of a range that ends in years."""
    if index + 1 == len(item.quantities):
        return False
    quantity, above = item.quantities[index], item.quantities[index + 1]
    if not (isinstance(quantity.value, Range) and isinstance(above.value, Range) and above.unit == "a" and above.explicit):
        return False
    opened = quantity.value.high is None and above.value.low is None
    return opened and _UP_TO.fullmatch(item.text, quantity.end, above.start) is not None


def _is_plural(quantity: Quantity) -> bool:
    """ "under 18s", "over-65s": the plural ending looks like seconds."""
    return isinstance(quantity.value, Range) and quantity.value.unit_text == "s" and quantity.operator in ("under", "over")


def _words_before(item: ItemText, quantity: Quantity) -> list[str]:
    """The words before a quantity, without the linking words next to it."""
    before = _WORD.findall(item.text[max(0, quantity.start - 60) : quantity.start].lower())
    while before and before[-1] in words("age_link"):
        before.pop()
    return before


def _words_inside(item: ItemText, quantity: Quantity) -> list[str]:
    """The words between a comparator and its number that name something ("minimum disease duration of 5 years")."""
    inside = _WORD.findall(item.text[quantity.start : quantity.number_start].lower())
    return [word for word in inside if word not in words("age_link") and word not in quantity.operator.split()]


def _too_large(value: Range) -> bool:
    bound = value.high if value.high is not None else value.low
    return value.unit in (None, "a") and (bound is None or bound > MAX_YEARS or bound < 0)


def _says_age(item: ItemText, quantity: Quantity, before: list[str]) -> bool:
    """Whether "age" or "old" stands in the quantity, right behind it, or before it but for linking words."""
    text = item.text
    if _OLD.search(text, quantity.start, quantity.end) or _BEHIND.match(text, quantity.end):
        return True
    if _is_answer(item, quantity):
        return True
    if quantity.operator and quantity.start == quantity.number_start and _FACED.match(text, quantity.end):
        return True
    if not before or before[-1] not in words("age"):
        return False
    return not words("adjusted").intersection(before[-3:-1])


def _is_answer(item: ItemText, quantity: Quantity) -> bool:
    """Whether a question right before it asks for an age: "How old must I be? Between 18 and 70 years"."""
    start = max(0, quantity.start - MAX_CLAUSE - MAX_CLAUSE // 2)
    mark = item.text.find("?", start, quantity.start)
    if mark < 0 or _ASKED.search(item.text, start, quantity.start) is None:
        return False
    return not any(term.row.topic == "procedure" for term in item.terms_between(start, mark))


def _stands_alone(item: ItemText, quantity: Quantity, before: list[str]) -> bool:
    """A number of years with a person before it or nothing at all: "patients over 18 years", "18 to 65 years"."""
    if not quantity.explicit:
        return False
    before = before or _words_inside(item, quantity)
    if before and before[-1] not in words("age_when"):
        return before[-1] in words("person")
    return _EVENT.match(item.text, quantity.end) is None


def _of_persons(item: ItemText, quantity: Quantity) -> bool:
    """A number without a unit right behind a person: "adults ≥ 18", "patients under 40 or over 60"."""
    if not quantity.explicit or not quantity.operator or noun_behind(item.text, quantity.end):
        return False
    before = _WORD.findall(item.text[max(0, quantity.start - 20) : quantity.start].lower())
    while before and before[-1] in ("(", "-"):
        before.pop()
    return bool(before) and before[-1] in words("person") and before[-2:-1] not in (["for"], ["in"])


def is_of_person(item: ItemText, quantity: Quantity) -> bool:
    """A number that a person is, and nothing else: "you are over 40", "you must be at least eighteen"."""
    if not quantity.explicit or not _CLOSED.match(item.text, quantity.end):
        return False
    return _BEING.search(item.text, max(0, quantity.start - 40), quantity.start) is not None


def age_subject(item: ItemText, quantity: Quantity) -> str | None:
    """Whose age it is: None for the patient, else "donor", "child", "parent", "onset", "menopause", "bone_age" ..."""
    start = max(item.text.rfind(mark, max(0, quantity.start - MAX_CLAUSE), quantity.start) for mark in ";.\n") + 1
    clause = item.text[max(start, quantity.start - MAX_CLAUSE) : quantity.end + 30]
    return next((subject for subject, pattern in _subjects() if pattern.search(clause)), None)
