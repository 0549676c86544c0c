"""Evidence in a few words: a quote between the words around it."""

from typing import NamedTuple

from extractor.model.document import Span
from extractor.report.words import visible

CONTEXT = 90
LONGEST_QUOTE = 600


class Quote(NamedTuple):
    """Words of a page between the words that stand before and after them."""

    before: str
    quote: str
    after: str


def in_context(text: str, span: Span) -> Quote:
    """The quote of `span` with up to 90 characters of its line on either side; a long quote loses its middle."""
    first = max(text.rfind("\n", 0, span.start) + 1, span.start - CONTEXT)
    line_end = text.find("\n", span.end)
    last = min(line_end if line_end >= 0 else len(text), span.end + CONTEXT)
    before = ("…" if first > 0 and text[first - 1] != "\n" else "") + text[first : span.start]
    after = text[span.end : last] + ("…" if last < len(text) and text[last] != "\n" else "")
    return Quote(visible(before), visible(_shorten(span.quote)), visible(after))


def _shorten(quote: str) -> str:
    """The quote without its middle where it is long, and without empty lines."""
    if len(quote) > LONGEST_QUOTE:
        quote = f"{quote[: LONGEST_QUOTE // 2]} … {quote[-LONGEST_QUOTE // 2 :]}"
    return "\n".join(line.strip() for line in quote.split("\n") if line.strip()) if "\n" in quote else quote
