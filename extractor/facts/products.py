"""What is studied, in sentences and titles: the product and how it is dosed; and the condition that a title names."""

import re

from extractor.facts.assemble import fact
from extractor.facts.pages import Sentence
from extractor.model.criterion import Fact
from extractor.model.document import Document

DOSE = re.compile(
    r"(?<![\w.,])(?:\d{1,6}(?:[.,]\d{1,3})?)[ ]?(?:mg|g|mcg|µg|μg|ug|IU|units?|mL|ml|MBq|Gy)"
    r"(?:/(?:kg|m2|m\^2|m²|day|dose|mL))?(?![\w/])"
)
GIVEN = re.compile(
    r"\b(?:dos(?:e|es|ing)|daily|weekly|twice|once|every|inject\w*|infus\w*|tablets?|orally|by mouth|given|administered"
    r"|b\.?i\.?d|q\.?d|qw|q2w|intraven\w+|subcutan\w+|IV|SC|BID|QD|receive[sd]?|loading)\b"
)
OBJECT = re.compile(
    r"\b(?:evaluat(?:es|ing)|tests?|testing|investigat(?:es|ing)|stud(?:ies|ying)"
    r"|(?:safety|efficacy|effects?|use) of|assigned (?:by chance |randomly |at random )?to|randomi[sz]ed to"
    r"|(?:will|all|everyone|patients|participants) receives?|treated with)[ ]"
    r"(?P<object>[^.;:()]{3,160})(?::[ ](?P<more>[^.;()]{3,200}))?"
)
OBJECT_STOP = re.compile(
    r",?[ ](?:for|in|with|at a dose|and engineered|among|who|which|that|when|during|to see|to treat|every|once|twice|on|as"
    r"|vs\.?|versus|compared)[ ]"
    r"|,[ ](?:and|or|a|an)[ ]"
)
SUBJECT = re.compile(
    r"^(?P<subject>[A-Z][\w/ -]{2,80}?)[ ](?:is|are)[ ](?:being[ ])?"
    r"(?:given|injected|infused|administered|taken|swallowed|applied|started)\b"
)
NOT_PRODUCT = re.compile(
    r"(?:there|it|they|this|these|patients?|participants?|study|baseline|for|of|to|in|and|with|on|or|all|each|every|email|you"
    r"|women|men|two|one|three|injections?|[Tt]he(?:[ ][a-z]+){1,2}$|an?(?:[ ][a-z]+){1,2}$)\b",
    re.IGNORECASE,
)
TITLE_OBJECT = re.compile(
    r"\b(?i:of|evaluat(?:e|ing)|investigat(?:e|ing)|compar(?:e|ing)|with or without|combination with|combined with"
    r"|plus|added to)[ ](?=(?P<object>[A-Za-z0-9][^.:;,]{2,120}+))"
)
OF_STUDY = re.compile(r"\b(?:efficacy|safety|trial|study|effects?|comparison|evaluation|use|inhalation)[ ]$", re.IGNORECASE)
TITLE_HEAD = re.compile(
    r"^(?!An?[ ]|The[ ])(?P<object>[A-Z][^.:;,]{2,80}?)[ ]for[ ](?=[A-Z]|patients|people|adults|children|women|men)"
)
TITLE_STOP = re.compile(
    r"[ ](?:in|for|on|among|as|to|versus|vs\.?|compared|against|when|during|after|before)[ ]", re.IGNORECASE
)
TITLE_TAIL = re.compile(r"(?:[ ](?:alone|combination|combined|given|and|or|use))++$", re.IGNORECASE)
OF_DISEASE = re.compile(
    r"\b(?:risk|treatment|management|prevention|prophylaxis|diagnosis|control|outcomes?|impact|predictors?|progression|survival"
    r"|care|incidence|severity|symptoms?|cases?)[ ]$",
    re.IGNORECASE,
)
GENERIC = re.compile(
    r"(?:the )?(?:month|week|year|safety"
    r"|efficacy|effects?|effectiveness|use|tolerability|patients?|participants|subjects|adults|children"
    r"|management|treatment|quality|outcomes?|risk|study|trial|this|whether|how|its|standard|people|persons?)\b",
    re.IGNORECASE,
)
TITLE_CONDITION = re.compile(
    r"\b(?:patients?|adults?|children|people|participants?|subjects?|women|men|adolescents?|individuals?)[ ]"
    r"(?:\w+[ ]){0,3}?with[ ](?P<condition>[^.:;()]{3,120}+)",
    re.IGNORECASE,
)
FOR_CONDITION = re.compile(r"\bfor[ ](?P<condition>[A-Z][^.:;()]{3,160}+)")
WORDS = re.compile(r"[a-z0-9]+")
CONDITION_STOP = re.compile(
    r"[ ](?:in|may|can|who|treated|receiving|undergoing|and[ ]healthy"
    r"|at|(?<!ild[ ])(?<!ate[ ])(?<!ere[ ])to|due|during|after|using|on)[ ]"
    r"|[ ][-–][ ]|$",
    re.IGNORECASE,
)


def product_facts(document: Document, sentence: Sentence) -> list[Fact]:
    """Interventions ("product", "dose") and, from titles, conditions that a sentence states; values are its words."""
    if sentence.part == "title":
        return [*_from_title(document, sentence), *_title_conditions(document, sentence)]
    if sentence.part == "location":
        return []
    return [*_product(document, sentence), *_dose(document, sentence)]


def _dose(document: Document, sentence: Sentence) -> list[Fact]:
    if not DOSE.search(sentence.text) or not GIVEN.search(sentence.text):
        return []
    return [fact(document, "intervention", sentence.text, *sentence.place(0, len(sentence.text)), "dose", "sentence")]


def _product(document: Document, sentence: Sentence) -> list[Fact]:
    subject = SUBJECT.match(sentence.text) if sentence.part == "treatment" else None
    if subject:
        return _named(document, sentence, *subject.span("subject"))
    for match in OBJECT.finditer(sentence.text):
        found = _named(document, sentence, *match.span("more" if match["more"] else "object"))
        if found:
            return found
    return []


def _named(document: Document, sentence: Sentence, start: int, end: int) -> list[Fact]:
    """The product that `sentence.text[start:end]` names, up to its use; nothing if the words are too general."""
    dose, stop = DOSE.search(sentence.text, start, end), OBJECT_STOP.search(sentence.text, start, end)
    cut = min([end, *(match.start() for match in (dose, stop) if match)])
    words = sentence.text[start:cut].rstrip(" ,")
    if len(words) < 3 or GENERIC.match(words) or NOT_PRODUCT.match(words):
        return []
    return [fact(document, "intervention", words, *sentence.place(start, start + len(words)), "product", "sentence")]


def _from_title(document: Document, sentence: Sentence) -> list[Fact]:
    found = []
    for match in (*TITLE_HEAD.finditer(sentence.text), *TITLE_OBJECT.finditer(sentence.text)):
        start, end = match.span("object")
        stop = TITLE_STOP.search(sentence.text, start, end)
        if (sentence.text[start].islower() or sentence.text.isupper()) and not OF_STUDY.search(
            sentence.text, max(0, match.start() - 30), match.start()
        ):
            continue
        words = TITLE_TAIL.sub("", sentence.text[start : stop.start() if stop else end])
        if not GENERIC.match(words) and not OF_DISEASE.search(sentence.text, max(0, match.start() - 30), match.start()):
            found.append(fact(document, "intervention", words, *sentence.place(start, start + len(words)), "title"))
    return found[:3]


def _title_conditions(document: Document, sentence: Sentence) -> list[Fact]:
    match = TITLE_CONDITION.search(sentence.text) or FOR_CONDITION.search(sentence.text)
    if not match:
        return []
    start, end = match.span("condition")
    stop = CONDITION_STOP.search(sentence.text, start, end)
    words = sentence.text[start : stop.start() if stop else end].rstrip(" ,")
    if GENERIC.match(words) or len(words) < 3:
        return []
    return [fact(document, "condition", words, *sentence.place(start, start + len(words)), "title")]


def settle_title_products(facts: list[Fact], known: list[Fact]) -> list[Fact]:
    """`facts` without the products of titles that are a condition, or of all titles if other words name one."""
    conditions = [_words(str(each.value)) for each in (*known, *facts) if each.field == "condition"]
    named = any(each.field == "intervention" and "product" in each.confidence for each in (*known, *facts))
    return [
        each
        for each in facts
        if each.field != "intervention"
        or "title" not in each.confidence
        or not (named or any(_mostly(_words(str(each.value)), condition) for condition in conditions))
    ]


def _mostly(words: set[str], others: set[str]) -> bool:
    return bool(words) and len(words & others) * 2 >= len(words)


def _words(text: str) -> set[str]:
    return {word for word in WORDS.findall(text.casefold()) if len(word) > 2}
