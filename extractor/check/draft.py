"""What was read, in the words of `expected.json`: the draft of an expectation for a person to correct."""

from typing import Any

from extractor.model.criterion import Characteristic, Criterion, Fact, Record
from extractor.model.review import Ambiguity, Discrepancy
from extractor.model.values import Members, Range, Timing

Json = dict[str, Any]


def fact(read: Fact, record: Record) -> Json:
    """A fact with its value and, for an age, whose it is."""
    content: Json = {"field": read.field, "value": read.value if isinstance(read.value, str) else value(read.value)}
    if read.cohort or read.field == "age":
        content["cohort"] = cohort_name(read.cohort, record)
    return content


def cohort_name(identifier: str | None, record: Record) -> str | None:
    """What the page calls a cohort."""
    return next((cohort.name for cohort in record.cohorts if cohort.id == identifier), identifier)


def value(read: Range | Members) -> Json:
    """A value: both bounds, whether they are inside, and the unit."""
    if isinstance(read, Members):
        return {"members": list(read.members)} | ({"unit": read.unit} if read.unit else {})
    content: Json = {}
    dumped = read.model_dump(mode="json")
    for side in ("low", "high"):
        content[side] = dumped[side]
        if dumped[side] is not None:
            content[f"{side}_inclusive"] = dumped[f"{side}_inclusive"]
    content["unit"] = read.unit
    return content | ({"relative_to": read.relative_to} if read.relative_to else {})


def _timing(read: Timing) -> Json:
    content: Json = {"relation": read.relation}
    if read.window:
        content["window"] = value(read.window)
    return content | {"anchor": read.anchor}


def characteristic(read: Characteristic) -> Json:
    """A characteristic with all that a later reading could lose: value, negation, time, exception, whose it is."""
    content: Json = {"topic": read.topic}
    if read.concept:
        content["concept"] = read.concept.key or read.concept.text
    content["value"] = value(read.value) if read.value else None
    if read.exclude:
        content["exclude"] = True
    further: Json = {
        "timing": [_timing(each) for each in read.timing or ()],
        "exception": read.exception and read.exception.quote,
        "condition": read.condition and read.condition.quote,
        "subject": read.subject,
        "modifiers": list(read.modifiers),
    }
    return content | {name: each for name, each in further.items() if each}


def criterion(read: Criterion, record: Record) -> Json:
    """A criterion with its place in the list and its characteristics."""
    parents = {each.id: each.span.quote for each in record.criteria}
    content: Json = {"quote": read.span.quote, "category": read.category, "cohort": cohort_name(read.cohort, record)}
    if read.parent:
        content["parent"] = parents[read.parent]
    if read.combination:
        content["combination"] = combination(read)
    if read.characteristics:
        content["characteristics"] = [characteristic(each) for each in read.characteristics]
    return content


def combination(read: Criterion) -> str | Json | None:
    """How the parts of a criterion combine."""
    given = read.combination
    return given if given is None or isinstance(given, str) else {"at-least": given.n}


def record(read: Record) -> Json:
    """All that was read from one page."""
    content: Json = {"facts": [fact(each, read) for each in read.facts if each.field != "title"]}
    if read.cohorts:
        content["cohorts"] = [cohort.name for cohort in read.cohorts]
    categories = [each.category for each in read.criteria]
    content["counts"] = {category: categories.count(category) for category in sorted(set(categories))}
    content["criteria"] = [criterion(each, read) for each in read.criteria if each.span.quote.strip()]
    return content


def discrepancy(read: Discrepancy, stems: dict[str, str]) -> Json:
    """A disagreement with where its claims stand; `stems` are the pages' names by document id."""
    content: Json = {"field": read.field}
    if read.concept:
        content["concept"] = read.concept
    quotes = {stems[claim.document]: claim.span.quote if claim.span else None for claim in read.claims}
    return content | {"severity": read.severity, "quotes": quotes}


def ambiguity(read: Ambiguity, stems: dict[str, str]) -> Json:
    """A place that a person must look at."""
    return {"document": stems[read.document], "kind": read.kind, "quote": read.span.quote, "severity": read.severity}
