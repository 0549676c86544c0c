"""The context of one item: its negations, exceptions, conditions and modifiers, applied to what was read in it."""

import re
from typing import Any, NamedTuple

from extractor.criteria.clause import STATEMENT_END
from extractor.criteria.condition import (
    condition_before,
    condition_of_value,
    is_other_case,
    leading_scope,
    people_before,
    refers_back,
)
from extractor.criteria.cues import words_of
from extractor.criteria.excepted import lead_start, main_end, times_of
from extractor.criteria.item_text import ItemText
from extractor.criteria.modifiers import Modifier, find_modifiers, modifiers_of
from extractor.criteria.outcome import DRUG_TOPICS, is_outcome
from extractor.criteria.scope import (
    MAX_SCOPE,
    Scope,
    as_exception,
    find_scopes,
    is_contrast,
    is_negated,
    negates_list,
    scope_at,
)
from extractor.model.criterion import Category, Characteristic
from extractor.model.document import Document, Span
from extractor.model.outline import Item, Outline

DEEPEST_PARENT = 4
_OPENERS = ("if", "when", "in case of", "in cases of")
_INSIDE = re.compile(r"[;\n][^;\n]{0,200}\w[^;\n]{0,3}\Z|\.\s[^.]{0,200}\w[^.]{0,3}\Z")


class Context(NamedTuple):
    """Scopes and modifiers of an item, in coordinates of its text.

    `negated`: the item above it negates all of it; `people` are those whom its head limits it to.
    """

    item: ItemText
    scopes: tuple[Scope, ...]
    modifiers: tuple[Modifier, ...]
    negated: bool = False
    people: Scope | None = None

    def is_excepted(self, start: int, end: int) -> bool:
        """Whether the place is part of an exception."""
        return bool(self.scopes) and scope_at(self.scopes, "exception", start, end) is not None

    def apply(self, read: Characteristic, start: int, end: int) -> Characteristic:
        """The characteristic with the scopes that hold at `start` to `end`, the place of its concept."""
        holds = self.holding(start, end, read.span, topic=read.topic)
        case = self._case_of(read)
        if case is not None:
            holds = {**holds, "condition": self._span(*case)}
        return read.model_copy(update={**holds, "exclude": read.exclude ^ bool(holds.get("exclude"))}) if holds else read

    def holding(self, start: int, end: int, statement: Span, *, topic: str = "") -> dict[str, Any]:
        """The fields of a characteristic that the scopes and modifiers at a place decide; none where nothing touches it.

        `start` to `end` is the place of the concept, `statement` the span of the whole reading, `topic` what it is about.
        """
        modifiers = modifiers_of(self.modifiers, self.item.text, start, end) if self.modifiers else ()
        if not self.scopes and not self.negated and not modifiers and self.people is None:
            return {}
        exception = self._exception_after(end)
        condition = (
            scope_at(self.scopes, "condition", start, end)
            or condition_before(self.item.text, self.scopes, start)
            or self._condition_after(statement, end)
            or self._people_of(start, topic)
        )
        return {
            "exclude": self._is_negated(start, end, topic) ^ self.negated,
            "exception": self._span(exception.start, exception.end) if exception else None,
            "condition": self._span(condition.cue_start, condition.end) if condition else None,
            "modifiers": modifiers,
        }

    def _is_negated(self, start: int, end: int, topic: str) -> bool:
        """Whether a negation holds; one of a drug's effect is none of the drug."""
        if not is_negated(self.scopes, start, end):
            return False
        return topic not in DRUG_TOPICS or not is_outcome(self.item.text, self.scopes, start)

    def apply_at_concept(self, read: Characteristic) -> Characteristic:
        """The same for a characteristic whose concept's place is known by its span only."""
        start, end = self.item.locate(read.concept.span if read.concept else read.span)
        return self.apply(read, start, end)

    def _case_of(self, read: Characteristic) -> tuple[int, int] | None:
        start, end = self.item.locate(read.span)
        if read.value is None or (read.topic == "age" and not is_other_case(self.item, start)):
            return None
        return condition_of_value(self.item, start, end)

    def _exception_after(self, end: int) -> Scope | None:
        """The exception behind a statement; one inside another sentence or part of the list is of what stands there."""
        after = (scope for scope in self.scopes if scope.kind == "exception" and scope.cue_start >= end)
        first = min(after, key=lambda scope: scope.cue_start, default=None)
        if first is None or first.start < first.cue_start:
            return first
        inside = _INSIDE.search(self.item.text, max(end, first.cue_start - MAX_SCOPE), first.cue_start)
        return None if inside else first

    def _people_of(self, start: int, topic: str) -> Scope | None:
        """The people at the head of the item, for what is said of them; an age behind "must" is theirs, not under them."""
        who = self.people
        if who is None or start < who.end or STATEMENT_END.search(self.item.text, who.end, start):
            return None
        labelled = self.item.text[who.end : who.end + 2].strip().startswith(":")
        return who if labelled or topic not in ("age", "sex") else None

    def _condition_after(self, statement: Span, end: int) -> Scope | None:
        """The condition that the statement's clause ends with ("≥ 9 g/dL for women, ≥ 10 g/dL for men": its own)."""
        if not any(scope.kind == "condition" for scope in self.scopes):
            return None
        end = max(end, self.item.locate(statement)[1])
        after = next((s for s in self.scopes if s.kind == "condition" and s.cue_start >= end), None)
        if after is None or STATEMENT_END.search(self.item.text, end, after.cue_start) or refers_back(self.item.text, after):
            return None
        if any(other.explicit and other.start >= end for other in self.item.quantities_between(end, after.cue_start)):
            return None  # it is the condition of that value
        comma = self.item.text.find(",", after.start, after.end)
        if comma < 0:
            return after
        opens = self.item.text[after.cue_start : after.cue_end].lower() in _OPENERS  # "if female, ..." is of what follows
        return None if opens else after._replace(end=comma)

    def _span(self, start: int, end: int) -> Span:
        text = self.item.text[start:end]
        lead = len(text) - len(text.lstrip())
        return self.item.span(start + lead, start + lead + len(text.strip()))


def context_of(text: ItemText, outline: Outline, item: Item) -> Context:
    """Find every scope and modifier of the item, once."""
    words = words_of(text.text)
    scopes = tuple(scope for scope in find_scopes(text.text, words) if not _is_spent(text, scope))
    scopes = _in_list(text.text, scopes, item.category)
    modifiers = tuple(cue for cue in find_modifiers(text.text, words) if not _tells_when(text, cue))
    scopes = tuple(leading_scope(text.text, scope) if scope.kind == "condition" else scope for scope in scopes)
    scopes = tuple(_without_times(text, scope) if scope.kind == "exception" else scope for scope in scopes)
    return Context(text, scopes, modifiers, _is_under_negation(text.document, outline, item), people_before(text.text))


def _is_spent(item: ItemText, scope: Scope) -> bool:
    """Whether a cue of negation is part of a comparator: "does not exceed 20 mg prednisone" says how much."""
    near = item.quantities_between(scope.cue_start, scope.cue_end)
    return any(each.start <= scope.cue_start < each.number_start for each in near)


def _in_list(text: str, scopes: tuple[Scope, ...], category: Category) -> tuple[Scope, ...]:
    """The scopes as they hold in a list of inclusions or of exclusions: what "A, but not B" excludes is A without B."""
    if category != "exclusion":
        return scopes
    return tuple(as_exception(text, scope) if is_contrast(text, scope) else scope for scope in scopes if scope.kind != "bar")


def _without_times(item: ItemText, exception: Scope) -> Scope:
    """The exception up to a time behind it that is of the main statement."""
    for start in times_of(item):
        if exception.start < start < exception.end and main_end(item.text, start) is not None:
            return exception._replace(end=lead_start(item.text, start))
    return exception


def _tells_when(item: ItemText, cue: Modifier) -> bool:
    """Whether a cue is part of a time window: "in the past year" says when, not that something is past."""
    for window in item.windows:
        behind = window.end if window.anchor_start is None else window.anchor_start
        if cue.start < behind and window.start < cue.end:
            return True
    return False


def _is_under_negation(document: Document, outline: Outline, item: Item) -> bool:
    """Whether the items above an item negate it ("no history of any of the following:")."""
    negated = False
    for _ in range(DEEPEST_PARENT):
        if item.parent is None:
            break
        item = outline.by_id[item.parent]
        negated ^= negates_list(document.reading[item.start : item.end])
    return negated
