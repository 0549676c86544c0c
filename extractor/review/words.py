"""The words of the page: verdicts, statuses and reasons, from `words.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from extractor.decisions.event import Answer, Event
from extractor.decisions.item import Item
from extractor.report.words import phrase, visible


@cache
def table(name: str) -> Mapping[str, str]:
    """One table of `words.toml`."""
    tables: dict[str, dict[str, str]] = tomllib.loads((files("extractor.review") / "words.toml").read_text(encoding="utf-8"))
    return tables[name]


def verdict_words(item: Item, code: str) -> str:
    """What choosing a verdict means on this item."""
    special = "verdicts_of_identity" if item.is_identity else "verdicts_of_one" if len(item.claims) == 1 else "verdicts"
    return table(special).get(code) or table("verdicts")[code]


def done_words(event: Event) -> str:
    """What an event's reviewer did."""
    words = table("done")[event.action]
    if event.snapshot.field == "identity" and event.snapshot.kind == "discrepancy":
        words = table("done_of_identity").get(event.action, words)
    if event.action == "assign":
        return f"{words} to {visible(event.assignee)}" if event.assignee else "took the assignment back"
    return words


def answer_words(item: Item, answer: Answer) -> str:
    """A verdict that stands, in words; a typed value speaks for itself."""
    return "Another value" if answer.verdict == "neither" else verdict_words(item, answer.verdict)


def answer_value(answer: Answer) -> str:
    """The value that a verdict settles on, cut where it is long."""
    return shorten(visible(answer.value), 300)


def status_words(code: str) -> str:
    """A status as a person reads it."""
    return table("statuses")[code]


def reason_words(codes: Iterable[str]) -> list[str]:
    """Reason codes in words, each once, without the ids of criteria and the weights among them."""
    words = (_reason(code) for code in codes)
    return list(dict.fromkeys(word for word in words if word))


def _reason(code: str) -> str:
    name, _, detail = code.partition(":")
    if name[:4] in ("inc-", "exc-") and name[4:].isdigit():
        return ""
    weight = detail[:1] in ("+", "-")
    return f"{_known(name)} {visible(_known(detail))}" if detail and not weight else _known(name)


def _known(code: str) -> str:
    if code in table("reasons"):
        return table("reasons")[code]
    for start, words in table("reason_starts").items():
        if code.startswith(start):
            return words + visible(phrase(code.removeprefix(start)))
    return visible(code if code[:1].isdigit() else phrase(code))


def shorten(text: str, length: int) -> str:
    """Text on one line, cut at a word where it is longer than `length`."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rsplit(" ", 1)[0] + "…"
