"""Items that ask the same, for one verdict on all of them."""

from collections.abc import Iterable

from extractor.decisions.folding import fold, said
from extractor.decisions.item import Item
from extractor.decisions.state import TO_DO, ItemState


def identical_items(item: Item, states: Iterable[ItemState]) -> tuple[ItemState, ...]:
    """The other items still to do that ask the same and whose claims have the same values, in the order given.

    Questions of identity are never the same: each is about its own two pages.
    """
    if item.is_identity:
        return ()
    asked = likeness_key(item)
    return tuple(
        state for state in states if state.item.id != item.id and state.status in TO_DO and likeness_key(state.item) == asked
    )


def likeness_key(item: Item) -> tuple[str, ...]:
    """What two items have in common for which one verdict may hold: the question and the values, whatever the pages."""
    asked = item.question if item.kind == "ambiguity" else ""
    values = (said(claim.value) for claim in item.claims)
    return item.kind, item.field, fold(item.concept or "").casefold(), fold(item.cohort or ""), fold(asked), *values
