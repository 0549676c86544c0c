"""Facts from the fields that a source's own format names (records of ClinicalTrials.gov, registers' exports)."""

import re
from functools import cache

from extractor.facts.designs import find_designs
from extractor.facts.printed_age import age_group, limit
from extractor.facts.printed_date import iso_date
from extractor.facts.recruitment import status
from extractor.facts.vocabulary import MAX_WORDS, collapse, phase, sex, table
from extractor.model.criterion import Fact, FactField
from extractor.model.document import Document, SourceField, Span
from extractor.model.values import Range

YES = {"yes": "true", "true": "true", "no": "false", "false": "false", "accepts healthy volunteers": "true"}
CODED = {
    ("masking", "none"): "OPEN_LABEL",
    ("masking", "single"): "SINGLE_BLIND",
    ("masking", "double"): "DOUBLE_BLIND",
    ("masking", "triple"): "TRIPLE_BLIND",
    ("masking", "quadruple"): "QUADRUPLE_BLIND",
    ("model", "parallel"): "PARALLEL",
    ("model", "crossover"): "CROSSOVER",
    ("model", "single_group"): "SINGLE_ARM",
    ("model", "single"): "SINGLE_ARM",
}
INTERVENTION_TYPE = re.compile(r"[A-Za-z_ ]{3,24}:[ ]")


@cache
def _targets() -> dict[str, tuple[str, str]]:
    return {row["name"]: (row["field"], row["kind"]) for row in table("fact_fields")}


def read_fields(document: Document) -> list[Fact]:
    """One fact or more for each field whose name is in `fact_fields.csv`, with reader "field"; values as in the API v2."""
    found: list[Fact] = []
    targets = _targets()
    for field in document.fields:
        if field.name == "location_status" and found and "facility" in found[-1].confidence:
            found[-1] = _with_status(document, found[-1], field)
        elif field.name in targets and not _repeats_country(document, field, found):
            found += _facts(document, field, *targets[field.name])
    if not any(fact.field == "phase" for fact in found):
        found += [
            _without_phase(fact) for fact in found if fact.field == "study_design" and "study-type" in fact.confidence
        ][:1]
    return found


def _with_status(document: Document, site: Fact, field: SourceField) -> Fact:
    """A site with its own recruitment status as a reason code; the span reaches to the status."""
    value = status(document.text[field.start : field.end])
    span = Span(start=site.span.start, end=field.end, quote=document.text[site.span.start : field.end])
    return (
        site.model_copy(update={"span": span, "confidence": (*site.confidence, f"site-status:{value}")}) if value else site
    )


def _repeats_country(document: Document, field: SourceField, found: list[Fact]) -> bool:
    """A record names the country of each site: one fact a country is enough."""
    if field.name not in ("location_country", "country"):
        return False
    name = document.text[field.start : field.end]
    return any(each.field == "location" and each.value == name and each.confidence == ("country",) for each in found)


def _facts(document: Document, field: SourceField, name: str, kind: str) -> list[Fact]:
    printed = document.text[field.start : field.end]
    value = collapse(field.value if field.value is not None else printed)
    if not value:
        return []
    span = Span(start=field.start, end=field.end, quote=printed)
    confidence = (kind,) if kind else ()
    return [
        Fact(field=target, value=read, span=span, reader="field", confidence=tuple(c for c in (*confidence, *more) if c))
        for target, read, *more in _values(name, kind, value)
    ]


def _values(name: str, kind: str, value: str) -> list[tuple[FactField, Range | str] | tuple[FactField, Range | str, str]]:
    """What a field's value states, as (fact field, value) pairs; nothing if the value is not understood."""
    match name:
        case "status":
            read = status(value)
            return [("status", read)] if read else []
        case "phase":
            phases = phase(value, bare=True) or phase(value.replace("PHASE", "PHASE "), bare=True)
            return [("phase", phases)] if phases else []
        case "sex":
            sexes = sex(value)
            return [("sex", sexes)] if sexes else []
        case "age":
            return _ages(kind, value)
        case "healthy_volunteers":
            return [("healthy_volunteers", YES[value.casefold()])] if value.casefold() in YES else []
        case "start_date" | "completion_date" | "last_updated":
            date = iso_date(value)
            return [(name, date)] if date else []
        case "study_design":
            if kind == "arms":
                return [("study_design", f"ARMS={value}")] if value.isdigit() else []
            coded = CODED.get((kind, value.split(" ")[0].casefold()))
            if coded:
                return [("study_design", coded)]
            return [("study_design", design) for _, _, design in find_designs(value[:MAX_WORDS])]
        case "enrollment":
            return [("enrollment", value.replace(",", ""))] if value.replace(",", "").isdigit() else []
        case "intervention":
            return [("intervention", INTERVENTION_TYPE.sub("", value, count=1) if kind == "product" else value)]
        case "registry_id" | "secondary_id" | "title" | "sponsor" | "condition" | "location":
            return [(name, value)]
    raise ValueError(f"fact_fields.csv names a field that is not known: {name}")


def _ages(kind: str, value: str) -> list[tuple[FactField, Range | str] | tuple[FactField, Range | str, str]]:
    if kind == "group":
        group = age_group(value)
        return [("age", group)] if group else []
    read = limit(value, upper=kind == "maximum")
    if read is None:
        return []
    return [("age", read)] if read.low is not None or read.high is not None else [("age", read, "no-limit")]


def _without_phase(fact: Fact) -> Fact:
    return fact.model_copy(update={"field": "phase", "value": "NA", "confidence": ("study-type",)})
