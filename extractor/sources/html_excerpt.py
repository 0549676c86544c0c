"""Texts that a page shows cut, with the whole of them hidden beside the cut one until a reader asks for more."""

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAX_HIDDEN = 200  # elements that are looked at; a page has a handful
_MAX_ELEMENTS = 500
_SHORTEST = 40  # characters without white space of a cut text


class Excerpts(NamedTuple):
    """The hidden elements that hold a whole text, and the visible ones that show its beginning."""

    whole: frozenset["Element"]
    cut: frozenset["Element"]


def excerpts(root: "Element") -> Excerpts:
    """Find hidden elements that begin with the words of a visible neighbour which ends in an ellipsis."""
    hidden = cast("list[Element]", root.xpath("//*[@hidden or contains(@style, 'none')]"))
    whole: list[Element] = []
    cut: list[Element] = []
    for element in hidden[:_MAX_HIDDEN]:
        for neighbour in (element.getprevious(), element.getnext()):
            if neighbour is not None and _begins(element, neighbour):
                whole.append(element)
                cut.append(neighbour)
    return Excerpts(frozenset(whole), frozenset(cut))


def _begins(element: "Element", neighbour: "Element") -> bool:
    shown = _squeezed(neighbour)
    beginning = shown.rstrip(".…")
    return shown != beginning and len(beginning) >= _SHORTEST and _squeezed(element).startswith(beginning)


def _squeezed(element: "Element") -> str:
    """The text of a passage without white space; what has hundreds of elements is no passage."""
    if sum(1 for _ in islice(element.iter(), _MAX_ELEMENTS)) == _MAX_ELEMENTS:
        return ""
    return "".join("".join(map(str, element.itertext())).split())
