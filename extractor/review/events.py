"""Events as a person reads them."""

from datetime import datetime
from typing import NamedTuple

from extractor.decisions.event import VERDICTS, Event
from extractor.report.words import visible
from extractor.review.words import answer_value, done_words, shorten


class EventView(NamedTuple):
    """One act: when, who, what, with which value and reason, on which item (`href` where this run has it)."""

    at: str
    when: str
    reviewer: str
    words: str
    value: str
    reason: str
    question: str = ""
    href: str = ""


def event_view(event: Event, *, question: bool = False, href: str = "") -> EventView:
    """An event; with `question` also what it was about."""
    return EventView(
        at=event.at,
        when=when(event.at),
        reviewer=visible(event.reviewer),
        words=done_words(event) + (" (blind)" if event.blind else ""),
        value=answer_value(event.after) if event.after and event.action in VERDICTS else "",
        reason=visible(event.reason),
        question=shorten(visible(event.snapshot.question), 200) if question else "",
        href=href,
    )


def when(at: str) -> str:
    """A time in UTC to the minute."""
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M} UTC"
