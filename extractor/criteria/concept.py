"""The concept of a quantity: what the number is a number of, in the words of the text.

A catalogue term in the same clause comes first (to the left, then right behind the quantity), then the noun phrase to the
left, then the one to the right ("at least 2 seizures a month").
"""

import re

from extractor.catalogue import Measurement, TermMatch, dimension, measured_in, measurement, namesake, unit
from extractor.criteria.adjunct import before_manner, between_ends, caused, graded, phrase_before, treatment_of
from extractor.criteria.clause import SENTENCE_BREAK
from extractor.criteria.dose import drug_beside, is_dose, substance
from extractor.criteria.excepted import is_time, main_end
from extractor.criteria.gestation import gestation
from extractor.criteria.habit import habit
from extractor.criteria.item_text import ItemText
from extractor.criteria.phrase import (
    BESIDE,
    MAX_LEFT,
    MAX_RIGHT,
    Found,
    headed,
    noun_behind,
    only_links,
    right_phrase,
    whole_name,
    words,
)
from extractor.criteria.scale import bare_noun, scale_behind
from extractor.model.criterion import Code, Concept
from extractor.model.values import Members
from extractor.quantity import Quantity, Window
from extractor.quantity.window import TIME_UNITS

LOINC = "http://loinc.org"
_AND = re.compile(r"\s?(?:,|/|&|\+|and/or|and|or|,\s?and|,\s?or)\s?(?:the\s|serum\s)?", re.IGNORECASE)
_RIGHT_GAP = re.compile(
    r"[\s,]{0,2}(?:(?:of|in|on|for|for the|of the|on the|in the|the|a|an|using the|by|by the|total|to)\s)?\(?", re.IGNORECASE
)
_QUALIFIED = re.compile(
    r"\s(?:with|of|in|into|onto|inside|under|around|near|to|for|by|on|from|at|requiring|involving|due\sto|treated\swith)(?:\s(?:the|an?|any|study|his|her|your))?\s",
    re.IGNORECASE,
)
_UNDERGONE = re.compile(
    r"\b(?:diagnosed|treated|vaccinated|immuni[sz]ed|infected|transplanted)\s(?:(?:in|within|during|over)\s(?:the\s)?)?\Z",
    re.IGNORECASE,
)
_WITH = re.compile(r"\s(?:with|against|by)\s", re.IGNORECASE)
_ACRONYM = re.compile(
    r"\s(?:with|of|an?|the|in|on|for)\s(?:the\s)?(?!I{1,3}\b|IV\b)[A-Z][A-Z0-9-]{2,7}\s?(?:score\s|is\s|of\s)?\Z"
)
_OR_OTHER = re.compile(r"\sof\s[\w-]{2,20}(?:,|\s(?:or|and)\s)", re.IGNORECASE)
_NOUN_FOLLOWS = re.compile(r"[\s-]|$")
_OF_FOLLOWS = re.compile(r"\sof\s(?:the\s|these\s|those\s)?")
_CORRECTED = re.compile(
    r"\b(?:corrected|adjusted|normali[sz]ed|indexed)\s(?:for|to|by)\s(?:the\s)?(?:serum\s|plasma\s)?\Z", re.IGNORECASE
)
_RESULTS = re.compile(
    r"\s(?:concentrations|results|measurements|readings|values|tests|samples|determinations)\b", re.IGNORECASE
)
_SIDE = re.compile(r"\s?\(?(?:systolic|diastolic|SBP|DBP)\b", re.IGNORECASE)
_SIDE_ENDS = re.compile(r"\s?(?:\Z|[.,;)\n]|(?:and|or|but)\b)", re.IGNORECASE)
_REMARK = re.compile(r"\s\([^()]{12,100}\)[\s:]{0,2}(?:(?:for|in|over|during|within)\s(?:the\s)?)?$")
_LEVEL_WORD = re.compile(r"\b(?:stages?|grades?|class(?:es)?)\s?$", re.IGNORECASE)
_MASS = re.compile(r"(?:mg|g|ug|ng|kg|U|\[IU\]|m\[IU\])(?:/(?:d|wk|h|kg|kg/d|m2|m2/d|\{doses\}))?")
_ITEM = re.compile(r"[^.;]{0,20}\bitems?\s?\d", re.IGNORECASE)
_NO_COUNTS = frozenset(("{score}", "{ratio}", "{SD}", "{percentile}", "{titer}", "{half-life}", "{letters}"))
_LETTERS = re.compile(r"\{[A-Z]+\}/")  # a unit of its own ("{EU}/mL"), no noun
_CONSUMED = ("{cigarettes}", "{drinks}", "{packs}", "{times}", "{cups}", "{servings}", "{steps}")
_COPIES = "{copies}"
_DAYS_OF = ("d/", "h/", "min/")  # "3 days a week"
_COORDINATION = re.compile(r"[\s,)]{0,3}(?:and|or|but|to|&|/|,|;|[-–])?[\s(]{0,3}(?:is|not|also|then)?\s?", re.IGNORECASE)


def concept(item: ItemText, found: Found) -> Concept:
    """The model of a found concept; the code is LOINC for measurements, else the catalogue's."""
    row = found.term.row if found.term else None
    code = None
    if isinstance(row, Measurement):
        code = Code(system=LOINC, code=row.loinc, display=row.name) if row.loinc else None
    elif row is not None and row.system and row.code:
        code = Code(system=row.system, code=row.code, display=row.display or row.name)
    text = item.text[found.start : found.end]
    return Concept(text=text, span=item.span(found.start, found.end), key=row.key if row else None, code=code)


def event_concepts(item: ItemText, window: Window) -> tuple[Found, ...]:
    """What happened or was taken in a time window: the nearest catalogue term of the clause before it, else the words."""
    behind = graded(item, window.start, window.end)
    if behind:
        return behind
    edge = _edge(item, window.start)
    floor = _floor(item, window.index, edge)
    terms = [term for term in item.terms_between(floor, edge) if term.end <= edge]
    nearest = (Found(terms[-1].start, terms[-1].end, terms[-1], "catalogue-term"),) if terms else ()
    if nearest and only_links(item.text, nearest[0].end, before_manner(item.text, nearest[0].end, edge) or edge):
        treatment = treatment_of(item, floor, nearest[0])
        return (treatment,) if treatment else nearest
    phrase = _left_phrase(item, floor, edge, timed=False)
    phrase = phrase or (() if nearest else _anchored(item, window) or _undergone(item, window))
    if nearest and phrase and _QUALIFIED.fullmatch(item.text, nearest[0].end, max(nearest[0].end, phrase[0].start)):
        return nearest  # "fracture of the hip in the last year"
    return nearest if nearest and phrase and _is_study_event(item, phrase[0]) else phrase or nearest


def _left_phrase(item: ItemText, floor: int, edge: int, *, timed: bool) -> tuple[Found, ...]:
    """The noun phrase that ends at `edge`, with the noun that it only places, explains or bounds."""
    phrase = phrase_before(item, floor, edge, timed=timed)
    if not phrase:
        return ()
    ill = caused(item, floor, phrase[0])
    return (ill,) if ill else tuple(between_ends(item.text, floor, found) for found in headed(item, floor, phrase))


def _undergone(item: ItemText, window: Window) -> tuple[Found, ...]:
    """What stands behind the window where only a verb stands before it: "diagnosed in the last year with gout"."""
    gap = _UNDERGONE.search(item.text, max(0, window.start - MAX_RIGHT), window.start)
    behind = _WITH.match(item.text, window.end) if gap else None
    for term in item.terms_between(behind.end(), behind.end() + MAX_RIGHT) if behind else ():
        if not SENTENCE_BREAK.search(item.text, window.end, term.start):
            return (Found(term.start, term.end, term, "catalogue-term"),)
    return ()


def clause_start(item: ItemText, window: Window) -> int:
    """Where the clause of a time window begins: behind a break and behind the quantity before it."""
    return _floor(item, window.index, _edge(item, window.start))


def _anchored(item: ItemText, window: Window) -> tuple[Found, ...]:
    """The event that a window counts from, where it names no other ("at least 4 weeks since prior chemotherapy")."""
    if window.relation != "after":
        return ()
    start = window.end if window.anchor_start is None else window.anchor_start
    for term in item.terms_between(start, start + MAX_RIGHT)[:1]:
        if only_links(item.text, start, term.start):
            return (Found(term.start, term.end, term, "anchor"),)
    return ()


def _is_study_event(item: ItemText, phrase: Found) -> bool:
    """Whether a phrase names a step of the study ("enrollment"): what windows count from, not what happens in them."""
    return words("study_event").issuperset(item.text[phrase.start : phrase.end].lower().split())


def find_concepts(item: ItemText, index: int) -> tuple[Found, ...]:
    """What quantity `index` of the item is of: one concept, or several coordinated ones ("AST and ALT"), or none."""
    unit = item.quantities[index].unit
    found = _named_concepts(item, index)
    return found if unit is None else tuple(_by_unit(each, unit) for each in found)


def _by_unit(found: Found, unit: str) -> Found:
    """The concept, with the row of its namesake where the unit says that this is meant."""
    if found.term is None or not isinstance(found.term.row, Measurement):
        return found
    return found._replace(term=found.term._replace(row=namesake(found.term.row, unit)))


def _named_concepts(item: ItemText, index: int) -> tuple[Found, ...]:
    """The first of the places that can name what quantity `index` is of, the surest first."""
    quantity = item.quantities[index]
    edge = _edge(item, quantity.start)
    floor = _floor(item, index, edge)
    timed = quantity.unit in TIME_UNITS
    return (
        _inside_term(item, quantity)
        or (_dosed(item, index) if substance(item, quantity) else ())
        or _gestation(item, quantity)
        or tuple(whole_name(item, drug) for drug in drug_beside(item, quantity, floor, edge))
        or graded(item, quantity.start, quantity.end)
        or _side_behind(item, quantity)
        or _left_terms(item, quantity, floor, edge)
        or habit(item, quantity)
        or _right_term(item, index)
        or _counted(item, index)
        or _of_unit(quantity)
        or _dosed(item, index)
        or _staged(item, quantity)
        or _dosed_before(item, quantity, _left_phrase(item, floor, edge, timed=timed))
        or (() if _is_anchored(item, index) else right_phrase(item.text, quantity.end, _ceiling(item, index)))
        or bare_noun(item, quantity.start)
    )


def _is_anchored(item: ItemText, index: int) -> bool:
    """Whether the words behind quantity `index` are the event that it counts from."""
    return any(window.index == index and window.anchor_start is not None for window in item.windows)


def coordinated(item: ItemText, index: int) -> bool:
    """Whether quantity `index` continues the one before it: "≥ 7% and ≤ 10%"."""
    if index == 0:
        return False
    before, after = item.quantities[index - 1], item.quantities[index]
    return _COORDINATION.fullmatch(item.text, before.end, after.start) is not None


def continues(item: ItemText, index: int) -> bool:
    """Whether only linking words and persons stand between a quantity and the one before ("≥ 2 in women, ≥ 3 in men")."""
    if index == 0:
        return False
    before, after = item.quantities[index - 1], item.quantities[index]
    if after.start - before.end > MAX_RIGHT or SENTENCE_BREAK.search(item.text, before.end, after.start):
        return False
    return only_links(item.text, before.end, after.start)


def _edge(item: ItemText, start: int) -> int:
    """Where the words before a quantity end: before a bracket with a remark ("steroids (at most 30 mg/d) ≥ 4 weeks").

    A bracket that names a measurement, or holds one name, and no number is the name of what stands before it, not a remark.
    A time behind an exception is of what stands before the exception.
    """
    bracket = _REMARK.search(item.text, max(0, start - MAX_LEFT), start)
    if bracket is None:
        main = main_end(item.text, start) if is_time(item, start) else None
        return start if main is None else _edge(item, main)
    named = item.terms_between(bracket.start(), start)
    names = any(
        isinstance(term.row, Measurement) or item.text[term.start - 1] + item.text[term.end] == "()" for term in named
    )
    numbers = any(other.explicit for other in item.quantities_between(bracket.start(), start))
    return start if names and not numbers else bracket.start()


def _floor(item: ItemText, index: int, edge: int) -> int:
    """Where the clause of quantity `index` begins, whose words end at `edge`: behind a break and the quantity before."""
    start = max(0, edge - MAX_LEFT)
    for match in SENTENCE_BREAK.finditer(item.text, start, edge):
        start = match.end()
    ends = [other.end for other in item.quantities_between(start, edge) if other.explicit and other.end <= edge]
    return max(start, *ends) if ends else start


def _ceiling(item: ItemText, index: int) -> int:
    if index + 1 < len(item.quantities):
        return item.quantities[index + 1].start
    return len(item.text)


def fits(term: TermMatch, quantity: Quantity) -> bool:
    """Whether a quantity can be a value of a term: a length of time only of what is measured in time, copies of a genome."""
    row = term.row
    if not isinstance(row, Measurement):
        return True
    if quantity.unit == _COPIES and _COPIES not in (row.unit or ""):
        return False
    timed = quantity.unit in TIME_UNITS or (quantity.unit or "").startswith(_DAYS_OF)
    if row.unit is None or quantity.unit is None:
        return not timed or row.unit is not None
    return not timed or dimension(row.unit) == "time"


def _left_terms(item: ItemText, quantity: Quantity, floor: int, edge: int) -> tuple[Found, ...]:
    terms = [term for term in item.terms_between(floor, edge) if term.end <= edge]
    measured = [
        i
        for i, term in enumerate(terms)
        if isinstance(term.row, Measurement) and fits(term, quantity) and not _corrects(item.text, term)
    ]
    if not measured:
        return ()
    last = measured[-1]
    if scale := scale_behind(item, quantity, terms[last].end, edge):
        return scale
    if _ITEM.match(item.text, terms[last].end, edge):
        return ()
    if _ACRONYM.search(item.text, terms[last].end, edge):
        return ()  # "teeth scored with XYZ > 3" is a value of XYZ
    chain = [terms[last]]
    for i in range(last - 1, -1, -1):
        gap = item.text[terms[i].end : chain[0].start]
        if not isinstance(terms[i].row, Measurement) or not _AND.fullmatch(gap):
            break
        if terms[i].row.key not in {term.row.key for term in chain}:
            chain.insert(0, terms[i])
    return tuple(whole_name(item, term) for term in chain)


def _side_behind(item: ItemText, quantity: Quantity) -> tuple[Found, ...]:
    """The side of the blood pressure that stands right behind its value: "90-140 mmHg systolic and 50-90 mmHg diastolic"."""
    if quantity.unit not in (None, "mm[Hg]") or not _SIDE.match(item.text, quantity.end):
        return ()
    for term in item.terms_between(quantity.end, quantity.end + MAX_RIGHT)[:1]:
        if term.row.key in ("sbp", "dbp") and _SIDE_ENDS.match(item.text, term.end):
            return (Found(term.start, term.end, term, "catalogue-term"),)
    return ()


def _corrects(text: str, term: TermMatch) -> bool:
    """Whether a name only says what another value is corrected for ("DLCO corrected for hemoglobin")."""
    return _CORRECTED.search(text, max(0, term.start - MAX_LEFT), term.start) is not None


def _inside_term(item: ItemText, quantity: Quantity) -> tuple[Found, ...]:
    """A catalogue term between the comparator and the number ("at least a BMI of 30", "> ASA II")."""
    for term in item.terms_between(quantity.start, quantity.number_start):
        if term.end <= quantity.number_start and fits(term, quantity):
            return (Found(term.start, term.end, term, "catalogue-term"),)
    return ()


def _gestation(item: ItemText, quantity: Quantity) -> tuple[Found, ...]:
    """The age of a pregnancy: "37 weeks of gestation", "24 weeks of amenorrhea"."""
    place = gestation(item, quantity)
    row = measurement("gestational_age") if place else None
    reason = BESIDE if place and place[1] <= quantity.start else "catalogue-term"
    return (Found(*place, TermMatch(*place, row), reason),) if place and row else ()


def _counted(item: ItemText, index: int) -> tuple[Found, ...]:
    """What is counted: the noun right behind a whole number without a unit, or the unit itself ("3 or more relapses")."""
    quantity = item.quantities[index]
    unit = quantity.unit
    if isinstance(quantity.value, Members) or (unit is not None and not unit.startswith("{")) or unit in _NO_COUNTS:
        return ()
    if unit is not None and (unit.startswith(_CONSUMED) or _LETTERS.match(unit)):
        return ()
    start = quantity.end if unit is None else _before_unit(item, quantity)
    if not _NOUN_FOLLOWS.match(item.text, start) or noun_behind(item.text, start) is None:
        return ()
    return right_phrase(item.text, start, _ceiling(item, index))


def _before_unit(item: ItemText, quantity: Quantity) -> int:
    """The place right before the unit's words; a comparator may stand before them ("two or more relapses")."""
    printed = "" if isinstance(quantity.value, Members) else quantity.value.unit_text or ""
    return max(quantity.number_end, item.text.rfind(printed, quantity.number_end, quantity.end) - 1)


def _of_unit(quantity: Quantity) -> tuple[Found, ...]:
    """What only one measurement is counted in names it: "14 units a week" behind "drink" are an intake of alcohol."""
    row = measured_in(quantity.unit) if quantity.unit and not isinstance(quantity.value, Members) else None
    if row is None or quantity.unit in _NO_COUNTS:
        return ()
    place = (quantity.number_end, quantity.end) if quantity.end > quantity.number_end else (quantity.start, quantity.end)
    return (Found(*place, TermMatch(*place, row), "unit"),)


def _staged(item: ItemText, quantity: Quantity) -> tuple[Found, ...]:
    """What has the stage or grade: the noun behind "stage I-III"."""
    if not has_level_word(item, quantity) or not noun_behind(item.text, quantity.end):
        return ()
    return right_phrase(item.text, quantity.end, len(item.text))


def has_level_word(item: ItemText, quantity: Quantity) -> bool:
    """Whether "grade", "stage" or "class" stands before the number."""
    return _LEVEL_WORD.search(item.text, max(0, quantity.start - 12), quantity.number_start) is not None


def _dosed(item: ItemText, index: int) -> tuple[Found, ...]:
    """The substance of a dose: "10 mg/day of prednisone", "10 mg of prednisone a day"."""
    quantity = item.quantities[index]
    inside = substance(item, quantity)
    if inside is not None:
        return (Found(*inside, "substance"),)
    of = _OF_FOLLOWS.match(item.text, quantity.end)
    if of is None or quantity.unit is None or not (_MASS.fullmatch(quantity.unit) or _is_length_of(item, quantity)):
        return ()
    return right_phrase(item.text, quantity.end, _ceiling(item, index))


def _is_length_of(item: ItemText, quantity: Quantity) -> bool:
    """Whether a thing follows a length of time: "5 years of training", not "2 weeks of last month" nor "7 days of entry"."""
    noun = (noun_behind(item.text, quantity.end) or "").lower()
    empty = noun in {"", *words("unlasting"), *words("past"), *words("study_event")}
    return quantity.unit in TIME_UNITS and not empty and unit(noun) is None and not _OR_OTHER.match(item.text, quantity.end)


def _dosed_before(item: ItemText, quantity: Quantity, phrase: tuple[Found, ...]) -> tuple[Found, ...]:
    """A phrase before a dose with the catalogue's term at its end, if it has one ("oral prednisone > 10 mg/day")."""
    if not phrase or not is_dose(quantity):
        return phrase
    found = phrase[0]
    terms = [term for term in item.terms_between(found.start, found.end) if term.end == found.end]
    return (found._replace(term=terms[-1]),) if terms else phrase


def _right_term(item: ItemText, index: int) -> tuple[Found, ...]:
    """The catalogue's measurement right behind the quantity ("at least 40 kg body weight")."""
    quantity = item.quantities[index]
    for term in item.terms_between(quantity.number_end, quantity.end + MAX_RIGHT):
        if isinstance(term.row, Measurement) and fits(term, quantity):
            if quantity.unit is None and _RESULTS.match(item.text, term.end):
                return ()  # "at least two glucose readings" counts readings
            if term.start < quantity.end or _RIGHT_GAP.fullmatch(item.text, quantity.end, term.start):
                return (Found(term.start, term.end, term, "catalogue-term"),)
            return ()
    return ()
