"""Walking through differences in the terminal: old, new, what changed, and a choice for each."""

import difflib
import json
from collections import Counter
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.text import Text

from extractor.check.accept import Choice
from extractor.check.difference import Difference
from extractor.check.layout import layout

CHOICES = "(a)ccept  (r)eject  (s)kip  (k)nown failure  all of this kind: (A) (R) (S) (K)  (q)uit"
_KEYS: dict[str, Choice] = {"a": "accept", "r": "reject", "s": "skip", "k": "known"}
_MEANINGS = {
    "draft": ("accept: the case counts from now on", "reject: it stays a draft"),
    "changed": ("accept: the new reading is expected", "reject: the old one still is"),
    "missed": ("accept: it is not expected any more", "reject: it still is"),
    "forbidden": ("accept: it may appear", "reject: it still must not"),
    "fixed": ("accept: it is no known failure any more", "reject: leave the baseline"),
    "appeared": ("accept: it may be read", "reject: leave what was accepted"),
    "vanished": ("accept: it need not be read", "reject: leave what was accepted"),
    "moved": ("accept: the new words are right", "reject: leave the old one"),
    "extra": ("accept: it is expected too", "reject: it must not appear"),
    "phrase": ("accept: the line becomes the new one", "reject: the line stays"),
    "unmarked": ("accept: the line loses its !", "reject: the line stays"),
}


def walk(differences: Sequence[Difference], console: Console, ask: Callable[[], str]) -> list[tuple[Difference, Choice]]:
    """Show each difference and ask (`ask` returns a key, or an empty string at the end of input). Returns the choices.

    A capital letter answers for all of the kind that are left; `q` skips the rest.
    """
    choices: list[tuple[Difference, Choice]] = []
    for_kind: dict[str, Choice] = {}
    for place, difference in enumerate(differences, start=1):
        if difference.kind not in for_kind:
            show_difference(difference, console, f"{place}/{len(differences)}")
            key = _answer(console, ask)
            if key in ("q", ""):
                break
            if key.isupper():
                for_kind[difference.kind] = _KEYS[key.lower()]
        choice = for_kind.get(difference.kind) or _KEYS[key]
        choices.append((difference, choice))
    return choices


def _answer(console: Console, ask: Callable[[], str]) -> str:
    """A key that is one of the choices."""
    while True:
        console.print(CHOICES, style="dim")
        key = ask().strip()[:1]
        if key in ("", "q") or key.lower() in _KEYS:
            return key


def show_difference(difference: Difference, console: Console, count: str = "") -> None:
    """One difference: where and what, then the old and the new text as a diff."""
    known = " (known failure)" if difference.known else ""
    console.print(f"\n{count} {difference.id}  {difference.kind}  {difference.place}{known}".strip(), style="bold")
    console.print(Text(difference.label), soft_wrap=True)
    for line in diff_lines(difference):
        style = "green" if line.startswith("+") else "red" if line.startswith("-") else ""
        console.print(Text(line, style=style), soft_wrap=True)
    console.print("; ".join(_MEANINGS[difference.kind]), style="dim")


def diff_lines(difference: Difference) -> list[str]:
    """The old content with "-", the new one with "+", what both share with a blank."""
    old, new = (_lines(content) for content in (difference.old, difference.new))
    return [line for line in difflib.ndiff(old, new) if not line.startswith("?")]


def _lines(content: object) -> list[str]:
    if content is None:
        return []
    return content.split("\n") if isinstance(content, str) else layout(json.loads(json.dumps(content))).splitlines()


def counted(choices: Sequence[tuple[Difference, Choice]]) -> str:
    """How many differences were answered in which way."""
    counts = Counter(choice for _, choice in choices)
    return ", ".join(f"{counts[choice]} {name}" for choice, name in _NAMES.items() if counts[choice]) or "nothing chosen"


_NAMES: dict[Choice, str] = {"accept": "accepted", "reject": "rejected", "known": "known failures", "skip": "skipped"}
