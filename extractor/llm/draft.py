"""What a model may answer: labels from closed lists and words of the page, nothing else.

No field holds an offset, a number or a unit, and none is free text that reaches a person: every quote is looked up on the
page and its words are read again by the rules.
"""

from typing import Literal

from extractor.model.base import Frozen

DraftTopic = Literal[
    "age",
    "sex",
    "measurement",
    "score",
    "condition",
    "infection",
    "malignancy",
    "pregnancy",
    "drug",
    "procedure",
    "device",
    "allergy",
    "life_expectancy",
    "consent",
    "contraception",
    "observation",
]
Bound = Literal["none", "at-least", "more-than", "at-most", "less-than", "between", "exactly", "one-of"]
Verdict = Literal["same", "narrower", "wider", "different", "cannot-tell"]

MAX_DRAFTS = 40
"""A reply with more drafts than this for one criterion or page is no careful reading and is not taken at all."""


class CharacteristicDraft(Frozen):
    """One testable statement as a model sees it. `statement`, `concept`, `comparison`, `timing`, `exception` are quotes.

    `exclude` says that the statement is negated inside its criterion, `bound` how `comparison` limits the value.
    """

    topic: DraftTopic
    statement: str
    concept: str
    exclude: bool
    comparison: str | None
    bound: Bound
    timing: str | None
    exception: str | None


class CriterionDraft(Frozen):
    """The reading of one criterion."""

    characteristics: tuple[CharacteristicDraft, ...]


class FactDraft(Frozen):
    """A fact of the whole trial, or of the group of patients that `cohort` quotes the name of."""

    field: Literal["intervention", "condition"]
    quote: str
    cohort: str | None


class PageDraft(Frozen):
    """The facts of one page."""

    facts: tuple[FactDraft, ...]


class Judgement(Frozen):
    """How the patients whom the first criterion describes stand to those of the second; a quote from each as evidence."""

    verdict: Verdict
    first: str
    second: str
