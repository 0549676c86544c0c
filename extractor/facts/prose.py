"""Facts that titles and sentences state: phase, design, sponsor, status, enrolment, sex and age."""

import re
from collections.abc import Callable

from extractor.facts.admission import admission_facts
from extractor.facts.assemble import fact
from extractor.facts.designs import find_designs
from extractor.facts.location import location_facts
from extractor.facts.pages import Sentence
from extractor.facts.printed_age import find_age
from extractor.facts.products import product_facts, settle_title_products
from extractor.facts.recruitment import find_status, status
from extractor.facts.schedule import find_schedule
from extractor.facts.vocabulary import PEOPLE, PHASE, collapse, named_sex, phase_of, sex, words
from extractor.model.criterion import Fact
from extractor.model.document import Document

THIS_TRIAL = re.compile(r"\b(?:this|the|our|it|that)\b|^an? |^[A-Z][\w-]{2,20} is ", re.IGNORECASE)
STUDY = re.compile(r"\b(?:study|trial|program(?:me)?|protocol)\b", re.IGNORECASE)
NO_PHASE_SAID = re.compile(
    r"\b(?:study|trial|it) (?:has no|does not have an?|is without a|is not given a) phase\b", re.IGNORECASE
)
IS_IN = re.compile(r"\b(?:study|trial|it|and) is (?:now |currently )?(?:in |at )?$", re.IGNORECASE)
NAME = r"(?P<name>[A-Z][\w&'’.-]*+(?:[ ](?:(?:of|the|and|for|de|&)[ ]){0,2}[A-Z][\w&'’-]*+){0,7})"
SPONSOR = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:run|sponsored|conducted|funded|organi[sz]ed|led|carried out|paid for) by (?:the )?{NAME}",
        rf"{NAME}(?:, [^,;.]{{3,60}},)? (?:is (?:leading|running|conducting|sponsoring)|leads|runs|conducts|sponsors"
        r"|pays for)(?: (?:the|this)| both) (?:study|studies|trials?|research)\b",
        rf"{NAME}(?:, [^,;.]{{3,60}},)? is (?:the|its) sponsor\b",
        rf"\b(?:[Tt]he|[Ii]ts|[Oo]ur) sponsor(?: of (?:the|this) (?:study|trial))? is (?:the )?{NAME}",
        rf"\b[Ii]nvestigator[- ]initiated (?:study|trial) (?:at|by|of) (?:the )?{NAME}",
        r"\b[Aa]n? (?P<name>[A-Z][\w&.]++(?:[ ][A-Z][\w&.]++){0,3}) (?:study|trial|program)\b",
    )
)
ENROLLMENT = re.compile(
    r"(?<![\d.,-])(?P<number>\d{1,3}(?:,\d{3})++|\d{2,6}) (?:\w{3,14} ){0,2}"
    rf"(?P<people>{PEOPLE})\b",
    re.IGNORECASE,
)
BESIDE = re.compile(rf"(?:(?:,? (?:and|or|&) |, ?| ?/ ?)(?:\w+ )?{PEOPLE}\b){{1,3}}", re.IGNORECASE)
"""Others counted with the people: "60 boys and girls"."""
OTHERS_COUNTED = re.compile(rf"(?: \w+){{0,3}},? (?:and|or) (?:\w+ )?\d[\d,]* (?:\w+ )?{PEOPLE}\b", re.IGNORECASE)
"""Others beside the people counted ("40 women and 40 men")."""
ENROLS = re.compile(
    r"\b(?:look(?:s|ing)? for|needs? |test(?:s|ing)? |compares? |enrol|recruit|randomi[sz]|includ|plan(?:s|ned)|aims?|hopes?"
    r"|take part|join|invited|needed|sample size|total of)",
    re.IGNORECASE,
)
WILL_ENROL = re.compile(
    r"\b(?:is|are) looking for\b|^(?:now|currently|still) \w+ing\b"
    r"|\bwe (?:\w+ ){0,2}(?:look|enrol|include|recruit|invite|need|want|plan|hope|aim)"
    r"|\bwill (?:take part|join|be (?:included|enrol+ed|recruited|invited|treated|randomi[sz]ed))\b"
    r"|\b(?:hopes?|plans?|aims?|wants?|intends?) to (?:include|enrol|recruit|invite|treat)",
    re.IGNORECASE,
)
"""What is said of the future is said of this trial."""
AGED = re.compile(r"\b(?:age[ds]?|years?|adults|older|over)\b", re.IGNORECASE)
ADULTS = re.compile(r"\badults?\b", re.IGNORECASE)
LONGEST_STATUS = 12
NOT_NAMES = frozenset(
    {
        "who",
        "what",
        "which",
        "phase",
        "clinical",
        "pilot",
        "multicenter",
        "randomized",
        "prospective",
        "single",
        "open",
        "double",
        "phase-1",
    }
)


def read_prose(document: Document, said: list[Sentence], known: list[Fact]) -> list[Fact]:
    """The facts that the title and the sentences outside the criteria state, confidence "title" or "sentence".

    `known` are facts read before: a source that names its sponsor or status in fields is not searched for them in prose.
    """
    fields = {each.field for each in known if each.reader == "field"}
    found: list[Fact] = []
    for sentence in said:
        if sentence.part == "title" and sentence.heads_page and "title" not in fields:
            found.append(fact(document, "title", collapse(sentence.text), *sentence.place(0, len(sentence.text)), "title"))
        for name, reader in READERS.items():
            if name not in fields:
                found += reader(document, sentence)
        found += [] if _of_another(sentence) else admission_facts(document, sentence)
        found += product_facts(document, sentence)
        found += location_facts(document, sentence)
    return settle_title_products(found, known)


def _origin(sentence: Sentence) -> str:
    return "title" if sentence.part == "title" else "sentence"


def _of_this_trial(sentence: Sentence) -> bool:
    """Whether a sentence speaks of this trial and not of an earlier or another one."""
    return bool(THIS_TRIAL.search(sentence.text)) and not _of_another(sentence)


def _of_another(sentence: Sentence) -> bool:
    lowered = sentence.text.casefold()
    return any(word in lowered for word in words("other_trial_sentence"))


def _phase(document: Document, sentence: Sentence) -> list[Fact]:
    if sentence.part not in ("title", "summary"):
        return []
    none = NO_PHASE_SAID.search(sentence.text)
    if none and _of_this_trial(sentence):
        return [fact(document, "phase", "NA", *sentence.place(*none.span()), "sentence")]
    for match in PHASE.finditer(sentence.text):
        value = phase_of(match)
        near = sentence.text[match.end() : match.end() + 80]
        own = (STUDY.search(near) and "unit" not in near) or IS_IN.search(sentence.text, 0, match.start())
        if value and (sentence.part == "title" or (_of_this_trial(sentence) and own)):
            return [fact(document, "phase", value, *sentence.place(match.start(), match.end()), _origin(sentence))]
    return []


def _design(document: Document, sentence: Sentence) -> list[Fact]:
    if sentence.part not in ("title", "summary", "treatment") or (sentence.part != "title" and not _of_design(sentence)):
        return []
    return [
        fact(document, "study_design", value, *sentence.place(start, end), _origin(sentence))
        for start, end, value in find_designs(sentence.text)
        if sentence.part != "treatment" or value == "RANDOMIZED" or value.startswith("ARMS=")
    ]


def _of_design(sentence: Sentence) -> bool:
    if sentence.part == "treatment":
        return True
    lowered = sentence.text.casefold()
    return bool(STUDY.search(sentence.text)) and not any(word in lowered for word in words("other_trial_sentence"))


def _sponsor(document: Document, sentence: Sentence) -> list[Fact]:
    if sentence.part != "summary":
        return []
    for pattern in SPONSOR:
        match = pattern.search(sentence.text)
        if match and match["name"].split()[0].casefold() not in NOT_NAMES and not find_designs(match["name"]):
            start, end = sentence.place(match.start(), match.end())
            return [fact(document, "sponsor", match["name"].strip(" .,"), start, end, "sentence")]
    return []


def _status(document: Document, sentence: Sentence) -> list[Fact]:
    if sentence.part not in ("title", "summary") or _of_another(sentence):
        return []
    whole = status(sentence.text) if 1 < len(sentence.text.split()) < LONGEST_STATUS else None
    told = (0, len(sentence.text), whole) if whole else find_status(sentence.text)
    return [fact(document, "status", told[2], *sentence.place(*told[:2]), "sentence")] if told else []


def _enrollment(document: Document, sentence: Sentence) -> list[Fact]:
    if sentence.part != "summary" or not ENROLS.search(sentence.text) or _of_another(sentence):
        return []
    if not _of_this_trial(sentence) and not WILL_ENROL.search(sentence.text):
        return []
    match = ENROLLMENT.search(sentence.text)
    if not match or OTHERS_COUNTED.match(sentence.text, match.end()):
        return []
    start, end = sentence.place(match.start(), match.end())
    found = [fact(document, "enrollment", match["number"].replace(",", ""), start, end, "sentence")]
    only = named_sex(f"{match[0]}{others[0] if (others := BESIDE.match(sentence.text, match.end())) else ''}")
    if only:
        found.append(fact(document, "sex", only, start, end, "sentence"))
    return found


def _age(document: Document, sentence: Sentence) -> list[Fact]:
    if sentence.part == "title" and AGED.search(sentence.text):
        printed = find_age(sentence.text)
        if printed and re.search(
            r"age|year|old|adult", sentence.text[max(0, printed[0] - 20) : printed[1] + 20], re.IGNORECASE
        ):
            return [fact(document, "age", printed[2], *sentence.place(printed[0], printed[1]), "title")]
    return []


def _sex(document: Document, sentence: Sentence) -> list[Fact]:
    match = re.search(r"\b(?:women|men|females|males)\b", sentence.text, re.IGNORECASE) if sentence.part == "title" else None
    value = sex(sentence.text) if match else None
    if not match or not value:
        return []
    return [fact(document, "sex", value, *sentence.place(match.start(), match.end()), "title")]


def _schedule(document: Document, sentence: Sentence) -> list[Fact]:
    if sentence.part != "summary" or _of_another(sentence):
        return []
    dates = find_schedule(sentence.text, document.reading)
    return [fact(document, field, value, *sentence.place(start, end), "sentence") for field, start, end, value in dates]


READERS: dict[str, Callable[[Document, Sentence], list[Fact]]] = {
    "phase": _phase,
    "study_design": _design,
    "sponsor": _sponsor,
    "status": _status,
    "enrollment": _enrollment,
    "start_date": _schedule,
    "age": _age,
    "sex": _sex,
}
