"""Compare what two pages say of the trial as a whole: sex, phase, status, enrollment, sponsor, product, place, design."""

import re
from decimal import Decimal

from extractor.model.criterion import Fact, Record
from extractor.model.document import Document
from extractor.model.review import Discrepancy, DiscrepancyField, SetRelation, Severity
from extractor.quantity import find_quantities
from extractor.reconcile.evidence import claim, discrepancy
from extractor.reconcile.features import stems, word_list
from extractor.reconcile.identity import facts_of, share_name

OPEN_STATUS = frozenset({"RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE"})
NO_PHASE_DESIGNS = frozenset({"EXPANDED_ACCESS", "OBSERVATIONAL"})
CONTRARY = (
    ("SINGLE_ARM", "RANDOMIZED"),
    ("SINGLE_ARM", "PLACEBO_CONTROLLED"),
    ("RANDOMIZED", "NON_RANDOMIZED"),
    ("OPEN_LABEL", "DOUBLE_BLIND"),
    ("OPEN_LABEL", "PLACEBO_CONTROLLED"),
    ("SINGLE_CENTER", "MULTICENTER"),
    ("EXPANDED_ACCESS", "RANDOMIZED"),
)
PRODUCT_ATTRIBUTES = (
    "allogeneic",
    "autologous",
    "cord blood",
    "biosimilar",
    "liposomal",
    "subcutaneous",
    "intravenous",
    "oral",
    "inhaled",
    "topical",
)


def compare_facts(a: Record, b: Record, texts: tuple[Document, Document]) -> list[Discrepancy]:
    """Disagreements of facts, each field at most once. A page that is silent on a field does not disagree."""
    return [
        *_values(a, b, "sex", "high"),
        *_phase(a, b),
        *_status(a, b),
        *_values(a, b, "enrollment", "medium"),
        *_values(a, b, "healthy_volunteers", "medium"),
        *_sponsor(a, b),
        *_product(a, b, texts),
        *_doses(a, b),
        *_countries(a, b),
        *_design(a, b),
    ]


def _item(
    a: Record,
    b: Record,
    field: DiscrepancyField,
    severity: Severity,
    relation: SetRelation,
    first: Fact,
    second: Fact,
    *,
    concept: str | None = None,
    reason: str = "values-differ",
) -> Discrepancy:
    claims = (claim(a.document.id, str(first.value), first.span), claim(b.document.id, str(second.value), second.span))
    return discrepancy(field, severity, relation, claims, concept=concept or field, reasons=(reason,))


def _text(fact: Fact) -> str:
    return fact.value if isinstance(fact.value, str) else ""


def _values(a: Record, b: Record, field: DiscrepancyField, severity: Severity) -> list[Discrepancy]:
    first, second = facts_of(a, field), facts_of(b, field)  # type: ignore[arg-type]
    if not first or not second or {_text(f) for f in first} & {_text(f) for f in second}:
        return []
    return [_item(a, b, field, severity, "different", first[0], second[0])]


def _phase(a: Record, b: Record) -> list[Discrepancy]:
    """Phases as sets: "2/3" against "3" is wider; a phase against expanded access or no phase is a difference."""
    first = facts_of(a, "phase") or _no_phase(a)
    second = facts_of(b, "phase") or _no_phase(b)
    said_a, said_b = {_text(f) for f in first}, {_text(f) for f in second}
    if not first or not second or said_a == said_b or (said_a | said_b) <= NO_PHASE_DESIGNS | {"NA"}:
        return []
    common = said_a & said_b
    relation: SetRelation = (
        "wider" if common == said_b else "narrower" if common == said_a else "overlapping" if common else "disjoint"
    )
    severity: Severity = "low" if common else "medium" if "NA" in said_a | said_b else "high"
    only_a = next((f for f in first if _text(f) not in common), first[0])
    only_b = next((f for f in second if _text(f) not in common), second[0])
    return [_item(a, b, "phase", severity, relation, only_a, only_b)]


def _no_phase(record: Record) -> list[Fact]:
    return [fact for fact in facts_of(record, "study_design") if _text(fact) in NO_PHASE_DESIGNS]


def _status(a: Record, b: Record) -> list[Discrepancy]:
    first, second = facts_of(a, "status"), facts_of(b, "status")
    if not first or not second or {_text(f) for f in first} & {_text(f) for f in second}:
        return []
    opens = [any(_text(f) in OPEN_STATUS for f in facts) for facts in (first, second)]
    return [_item(a, b, "status", "high" if opens[0] != opens[1] else "medium", "different", first[0], second[0])]


def _sponsor(a: Record, b: Record) -> list[Discrepancy]:
    first, second = facts_of(a, "sponsor"), facts_of(b, "sponsor")
    leads = [[f for f in facts if "collaborator" not in f.confidence] for facts in (first, second)]
    if not leads[0] or not leads[1] or share_name(map(_text, leads[0]), map(_text, leads[1])):
        return []
    helps = share_name(map(_text, first), map(_text, second))
    return [_item(a, b, "sponsor", "low" if helps else "medium", "different", leads[0][0], leads[1][0])]


def _is_dose(fact: Fact) -> bool:
    return "dose" in fact.confidence


def _product(a: Record, b: Record, texts: tuple[Document, Document]) -> list[Discrepancy]:
    """Products without a common name, or one page's product with an attribute that the other page never mentions."""
    first, second = ([f for f in facts_of(r, "intervention") if not _is_dose(f)] for r in (a, b))
    if not first or not second:
        return []
    if not _common_product(first, second):
        return [
            _item(
                a, b, "intervention", "high", "disjoint", first[0], second[0], concept="product", reason="no-common-product"
            )
        ]
    for mine, other, flipped in ((second, texts[0], False), (first, texts[1], True)):
        for fact in mine:
            attribute = next(
                (w for w in PRODUCT_ATTRIBUTES[:5] if w in _text(fact).lower() and w not in other.reading.lower()), None
            )
            if attribute:
                pair = (fact, second[0]) if flipped else (first[0], fact)
                return [
                    _item(
                        a,
                        b,
                        "intervention",
                        "high",
                        "narrower" if flipped else "wider",
                        *pair,
                        concept="product",
                        reason=f"only-one-says-{attribute.replace(' ', '-')}",
                    )
                ]
    return []


def _common_product(first: list[Fact], second: list[Fact]) -> bool:
    filler = word_list("reconcile_product_filler.txt")
    names = [set().union(*(stems(_text(f)) for f in facts)) - filler for facts in (first, second)]
    return bool(names[0] & names[1]) or not names[0] or not names[1] or share_name(map(_text, first), map(_text, second))


def _doses(a: Record, b: Record) -> list[Discrepancy]:
    """Doses of one unit that have no amount in common, or one amount at another interval."""
    first, second = ([f for f in facts_of(r, "intervention") if _is_dose(f)] for r in (a, b))
    found = []
    for x in first:
        for y in second:
            amounts, others = _amounts(x), _amounts(y)
            shared_units = {unit for unit, _ in amounts} & {unit for unit, _ in others}
            if shared_units and not amounts & others:
                found.append(_item(a, b, "intervention", "high", "different", x, y, concept="dose", reason="dose-differs"))
            elif amounts & others and _interval(x) and _interval(y) and _interval(x) != _interval(y):
                found.append(
                    _item(
                        a, b, "intervention", "high", "different", x, y, concept="dosing interval", reason="interval-differs"
                    )
                )
    agreeing = any(_amounts(x) & _amounts(y) and _interval(x) == _interval(y) for x in first for y in second)
    return found[:1] if not agreeing or (found and found[0].concept == "dosing interval") else []


def _amounts(fact: Fact) -> set[tuple[str, Decimal]]:
    found = set()
    for quantity in find_quantities(_text(fact)):
        value = quantity.value
        number = getattr(value, "low", None) or getattr(value, "high", None)
        unit = getattr(value, "unit", None)
        if number is not None and unit and unit not in ("d", "wk", "mo", "a", "h", "min"):
            found.add((unit, number))
    return found


_INTERVALS = (
    (r"every other week|every two weeks|every 2 weeks|biweekly|q2w|eow|fortnight", "14"),
    (r"every other day|q2d", "2"),
    (r"every three weeks|every 3 weeks|q3w", "21"),
    (r"every four weeks|every 4 weeks|q4w|monthly|once a month", "28"),
    (r"twice (?:a|per|each) day|twice daily|b\.?i\.?d|two times a day|× ?2 daily", "0.5"),
    (r"twice (?:a|per) week|twice weekly", "3.5"),
    (r"once weekly|weekly|every week|once a week|per week|each week|qw\b", "7"),
    (r"once daily|daily|once a day|every day|per day|q\.?d\b", "1"),
)


def _interval(fact: Fact) -> str | None:
    """Days between doses, as the first phrase of the statement that names an interval."""
    text = _text(fact).lower()
    hits = [(m.start(), -len(m.group()), days) for pattern, days in _INTERVALS if (m := re.search(pattern, text))]
    return min(hits)[2] if hits else None


def _countries(a: Record, b: Record) -> list[Discrepancy]:
    """A country that only one page names, where both name countries."""
    first, second = ([f for f in facts_of(r, "location") if "country" in f.confidence] for r in (a, b))
    names = [{_text(f).lower() for f in facts if "removed" not in f.confidence} for facts in (first, second)]
    if not names[0] or not names[1] or names[0] == names[1] or len(names[0] ^ names[1]) > 3:
        return []
    extra_b = [f for f in second if _text(f).lower() in names[1] - names[0]]
    extra_a = [f for f in first if _text(f).lower() in names[0] - names[1]]
    if not extra_b and not (extra_a and not names[0] & names[1]):
        return []
    x = next((f for f in first if extra_b and _text(f).lower() == _text(extra_b[0]).lower()), (extra_a or first)[0])
    relation: SetRelation = "narrower" if not extra_a else "overlapping"
    return [_item(a, b, "location", "medium", relation, x, (extra_b or second)[0], concept="country")]


def _design(a: Record, b: Record) -> list[Discrepancy]:
    first, second = facts_of(a, "study_design"), facts_of(b, "study_design")
    said_a, said_b = {_text(f): f for f in reversed(first)}, {_text(f): f for f in reversed(second)}
    for x, y in (*CONTRARY, *((y, x) for x, y in CONTRARY)):
        if x in said_a and y in said_b and y not in said_a and x not in said_b:
            return [
                _item(
                    a, b, "other", "medium", "different", said_a[x], said_b[y], concept="design", reason="contrary-designs"
                )
            ]
    return []
