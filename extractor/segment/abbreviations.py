"""Short forms that the page itself defines ("lupus nephritis (LN)"), by scispaCy's detector (Schwartz and Hearst 2003)."""

import functools
import re
import warnings
from itertools import islice
from typing import Any

_SHORT = re.compile(r"\((?P<short>[A-Za-z][A-Za-z0-9/+.-]{0,9}[A-Za-z0-9+])\)")
_ENDS_WORD = re.compile(r"[\w)\]]\s{0,2}$")
_LONG_RUN = re.compile(r"\S{200}")
_BEFORE = 160
_MOST = 200


def find_abbreviations(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of short and long form, sorted by short form: the first definition of each short form that is used again."""
    found: dict[str, str] = {}
    contexts = _contexts(text)
    if not contexts:
        return ()
    for entry in _detected(contexts):
        short, long = entry["short_text"], " ".join(entry["long_text"].split())
        if short not in found and is_plausible(short, long):
            found[short] = long
    return tuple(sorted(found.items()))


def is_plausible(short: str, long: str) -> bool:
    """Can the long form be what the short form stands for? No brackets in it, and the capitals occur in order."""
    if any(sign in long for sign in "()[];:") or len(long) <= len(short) or len(long) > _BEFORE:
        return False
    letters = [letter.lower() for letter in short if letter.isalpha()]
    if len(letters) < 2 or long[0].lower() != letters[0]:
        return False
    rest = iter(long.lower())
    return all(letter in rest for letter in letters)


def _contexts(text: str) -> list[str]:
    """The words before each bracketed short form that the text uses again; cut where a sentence or a line ends."""
    contexts: list[str] = []
    seen: set[str] = set()
    for match in islice(_SHORT.finditer(text), 10 * _MOST):
        short = match["short"]
        if short in seen or not any(letter.isupper() for letter in short) or len(contexts) >= _MOST:
            continue
        if text.count(short) < 2:  # a short form that is never used again ties nothing, and the detector is dear
            continue
        word = _ENDS_WORD.search(text, max(0, match.start() - 3), match.start())
        if word is None:
            continue
        before = text[max(0, word.start() + 1 - _BEFORE) : word.start() + 1]
        before = re.split(r"[\n;:(\[\])]|\.\s", before)[-1]
        if before.strip() and not _LONG_RUN.search(before):
            seen.add(short)
            contexts.append(f"{before.strip()} ({short})")
    return contexts


def _detected(contexts: list[str]) -> list[dict[str, Any]]:
    pipeline = _pipeline()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the detector calls a matcher without patterns when nothing is defined
        return list(pipeline(" ; ".join(contexts))._.abbreviations)


@functools.cache
def _pipeline() -> Any:
    """A blank English pipeline with the detector. Loaded once a process, at the first bracketed short form."""
    import spacy
    from scispacy.abbreviation import AbbreviationDetector  # noqa: F401

    nlp = spacy.blank("en")
    nlp.add_pipe("abbreviation_detector", config={"make_serializable": True})
    return nlp
