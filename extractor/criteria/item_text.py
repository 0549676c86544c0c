"""The text of one item with what all readers of it share: catalogue terms, quantities, windows.

Pages wrap their lines and indent the rest, so the readers see a flat text in which a run of white space is one blank (or one
line feed, where a blank line or a bullet parts the text).
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from extractor.catalogue import TermMatch, find_terms
from extractor.criteria.ellipsis import with_completed
from extractor.model.document import Document, Span
from extractor.model.outline import Item, Outline
from extractor.quantity import Quantity, Window, find_quantities, find_windows

_RUN = re.compile(r"\s{2,}|[\n\r\t]")
_LONGEST_HEAD = 60
_AGE = re.compile(r"(?:\w{1,15} )?ages?(?: range| limits?)?\s{0,3}:", re.IGNORECASE)
_PART = re.compile(r"[-•*·▪○]\s|\Z")


class ItemText(NamedTuple):
    """Coordinates of `terms`, `quantities` and `windows` are those of `text`, the flat text of the item.

    `places` gives for each character of `text`, and for its end, where it stands in the reading.
    """

    document: Document
    places: range | list[int]
    text: str
    terms: tuple[TermMatch, ...]
    quantities: tuple[Quantity, ...]
    windows: tuple[Window, ...]

    def terms_between(self, start: int, end: int) -> tuple[TermMatch, ...]:
        """The terms that begin at `start` or behind it and before `end`, in order."""
        low = bisect_left(self.terms, start, key=lambda term: term.start)
        return self.terms[low : bisect_left(self.terms, end, low, key=lambda term: term.start)]

    def quantities_between(self, start: int, end: int) -> tuple[Quantity, ...]:
        """The quantities that end behind `start` and begin before `end`, in order."""
        low = bisect_left(self.quantities, start + 1, key=lambda quantity: quantity.end)
        return self.quantities[low : bisect_left(self.quantities, end, low, key=lambda quantity: quantity.start)]

    def span(self, start: int, end: int) -> Span:
        """The span of the document's text on which characters `start` to `end` of `text` stand."""
        if end <= start:
            return self.document.span(self.places[start], self.places[start])
        return self.document.span(self.places[start], self.places[end - 1] + 1)

    def locate(self, span: Span) -> tuple[int, int]:
        """Where in `text` a span of the document's text stands."""
        start, end = self.document.to_reading(span.start, span.end)
        if isinstance(self.places, range):
            first, last = self.places.start, len(self.places)
            return min(max(start - first, 0), last), min(max(end - first, 0), last)
        return bisect_left(self.places, start), bisect_left(self.places, end)


def item_text(document: Document, item: Item, head: Item | None = None) -> ItemText:
    """Read what all readers of an item need, once. With `head`, the words of that item stand before those of this one."""
    text, places = _flat(document.reading, item.start, item.end)
    if head is not None:
        above, above_places = _flat(document.reading, head.start, head.end)
        text, places = f"{above} {text}", [*above_places[: len(above)], head.end, *places]
    quantities = find_quantities(text)
    terms = with_completed(text, find_terms(text))
    return ItemText(document, places, text, terms, quantities, find_windows(text, quantities))


def topic_head(document: Document, outline: Outline, item: Item) -> Item | None:
    """The item above that only names what this one speaks of ("Platelets:" over "at least 100 x 10^9/L"), if it is one."""
    above = outline.by_id.get(item.parent or "")
    if above is None or above.end - above.start > _LONGEST_HEAD or above.end > item.start:
        return None
    words = document.reading[above.start : above.end]
    if not words.endswith(":") or any(sign.isdigit() for sign in words):
        return None
    return above if find_terms(words) or _AGE.match(words) else None


def _flat(reading: str, start: int, end: int) -> tuple[str, range | list[int]]:
    text = reading[start:end]
    # Most items are words with single blanks between them, which splitting tells sooner than the search does.
    if " ".join(text.split()) == text or _RUN.search(reading, start, end) is None:
        return text, range(start, end + 1)
    pieces: list[str] = []
    places: list[int] = []
    position = start
    for run in _RUN.finditer(reading, start, end):
        pieces.append(reading[position : run.start()])
        pieces.append("\n" if run[0].count("\n") > 1 or _PART.match(reading, run.end(), end) else " ")
        places.extend(range(position, run.start() + 1))
        position = run.end()
    pieces.append(reading[position:end])
    places.extend(range(position, end + 1))
    return "".join(pieces), places
