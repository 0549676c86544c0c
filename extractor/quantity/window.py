"""Time windows: a time quantity tied to an event, "within 28 days prior to the first dose" (CDISC USDM TimeWindow).

The direction comes from the words inside the quantity ("within the last 6 months"), before it ("in the past") or behind it
("prior to", "after", "of"); the anchor is the event named behind it. Word lists: `window_words.csv`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractor.model.base import Frozen
from extractor.model.values import Range, Relation
from extractor.quantity.quantity import Quantity
from extractor.quantity.vocabulary import table

TIME_UNITS = frozenset(("a", "mo", "wk", "d", "h", "min", "s", "{half-life}"))
MAX_BEFORE = 40
_GAP = r"[\s\u00a0]{1,3}"
_BRACKET = re.compile(r"\s?\([^()]{0,60}\)")
_WHICHEVER = re.compile(r",?\s?\(?whichever\s(?:is|was|occurs|comes)?\s?(?:the\s)?\w{1,12}\)?,?")
_LINKED = re.compile(r"\s?(?:\([^()]{0,60}\))?,?\s?(?:or|and|to|-)?\s?(?:at least|for)?\s?", re.IGNORECASE)
_AND = re.compile(r",?\s(?:and|or)\s", re.IGNORECASE)
_JOINT = re.compile(r"\b(?:or|and|to)\b|-", re.IGNORECASE)
_ANCHOR_WORD = re.compile(r"[\s\u00a0]{1,2}([^\W_][\w'’/-]*)")
_INTO_STUDY = re.compile(
    r"\s(?:in|into|to|on|of)\s(?:the\s|this\s)?(?:study|trial|treatment|surgery|procedure)\b", re.IGNORECASE
)
_RECENT = re.compile(r"\brecent(?:ly)?\s?\(\s?$", re.IGNORECASE)
_LASTING = re.compile(r"\b(?:for|lasting|duration of|period of)[\s\u00a0]{1,2}(?:a[\s\u00a0])?$", re.IGNORECASE)
_AFTER_WITHIN = frozenset(("of", "from", "during", "past"))
MAX_ANCHOR_WORDS = 10
MAX_APART = 90
_LIST_GOES_ON = re.compile(r",?\s(?:or|and|and/or)\s|,\s(?=[^\W\d])", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[;\n]|\.(?=\s|$)|\b(?:who|which|but|unless|except)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"\s?,(?:\s(?:or|and)\s(?:at|on|during|after|of))?,?(?=\s(?:the|a|an|any|their|his|her)\s)", re.IGNORECASE
)


class Window(Frozen):
    """A window in time, in coordinates of the text read. `index` is the place of the quantity in the tuple given.

    `anchor_start` and `anchor_end` bracket the anchor's words; both None where the text names no event. `value` is its
    length; a bare length under "in the last" is an upper bound. `lasting` says that the length is how long something
    held up to the event ("stable for at least 4 weeks before screening"), not when it happened.
    """

    index: int
    start: int
    end: int
    relation: Relation
    value: Range
    anchor_start: int | None = None
    anchor_end: int | None = None
    lasting: bool = False


@cache
def _phrases(role: str) -> dict[str, str]:
    return {row["phrase"]: row["relation"] for row in table("window_words.csv") if row["role"] == role}


def _alternatives(role: str) -> str:
    longest_first = sorted(_phrases(role), key=len, reverse=True)
    return "|".join(phrase.replace(" ", _GAP) for phrase in longest_first)


@cache
def _left() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<word>{_alternatives('left')}){_GAP}(?:approximately{_GAP}|about{_GAP})?$", re.IGNORECASE)


@cache
def _inside() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<word>{_alternatives('left')})\b", re.IGNORECASE)


@cache
def _steady() -> re.Pattern[str]:
    past = "|".join(phrase.replace(" ", _GAP) for phrase, relation in _phrases("left").items() if relation == "before")
    return re.compile(
        rf"\b(?:{_alternatives('steady')})\b[^.;:,()\n\d]{{0,60}}{_GAP}(?:for(?:{_GAP}(?:about|approximately|a))?"
        rf"|(?:for|over|during|in|throughout){_GAP}(?:the{_GAP})?(?:{past})){_GAP}$",
        re.IGNORECASE,
    )


@cache
def _right() -> re.Pattern[str]:
    return re.compile(
        rf"(?:,(?=\s(?:before|prior\sto|after)\b))?[\s\u00a0]{{0,3}}-?(?:(?:immediately|period|interval){_GAP})?(?P<word>{_alternatives('right')})\b-?",
        re.IGNORECASE,
    )


def find_windows(text: str, quantities: Sequence[Quantity]) -> tuple[Window, ...]:
    """The time windows among `quantities` (which were read from `text`), in order."""
    found: list[Window] = []
    following: Window | None = None
    for index in range(len(quantities) - 1, -1, -1):
        quantity = quantities[index]
        value = quantity.value
        if quantity.restates:
            continue
        if not isinstance(value, Range) or value.unit not in TIME_UNITS:
            following = None
            continue
        within = quantity.operator == "within" or _follows_within(text, quantities, index)
        following = _window(text, index, quantity, value, within) or _shared(text, index, quantity, value, following)
        if following is not None:
            if found and following.anchor_start is None:
                following = _anchored(text, following, found[-1]) or _listed(text, following, found[-1]) or following
            found += [*_restated(quantities, following), following]
    return tuple(_carried(text, quantities, found[::-1]))


def _carried(text: str, quantities: Sequence[Quantity], windows: Sequence[Window]) -> Iterator[Window]:
    """The windows, a bare length under the comparator of the one before: "at least 3 weeks since A and 6 weeks since B"."""
    before: Window | None = None
    for window in windows:
        if before is not None and _carries(text, quantities, before, window):
            value = window.value.model_copy(update={"low": window.value.high, "high": None})
            window = window.model_copy(update={"value": value})
        yield window
        before = window


def _carries(text: str, quantities: Sequence[Quantity], before: Window, window: Window) -> bool:
    bare = not quantities[window.index].explicit and window.value.low is None and not window.lasting
    least = before.value.low is not None and before.value.high is None and before.value.low_inclusive and not before.lasting
    if not (bare and least and before.relation == window.relation == "after"):
        return False
    return window.index == before.index + 1 and _AND.fullmatch(text, before.end, window.start) is not None


def _window(text: str, index: int, quantity: Quantity, value: Range, within: bool) -> Window | None:
    """The window of one quantity; `within` says that it, or the one it is coordinated with, stands behind "within"."""
    before = text[max(0, quantity.start - MAX_BEFORE) : quantity.start]
    left = _left().search(before) or _inside().search(text, quantity.start, quantity.end)
    right = _right().match(text, _behind(text, quantity.end))
    if right is not None and not within and _spaced(right["word"]) in _AFTER_WITHIN:
        right = None
    steady = _is_steady(text, quantity)
    past = steady or _RECENT.search(before) is not None
    if left is None and right is None and not (within or past):
        return None
    bare = right is not None and _spaced(right["word"]) in _phrases("bare")
    anchor = _anchor(text, _past_aside(text, right.end())) if right is not None and not bare else None
    start = quantity.start
    if left is not None and left.re is _left():
        start -= len(before) - left.start()
    return Window(
        index=index,
        start=start,
        end=anchor[1] if anchor else right.end() if right else quantity.end,
        relation="before" if past and left is None and right is None else _relation(left, right),
        value=value if quantity.explicit or bare else value.model_copy(update={"high" if steady else "low": None}),
        anchor_start=anchor[0] if anchor else None,
        anchor_end=anchor[1] if anchor else None,
        lasting=steady or (quantity.explicit and not within and left is None and _LASTING.search(before) is not None),
    )


def _is_steady(text: str, quantity: Quantity) -> bool:
    """Whether a bare length is how long something stayed the same ("stable for 4 weeks", "unchanged in the last month")."""
    if quantity.explicit:
        return False
    return _steady().search(text, max(0, quantity.start - MAX_APART), quantity.start) is not None


def _relation(left: re.Match[str] | None, right: re.Match[str] | None) -> Relation:
    """The side of the anchor; "the last ..." before the quantity outweighs what follows it."""
    role, match = ("left", left) if left is not None else ("right", right)
    if match is None:
        return "within"
    relation = _phrases(role)[_spaced(match["word"])]
    return "before" if relation == "before" else "after" if relation == "after" else "within"


def _restated(quantities: Sequence[Quantity], window: Window) -> list[Window]:
    """The window once more with the length that a bracket behind it gives in another unit ("4 weeks (28 days)")."""
    again = quantities[window.index + 1] if window.index + 1 < len(quantities) else None
    if again is None or not again.restates or not isinstance(again.value, Range):
        return []
    place = {"index": window.index + 1, "start": again.start, "end": max(again.end, window.end)}
    return [window.model_copy(update={**place, "value": again.value})]


def _anchored(text: str, window: Window, after: Window) -> Window | None:
    """A window without an event of its own takes that of the one it is coordinated with."""
    if after.anchor_start is None or not _LINKED.fullmatch(text, window.end, after.start):
        return None
    return _sharing(window, after)


def _listed(text: str, window: Window, after: Window) -> Window | None:
    """ "A within 7 days or B within 14 days before screening": both count from the event that the last one names."""
    if after.anchor_start is None or window.relation not in ("within", after.relation) or window.lasting or after.lasting:
        return None
    if after.start - window.end > MAX_APART or not _LIST_GOES_ON.match(text, window.end):
        return None
    return None if _SENTENCE_END.search(text, window.end, after.start) else _sharing(window, after)


def _sharing(window: Window, after: Window) -> Window:
    anchor = {"anchor_start": after.anchor_start, "anchor_end": after.anchor_end}
    relation = after.relation if window.relation == "within" else window.relation
    return window.model_copy(update={**anchor, "relation": relation})


def _follows_within(text: str, quantities: Sequence[Quantity], index: int) -> bool:
    previous = quantities[index - 1] if index else None
    if previous is None or previous.operator != "within" or previous.unit not in (None, *TIME_UNITS):
        return False
    link = _LINKED.fullmatch(text, previous.end, quantities[index].start)
    return link is not None and _JOINT.search(link[0]) is not None


def _shared(text: str, index: int, quantity: Quantity, value: Range, following: Window | None) -> Window | None:
    """A window that shares the event of the next one ("4 weeks or 5 half-lives before the first dose")."""
    if following is None or not _LINKED.fullmatch(text, quantity.end, following.start):
        return None
    length = value if quantity.explicit else value.model_copy(update={"low": None})
    return following.model_copy(update={"index": index, "start": quantity.start, "end": quantity.end, "value": length})


def _behind(text: str, end: int) -> int:
    """The index behind a bracket and behind "whichever is longer"."""
    for pattern in (_BRACKET, _WHICHEVER):
        match = pattern.match(text, end)
        end = match.end() if match else end
    return end


def _past_aside(text: str, end: int) -> int:
    """The index behind a remark between "before" and its event ("before, or at, the first dose")."""
    aside = _ASIDE.match(text, end)
    return aside.end() if aside else end


def _spaced(words: str) -> str:
    return " ".join(words.lower().split())


def _anchor(text: str, position: int) -> tuple[int, int] | None:
    """Where the event's words stand that begin at `position`: up to ten words, to the end of the phrase."""
    stops = _phrases("stop")
    start = end = None
    for _ in range(MAX_ANCHOR_WORDS):
        word = _ANCHOR_WORD.match(text, position)
        if word is None or word[1].lower() in stops:
            break
        if start is None:
            start = word.start(1)
        position = end = word.end()
    if start is None or end is None:
        return None
    into = _INTO_STUDY.match(text, end)
    return start, into.end() if into else end
