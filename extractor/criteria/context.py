"""The context of one item: its negations, exceptions, conditions and modifiers, applied to what was read in it."""

from typing import NamedTuple

from extractor.criteria.cues import words_of
from extractor.criteria.item_text import ItemText
from extractor.criteria.modifiers import Modifier, find_modifiers, modifiers_of
from extractor.criteria.scope import Scope, find_scopes, is_negated, scope_at
from extractor.model.criterion import Characteristic
from extractor.model.document import Span


class Context(NamedTuple):
    """Scopes and modifiers of an item, in coordinates of its text."""

    item: ItemText
    scopes: tuple[Scope, ...]
    modifiers: tuple[Modifier, ...]

    def is_excepted(self, start: int, end: int) -> bool:
        """Whether the place is part of an exception."""
        return scope_at(self.scopes, "exception", start, end) is not None

    def apply(self, read: Characteristic, start: int, end: int) -> Characteristic:
        """The characteristic with the scopes that hold at `start` to `end`, the place of its concept."""
        exception = self._exception_after(end)
        condition = scope_at(self.scopes, "condition", start, end)
        return read.model_copy(
            update={
                "exclude": read.exclude != is_negated(self.scopes, start, end),
                "exception": self._span(exception.start, exception.end) if exception else None,
                "condition": self._span(condition.cue_start, condition.end) if condition else None,
                "modifiers": modifiers_of(self.modifiers, self.item.text, start, end),
            }
        )

    def apply_at_concept(self, read: Characteristic) -> Characteristic:
        """The same for a characteristic whose concept's place is known by its span only."""
        start, end = self.item.locate(read.concept.span if read.concept else read.span)
        return self.apply(read, start, end)

    def _exception_after(self, end: int) -> Scope | None:
        after = [scope for scope in self.scopes if scope.kind == "exception" and scope.cue_start >= end]
        return min(after, key=lambda scope: scope.cue_start, default=None)

    def _span(self, start: int, end: int) -> Span:
        text = self.item.text[start:end]
        lead = len(text) - len(text.lstrip())
        return self.item.span(start + lead, start + lead + len(text.strip()))


def context_of(item: ItemText) -> Context:
    """Find every scope and modifier of the item, once."""
    words = words_of(item.text)
    return Context(item, find_scopes(item.text, words), find_modifiers(item.text, words))
